"""The whole answer as one locked PDF, to go by e-mail: for reading, with the parts for computers inside it.

PDF 2.0's own encryption (AES-256, revision 6) opens in any reader with nothing to install; a zip or age file does
not, and a zip shows the names of its files to anybody.
"""

import io
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fulfillment.package.build import Part

# Nothing that is mistaken for another character when it is read aloud or typed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# 24 of 30 characters are 117 bits: a mailbox keeps the file for years, and nobody counts the tries at it there.
GROUPS, GROUP = 6, 4


def new_password() -> str:
    """A fresh password, in groups that can be copied by hand."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def as_locked_pdf(parts: "Sequence[Part]", *, password: str) -> bytes:
    """The PDF of these parts, encrypted, with the parts for computers attached inside. Screen readers may read it."""
    import pikepdf  # loaded by workers only: it takes a while

    sheet = next(one for one in parts if one.part == "pdf")
    with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
        for one in parts:
            if one.part in {"json", "csv"}:
                pdf.attachments[one.name] = pikepdf.AttachedFileSpec(
                    pdf,
                    one.content,
                    filename=one.name,
                    mime_type=one.media_type,
                    description=one.name,
                    creation_date="",
                    mod_date="",
                )
        out = io.BytesIO()
        # The owner's password would lift the limits on printing and copying; there are none, so nobody needs it.
        lock = pikepdf.Encryption(owner=secrets.token_urlsafe(32), user=password, R=6, metadata=True)
        pdf.save(out, encryption=lock)
    return out.getvalue()
