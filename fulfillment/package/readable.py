"""The readable parts: an accessible fragment of HTML, and a tagged PDF of the same words."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import typst
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from fulfillment.masking import MARK, is_mark
from fulfillment.package.content import Content, Given, Withheld
from fulfillment.package.disclosing import disclosures
from fulfillment.package.fields import field_label, title_label
from fulfillment.package.machine import flat
from fulfillment.package.words import source_label, withheld_label
from fulfillment.period import Period
from fulfillment.taxonomy import category_label, system_label

# What the bundled typeface can show; anything else becomes "?" in the PDF, and is whole in HTML, JSON and CSV.
_UNSHOWN = re.compile(
    r"[^\u0020-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]"
)
# In points; 18 is large print.
USUAL, LARGE = 11, 18
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def document(content: Content, *, language: str) -> dict[str, Any]:
    """The words of the readable parts, in the active language, as plain data for both templates."""
    return {
        "lang": language,
        "size": LARGE if content.facts.get("answer_format") == "large_print" else USUAL,
        "title": _("Your personal data"),
        "facts": _facts(content),
        "intro": _intro(content),
        "page": _("Page"),
        "categories_title": _("What kinds of data we hold"),
        "categories": [
            {
                "label": str(one.label),
                "rows": [
                    [_("Examples"), str(one.examples)],
                    [_("Where it comes from"), _listed(one.sources)],
                    [_("What we use it for"), _listed(one.purposes)],
                    [_("Who may receive it"), _listed(one.recipients)],
                ],
            }
            for one in content.categories
        ],
        "passing_title": _("Who gets your data"),
        "passing": _passing(content),
        "records_title": _("The data itself"),
        "records_intro": "" if language == "en" else _("The data itself is shown as our systems hold it, in English."),
        "records": [_record(one) for one in content.given],
        "withheld_title": _("What we hold but do not send"),
        "withheld_intro": _("We hold this data too. We do not send it, and we say why:"),
        "withheld": [_withheld(one, content.facts.get("reasons") or {}) for one in content.withheld],
        "masked_intro": _("For your safety we never send these, and we hold at least one of each:"),
        "masked": [withheld_label(code) for code in content.masked],
    }


def as_html(words: dict[str, Any]) -> bytes:
    """A fragment to be shown inside a page: headings from level 2, lists of terms, no script and no style."""
    return render_to_string("fulfillment/package.html", words).encode()


def as_pdf(words: dict[str, Any], *, now: datetime) -> bytes:
    """A tagged, searchable PDF. The words go in as data, never as markup."""
    folder = settings.BASE_DIR / "templates" / "fulfillment"
    sheet = typst.compile(
        str(folder / "package.typ"),
        root=str(folder),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"package": json.dumps(_showable(words))},
        timestamp=int(now.timestamp()),
    )
    if not isinstance(sheet, bytes):
        raise TypeError("typst was asked for one PDF")
    return sheet


def _facts(content: Content) -> list[list[str]]:
    facts = content.facts
    rows = [
        (_("Reference"), str(facts.get("reference") or "")),
        (_("Name"), str(facts.get("name") or "")),
        (_("Company"), str(facts.get("company") or "")),
        (_("Received on"), _day(facts.get("received_on"))),
        (_("Data from"), _day(facts.get("period_from"))),
        (_("Data to"), _day(facts.get("period_to"))),
        (_("Format"), _format(str(facts.get("answer_format") or ""))),
    ]
    return [[label, value] for label, value in rows if value]


def _format(code: str) -> str:
    """What was asked for, where it is not the usual form: whoever mails the answer sees what has to be made of it."""
    return {
        "large_print": _("Large print"),
        "audio": _("Audio: we have this answer read aloud and mail the recording to you."),
        "braille": _("Braille: we have this answer made in Braille and mail it to you."),
    }.get(code, "")


def _intro(content: Content) -> str:
    if not content.categories:
        return _("We searched our systems and found no data about you.")
    words = _("These are the kinds of data that we hold about you.")
    if content.specific:
        words = _("This is the data that we hold about you. You can also get it as a file for computers.")
    dateless = _("Data without a date is part of it, too.") if Period.of(content.facts).limited else ""
    return f"{words} {dateless}".strip()


def _passing(content: Content) -> list[list[str]]:
    """The two lists that Cal. Civ. Code 1798.130(a)(4) wants, and a plain no where one is empty."""
    if not content.categories:
        return []
    lists = disclosures(categories=content.categories)
    sold = "; ".join(lists.sold_or_shared) or _("No. We did not sell your data. We did not share it for ads.")
    passed = [line.split(": ", 1) for line in lists.disclosed]
    nobody = [[_("Passed on for our work"), _("We do not pass this data on.")]]
    return [[_("Sold or shared for ads"), sold], *(passed or nobody)]


def _record(one: Given) -> dict[str, Any]:
    rows = [[_("Kind of data"), category_label(one.category)], [_("System"), system_label(one.system)]]
    rows += [[_("Where it comes from"), source_label(one.source)]] if one.source else []
    rows += [[_("Collected on"), _day(one.collected_on)]] if one.collected_on else []
    return {"title": title_label(one.title) or category_label(one.category), "rows": rows + _values(one.content)}


def _values(content: Any) -> list[list[str]]:
    marked = dict(_marks(content))
    rows = []
    for path, value in flat(content):
        shown = _("We hold this, but we do not send it.") if path in marked else _value(value)
        rows.append([" › ".join(_part(part) for part in path.split(".")), shown or "—"])
    return rows


def _value(value: str) -> str:
    """Yes, no and days as people say them; anything else as the system has it."""
    if value in ("true", "false"):
        return _("Yes") if value == "true" else _("No")
    return _day(value) if _DAY.fullmatch(value) else value


def _marks(value: Any, path: str = "") -> list[tuple[str, str]]:
    if is_mark(value):
        return [(path, value[MARK])]
    if isinstance(value, dict):
        pairs = [(str(name), entry) for name, entry in value.items()]
    elif isinstance(value, list):
        pairs = [(str(number), entry) for number, entry in enumerate(value)]
    else:
        return []
    return [mark for name, entry in pairs for mark in _marks(entry, f"{path}.{name}" if path else name)]


def _part(part: str) -> str:
    return str(int(part) + 1) if part.isdigit() else field_label(part)


def _withheld(one: Withheld, reasons: Mapping[str, str]) -> list[str]:
    """Why something is held back, in words: the code stands in the files for computers only."""
    place = f"{category_label(one.category)}, {system_label(one.system)}"
    cite = _("Law: %(cite)s.") % {"cite": one.cite} if one.cite else ""
    until = _("We keep it until %(day)s.") % {"day": _day(one.until)} if one.until else ""
    return [place, " ".join(part for part in (reasons.get(one.ground, ""), cite, until) if part) or "—"]


def _listed(texts: Any) -> str:
    return ", ".join(str(text) for text in texts)


def _day(value: Any) -> str:
    day = _parsed(value) if isinstance(value, str) and value else value
    if isinstance(value, str) and day is None:
        return value
    return formats.date_format(day, "DATE_FORMAT") if day else ""


def _parsed(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # 2026-02-31: what a system holds need not be a day that exists
        return None


def _showable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSHOWN.sub("?", value)
    if isinstance(value, dict):
        return {key: _showable(entry) for key, entry in value.items()}
    return [_showable(entry) for entry in value] if isinstance(value, list) else value
