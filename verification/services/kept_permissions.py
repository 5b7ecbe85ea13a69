"""Keeping a permission, and the person taking it back: the verbs of `permissions`."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from audit.actors import Actor, ActorType
from verification.methods import direct_confirmation
from verification.models import AgentPermission, AgentQuestion, Evidence

from .checks import locked_check
from .errors import NoSuchPermission, NotAllowed, NotNeeded
from .evidence import record_staff_evidence
from .permissions import AGENT, KEPT, Terms, end, keep

BY_STAFF = ("phone", "officer")


@transaction.atomic
def keep_permission(*, subject_ref: UUID, terms: Terms, reason: str, by: Actor, now: datetime) -> tuple[UUID, str]:
    """Staff keep a permission that they hold on paper or on file. Gives its id, and a token to take it back with.

    The paper counts as shown for this request too. Of a known agent it is good for later requests; there is one for
    each person and agent, and the newer terms replace the older. Raises `NotAllowed`, `NotNeeded` where no agent asks,
    `ValueError` for terms that contradict themselves, or what the person said when asked directly.
    """
    if by.type not in {ActorType.STAFF, ActorType.API_CLIENT} or not reason.strip():
        raise NotAllowed
    _check(terms)
    check = locked_check(subject_ref)
    if check.capacity != AGENT or check.forgotten_at is not None:
        raise NotNeeded
    _check_own_word(subject_ref, terms)
    if not check.authority_shown:
        record_staff_evidence(
            subject_ref=subject_ref, method="paper", points=[terms.kind], reason=reason, by=by, now=now
        )
        check = locked_check(subject_ref)
    return keep(check, terms, reusable=True, by=by, now=now)


@transaction.atomic
def revoke_permission(*, subject_ref: UUID, way: str, by: Actor, now: datetime) -> int:
    """The person takes back what a request rests on, through staff: `way` is `phone` or `officer`. Gives how many.

    Raises `NotAllowed`, `NoSuchPermission` where there is nothing to take back.
    """
    if by.type is not ActorType.STAFF or way not in BY_STAFF:
        raise NotAllowed
    rows = list(_resting(subject_ref))
    if not rows:
        raise NoSuchPermission
    for row in rows:
        end(row, "revoked", way=way, by=by, now=now)
    return len(rows)


@transaction.atomic
def revoke_by_link(*, token: str, by: Actor, now: datetime) -> bool:
    """The person takes a permission back with the link in their letter. False for a link that is none, or was used."""
    digest = direct_confirmation.digest(token)
    row = AgentPermission.objects.filter(token_hash=digest, status="active").first() if digest else None
    return row is not None and bool(end(row, "revoked", way="link", by=by, now=now))


@transaction.atomic
def end_again(*, permission_id: UUID, status: str, way: str, by: Actor, now: datetime) -> bool:
    """After a restore: what a person took back or denied since the backup is no permission any more.

    `status`: revoked or disputed; `way` as it was then. False if it has ended, or is not here.
    """
    row = AgentPermission.objects.filter(id=permission_id, status="active").first()
    return row is not None and bool(end(row, status, way=way, by=by, now=now))


def _resting(subject_ref: UUID) -> QuerySet[AgentPermission]:
    """The permissions that a request rests on."""
    used = Evidence.objects.filter(check_row__subject_ref=subject_ref, method=KEPT)
    ids = [UUID(mark.partition("/")[2]) for mark in used.values_list("recorded_by", flat=True)]
    rows = AgentPermission.objects.filter(status="active")
    return rows.filter(Q(subject_ref=subject_ref) | Q(id__in=ids)).order_by("id")


def _check_own_word(subject_ref: UUID, terms: Terms) -> None:
    """Who gets the answer, the person said from a contact on file: a paper of the agent's does not say it otherwise."""
    if not AgentQuestion.objects.filter(subject_ref=subject_ref, answer="yes").exists():
        return
    own = AgentPermission.objects.filter(subject_ref=subject_ref, status="active").first()
    if own is not None and (own.answer_to, own.copies_to_agent) != (terms.answer_to, terms.copies_to_agent):
        raise ValueError("Asked directly, the person said who gets the answer. A paper does not change that.")


def _check(terms: Terms) -> None:
    if terms.kind not in {"signed_permission", "power_of_attorney"}:
        raise ValueError("A permission is a signed permission or a power of attorney.")
    if terms.valid_until is not None and terms.valid_until < terms.valid_from:
        raise ValueError("The last day lies before the first.")
    if terms.copies_to_agent and terms.answer_to != "requester":
        raise ValueError("Copies go to the agent only where the answer does.")
