"""The same person asking twice: linked, never blocked. Both clocks run; the earlier day governs the work.

Contact points alone say little: an agent gives one e-mail address for three hundred people, spouses share a telephone
and a policy. So the same person is one of the same full name who also shares a point of their own, never their agent's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, SearchKey, Submission
from requests_app.search_keys import digest, fold
from requests_app.services import steps


@dataclass(frozen=True)
class _Who:
    """The consumer of a submission as blind keys; whoever asks for them is left out."""

    name: bytes
    suffix: str
    points: frozenset[bytes]

    def may_be(self, other: "_Who") -> bool:
        suffixes = {self.suffix, other.suffix} - {""}
        return self.name == other.name and len(suffixes) < 2 and bool(self.points & other.points)


@transaction.atomic
def link(*, submission_id: UUID, now: datetime) -> int:
    """Link the requests of a new submission to the earliest open one of the same person for the same thing.

    The same thing is right, scope and company, and no kind of opt-out that the earlier one lacks. Without a full name
    nothing is linked. Runs in the worker. Gives how many were linked.
    """
    others = _of_the_same_person(Submission.objects.get(id=submission_id))
    asked = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    linked = 0
    for request in asked.filter(submission_id=submission_id, duplicate_of=None).order_by("id"):
        earlier = _earliest(request, others)
        if earlier is not None and request.right != "appeal":
            request.duplicate_of = earlier
            by, other = Principal.system("duplicates"), str(earlier.id)
            steps.record(request, "request.duplicate_linked", by=by, now=now, facts={"other": other})
            linked += 1
    return linked


def _earliest(request: PrivacyRequest, others: list[UUID]) -> PrivacyRequest | None:
    same = PrivacyRequest.objects.filter(
        submission_id__in=others, right=request.right, scope=request.scope, company=request.company,
        kinds__contains=request.kinds, status__in=OPEN, received_at__lte=request.received_at,
    )  # fmt: skip
    return same.exclude(id=request.id).order_by("received_at", "id").first()


def _of_the_same_person(submission: Submission) -> list[UUID]:
    """Other submissions about this consumer. The keys find them, what was typed decides: agents have keys too."""
    me = _who(submission)
    if me is None:
        return []
    named = SearchKey.objects.filter(kind="name", digest=me.name).exclude(submission=submission)
    sharing = SearchKey.objects.filter(submission__in=named.values("submission"), digest__in=me.points)
    found = Submission.objects.filter(id__in=sharing.values("submission"))
    return [one.id for one in found if (who := _who(one)) is not None and me.may_be(who)]


def _who(submission: Submission) -> _Who | None:
    """The consumer of a submission; None without a given and a family name, as spouses share the one."""
    person = submission.consumer
    given, family = (str(person.get(part) or "") for part in ("given_name", "family_name"))
    if not (fold(given) and fold(family)):
        return None
    points = frozenset(digest(kind, value) for kind, value in _points(submission))
    return _Who(digest("name", f"{given} {family}"), fold(str(person.get("suffix") or "")), points)


def _points(submission: Submission) -> Iterator[tuple[str, str]]:
    for kind in ("email", "phone"):
        if value := submission.consumer.get(kind):
            yield kind, str(value)
    for identifier in submission.identifiers:
        yield "identifier", str(identifier["value"])
