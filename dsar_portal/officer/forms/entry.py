"""A letter or an e-mail as it is typed in: the same raw body as the web form and the API make."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, MemorableDateField, PortalForm, Radios
from dsar_portal.officer.forms import PlainLine, PlainText, words
from requests_app.choices import (
    ASKABLE,
    CORRECTABLE,
    AnswerFormat,
    Authority,
    Capacity,
    Delivery,
    IdentifierKind,
    Kind,
    Relationship,
    Scope,
)
from requests_app.input_fields import FieldError
from requests_app.places import US_STATES
from requests_app.profile import GROUP, PROFILE

SMALL = {"class": "govuk-checkboxes--small"}
# By part of the safe contact: the field it is typed in.
SAFE = {"email": "safe_email", "phone": "safe_phone", "unsafe": "unsafe", "none_safe": "none_safe"}
STATES = [("", _("Not known")), *US_STATES.items()]
DELIVERY: wording.Words = {
    "secure_download": _("Secure download"), "encrypted_email": _("E-mail with a locked file"), "post": _("By post"),
}  # fmt: skip
FIELDS: wording.Words = {
    "given_name": _("Given name"), "family_name": _("Family name"), "email": _("E-mail"), "phone": _("Phone"),
    "postal_address": _("Postal address"), "date_of_birth": _("Date of birth"), "policy_details": _("Policy"),
    "claim_details": _("Claim"), "item_details": _("Insured item"), "payment_details": _("Payment"),
    "shipping_details": _("Shipping"), "employment_details": _("Employment"), "other": _("Other"),
}  # fmt: skip
# Where a message of the reader goes on the page: the field of the form that holds the part it speaks of.
POINTERS = {
    "rights": "rights", "companies": "companies", "relationships": "relationships", "received_at": "received_on",
    "consumer/given_name": "given_name", "consumer/family_name": "family_name", "consumer/email": "email",
    "consumer/phone": "phone", "consumer/postal_address": "line_1", "consumer/date_of_birth": "date_of_birth",
    "consumer": "family_name", "residence": "residence_state", "language": "language", "delivery": "delivery",
    "answer_format": "answer_format",
    "details": "details", "identifiers": "identifier", "requester/name": "requester_name",
    "requester/organization": "requester_organization", "requester/email": "requester_email",
    "requester/phone": "requester_phone", "requester/authority": "authority", "requester": "capacity",
    "safe_contact/email": "safe_email", "safe_contact/phone": "safe_phone", "safe_contact/unsafe": "unsafe",
    "safe_contact": "safe_email",
}  # fmt: skip


class EntryForm(PortalForm):
    """What a letter says. Only what the letter holds is filled in; the services say what is missing."""

    mark_optional = True
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[("mail", _("Letter")), ("email", _("E-mail"))],
        widget=Radios(inline=True, attrs={"class": "govuk-radios--small"}),
    )
    received_on = MemorableDateField(label=_("Day we received it"), help_text=_("The stamp on the letter."))
    rights = forms.MultipleChoiceField(
        label=_("What they ask for"), choices=words(wording.RIGHTS, ASKABLE), widget=Checkboxes(attrs=SMALL)
    )
    scope = forms.ChoiceField(label=_("Access to"), choices=words(wording.SCOPES, Scope), initial="specific_pieces")
    kinds = forms.MultipleChoiceField(
        label=_("Opt-out of"), choices=words(wording.KINDS, Kind), widget=Checkboxes(attrs=SMALL), required=False
    )
    correct_field = forms.ChoiceField(
        label=_("Correct which field"), choices=[("", _("None")), *words(FIELDS, CORRECTABLE)], required=False
    )
    correct_to = PlainText(label=_("How it should read"), required=False, longest=2_000)
    given_name = PlainLine(label=_("Given name"), required=False)
    family_name = PlainLine(label=_("Family name"), required=False)
    date_of_birth = MemorableDateField(label=_("Date of birth"), required=False, birthday=False)
    email = PlainLine(label=_("E-mail"), required=False)
    phone = PlainLine(label=_("Phone"), required=False)
    line_1 = PlainLine(label=_("Street"), required=False)
    line_2 = PlainLine(label=_("Second line"), required=False)
    city = PlainLine(label=_("City"), required=False)
    state = forms.ChoiceField(label=_("State of the address"), choices=STATES, required=False)
    postal_code = PlainLine(label=_("ZIP code"), required=False)
    residence_state = forms.ChoiceField(label=_("State they live in"), choices=STATES, required=False)
    relationships = forms.MultipleChoiceField(
        label=_("Who they are to us"), choices=words(wording.RELATIONSHIPS, Relationship), widget=Checkboxes(attrs=SMALL), required=False  # noqa: E501 - one field
    )  # fmt: skip
    companies = forms.MultipleChoiceField(
        label=_("Company"), choices=[(GROUP, _("The whole group")), *((one.slug, one.name) for one in PROFILE.companies)], widget=Checkboxes(attrs=SMALL), initial=[GROUP]  # noqa: E501 - one field
    )  # fmt: skip
    identifier_kind = forms.ChoiceField(
        label=_("Number, kind"), choices=words(wording.IDENTIFIERS, IdentifierKind), required=False
    )
    identifier = PlainLine(label=_("Number"), required=False)
    capacity = forms.ChoiceField(label=_("Asked"), choices=words(wording.CAPACITIES, Capacity), initial="self")
    requester_name = PlainLine(label=_("Name of who asks for them"), required=False)
    requester_organization = PlainLine(label=_("Firm"), required=False)
    requester_email = PlainLine(label=_("E-mail of who asks"), required=False)
    requester_phone = PlainLine(label=_("Phone of who asks"), required=False)
    authority = forms.ChoiceField(
        label=_("Authority"), choices=[("", _("None")), *words(wording.AUTHORITIES, Authority)], required=False
    )
    answer_to = forms.ChoiceField(
        label=_("Answer goes to"), choices=[("consumer", _("The person")), ("requester", _("Who asks for them"))]
    )
    language = forms.ChoiceField(label=_("Language"), choices=words(wording.LANGUAGES, ("en", "es")))
    delivery = forms.ChoiceField(label=_("Answer"), choices=words(DELIVERY, Delivery), initial="post")
    answer_format = forms.ChoiceField(
        label=_("Form of the answer, if they asked"), choices=words(wording.ANSWER_FORMATS, AnswerFormat),
        initial="standard", required=False,
    )  # fmt: skip
    safe_email = PlainLine(label=_("Safe e-mail, if they named one"), required=False)
    safe_phone = PlainLine(label=_("Safe phone, if they named one"), required=False)
    unsafe = forms.MultipleChoiceField(
        label=_("May someone else read or hear what we already had?"),
        choices=words(wording.UNSAFE, wording.UNSAFE), widget=Checkboxes(attrs=SMALL), required=False,
    )  # fmt: skip
    none_safe = forms.BooleanField(label=_("No, do not write or call at all"), required=False)
    details = PlainText(label=_("In their own words"), required=False)

    GROUPS = (
        (_("The letter"), ("channel", "received_on", "language")),
        (_("What they ask for"), ("rights", "kinds", "scope", "correct_field", "correct_to", "details")),
        (_("The person"), ("given_name", "family_name", "date_of_birth", "email", "phone", "line_1", "line_2", "city",
                           "state", "postal_code", "residence_state", "identifier_kind", "identifier",
                           "relationships")),
        (_("Somebody asks for them"), ("capacity", "requester_name", "requester_organization", "requester_email",
                                       "requester_phone", "authority", "answer_to")),
        (_("Companies and answer"), ("companies", "delivery", "answer_format")),
        (_("Is it safe to contact them there?"), tuple(SAFE.values())),
    )  # fmt: skip

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(heading, [self[name] for name in names]) for heading, names in self.GROUPS]

    def raw(self) -> dict[str, Any]:
        """The body of a submission, with only what was typed."""
        data = self.cleaned_data
        body: dict[str, Any] = {
            "rights": [self._right(right) for right in data["rights"]],
            "companies": data["companies"],
            "consumer": self._consumer(),
            "requester": self._requester(),
            "relationships": data["relationships"],
            "language": data["language"],
            "delivery": data["delivery"],
            "answer_format": data["answer_format"] or "standard",
            "details": data["details"],
        }
        if data["identifier"]:
            body["identifiers"] = [{"kind": data["identifier_kind"], "value": data["identifier"]}]
        if data["residence_state"]:
            body["residence"] = {"country": "US", "state": data["residence_state"]}
        if safe := {part: data[name] for part, name in SAFE.items() if data[name]}:
            body["safe_contact"] = safe
        return body

    def received_at(self, now: datetime) -> datetime | None:
        """Noon of the day on the stamp; None for today."""
        day: date = self.cleaned_data["received_on"]
        zone = ZoneInfo(PROFILE.time_zone)
        return None if day == now.astimezone(zone).date() else datetime.combine(day, time(12), zone)

    def blame(self, errors: Iterable[FieldError]) -> None:
        """Put each message beside the field it speaks of."""
        for error in errors:
            path = error.pointer.removeprefix("#/").removeprefix("#")
            while path and path not in POINTERS:
                path = path.rpartition("/")[0]
            self.add_error(POINTERS.get(path), error.message)

    def _right(self, right: str) -> dict[str, Any]:
        data = self.cleaned_data
        if right == "access":
            return {"right": right, "scope": data["scope"]}
        if right == "opt_out" and data["kinds"]:
            return {"right": right, "kinds": data["kinds"]}
        if right == "correction" and data["correct_field"]:
            return {"right": right, "corrections": [{"field": data["correct_field"], "requested": data["correct_to"]}]}
        return {"right": right}

    def _consumer(self) -> dict[str, Any]:
        data = self.cleaned_data
        person = {name: data[name] for name in ("given_name", "family_name", "email", "phone") if data[name]}
        if data["date_of_birth"]:
            person["date_of_birth"] = data["date_of_birth"].isoformat()
        lines = [data[name] for name in ("line_1", "line_2") if data[name]]
        if lines or data["city"] or data["postal_code"]:
            person["postal_address"] = {
                "lines": lines, "city": data["city"], "state": data["state"], "postal_code": data["postal_code"],
                "country": "US",
            }  # fmt: skip
        return person

    def _requester(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["capacity"] == "self":
            return {"capacity": "self"}
        return {
            "capacity": data["capacity"], "name": data["requester_name"],
            "organization": data["requester_organization"], "email": data["requester_email"],
            "phone": data["requester_phone"], "authority": data["authority"], "answer_to": data["answer_to"],
        }  # fmt: skip
