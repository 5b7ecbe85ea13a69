"""The yearly figures as table and CSV, with what each of them rests on. One shape for page, command and file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fulfillment import spreadsheet
from requests_app.metrics import Line

TYPES: Mapping[str, Promise] = {
    "delete": _("Delete"),
    "correct": _("Correct"),
    "know": _("Know (access)"),
    "opt_out": _("Opt out"),
    "limit": _("Limit use of sensitive data"),
    "marketing": _("Marketing (voluntary)"),
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
    "late": _("Late, for ever"),
}


@dataclass(frozen=True)
class Basis:
    """What one figure counts, from which entries of the ledger, and where the law asks for it."""

    counts: str
    events: tuple[str, ...]
    cite: str

    def __str__(self) -> str:
        return f"{self.counts} Counted in the ledger: {', '.join(self.events)}. {self.cite}."


_ANSWERS = ("request.completed", "request.partly_completed", "request.denied")
_REFUSALS = _ANSWERS[1:]
_COUNTS, _DAYS, _GROUNDS = ("11 CCR 7102(a)(1)(A) to (E)", "11 CCR 7102(a)(1)(F)", "11 CCR 7102(a)(2)")
BASES: Mapping[str, Basis] = {
    "received": Basis(
        "Requests whose day zero lies in the year. Spam and tests are out; a linked duplicate counts once. "
        "opt_out: kinds contain sale_sharing, targeted_advertising or profiling. limit: kinds contain limit_sensitive; "
        "an opt-out with both counts in both. marketing: all other opt-outs; voluntary, 7102 does not ask for them.",
        ("request.filed", "less request.closed and request.duplicate_linked"),
        _COUNTS,
    ),
    "complied_whole": Basis("Their newest answer was in full.", _ANSWERS[:1], _COUNTS),
    "complied_part": Basis("Their newest answer was in part.", _ANSWERS[1:2], _COUNTS),
    "denied": Basis("Their newest answer was a refusal.", _ANSWERS[2:], _COUNTS),
    "open_or_withdrawn": Basis(
        "All others of the year: still open, opened again, or withdrawn by the requester.",
        ("request.filed without a newest answer", "request.reopened", "request.withdrawn"),
        "So that the figures add up",
    ),
    "denied_unverifiable": Basis("Denied in whole or part; the main ground is about identity.", _REFUSALS, _GROUNDS),
    "denied_not_consumer": Basis(
        "Denied in whole or part; the asker was no consumer or not authorized.", _REFUSALS, _GROUNDS
    ),
    "denied_exempt": Basis(
        "Denied in whole or part; the main ground is an exemption or a reason to keep or withhold.", _REFUSALS, _GROUNDS
    ),
    "denied_other": Basis("Denied in whole or part; any other ground.", _REFUSALS, _GROUNDS),
    "median_days": Basis(
        "Days from day zero to the answer, over the answered requests; the middle one.", _ANSWERS, _DAYS
    ),
    "mean_days": Basis("The same days, their mean, halves rounded up.", _ANSWERS, _DAYS),
    "late": Basis(
        "Of all received: a day of the law passed without the answer. An answer, a delay letter or a reopening later "
        "takes nothing away.",
        ("request.breached", *(f"{event} with on_time false" for event in _ANSWERS)),
        "For ourselves; 7102 does not ask for it",
    ),
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
    return [(str(HEADINGS[name]), str(basis)) for name, basis in BASES.items()]


def basis_of() -> dict[str, str]:
    """The same by the name of the field, for machines."""
    return {name: str(basis) for name, basis in BASES.items()}


def as_csv(lines: Sequence[Line]) -> str:
    """RFC 4180, with the field names as the first row and the bases below the figures."""
    figures = [list(asdict(line).values()) for line in lines]
    columns = [field.name for field in fields(Line)]
    return spreadsheet.table([columns, *figures, [], ["figure", "basis"], *basis_of().items()])
