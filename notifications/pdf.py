"""Letters on paper: PDF/UA-1 with typst. Words go in as data, never as markup."""

import io
import json
import re
from datetime import datetime
from typing import Any

import segno
import typst
from django.conf import settings

from notifications.blocks import Block
from notifications.organisation import organisation
from notifications.recipients import LARGE_PRINT, Recipient
from notifications.rendering import Content, local_day
from notifications.words import day_in_words

# What the bundled typeface can show. A name in another script is shown with "?" rather than not posted at all;
# the post needs Latin letters on the envelope anyhow.
_UNSHOWN = re.compile(
    r"[^\u0020-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]"
)

# In points. 18 is what the American Printing House for the Blind calls large print.
USUAL, LARGE = 11, 18


def render_pdf(content: Content, *, to: Recipient, now: datetime) -> bytes:
    """One letter as a tagged, searchable PDF in its own language."""
    folder = settings.BASE_DIR / "templates" / "letters" / "typst"
    sheet = typst.compile(
        str(folder / "letter.typ"),
        root=str(folder),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"letter": json.dumps(_showable(_sheet(content, to=to, now=now)))},
        timestamp=int(now.timestamp()),
    )
    if not isinstance(sheet, bytes):
        raise TypeError("typst was asked for one PDF")
    return sheet


def _sheet(content: Content, *, to: Recipient, now: datetime) -> dict[str, Any]:
    sender, address = organisation(), to.as_json()
    place = f"{address['city']}, {address['state']} {address['postal_code']}".strip(" ,")
    country = "" if address["country"] in {"US", ""} else address["country"]
    return {
        "lang": content.language,
        "size": LARGE if to.answer_format == LARGE_PRINT else USUAL,
        "title": content.title,
        "date": day_in_words(local_day(now), content.language),
        "author": sender.name,
        "head": content.head.as_json() if content.head else None,
        "sender": [sender.name, *sender.address_lines],
        "phone": sender.phone,
        "to": [line for line in (to.name, *address["lines"], place, country) if line],
        "page": {"en": "Page", "es": "Página"}[content.language],
        "blocks": [_drawn(block) for block in content.blocks if block["type"] != "title"],
    }


def _drawn(block: Block) -> Block:
    """A bar code as a picture: QR, which a hand scanner reads from any side, and with a fold through it."""
    if block["type"] != "barcode":
        return block
    picture = io.BytesIO()
    segno.make(block["text"], error="q", micro=False).save(picture, kind="svg", border=4, xmldecl=False)
    return {**block, "svg": " ".join(picture.getvalue().decode().split())}


def _showable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSHOWN.sub("?", value)
    if isinstance(value, dict):
        return {key: _showable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_showable(entry) for entry in value]
    return value
