"""What typed text may contain: any human language, and nothing that hides, reverses or controls."""

import re
import unicodedata

from django.utils.translation import gettext as _

# Marks that reorder or hide text: a name must read the same to everyone who looks at it.
_HIDDEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Unfit(ValueError):
    """The text cannot be taken; the message says what to do."""


def line(value: object, *, longest: int) -> str:
    """One line of text, normalised and trimmed. Raises Unfit."""
    text = block(value, longest=longest)
    if "\n" in text or "\t" in text:
        raise Unfit(_("Use one line, without line breaks or tabs."))
    return " ".join(text.split())


def block(value: object, *, longest: int) -> str:
    """Text of several lines, normalised to NFC. Raises Unfit."""
    if not isinstance(value, str):
        raise Unfit(_("Give this as text."))
    if _CONTROL.search(value) or _HIDDEN.search(value):
        raise Unfit(_("Remove hidden or control characters. Typing the text again usually helps."))
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > longest:
        raise Unfit(
            _("Use %(longest)s characters or fewer. You used %(count)s.") % {"longest": longest, "count": len(text)}
        )
    return text


def code(value: object, *, longest: int) -> str:
    """A number or user name as printed on a document: look-alike letters folded to plain ones. Raises Unfit."""
    text = unicodedata.normalize("NFKC", line(value, longest=longest))
    if not text.isascii():
        raise Unfit(_("Use only plain letters, digits and dashes, as printed on the document."))
    return text
