"""The wait before a release, signs of fraud and the contact of a case: what the page shows, and the deeds on it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.principals import Principal
from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.officer.access import Desk
from dsar_portal.officer.forms.base import DeedForm
from dsar_portal.officer.forms.safety import ContactForm, SignForm, VerdictForm
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.selectors.release import HoldView, hold_of
from requests_app.services import contact_change, release_gate, release_verdicts, signs
from requests_app.services.work import NotPossible
from verification import selectors as checks

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


def card(request: "PrivacyRequest", *, by: Principal, now: datetime) -> dict[str, Any]:
    """Everything about the safety of a case, in words."""
    hold = hold_of(request)
    seen = checks.signs_of(request.submission_id)
    names = staff_names([*(one.dismissed_by for one in seen), hold.resolved_by if hold else ""])
    standing = release_gate.of(request)
    decides, works = permissions.can_decide(by, request), permissions.can_work(by, request)
    plain = permissions.can_reveal(by, request)
    stopped = hold is not None and hold.state in {"stopped", "refused"}
    needed = release_gate.needed(request.appeal_of or request)
    return {
        "hold": _hold(hold, names, plain=plain) if hold and needed else None,
        "needed": needed,
        "gate": "" if standing.is_open or stopped else release_gate.WORDS[standing.gate],
        "decided": request.is_open and request.decision is not None,
        "signs": [_sign(one, names, decides=decides, plain=plain) for one in seen] if needed or seen else [],
        "may_stop": works and needed and not stopped,
        "may_resolve": decides and stopped,
        "may_change": works and request.right != "opt_out",
        "changed_at": request.submission.contact_changed_at,
        "forms": {"release_verdict": VerdictForm(), "contact": ContactForm()},
    }


def _hold(hold: HoldView, names: dict[str, str], *, plain: bool) -> dict[str, Any]:
    return {
        "state": word(wording.RELEASE_STATES, hold.state),
        "code": hold.state,
        "hours": hold.hours,
        "began_at": hold.began_at,
        "ends_at": hold.ends_at,
        "warned": ", ".join(str(word(wording.WARNED_WAYS, way)) for way in hold.warned),
        "too_late": hold.too_late,
        "stopped_at": hold.stopped_at,
        "stopped_via": word(wording.STOP_WAYS, hold.stopped_via) if hold.stopped_via else "",
        "resolved_by": names.get(hold.resolved_by, ""),
        "resolved_at": hold.resolved_at,
        "why": hold.why if plain else _("Hidden for your role") if hold.why else "",
    }


def _sign(one: checks.SignView, names: dict[str, str], *, decides: bool, plain: bool) -> dict[str, Any]:
    raises = one.effect == "raise"
    return {
        "sentence": one.sentence,
        "effect": _("More proof is asked for.") if raises else _("A person has to look before anything leaves."),
        "seen_at": one.seen_at,
        "dismissed_at": one.dismissed_at,
        "by": names.get(one.dismissed_by, ""),
        "reason": one.reason if plain else _("Hidden for your role") if one.reason else "",
        "form": SignForm(initial={"code": one.code}, auto_id=f"sign-{one.code}-%s")
        if decides and one.dismissed_at is None
        else None,
    }


def _stop(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return release_verdicts.stop_case(request_id=case.id, method="officer", by=request.principal, now=request.now)


def _clear(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    why = form.cleaned_data["why"]
    return release_verdicts.clear(request_id=case.id, why=why, by=request.principal, now=request.now)


def _refuse(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    why = form.cleaned_data["why"]
    return release_verdicts.refuse(request_id=case.id, why=why, by=request.principal, now=request.now)


def _dismiss(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return signs.dismiss(
        request_id=case.id, code=data["code"], reason=data["reason"], by=request.principal, now=request.now
    )


def _contact(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    try:
        contact = contact_change.read_contact(form.raw())
    except contact_change.Invalid as invalid:
        raise NotPossible(" ".join(error.message for error in invalid.errors)) from None
    return contact_change.change(
        request_id=case.id, contact=contact, channel="officer", by=request.principal, now=request.now
    )


# Name -> form, deed, what the page says afterwards.
SAFETY: dict[str, tuple[Any, ...]] = {
    "release-stop": (DeedForm, _stop, gettext_lazy("Stopped. Nothing leaves until an officer has looked into it.")),
    "release-clear": (VerdictForm, _clear, gettext_lazy("A false alarm: the request goes on.")),
    "release-refuse": (VerdictForm, _refuse, gettext_lazy("Refused. The reason is on record.")),
    "sign-dismiss": (SignForm, _dismiss, gettext_lazy("The sign is explained away, with your reason.")),
    "contact": (ContactForm, _contact, gettext_lazy("The contact is changed. The old one is told.")),
}
