"""The short forms: opt-out, status, codes, messages, questions."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.attachments import FILE_HINT, FILE_LABEL
from dsar_portal.consumer.forms.fields import Many, One, Typed
from dsar_portal.consumer.forms.papers import ACCEPTED
from dsar_portal.consumer.forms.signal import with_signal
from dsar_portal.consumer.forms.trap import Trapped
from dsar_portal.forms import MemorableDateField, PortalForm
from requests_app import input_fields, plain_text
from requests_app.choices import Kind
from verification.assurance import ASKABLE_FACTS
from verification.directories import normalise

PHONE = re.compile(r"^(\+?[\d\s().-]{7,25})(?:,?\s*(?:ext(?:ension|ensión)?\.?|x|#)\s*\d{1,6})?$", re.IGNORECASE)
# Hyphens and dashes as telephones and web pages write them.
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# A phone number without its area code finds nobody, and no number of ours is written that way.
SEVEN_DIGITS = re.compile(r"^\d{3}[ .-]\d{4}$")
# Policy, claim and customer numbers: four signs at least, whatever stands between them.
NUMBER = re.compile(r"^\+?[(#]?[^\W_](?:[ ./()#-]*[^\W_]){3,}$")
USUAL_KINDS = [Kind.MARKETING_EMAIL.value, Kind.SALE_SHARING.value, Kind.TARGETED_ADVERTISING.value]
FACT_MONTHS = ("last_premium_month", "claim_month")
CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class OptOutForm(Trapped):
    """One contact point and what to stop: nothing else is needed."""

    contact = Typed(
        label=_("Your e-mail address, phone number or policy number"),
        help_text=_("One is enough. We only use it to find you in our lists."),
        auto="email",
    )
    name = Typed(label=_("Your name (optional)"), auto="name")
    kinds = Many(
        words.KINDS,
        hints=words.KIND_HINTS,
        label=_("What should we stop?"),
        help_text=_("Choose all that you want. We ticked what most people want; untick what you do not."),
        required=True,
        missing=_("Choose what we should stop"),
    )

    def body(self, *, gpc: bool) -> dict[str, Any]:
        """The body of a submission, for the core to judge."""
        kinds = list(self.cleaned_data["kinds"])
        given, _space, family = str(self.cleaned_data.get("name") or "").strip().rpartition(" ")
        known, identifiers = point_of(str(self.cleaned_data.get("contact") or ""))
        body = {
            "rights": [{"right": "opt_out", "kinds": kinds}],
            "consumer": {"given_name": given, "family_name": family, **known},
            "identifiers": identifiers,
            "language": (get_language() or "en")[:2],
            "gpc": gpc,
        }
        return with_signal(body)

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data.get("contact") or "").translate(DASHES)
        if not typed:
            raise forms.ValidationError(_("Enter an e-mail address, a phone number or a policy number"))
        if SEVEN_DIGITS.match(typed):
            raise forms.ValidationError(_("Enter the phone number with its area code, like 920-555-0142"))
        if "@" not in typed and not (_phone_in(typed) or _may_be_number(typed)):
            raise forms.ValidationError(
                _("Enter an e-mail address like name@example.com, a phone number, or a policy number")
            )
        return typed


def _may_be_number(typed: str) -> bool:
    """Whether the core shall judge it as a number of ours. Hidden characters and too many of them have its words."""
    if not typed.isprintable() or len(typed) > 80:
        return True
    return bool(NUMBER.match(typed)) and any(char.isdigit() for char in typed)


def point_of(typed: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What a single contact point is: an e-mail address, a phone number, else a number of ours."""
    if "@" in typed:
        return {"email": typed}, []
    if phone := _phone_in(typed):
        return {"phone": phone}, []
    return {}, [{"kind": "policy_number", "value": typed}]


def _phone_in(typed: str) -> str:
    """A phone number with its area code, without the extension behind it; empty where it is none."""
    found = PHONE.match(typed)
    return found[1] if found and sum(char.isdigit() for char in found[1]) >= 10 else ""


def opt_out_field(pointer: str) -> str:
    """The field of the short form beside which a message of the core stands."""
    if pointer.startswith("#/rights"):
        return "kinds"
    return "name" if pointer.endswith("_name") else "contact"


class StatusForm(PortalForm):
    """Reference and access code together open the status pages."""

    reference = Typed(
        label=_("Reference number"),
        help_text=_("It looks like JM-7K3F-92QX. Small letters and spaces are fine."),
        width="20",
        auto="off",
        attrs={"spellcheck": "false", "autocapitalize": "characters"},
    )
    code = Typed(
        label=_("Access code"),
        help_text=_("Four groups of four letters and numbers. You got it when you asked us."),
        width="20",
        auto="off",
        attrs={"spellcheck": "false", "autocapitalize": "characters"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("reference"):
            self.add_error("reference", _("Enter your reference number"))
        if not found.get("code"):
            self.add_error("code", _("Enter your access code"))
        return found


class LostCodeForm(PortalForm):
    """The reference alone: whoever lost the code need not tell us anything else."""

    reference = Typed(
        label=_("Reference number"),
        help_text=_("It looks like JM-7K3F-92QX. Small letters and spaces are fine."),
        width="20",
        auto="off",
        attrs={"spellcheck": "false", "autocapitalize": "characters"},
    )

    def clean_reference(self) -> str:
        typed = str(self.cleaned_data.get("reference") or "")
        if not typed:
            raise forms.ValidationError(_("Enter your reference number"))
        return typed


class CodeForm(PortalForm):
    """A one-time code. It may be pasted, with or without spaces."""

    code = Typed(label=_("Code"), help_text=_("Eight digits. Type or paste them."), width="10", attrs=CODE_ATTRS)

    def clean_code(self) -> str:
        typed = str(self.cleaned_data.get("code") or "")
        if not typed:
            raise forms.ValidationError(_("Enter the code that we sent you"))
        return typed


class FactsForm(PortalForm):
    """What the person knows; every field may stay empty but one."""

    def __init__(self, *args: Any, askable: Sequence[str] = ASKABLE_FACTS, **kwargs: Any) -> None:
        """`askable`: the facts that fit how this person knows us."""
        super().__init__(*args, **kwargs)
        for kind in askable:
            if kind == "date_of_birth":
                self.fields[kind] = MemorableDateField(label=words.FACTS[kind], required=False, birthday=True)
                continue
            self.fields[kind] = Typed(label=words.FACTS[kind], help_text=words.FACT_HINTS.get(kind, ""), auto="off")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for kind in FACT_MONTHS:
            if found.get(kind) and not normalise.month(str(found[kind])):
                self.add_error(kind, _("Enter a month and a year, like March 2026"))
        if not any(found.values()) and not self.errors:
            self.add_error(next(iter(self.fields)), _("Fill in at least one of these"))
        return found

    def facts(self) -> dict[str, str]:
        """What was filled in, a day as YYYY-MM-DD."""
        return {kind: str(value) for kind, value in self.cleaned_data.items() if value}


class DeclarationForm(PortalForm):
    """Signing by typing one's name."""

    typed_name = Typed(label=_("Type your full name to sign"), auto="name")

    def clean_typed_name(self) -> str:
        typed = str(self.cleaned_data.get("typed_name") or "")
        if not typed:
            raise forms.ValidationError(_("Type your full name"))
        return typed


class MessageForm(PortalForm):
    """A message to the people who work on the request."""

    LONGEST = 10_000
    body = Typed(label=_("Write to us"), help_text=_("Please do not write card or Social Security numbers."), rows=5)
    file = forms.FileField(
        label=FILE_LABEL,
        help_text=FILE_HINT,
        required=False,
        # An empty file is told apart from no file, with a sentence of its own.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
    )

    def clean_body(self) -> str:
        # A file may speak for itself.
        missing = "" if self.files.get("file") is not None else _("Write your message")
        return plain(str(self.cleaned_data.get("body") or ""), missing=missing, longest=self.LONGEST)

    def content(self) -> bytes | None:
        """The file that goes with it, or None."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file is not None else None


class AppealForm(PortalForm):
    """Why the answer is wrong, in the person's words."""

    LONGEST = 10_000
    explanation = Typed(
        label=_("Why do you think our answer is wrong? (optional)"),
        help_text=_("Someone who took no part in the first answer will read this."),
        rows=6,
    )

    def clean_explanation(self) -> str:
        return plain(str(self.cleaned_data.get("explanation") or ""), missing="", longest=self.LONGEST)


class AskForm(Trapped):
    """A question or a complaint, which is no request of a right."""

    kind = One(
        {"question": _("A question"), "complaint": _("A complaint")},
        label=_("What would you like to send?"),
        missing=_("Choose a question or a complaint"),
    )
    body = Typed(label=_("Your words"), rows=7)
    email = Typed(
        label=_("E-mail address for our answer (optional)"),
        auto="email",
        attrs={"inputmode": "email"},
    )
    phone = Typed(label=_("Phone number for our answer (optional)"), auto="tel", width="20", attrs={"inputmode": "tel"})

    def clean_body(self) -> str:
        return plain(str(self.cleaned_data.get("body") or ""), missing=_("Write your question or complaint"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, message in contact_faults(found).items():
            self.add_error(name, message)
        return found

    def contact(self) -> dict[str, str] | None:
        """Where to answer, or None where nobody wants an answer."""
        given = {name: str(self.cleaned_data.get(name) or "") for name in ("email", "phone")}
        return {name: value for name, value in given.items() if value} or None


def plain(text: str, *, missing: Any, longest: int = 10_000) -> str:
    """Free text by the core's rule of what text may contain."""
    if not text.strip() and missing:
        raise forms.ValidationError(missing)
    try:
        return plain_text.block(text, longest=longest)
    except plain_text.Unfit as unfit:
        raise forms.ValidationError(str(unfit)) from None


def contact_faults(given: Mapping[str, Any]) -> dict[str, str]:
    """What the core says about an e-mail address and a phone number, by field."""
    bag = input_fields.Bag.of({name: given.get(name) or "" for name in ("email", "phone")}, {"email", "phone"})
    input_fields.email(bag, "email")
    input_fields.phone(bag, "phone")
    return {error.pointer.rpartition("/")[2]: error.message for error in bag.errors}
