"""From the call screen to the body of a submission, the same that web and API build; and from its errors back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from dsar_portal.callcenter.forms.call import ANSWERS, ASSISTANCE, FIXES, NUMBERS, CallForm
from requests_app.profile import PROFILE
from requests_app.submission_input import FieldError, Invalid, NewSubmission, validate
from requests_app.volunteered import MARKS, clean
from verification.questions import questions

Fields = dict[str, Any]
MANY = ("rights", "kinds", "relationships", "assistance", "unsafe")
# What is typed anew on every page, and the answers to questions of identity: no part of the draft.
NOT_KEPT = ("call", "started_at", "shown", "confirmed", *ANSWERS.values())
# Rights whose check needs proof: only for these are questions of identity asked.
NEED_PROOF = frozenset({"access", "correction", "deletion"})
PLACES = {
    "#/consumer/postal_address/lines/0": "street", "#/consumer/postal_address/lines/1": "street_2",
    "#/consumer/postal_address/city": "city", "#/consumer/postal_address/state": "mail_state",
    "#/consumer/postal_address/postal_code": "postal_code", "#/consumer/postal_address": "street",
    "#/consumer/given_name": "given_name", "#/consumer/family_name": "family_name", "#/consumer/email": "email",
    "#/consumer/phone": "phone", "#/consumer/date_of_birth": "date_of_birth", "#/consumer": "phone",
    "#/requester/name": "requester_name", "#/requester/organization": "requester_organization",
    "#/requester/phone": "requester_phone", "#/requester/email": "requester_email",
    "#/requester/authority": "authority", "#/requester/answer_to": "answer_to", "#/requester": "capacity",
    "#/residence": "state", "#/relationships": "relationships", "#/identifiers": "identifier",
    "#/safe_contact/phone": "safe_phone", "#/safe_contact/email": "safe_email", "#/safe_contact/unsafe": "unsafe",
    "#/safe_contact": "safe_instructions",
    "#/delivery": "delivery", "#/details": "details", "#/companies": "company", "#/language": "language",
    "#/answer_format": "answer_format",
    "#/delete_yes": "delete_yes", "#/helper_consent": "helper_consent",
    "#/received_at": "received_at", "#/passphrase": "passphrase", "#/rights": "rights",
}  # fmt: skip


def take_out(data: QueryDict) -> dict[str, tuple[str, ...]]:
    """Take secrets that a caller volunteered out of every text of a page, in place. Returns kinds by field."""
    found = {}
    for name in CallForm().texts:
        cleaned = [clean(text, number=name in NUMBERS) for text in data.getlist(name)]
        kinds = tuple(str(kind) for one in cleaned for kind in one.found)
        if kinds:
            data.setlist(name, [one.text for one in cleaned])
            found[name] = kinds
    return found


def removed(fields: Fields) -> list[dict[str, str]]:
    """The fields of a draft out of which something was taken, for the hint on the screen."""
    form = CallForm()
    texts = [(name, str(fields.get(name) or "")) for name in form.texts]
    return [
        {"name": name, "label": str(form.fields[name].label), "text": text}
        for name, text in texts
        if any(mark in text for mark in MARKS.values())
    ]


def typed(data: QueryDict) -> Fields:
    """The form exactly as typed, wrong or not: what the draft keeps."""
    form = CallForm()
    kept: Fields = {name: data.get(name, "") for name in form.fields if name not in (*MANY, *NOT_KEPT) and name in data}
    return kept | {name: data.getlist(name) for name in MANY}


def body_of(fields: Fields) -> dict[str, Any]:
    """The body of POST /api/v1/submissions/. What does not belong to the choices made is left out."""
    raw: dict[str, Any] = {
        "rights": [_right(right, fields) for right in fields.get("rights", [])],
        "companies": [fields.get("company") or "group"],
        "consumer": _consumer(fields),
        "requester": _requester(fields),
        "relationships": list(fields.get("relationships", [])),
        "language": fields.get("language") or "en",
        "delivery": fields.get("delivery") or "secure_download",
        "answer_format": fields.get("answer_format") or "standard",
        "safe_contact": _safe(fields),
        "details": _details(fields),
    }
    if fields.get("state"):
        raw["residence"] = {"country": "US", "state": fields["state"]}
    if fields.get("identifier", "").strip():
        raw["identifiers"] = [{"kind": fields.get("identifier_kind") or "other", "value": fields["identifier"]}]
    return raw


def read(fields: Fields, *, now: datetime) -> NewSubmission:
    """The whole call, judged by the core. Raises Invalid.

    On the phone the kinds of an opt-out are asked for: “stop calling me” must not become “stop writing to me”.
    """
    new = validate(body_of(fields), today=now.astimezone(ZoneInfo(PROFILE.time_zone)).date())
    if "opt_out" in fields.get("rights", []) and not fields.get("kinds"):
        raise Invalid([FieldError("#/rights/0/kinds", _("Ask what shall stop, and tick it."))])
    return new


def received_at(fields: Fields) -> datetime | None:
    """When the voicemail was left, in our own zone. Raises Invalid."""
    text = str(fields.get("received_at") or "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(PROFILE.time_zone))).astimezone(
            ZoneInfo("UTC")
        )
    except (ValueError, OverflowError):
        message = _("Give a day and a time that exist, like 2027-01-04 15:30.")
        raise Invalid([FieldError("#/received_at", message)]) from None


def answers(data: QueryDict, fields: Fields) -> dict[str, str]:
    """What the caller answered, by kind of fact: only what this request, this person and no dispute make sense of."""
    if NEED_PROOF.isdisjoint(fields.get("rights", [])):
        return {}
    disputed = [str(fields.get(f"fix_{n}_field") or "") for n in FIXES] if "correction" in fields["rights"] else []
    fitting = questions(disputed=disputed, relationships=fields.get("relationships", []), seed="")
    given = {kind: data.get(ANSWERS[kind], "").strip() for kind in fitting if kind in ANSWERS}
    return {kind: text for kind, text in given.items() if text}


def show_errors(form: CallForm, invalid: Invalid) -> None:
    """Put the core's messages beside the fields they are about, each once."""
    for error in invalid.errors:
        name = place_of(error.pointer)
        if name is None:
            form.add_error(None, error.message)
        elif error.message not in form.errors.get(name, []):
            form.add_error(name, error.message)


def place_of(pointer: str) -> str | None:
    """The field of the longest pointer that has one."""
    parts = pointer.split("/")
    if len(parts) > 3 and parts[1] == "rights" and parts[2].isdigit():
        return _place_of_right(parts)
    while len(parts) > 1:
        found = PLACES.get("/".join(parts))
        if found is not None:
            return found
        parts.pop()
    return None


def _place_of_right(parts: list[str]) -> str:
    if parts[3] == "corrections":
        number = int(parts[4]) + 1 if len(parts) > 4 and parts[4].isdigit() else 1
        last = parts[5] if len(parts) > 5 and parts[5] in {"field", "requested"} else "requested"
        return f"fix_{min(number, FIXES[-1])}_{last}"
    return parts[3] if parts[3] in {"scope", "kinds", "look_back"} else "rights"


def _right(right: str, fields: Fields) -> dict[str, Any]:
    asked: dict[str, Any] = {"right": right}
    if right == "access":
        asked |= {"scope": fields.get("scope") or "specific_pieces", "look_back": fields.get("look_back") or "all"}
    elif right == "opt_out" and fields.get("kinds"):
        asked["kinds"] = list(fields["kinds"])
    elif right == "correction":
        rows = [(fields.get(f"fix_{n}_field", ""), fields.get(f"fix_{n}_requested", "")) for n in FIXES]
        asked["corrections"] = [{"field": field, "requested": text} for field, text in rows if field or text.strip()]
    return asked


def _consumer(fields: Fields) -> dict[str, Any]:
    who: dict[str, Any] = {
        name: fields[name]
        for name in ("given_name", "family_name", "email", "phone", "date_of_birth")
        if fields.get(name, "").strip()
    }
    lines = [fields[name] for name in ("street", "street_2") if fields.get(name, "").strip()]
    if lines or fields.get("city", "").strip() or fields.get("postal_code", "").strip():
        who["postal_address"] = {
            "lines": lines,
            "city": fields.get("city", ""),
            "state": fields.get("mail_state") or fields.get("state") or "",
            "postal_code": fields.get("postal_code", ""),
            "country": "US",
        }
    return who


def _requester(fields: Fields) -> dict[str, Any]:
    capacity = fields.get("capacity") or "self"
    if capacity == "self":
        return {"capacity": "self"}
    named = {name: fields.get(f"requester_{name}", "") for name in ("name", "organization", "phone", "email")}
    return {
        "capacity": capacity,
        **{name: value for name, value in named.items() if value.strip()},
        "authority": fields.get("authority", ""),
        "answer_to": fields.get("answer_to") or "consumer",
    }


def _safe(fields: Fields) -> dict[str, Any] | None:
    """Where it is safe, and which kinds of what is on file are not: obeyed by letters, codes and calls alike."""
    if fields.get("safe") == "none":
        return {"none_safe": True}
    barred = {"unsafe": list(fields["unsafe"])} if fields.get("unsafe") else {}
    if fields.get("safe") != "other":
        return barred or None
    named = {name: fields.get(f"safe_{name}", "") for name in ("phone", "email", "instructions")}
    return {name: value for name, value in named.items() if value.strip()} | barred


def _details(fields: Fields) -> str:
    """The caller's words, and who else was on the line: the officers and the person shall know."""
    help_ = [code for code in fields.get("assistance", []) if code in ASSISTANCE]
    if not help_:
        return str(fields.get("details", ""))
    helper = " ".join(str(fields.get("helper_name", "")).split())
    who = {"interpreter": "interpreter", "tty_relay": "TTY or relay service", "helper": f"helper {helper}".strip()}
    return f"{fields.get('details', '')}\n\n[On the line: {', '.join(who[code] for code in help_)}]".strip()
