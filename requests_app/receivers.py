"""What the floors below tell the core: a level was reached, the systems are done, the package is there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.principals import Principal
from audit.actors import Actor
from fulfillment.signals import Held, about_to_erase, package_built, tasks_finished
from notifications.models import Letter
from notifications.signals import letter_gone, letter_not_delivered
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import (
    agent_requests,
    carrying_out,
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
    undelivered,
)
from verification.assurance import Tier
from verification.signals import authority_withdrawn, looked_up, paper_unfit, tier_reached


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
    carrying_out.tasks_finished(request_id=subject_ref, now=now)
    lapsing.tasks_finished(request_id=subject_ref, now=now)
    lifting.tasks_finished(request_id=subject_ref, now=now)


@receiver(about_to_erase, dispatch_uid="requests_app.about_to_erase")
def stop_at_a_hold(*, subject_ref: UUID, system: str, person_key: str, **_more: Any) -> None:
    request = PrivacyRequest.objects.select_related("submission").filter(id=subject_ref).first()
    if request is None:
        return
    if release_gate.is_stopped(request):
        raise Held(release_gate.WORDS[release_gate.Gate.STOPPED])
    try:
        holding.check_may_erase(request.submission, [system], person_key=person_key)
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
