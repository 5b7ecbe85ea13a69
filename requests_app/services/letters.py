"""From a request to a letter: who gets it and what it must say. Internal to services."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from fulfillment import taxonomy
from notifications import selectors as outbox_selectors
from notifications import services as outbox
from notifications.models import Letter
from notifications.recipients import Recipient
from notifications.rendering import Content
from requests_app import grounds
from requests_app.deadlines import business_days_before
from requests_app.models import PrivacyRequest, Submission
from requests_app.profile import GROUP
from requests_app.selectors.binding import is_european
from requests_app.services import dates, links, posting
from requests_app.services.recipients import answer_recipient, goes_on_paper, recipient
from verification.assurance import MIN_POINTS, Tier

ANSWERS = frozenset(
    {
        "completion_access",
        "completion_deletion",
        "completion_correction",
        "completion_other",
        "partial",
        "denial",
        "package_ready",
    }
)


def send(
    kind: str,
    request: PrivacyRequest,
    context: Mapping[str, Any],
    *,
    by: Principal,
    now: datetime,
    to: Recipient | None = None,
) -> Letter:
    """Queue one letter about one request, inside the deed it tells of. `to`: where another address is safer."""
    submission = request.submission
    is_answer = kind in ANSWERS
    noticed_by = context["original_due"] if kind == "extension" else None
    return outbox.queue(
        kind,
        about=submission.id,
        request=request.id,
        to=to or (answer_recipient(submission) if is_answer else recipient(submission)),
        context={"reference": request.reference, **_look(request), **context},
        by=by.actor,
        now=now,
        prefer="post" if is_answer and goes_on_paper(submission) else None,
        post_by=posting.post_by(kind, request, noticed_by=noticed_by, now=now),
    )


def _look(*requests: PrivacyRequest) -> dict[str, str]:
    """What puts the name of a member company over a letter: only where it is about that one alone."""
    companies = {request.company for request in requests}
    return {"company": companies.pop()} if len(companies) == 1 and GROUP not in companies else {}


def preview(
    kind: str, request: PrivacyRequest, context: Mapping[str, Any], *, now: datetime, name: str = ""
) -> Content:
    """How a letter about one request would read if it were sent now. `name` stands in for the person's own."""
    to = answer_recipient(request.submission) if kind in ANSWERS else recipient(request.submission)
    return outbox_selectors.preview(
        kind,
        context={"reference": request.reference, **_look(request), **context},
        to=replace(to, name=name) if name else to,
        on=dates.received_on(now),
    )


def access_code_letter(
    submission: Submission, code: str, references: Sequence[PrivacyRequest], *, by: Principal, now: datetime
) -> Letter:
    """The access code on paper, for a person without e-mail."""
    first = references[0]
    return outbox.queue(
        "access_code_letter",
        about=submission.id,
        request=first.id,
        to=recipient(submission),
        context={
            "reference": first.reference,
            **_look(*references),
            "rights": [request.right for request in references],
            "received_on": first.day_zero,
            "access_code": code,
        },
        by=by.actor,
        now=now,
        prefer="post",
        post_by=posting.post_by("access_code_letter", first, now=now),
    )


def new_access_code(
    submission: Submission, code: str, requests: Sequence[PrivacyRequest], *, until: date, by: Principal, now: datetime
) -> Letter:
    """An access code that replaces a lost one, once it is used. The first request is the one that was named."""
    named = requests[0]
    return outbox.queue(
        "access_code_letter",
        about=submission.id,
        request=named.id,
        to=recipient(submission),
        context={
            "reference": named.reference,
            **_look(*requests),
            "rights": [request.right for request in requests],
            "received_on": named.day_zero,
            "access_code": code,
            "valid_until": until,
        },
        by=by.actor,
        now=now,
        # No duty of the law: what cannot be delivered is not tried on other ways that nobody chose.
        statutory=False,
        post_by=posting.post_by("access_code_letter", named, now=now),
    )


def item_rows(request: PrivacyRequest, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The decided items in words of the letter's language."""
    european = any(item.get("ground") for item in items) and is_european(request)
    with translation.override(request.submission.language):
        return [_item(item, european=european) for item in items]


def _item(item: Mapping[str, Any], *, european: bool) -> dict[str, Any]:
    ground = str(item.get("ground") or "")
    return {
        "category": str(taxonomy.category_label(str(item.get("category", "")))),
        "system": str(taxonomy.system_label(str(item.get("system", "")))),
        "outcome": str(item.get("outcome", "")),
        "outcome_words": outcome_words(str(item.get("outcome", ""))),
        "ground": ground,
        "ground_words": ground_words(ground),
        "facts": str(item.get("facts") or ""),
        "cite": str(item.get("cite") or _cite(ground, european=european)),
        "until": str(item.get("until") or ""),
    }


def _cite(code: str, *, european: bool) -> str:
    cite = grounds.cite_of(code, european=european)
    return _(cite) if cite else ""


def ground_words(code: str) -> str:
    return _(grounds.GROUNDS[code].text) if code in grounds.GROUNDS else ""


def reasons_of(request: PrivacyRequest) -> dict[str, str]:
    """The grounds of the decision in words of the answer's language, by code."""
    codes = {str(item.get("ground") or "") for item in (request.decision or {}).get("items", [])} - {""}
    with translation.override(request.submission.language):
        return {code: ground_words(code) for code in sorted(codes)}


def correctable(field: str) -> str:
    """What a correction is about, in words of the active language."""
    words = {
        "given_name": _("Given name"), "family_name": _("Family name"), "email": _("E-mail address"),
        "phone": _("Phone number"), "postal_address": _("Postal address"), "date_of_birth": _("Date of birth"),
        "policy_details": _("Policy details"), "claim_details": _("Claim details"),
        "item_details": _("Details of an item"), "payment_details": _("Payment details"),
        "shipping_details": _("Shipping details"), "employment_details": _("Details of your work"),
        "other": _("Other details"),
    }  # fmt: skip
    return words.get(field, field.replace("_", " "))


def outcome_words(outcome: str) -> str:
    words = {
        "given": _("Given to you"), "corrected": _("Corrected"), "erased": _("Erased"), "kept": _("Kept"),
        "withheld": _("Not given"), "restricted": _("Use limited"), "stopped": _("Use stopped"),
        "suppressed": _("On the do-not-contact list"), "review_upheld": _("Decision stands after review"),
        "review_changed": _("Decision changed after review"), "nothing_found": _("Nothing found"),
    }  # fmt: skip
    return words.get(outcome, outcome)


def ask_for_identity(request: PrivacyRequest, *, by: Principal, now: datetime) -> Letter:
    """Ask in writing for what is still needed to know who asks (11 CCR 7060; content of rules.md section 6)."""
    tier = Tier(request.required_tier)
    with translation.override(request.submission.language):
        choices = [str(label) for label in fact_labels().values()]
    context = {
        "right": request.right,
        "points_needed": MIN_POINTS[min(tier, Tier.T2)],
        "choices": choices,
        "declaration": tier >= Tier.T2,
        "answer_by": business_days_before(request.respond_by, 3),
        "respond_by": request.respond_by,
        "link": links.to_identity(request, by=by, now=now),
    }
    return send("identity_request", request, context, by=by, now=now)


def fact_labels() -> dict[str, str]:
    """The facts a person can choose from, in words of the active language."""
    return {
        "policy_number": _("Policy number"),
        "claim_number": _("Claim number"),
        "care_plan_number": _("Care plan number"),
        "shipment_tracking": _("Tracking number of a shipment"),
        "customer_number": _("Customer number"),
        "item_type": _("Kind of an insured item"),
        "date_of_birth": _("Date of birth"),
    }
