"""The agent who asks, what the person permitted, and the question to the person, on the case page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from accounts.principals import Principal
from dsar_portal import wording
from dsar_portal.officer import forms
from dsar_portal.officer.access import Desk
from dsar_portal.officer.forms.agent import KeepPermissionForm
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.services import agent_requests
from verification.agent_selectors import AgentCase, PermissionView, case_of

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


def card(request: "PrivacyRequest", *, by: Principal) -> dict[str, Any] | None:
    """What is known of the agent; None where the person asks alone, or nothing needed a check."""
    known = case_of(request.submission_id)
    if known is None:
        return None
    may = permissions.can_work(by, request)
    living = known.permission is not None and known.permission.status == "active"
    return {
        "known": known,
        "linked_by": word(wording.AGENT_LINKS, known.linked_by) if known.linked_by else "",
        "permission": _permission(known.permission) if known.permission else None,
        "question": _question(known),
        "may": may,
        "may_ask": may and not known.answer and not known.authority_shown,
        "may_end": may and living,
        "form": KeepPermissionForm(initial={"rev": request.rev}),
    }


def _permission(one: PermissionView) -> dict[str, Any]:
    return {
        "kind": word(wording.AUTHORITIES, one.kind),
        "rights": ", ".join(str(word(wording.RIGHTS, right)) for right in one.rights),
        "answer_to": one.answer_to,
        "copies": one.copies_to_agent,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "status": word(wording.PERMISSION_STATUSES, one.status),
        "active": one.status == "active",
        "reusable": one.reusable,
        "reused": not one.came_here,
    }


def _question(known: AgentCase) -> dict[str, Any] | None:
    if known.asked_at is None:
        return None
    return {
        "at": known.asked_at,
        "contact": word(wording.CONTACT_KINDS, known.asked_by),
        "answer": word(wording.PERMISSION_ANSWERS, known.answer) if known.answer else "",
        "no": known.answer == "no",
    }


def _ask(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    return agent_requests.ask_person(request_id=case.id, by=request.principal, now=request.now)


def _keep(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    return agent_requests.keep_permission(
        request_id=case.id, terms=form.terms(), reason=form.cleaned_data["reason"], by=request.principal,
        now=request.now,
    )  # fmt: skip


def _take_back(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    return agent_requests.take_back(request_id=case.id, by=request.principal, now=request.now)


def _said_no(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    return agent_requests.record_no(request_id=case.id, by=request.principal, now=request.now)


AGENTS: dict[str, tuple[type[forms.DeedForm], Callable[..., object], Any]] = {
    "ask-person": (
        forms.PlainDeed, _ask, gettext_lazy("The question is on its way to the person. The agent hears nothing of it.")
    ),
    "keep-permission": (KeepPermissionForm, _keep, gettext_lazy("The permission is kept. The person hears of it.")),
    "end-permission": (forms.PlainDeed, _take_back, gettext_lazy("The permission has ended.")),
    "said-no": (
        forms.PlainDeed, _said_no, gettext_lazy("It is recorded that the person did not permit this. Nothing leaves.")
    ),
}  # fmt: skip
