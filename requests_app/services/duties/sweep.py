"""One pass over what is due: found by the plan's index, taken in batches, skipped where somebody else is at it.

Whatever runs twice, at once, too late or not to its end: a batch is committed whole or not at all, and what it has
done is marked. The next pass finds what is left.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.principals import Principal
from audit import together
from requests_app import owing
from requests_app.models import DutyPlan, PrivacyRequest
from requests_app.owing import Duty, Kind
from requests_app.services import pauses, plans, steps
from requests_app.services.duties import deeds, rungs
from requests_app.services.duties.readers import Readers

log = logging.getLogger(__name__)

BATCH = 500
# After so long a pass leaves the rest to the next one, so that worker and pump are free for others.
LONGEST_SECONDS = 60
# What a rung needs of a request: days and codes, nothing that is encrypted.
WANTED = (*plans.WANTED, "rev", "assignee", "company", "scope", "reached_tier", "required_tier", "pauses")
Place = tuple[datetime, UUID]


class Pass:
    """One pass at one instant. `only` keeps to some of the duties; the others stay owed."""

    def __init__(self, *, now: datetime, only: Collection[Kind]) -> None:
        self.now, self.only = now, frozenset(only)
        self.readers = Readers(now=now)
        self.touched: int = 0
        self.trouble: Exception | None = None

    def run(self) -> int:
        """Go through all that is due. Gives for how many requests something was done.

        A request that fails is undone alone, and told at the end: the dates of the others pass meanwhile.
        """
        after: Place | None = None
        until = monotonic() + LONGEST_SECONDS
        while monotonic() < until:
            last, rest = self._batch(after)
            for request_id in rest:
                self._alone(request_id)
            if last is None:
                break
            after = last
        if self.trouble is not None:
            raise self.trouble
        return self.touched

    def _batch(self, after: Place | None) -> tuple[Place | None, list[UUID]]:
        """Do the rungs of a batch. Gives where the next one begins, and which requests have to be done one by one."""
        taken: list[DutyPlan] = []
        try:
            with transaction.atomic():
                taken = list(_due(self.now, after)[:BATCH])
                done, rest = self._rungs_of([plan.request for plan in taken])
        except Exception as error:  # one of them spoils the whole statement: which, shows when each is done alone
            if not taken:
                raise
            log.warning("a batch of duties failed, each is done alone: %s", type(error).__name__)
            done, rest = 0, [plan.request_id for plan in taken]
        self.touched += done
        return ((taken[-1].due_at, taken[-1].request_id) if len(taken) == BATCH else None), rest  # type: ignore[return-value]  # the query asks for a day

    def _rungs_of(self, requests: list[PrivacyRequest]) -> tuple[int, list[UUID]]:
        marks = plans.done_for(requests)
        touched, rest, batch = 0, [], rungs.Rungs(readers=self.readers, now=self.now)
        looks: dict[PrivacyRequest, datetime | None] = {}
        with together.gathering():
            for request in requests:
                owed = plans.owed(request, marks[request.id])
                duties = self._due_of(owed)
                if duties and pauses.is_open(request):
                    rest.append(request.id)
                    continue
                if not all(rungs.is_rung(request, duty) for duty in duties):
                    rest.append(request.id)
                    continue
                for duty in duties:
                    batch.carry_out(request, duty)
                touched += bool(duties)
                looks[request] = owing.next_at(duty for duty in owed if duty not in duties)
        batch.write()
        _plan(looks)
        return touched, rest

    def _alone(self, request_id: UUID) -> None:
        try:
            with transaction.atomic():
                plan = _due(self.now, None).filter(request_id=request_id).first()
                if plan is not None:
                    self.touched += self._all_of(plan.request)
        except Exception as error:  # whatever it is, it must not hold up the next request
            log.error("a duty of request %s failed: %s", request_id, type(error).__name__)
            self.trouble = error

    def _all_of(self, request: PrivacyRequest) -> bool:
        """Every duty of one request, the rungs first; while the clock of a law stands still, by the days of today."""
        request = _run_on(request, now=self.now)
        done = plans.done_for([request])[request.id]
        first = [duty for duty in self._due_of(plans.owed(request, done)) if rungs.is_rung(request, duty)]
        batch = rungs.Rungs(readers=self.readers, now=self.now)
        with together.gathering():
            for duty in first:
                batch.carry_out(request, duty)
        batch.write()
        done |= {duty.mark for duty in first}
        request, further = self._deeds_of(request.id, done)
        _plan({request: owing.next_at(plans.owed(request, done))})
        return bool(first) or further

    def _deeds_of(self, request_id: UUID, done: set[str]) -> tuple[PrivacyRequest, bool]:
        """One after the other, as each may change what is still owed."""
        further = False
        while True:
            request = steps.locked(request_id=request_id)
            duties = [duty for duty in self._due_of(plans.owed(request, done)) if not rungs.is_rung(request, duty)]
            if not duties:
                return request, further
            with together.gathering():
                deeds.carry_out(request, duties[0], now=self.now)
            done.add(duties[0].mark)
            further = True

    def _due_of(self, owed: Iterable[Duty]) -> list[Duty]:
        return [duty for duty in owing.due(owed, now=self.now) if duty.kind in self.only]


def _run_on(request: PrivacyRequest, *, now: datetime) -> PrivacyRequest:
    if not pauses.is_open(request):
        return request
    request = steps.locked(request_id=request.id)
    entry = pauses.run_on(request, now=now)
    if entry is not None:
        event, facts = entry
        steps.record(request, event, by=Principal.system("sweep.pause"), now=now, facts=facts)
    return request


def _plan(looks: dict[PrivacyRequest, datetime | None]) -> None:
    plans.write({request.id: at for request, at in looks.items() if request.is_open})
    plans.drop([request.id for request in looks if not request.is_open])


def _due(now: datetime, after: Place | None) -> QuerySet[DutyPlan]:
    """The plans that are due, with what their requests need for a rung; those that others hold are left out."""
    rows = DutyPlan.objects.filter(due_at__lte=now)
    if after is not None:
        rows = rows.filter(due_at__gte=after[0]).filter(Q(due_at__gt=after[0]) | Q(request_id__gt=after[1]))
    wanted = [f"request__{name}" for name in WANTED]
    locked = rows.select_for_update(skip_locked=True, of=("self", "request"))
    return locked.select_related("request__submission").only("due_at", *wanted).order_by("due_at", "request_id")
