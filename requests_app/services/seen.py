"""Somebody asked about a person: that person hears of it, and an agent hears what their permission lacks.

A stranger who gives a name, and an address of their own, is found out by the person at an address we had before. It is
a notice, never a question: nobody has to confirm anything, and an opt-out goes through without it (11 CCR 7026(j)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from notifications import services as outbox
from notifications.models import Letter
from notifications.recipients import Recipient
from requests_app.calendars import business_days_after
from requests_app.choices import Capacity, Right
from requests_app.deadlines import business_days_before
from requests_app.models import DutyMark, PrivacyRequest, Submission
from requests_app.services import dates, known_contacts, letters
from verification import selectors as checks

# An opt-out is never held against anybody; what an appeal is about was told of when it was asked for.
UNSEEN = frozenset({Right.OPT_OUT, Right.APPEAL})
TOLD = "person_told"


@transaction.atomic
def tell_person(*, submission_id: UUID, now: datetime) -> int:
    """Tell the person the data is about, once, after the directory was asked. Gives how many letters went out.

    At every known mailbox but the one that asks, and only where it is safe (`known_contacts`): a safe contact that is
    named now or was named earlier, by somebody who had shown who they are, overrides what is on file.
    """
    submission = Submission.objects.select_for_update().get(id=submission_id)
    asked = [one for one in submission.requests.order_by("id") if one.right not in UNSEEN]
    by_agent = submission.capacity == Capacity.AUTHORIZED_AGENT
    if not by_agent:
        # What protects the person and shows nothing is not worth an alarm.
        asked = [one for one in asked if one.required_tier]
    if not asked or not _once(asked[0], now=now):
        return 0
    told = _consumers_of_agent(submission) if by_agent else _on_file(submission)
    for to in told:
        kind, context = _agent_came(asked) if by_agent else _somebody_asked(asked)
        _send(kind, asked[0], context, to=to, now=now)
    return len(told)


def _once(request: PrivacyRequest, *, now: datetime) -> bool:
    # The day of receipt never moves: an extension must not send it twice.
    mark = DutyMark(request=request, duty=TOLD, due_by=request.day_zero, at=now)
    DutyMark.objects.bulk_create([mark], ignore_conflicts=True)
    return DutyMark.objects.filter(id=mark.id).exists()


def _on_file(submission: Submission) -> list[Recipient]:
    """The person at each address we had before, except where the one who asks reads the mail."""
    asking = {str(one.get("email") or "").casefold() for one in (submission.consumer, submission.requester)}
    return [to for to in _known(submission) if str(to.email).casefold() not in asking]


def _known(submission: Submission) -> list[Recipient]:
    """The person at every known mailbox that is safe."""
    person = Recipient(name=submission.consumer_name, language=submission.language)
    safe = known_contacts.safe_ones(submission)
    return [replace(person, email=str(one.value)) for one in safe if one.kind == "email"]


def _consumers_of_agent(submission: Submission) -> list[Recipient]:
    """The person at the addresses on file, and at the one the agent gave for them: there it comes in any case.

    Who gave a mailbox of their own as that of the person would else learn from its silence that we know the person.
    """
    known = _known(submission)
    typed = None if submission.safe_contact else _as_typed(submission)
    same = typed is not None and any(_plain(one) == _plain(typed) for one in known if one.email)
    return known if typed is None or same else [*known, typed]


def _as_typed(submission: Submission) -> Recipient | None:
    """The person at the mailbox that the agent gave for them, if it is not the agent's, else at the address."""
    agent = str(submission.requester.get("email") or "").casefold()
    given = str(submission.consumer.get("email") or "")
    person = Recipient(name=submission.consumer_name, language=submission.language)
    if given and given.casefold() != agent:
        return replace(person, email=given)
    typed = replace(person, postal_address=submission.consumer.get("postal_address"))
    return typed if typed.has_address else None


def _plain(to: Recipient) -> str:
    return str(to.email).strip().casefold()


def _somebody_asked(asked: Sequence[PrivacyRequest]) -> tuple[str, dict[str, Any]]:
    return "request_seen_notice", {"rights": _rights(asked), "received_on": asked[0].day_zero}


def _agent_came(asked: Sequence[PrivacyRequest]) -> tuple[str, dict[str, Any]]:
    return "agent_notice", {"audience": "consumer", **_about_agent(asked)}


def ask_agent(request: PrivacyRequest, *, by: Principal, now: datetime) -> Letter | None:
    """Tell an agent what the permission lacks, and by when (11 CCR 7063(a)). None where nothing does, or no agent asks.

    `request` is locked. A power of attorney is enough too, and is never demanded (7063(b)).
    """
    submission = request.submission
    check = checks.state_of(submission.id)
    if submission.capacity != Capacity.AUTHORIZED_AGENT or check is None or check.authority_shown:
        return None
    with translation.override(submission.language):
        missing = [
            _("A permission to ask for this person that the person has signed. A power of attorney will do too.")
        ]
    context = {
        "audience": "agent",
        **_about_agent([request]),
        "missing": missing,
        "answer_by": business_days_before(request.respond_by, 3),
    }
    return letters.send("agent_notice", request, context, by=by, now=now)


def _about_agent(asked: Sequence[PrivacyRequest]) -> dict[str, Any]:
    requester = asked[0].submission.requester
    answer_to = "requester" if requester.get("answer_to") == "requester" else "consumer"
    name = str(requester.get("organization") or requester.get("name") or "")
    return {"agent_name": name, "rights": _rights(asked), "received_on": asked[0].day_zero, "answer_to": answer_to}


def _rights(asked: Sequence[PrivacyRequest]) -> list[str]:
    return list(dict.fromkeys(str(one.right) for one in asked))


def _send(kind: str, request: PrivacyRequest, context: Mapping[str, Any], *, to: Recipient, now: datetime) -> None:
    outbox.queue(
        kind,
        about=request.submission_id,
        request=request.id,
        to=to,
        context={"reference": request.reference, **context},
        by=Principal.system("seen").actor,
        now=now,
        post_by=business_days_after(dates.received_on(now), 1),
    )
