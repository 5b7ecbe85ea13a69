"""Every date of a request as people read it: whose rule, how it comes about, and which one counts. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from requests_app import deadline_words as words
from requests_app import pausing
from requests_app.models import PrivacyRequest, RequestDeadline
from requests_app.regimes import Regime
from requests_app.selectors.binding import rules_of

ACKNOWLEDGE, RESPOND = "acknowledge", "respond"


@dataclass(frozen=True)
class ExplainedDate:
    """One duty under one regime, in the active language. `governs`: it is the earliest of its duty, so it counts."""

    regime: str
    name: str
    cite: str
    confirmed: bool
    duty: str
    by: date
    at: datetime
    work_by: date
    met_at: datetime | None
    extendable: bool
    extended: bool
    governs: bool
    summary: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """All dates, the earliest first, and the sentence that says which answer counts; empty without any date."""

    dates: tuple[ExplainedDate, ...]
    governing: str


def explained(request: PrivacyRequest) -> Explanation:
    """The dates of one request with the arithmetic behind each."""
    rows = list(request.deadlines.order_by("at", "regime"))
    book = rules_of(request)
    first = {row.duty: row.at for row in reversed(rows)}
    waits = pausing.read(request.pauses)
    if not request.is_open:
        waits = pausing.settled(waits)
    dates = tuple(
        _date(row, request.right, book.get(row.regime), waits, governs=row.at == first[row.duty]) for row in rows
    )
    answer = next((one for one in dates if one.duty == RESPOND), None)
    return Explanation(dates, words.governs(answer.by, answer.name) if answer else "")


def _date(
    row: RequestDeadline, right: str, regime: Regime | None, waits: tuple[pausing.Wait, ...], *, governs: bool
) -> ExplainedDate:
    # While nobody has shown who asks, the arithmetic goes by today.
    proved = pausing.is_proved(waits)
    sentences = words.stored_sentences(step for step in row.steps if proved or step["code"] != "identity_start")
    if regime is not None and regime.pauses and row.duty == RESPOND:
        sentences += words.waits(waits)
    rule = regime.rights.get(right) if regime else None
    # The paragraph about this very right, or the one that a change of the law gave for it, before that of the regime.
    source = (regime.acknowledge if regime and row.duty == ACKNOWLEDGE else rule) or regime
    return ExplainedDate(
        regime=row.regime,
        name=_(regime.name) if regime else row.regime,
        cite=source.cite if source else "",
        confirmed=rule.confirmed if rule else bool(regime and regime.confirmed),
        duty=row.duty,
        by=row.by,
        at=row.at,
        work_by=row.work_by,
        met_at=row.met_at,
        extendable=row.extendable,
        extended=row.extended,
        governs=governs,
        summary=words.stored_summary(row.steps, by=row.by),
        sentences=tuple(sentences),
    )
