"""The days of a copy: the real engine dates it for its own day; where the law was another then, there is no copy."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta

from dsar_portal.demo.bulk.capture import Prototype
from requests_app.calendars import last_business_day
from requests_app.deadlines import Assessment
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import dates

Days = Mapping[str, str]
# The steps name the instant of receipt, which each copy has for itself.
RECEIVED = "@received@"


class Dating:
    """Dates the copies of one history, by how many weeks they are moved."""

    def __init__(self, prototype: Prototype) -> None:
        self.prototype = prototype
        self._known: dict[int, tuple[Days, Days] | None] = {}

    def moved(self, weeks: int) -> tuple[Days, Days] | None:
        """Cells by name, and days by the day they take the place of. None where regimes or timeliness would differ."""
        if weeks not in self._known:
            self._known[weeks] = self._moved(timedelta(weeks=weeks))
        return self._known[weeks]

    def _moved(self, shift: timedelta) -> tuple[Days, Days] | None:
        cells: dict[str, str] = {}
        days: dict[str, str] = {}
        for number, request in enumerate(self.prototype.requests):
            if not self._date(number, request, shift, cells, days):
                return None
        return cells, days

    def _date(
        self, number: int, request: PrivacyRequest, shift: timedelta, cells: dict[str, str], days: dict[str, str]
    ) -> bool:
        twin, extended = _twin(request, shift), self.prototype.extended.get(request.id, ())
        dated = dates.date_request(twin, extended=extended)
        rows = dict(_duties(dated, twin))
        if set(rows) != self.prototype.duties[request.id] or not _as_timely(request, twin, shift):
            return False
        for (regime, duty), row in rows.items():
            cells |= {f"{number}.{regime}.{duty}.{name}": text for name, text in row.items()}
        for name in ("day_zero", "acknowledge_by", "respond_by", "work_by"):
            before, after = getattr(request, name), getattr(twin, name)
            if before and after:
                cells[f"{number}.{name}"] = days[before.isoformat()] = after.isoformat()
        cells[f"{number}.respond_at"] = twin.respond_at.isoformat()
        return True


def _duties(dated: Assessment, twin: PrivacyRequest) -> Iterator[tuple[tuple[str, str], Days]]:
    """What stands in the row of each regime and duty."""
    for one in dated.rows:
        known, slug = one.dates, one.regime.slug
        wanted = [(dates.RESPOND, known.respond_by, known.respond_at, known.work_by)]
        if known.acknowledge_by and known.acknowledge_at:
            wanted.append((dates.ACKNOWLEDGE, known.acknowledge_by, known.acknowledge_at, known.acknowledge_by))
        if known.extended and known.extension_notice_by and known.extension_notice_at:
            notice_by = known.extension_notice_by
            wanted.append((dates.EXTENSION_NOTICE, notice_by, known.extension_notice_at, last_business_day(notice_by)))
        for duty, by, at, work_by in wanted:
            steps = json.dumps(dates.steps_of(known, duty))
            cells = {"by": by.isoformat(), "at": at.isoformat(), "work_by": work_by.isoformat()}
            yield (slug, duty), {**cells, "steps": steps.replace(twin.received_at.isoformat(), RECEIVED)}


def _twin(request: PrivacyRequest, shift: timedelta) -> PrivacyRequest:
    """The same request, asked so much later; only for the engine."""
    asked = request.submission
    home = Submission(country=asked.country, state=asked.state, relationships=list(asked.relationships))
    return PrivacyRequest(
        submission=home,
        right=request.right,
        scope=request.scope,
        kinds=list(request.kinds),
        company=request.company,
        received_at=request.received_at + shift,
    )


def _as_timely(request: PrivacyRequest, twin: PrivacyRequest, shift: timedelta) -> bool:
    """Whether what was in time is in time, and what was late is late."""
    answered, told = request.answered_at, request.acknowledged_at
    if answered and (answered <= request.respond_at) != (answered + shift <= twin.respond_at):
        return False
    return not (told and twin.acknowledge_by) or dates.received_on(told + shift) <= twin.acknowledge_by
