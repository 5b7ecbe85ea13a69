"""Legal holds, kept data and the end of a restriction on the case page."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.principals import Principal
from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.officer.access import Desk
from dsar_portal.officer.forms.base import DeedForm
from dsar_portal.officer.forms.holding import AskReleaseForm, HoldForm, LiftForm, OneHold
from dsar_portal.wording import word
from fulfillment import taxonomy
from requests_app import permissions
from requests_app.selectors.holds import HoldView, holds_of
from requests_app.selectors.kept import KeptView, kept_of, lift_of
from requests_app.services import holds, lifting

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

GRANTED = frozenset({"completed", "partly_completed"})


def card(request: "PrivacyRequest", *, by: Principal, now: datetime) -> dict[str, Any]:
    """What is held, what is kept until when, and what this principal may do about it."""
    may = permissions.can_hold(by, request)
    shown = holds_of(request, by=by)
    names = staff_names([*(one.placed_by for one in shown), *(one.asked_by for one in shown)])
    lift, kept = lift_of(request), kept_of(request)
    return {
        "holds": [_hold(one, names, by=by, may=may, now=now) for one in shown],
        "binding": [one for one in shown if one.ended_at is None],
        "kept": [_kept(one) for one in kept],
        "kept_waits": any(one.ended_at is None for one in kept),
        "lift": lift,
        "lift_waits": lift is not None and lift.is_waiting,
        "lift_told": lift is not None and lifting.was_told(lift),
        "may": may,
        "may_lift": _may_lift(request, by) and lift is None,
        "forms": {"hold": HoldForm(initial={"rev": request.rev}), "lift": LiftForm(initial={"rev": request.rev})},
    }


def _may_lift(request: "PrivacyRequest", by: Principal) -> bool:
    return request.right == "restriction" and request.status in GRANTED and permissions.can_decide(by, request)


def _hold(one: HoldView, names: dict[str, str], *, by: Principal, may: bool, now: datetime) -> dict[str, Any]:
    active = one.ended_at is None
    return {
        "id": one.id,
        "active": active,
        "reason": word(wording.HOLD_REASONS, one.reason),
        "reference": "" if one.here else one.reference,
        "matter": one.matter,
        "secret": not one.may_tell,
        "systems": ", ".join(taxonomy.system_label(slug) for slug in one.systems) or _("all systems"),
        "since": one.since,
        "by": names.get(one.placed_by, ""),
        "until": one.until,
        "renewals": one.renewals,
        "asked_by": names.get(one.asked_by, ""),
        "asked_at": one.asked_at,
        "why": one.why,
        "ended_at": one.ended_at,
        "end": word(wording.HOLD_ENDS, one.end_cause) if one.end_cause else "",
        "renew": may and active and holds.may_be_renewed(one.until, now=now),
        "ask": may and active and one.asked_at is None,
        "second": may and active and one.asked_at is not None and one.asked_by != str(by.user_id),
        "keep": may and active and one.asked_at is not None,
        "ask_form": AskReleaseForm(initial={"hold": one.id}, auto_id=f"hold-ask-{one.id}-%s"),
    }


def _kept(one: KeptView) -> dict[str, Any]:
    return {
        "category": one.category,
        "system": one.system,
        "ground": one.ground,
        "until": None if one.on_hold else one.until,
        "state": word(wording.KEPT_STATES, one.state),
        "running": one.state == "running",
        "due_by": one.due_by,
        "ended_at": one.ended_at,
    }


def suggested(request: "PrivacyRequest", places: list[tuple[str, str]]) -> dict[str, str]:
    """What the decision form of a deletion begins with while a hold binds: kept, on the ground of the hold."""
    kept = holds.kept_for(request, {system for _category, system in places})
    values: dict[str, str] = {}
    for number, (_category, system) in enumerate(places):
        if system in kept:
            why = kept[system]
            values |= {f"outcome_{number}": "kept", f"ground_{number}": why.ground, f"until_{number}": why.until}
    return values


def _place(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return holds.place(
        request_id=case.id, reason=data["reason"], matter=data["matter"], may_tell=not data["secret"],
        systems=data["systems"], rev=form.seen(), by=request.principal, now=request.now,
    )  # fmt: skip


def _on_one(verb: Callable[..., object]) -> Callable[["PrivacyRequest", Any, Desk], object]:
    def act(_case: "PrivacyRequest", form: Any, request: Desk) -> object:
        more = {"why": form.cleaned_data["why"]} if "why" in form.cleaned_data else {}
        try:
            return verb(hold_id=form.cleaned_data["hold"], by=request.principal, now=request.now, **more)
        except permissions.NotFound as missing:
            raise Http404 from missing

    return act


def _lift(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return lifting.announce(
        request_id=case.id, lift_on=data["lift_on"], reason=data["reason"], rev=form.seen(), by=request.principal,
        now=request.now,
    )  # fmt: skip


def _preview_lift(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return lifting.preview(
        request_id=case.id, lift_on=data["lift_on"], reason=data["reason"], by=request.principal, now=request.now
    )


def _call_off(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return lifting.call_off(request_id=case.id, rev=form.seen(), by=request.principal, now=request.now)


# Name -> form, deed, what the page says afterwards, and the preview of its letter.
HOLDING: dict[str, tuple[Any, ...]] = {
    "hold": (HoldForm, _place, gettext_lazy("The legal hold is placed. Nothing it covers is erased.")),
    "hold-renew": (OneHold, _on_one(holds.renew), gettext_lazy("The legal hold is renewed for 90 days.")),
    "hold-ask": (AskReleaseForm, _on_one(holds.ask_release), gettext_lazy("A second person can end the hold now.")),
    "hold-keep": (OneHold, _on_one(holds.keep), gettext_lazy("The legal hold stays.")),
    "hold-end": (OneHold, _on_one(holds.release), gettext_lazy("The legal hold has ended. What was kept for it alone is erased next, as long as nothing else binds it.")),  # noqa: E501 - one deed a line
    "lift": (LiftForm, _lift, gettext_lazy("The notice is on its way. The restriction ends on its day."), _preview_lift),  # noqa: E501 - one deed a line
    "lift-off": (DeedForm, _call_off, gettext_lazy("The restriction stays.")),
}  # fmt: skip
