"""Which English texts of ours are on a page that should be Spanish."""

import html
import re
from functools import cache

import polib

from tests.locale.sources import ROOT

CATALOG = ROOT / "locale/es/LC_MESSAGES/django.po"
TAG = re.compile(r"<[^>]+>")
HIDDEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


@cache
def entries() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOG)) if not entry.obsolete}


def spanish(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def english_on(page: str) -> list[str]:
    """Our English texts, of three words or more, that stand on the page as a whole piece of text."""
    pieces = {" ".join(html.unescape(piece).split()) for piece in TAG.split(HIDDEN.sub("", page))}
    told = [text for text in pieces if len(text.split()) > 2]
    ours = [entry.msgid for entry in entries().values() if entry.msgid not in spanish(entry)]
    return [text for text in ours if len(text.split()) > 2 and any(text in piece for piece in told)]
