"""What the floors below tell the core: a level was reached, the systems are done, the package is there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.principals import Principal
from audit.actors import Actor
from fulfillment.signals import Held, about_to_correct, about_to_erase, package_built, tasks_finished
from notifications.models import Letter
from notifications.signals import letter_gone, letter_not_delivered
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import (
    agent_requests,
    carrying_out,
    child_holds,
    delivery,
    holding,
    holds,
    identity,
    lapsing,
    lifting,
    papers,
    release_gate,
    release_going_on,
    seen,
    signs,
    undelivered,
)
from verification.assurance import Tier
from verification.signals import (
    asking_denied,
    authority_withdrawn,
    bar_moved,
    looked_up,
    paper_unfit,
    person_found,
    signs_seen,
    tier_reached,
)
from verification.signs import Seen

# What a steward reports who found nobody of that name: it erases nothing, so nothing stands against it.
NOTHING = "nothing_found"


@receiver(tier_reached, dispatch_uid="requests_app.tier_reached")
def begin_waiting(*, subject_ref: UUID, reached: Tier, by: Actor, now: datetime, **_more: Any) -> None:
    identity.tier_reached(submission_id=subject_ref, reached=reached, by=by, now=now)
    release_going_on.proof_reached(submission_id=subject_ref, by=Principal.system("identity"), now=now)
    holds.know_person(submission_id=subject_ref, now=now)


@receiver(looked_up, dispatch_uid="requests_app.looked_up")
def tell_the_person(*, subject_ref: UUID, now: datetime, **_more: Any) -> None:
    # A check is that of a submission; anything else has nobody to tell.
    if Submission.objects.filter(id=subject_ref).exists():
        seen.tell_person(submission_id=subject_ref, now=now)


@receiver(paper_unfit, dispatch_uid="requests_app.paper_unfit")
def send_it_anew(*, subject_ref: UUID, kind: str, now: datetime, **_more: Any) -> None:
    papers.tell_unfit(submission_id=subject_ref, kind=kind, now=now)


@receiver(authority_withdrawn, dispatch_uid="requests_app.authority_withdrawn")
def stop_for_an_agent(*, subject_ref: UUID, way: str, by: Actor, now: datetime, **_more: Any) -> None:
    agent_requests.authority_withdrawn(submission_id=subject_ref, way=way, by=by, now=now)


@receiver(tasks_finished, dispatch_uid="requests_app.tasks_finished")
def go_on(*, subject_ref: UUID, now: datetime, **_more: Any) -> None:
    if not PrivacyRequest.objects.filter(id=subject_ref).exists():
        return  # a report about a child: nobody waits for an answer of the systems
    carrying_out.tasks_finished(request_id=subject_ref, now=now)
    lapsing.tasks_finished(request_id=subject_ref, now=now)
    lifting.tasks_finished(request_id=subject_ref, now=now)


@receiver(about_to_erase, dispatch_uid="requests_app.about_to_erase")
def stop_at_a_hold(*, subject_ref: UUID, system: str, person_key: str, result: str, **_more: Any) -> None:
    request = PrivacyRequest.objects.select_related("submission").filter(id=subject_ref).first()
    if request is None:
        if result != NOTHING:
            _stop_for_a_child(subject_ref, system)
        return
    _check_not_stopped(request)
    try:
        holding.check_may_erase(request.submission, [system], person_key=person_key)
    except holding.Held as held:
        raise Held(str(held)) from held


@receiver(about_to_correct, dispatch_uid="requests_app.about_to_correct")
def stop_a_correction(*, subject_ref: UUID, **_more: Any) -> None:
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=subject_ref).first()
    if request is not None:
        _check_not_stopped(request)


def _check_not_stopped(request: PrivacyRequest) -> None:
    if release_gate.is_stopped(request):
        raise Held(release_gate.WORDS[release_gate.Gate.STOPPED])


def _stop_for_a_child(inquiry_id: UUID, system: str) -> None:
    try:
        child_holds.check_may_erase(inquiry_id=inquiry_id, system=system)
    except holding.Held as held:
        raise Held(str(held)) from held


@receiver(package_built, dispatch_uid="requests_app.package_built")
def hand_over(*, subject_ref: UUID, now: datetime, **_more: Any) -> None:
    delivery.package_built(request_id=subject_ref, now=now)


@receiver(letter_gone, dispatch_uid="requests_app.letter_gone")
def notice_is_gone(*, letter: Letter, now: datetime, **_more: Any) -> None:
    undelivered.gone(letter, now=now)


@receiver(letter_not_delivered, dispatch_uid="requests_app.letter_not_delivered")
def raise_the_alarm(*, letter: Letter, now: datetime, **_more: Any) -> None:
    undelivered.not_delivered(letter, now=now)


@receiver(person_found, dispatch_uid="requests_app.person_found")
def look_for_signs(
    *, subject_ref: UUID, on_file: list[dict[str, Any]], person_key: str, now: datetime, **_more: Any
) -> list[Seen]:
    return signs.seen(submission_id=subject_ref, on_file=on_file, person_key=person_key, now=now)


@receiver(bar_moved, dispatch_uid="requests_app.bar_moved")
def follow_the_bar(*, subject_ref: UUID, required: Tier, now: datetime, **_more: Any) -> None:
    signs.bar_moved(submission_id=subject_ref, required=required, now=now)


@receiver(signs_seen, dispatch_uid="requests_app.signs_seen")
def tell_of_signs(*, subject_ref: UUID, now: datetime, **_more: Any) -> None:
    signs.tell_staff(submission_id=subject_ref, now=now)


@receiver(asking_denied, dispatch_uid="requests_app.asking_denied")
def stop_after_the_call(*, subject_ref: UUID, by: Actor, now: datetime, **_more: Any) -> None:
    signs.asking_denied(submission_id=subject_ref, by=by, now=now)
