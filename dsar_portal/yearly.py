"""The yearly figures as table and CSV, with what each of them rests on. One shape for page, command and file."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.metrics import Line

TYPES: Mapping[str, Promise] = {
    "delete": _("Delete"),
    "correct": _("Correct"),
    "know": _("Know (access)"),
    "opt_out": _("Opt out"),
    "limit": _("Limit use of sensitive data"),
}
HEADINGS: Mapping[str, Promise] = {
    "type": _("Request to"),
    "received": _("Received"),
    "complied_whole": _("Complied in whole"),
    "complied_part": _("Complied in part"),
    "denied": _("Denied"),
    "open_or_withdrawn": _("Open or withdrawn"),
    "denied_unverifiable": _("Denied: not verifiable"),
    "denied_not_consumer": _("Denied: not by a consumer"),
    "denied_exempt": _("Denied: exempt data"),
    "denied_other": _("Denied: other ground"),
    "median_days": _("Median days"),
    "mean_days": _("Mean days"),
}
BASES: Mapping[str, str] = {
    "received": "Requests whose day zero lies in the year. Spam and tests are out; a linked duplicate counts once.",
    "complied_whole": "Status completed.",
    "complied_part": "Status partly completed.",
    "denied": "Status denied.",
    "open_or_withdrawn": "All others of the year: still open, or withdrawn by the requester.",
    "denied_unverifiable": "Denied in whole or part; the main ground is about identity (11 CCR 7102(a)(1)).",
    "denied_not_consumer": "Denied in whole or part; the asker was no consumer or not authorized.",
    "denied_exempt": "Denied in whole or part; the main ground is an exemption or a reason to keep or withhold.",
    "denied_other": "Denied in whole or part; any other ground.",
    "median_days": "Days from day zero to the answer, over the answered requests; the middle one.",
    "mean_days": "The same days, their mean, halves rounded up.",
}


def headings() -> list[str]:
    """The columns, in words."""
    return [str(HEADINGS[field.name]) for field in fields(Line)]


def table(lines: Sequence[Line]) -> list[list[str]]:
    """One row a type of request, in words."""
    return [[str(TYPES[line.type]), *(str(value) for value in list(asdict(line).values())[1:])] for line in lines]


def by_figure(lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """The same turned by a quarter, for narrow pages: columns and rows, one row a figure."""
    rows = [list(row) for row in zip(headings(), *table(lines), strict=True)]
    return rows[0], rows[1:]


def bases() -> list[tuple[str, str]]:
    """Each figure and what it counts."""
    return [(str(HEADINGS[name]), basis) for name, basis in BASES.items()]


def as_csv(lines: Sequence[Line]) -> str:
    """RFC 4180, with the field names as the first row and the bases below the figures."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Line)])
    writer.writerows(list(asdict(line).values()) for line in lines)
    writer.writerow([])
    writer.writerow(["figure", "basis"])
    writer.writerows(BASES.items())
    return out.getvalue()
