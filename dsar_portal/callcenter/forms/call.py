"""The call screen's form: everything on one page, in the order of the talk. What is wrong is judged by the core."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, PortalForm, Radios
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
)
from requests_app.places import US_STATES
from requests_app.profile import GROUP, PROFILE
from requests_app.services.codes import new_passphrase
from verification.assurance import ASKABLE_FACTS
from verification.questions import in_order

FIXES = (1, 2, 3)
RIGHTS = {
    "access": _("See the information we have about them"), "correction": _("Correct information that is wrong"),
    "deletion": _("Delete their information"), "opt_out": _("Stop marketing, sale or sharing"),
    "restriction": _("Limit how we use it"), "objection": _("Object to a use"),
    "automated_decision": _("Have a person review an automated decision"),
    "consent_withdrawal": _("Take back a consent"),
}  # fmt: skip
RIGHT_HINTS = {
    "access": _("“What do you know about me?”"), "correction": _("“My address is wrong.”"),
    "deletion": _("“Erase my data.”"), "opt_out": _("“Stop calling, stop selling.” Done in this call."),
    "restriction": _("“Do not use it until this is cleared up.”"), "objection": _("“I do not want that use.”"),
    "automated_decision": _("“A computer decided that.”"), "consent_withdrawal": _("“I no longer agree.”"),
}  # fmt: skip
FIELD_WORDS = {
    "given_name": _("First name"), "family_name": _("Last name"), "email": _("E-mail address"),
    "phone": _("Phone number"), "postal_address": _("Postal address"), "date_of_birth": _("Date of birth"),
    "policy_details": _("Policy details"), "claim_details": _("Claim details"), "item_details": _("Item details"),
    "payment_details": _("Payment details"), "shipping_details": _("Shipping details"),
    "employment_details": _("Job details"), "other": _("Something else"),
}  # fmt: skip
CAPACITIES = {
    "self": _("The person themselves"), "authorized_agent": _("Authorized agent"),
    "parent_or_guardian": _("Parent or guardian"), "executor": _("Executor"), "conservator": _("Conservator"),
}  # fmt: skip
DELIVERIES = {"secure_download": _("Download"), "post": _("Mail"), "encrypted_email": _("E-mail with a locked file")}
SAFE = {"yes": _("Yes, both"), "other": _("Only at another place"), "none": _("No, nowhere")}
WHEN = {
    "": _("Any time"),
    "morning": _("Weekday morning"),
    "afternoon": _("Weekday afternoon"),
    "evening": _("Evening"),
}
ASSISTANCE = {
    "interpreter": _("Interpreter"), "tty_relay": _("TTY or relay service"), "helper": _("A helper on the line"),
}  # fmt: skip
# What the other blocks ask for anyway is not asked a second time.
ASKED_ELSEWHERE = frozenset({"date_of_birth", "phone", "postal_address", "postal_code"})
ANSWERS = {kind: f"answer_{kind}" for kind in ASKABLE_FACTS if kind not in ASKED_ELSEWHERE}
# Fields that hold a number of another kind: nine digits in a row are no secret there.
NUMBERS = frozenset({"identifier", "phone", "safe_phone", "requester_phone", "postal_code", *ANSWERS.values()})
NARROW, TEXT = {"autocomplete": "off"}, {"autocomplete": "off", "spellcheck": "false"}


def _choices(words: Any, codes: Any, *, blank: Any = None) -> list[tuple[str, Any]]:
    first = [("", blank)] if blank is not None else []
    return first + [(str(code), capfirst(words.get(str(code), str(code)))) for code in codes]


def _line(label: Any, *, hint: Any = "", width: str = "", **attrs: str) -> forms.CharField:
    """A text field without rules of its own: the core reads it, so that every channel says the same."""
    widget = forms.TextInput(attrs={**TEXT, "class": width, **attrs})
    return forms.CharField(label=label, required=False, help_text=hint, strip=False, widget=widget)


def _area(label: Any, *, hint: Any = "", rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **NARROW})
    return forms.CharField(label=label, required=False, help_text=hint, strip=False, widget=widget)


def _pick(label: Any, choices: list[tuple[str, Any]], *, initial: str = "", hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial, help_text=hint)


def _radios(label: Any, choices: list[tuple[str, Any]], *, initial: str = "") -> forms.ChoiceField:
    widget = Radios(inline=True, attrs={"class": "govuk-radios--small"})
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial, widget=widget)


def _boxes(
    label: Any, choices: list[tuple[str, Any]], *, tiles: bool = False, hints: Any = None
) -> forms.MultipleChoiceField:
    widget = Checkboxes(hints=hints or {}, tiles=tiles, attrs={"class": "govuk-checkboxes--small"})
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)


class CallForm(PortalForm):
    """Every field may stay empty while the call goes on. `extra` messages come from the core, by field."""

    call = forms.UUIDField(widget=forms.HiddenInput)
    started_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    consent = _radios(_("Recording"), [("yes", _("Caller agrees")), ("no", _("Caller prefers no recording"))])
    language = _radios(_("Language"), [("en", "English"), ("es", "Español")], initial="en")
    assistance = _boxes(_("Help on the line"), list(ASSISTANCE.items()))
    helper_name = _line(_("Who helps, as they say it (optional)"))
    helper_consent = forms.BooleanField(label=_("Caller agrees that the helper hears this"), required=False)

    rights = _boxes(_("Rights"), _choices(RIGHTS, ASKABLE), tiles=True, hints=RIGHT_HINTS)
    scope = _pick(_("How much of it"), _choices({
        "specific_pieces": _("A full copy"), "categories": _("Only the kinds of information"),
        "portability": _("A file to take elsewhere"),
    }, ["specific_pieces", "categories", "portability"]))  # fmt: skip
    look_back = _pick(_("From what time"), [("all", _("All of it")), ("12_months", _("The last 12 months"))])
    delete_yes = forms.BooleanField(label=_("Caller said “confirm yes”"), required=False)
    kinds = _boxes(_("What shall stop?"), _choices(wording.KINDS, Kind))
    details = _area(_("In the caller’s own words"), hint=_("What they say, as they say it. No ID or card numbers."))
    company = _pick(_("Which company?"), [
        (GROUP, _("All companies of the group")), *((one.slug, one.name) for one in PROFILE.companies),
    ])  # fmt: skip

    capacity = _radios(_("The caller is"), _choices(CAPACITIES, Capacity), initial="self")
    given_name = _line(_("First name"))
    family_name = _line(_("Last name"))
    state = _pick(_("State of residence"), [("", _("Choose a state")), *US_STATES.items()])
    postal_code = _line(_("ZIP code"), inputmode="numeric")
    relationships = _boxes(_("How do we know them?"), _choices(wording.RELATIONSHIPS, Relationship))
    identifier_kind = _pick(
        _("A number of theirs"), _choices(wording.IDENTIFIERS, IdentifierKind, blank=_("None at hand"))
    )
    identifier = _line(_("The number"))
    requester_name = _line(_("Caller’s full name"))
    requester_organization = _line(_("Caller’s organization"))
    requester_phone = _line(_("Caller’s phone"), inputmode="tel")
    requester_email = _line(_("Caller’s e-mail"), inputmode="email")
    authority = _pick(_("Paper that allows it"), _choices(wording.AUTHORITIES, Authority, blank=_("Choose one")))
    answer_to = _pick(_("Answer goes to"), [("consumer", _("The person")), ("requester", _("The caller"))])

    phone = _line(_("Phone"), inputmode="tel")
    email = _line(_("E-mail (optional)"), inputmode="email")
    street = _line(_("Street or P.O. box"))
    street_2 = _line(_("Apartment (optional)"))
    city = _line(_("City"))
    mail_state = _pick(_("State, if another"), [("", _("The same")), *US_STATES.items()])
    delivery = _pick(_("Reply by"), _choices(DELIVERIES, Delivery), initial="secure_download")
    answer_format = _pick(_("Form, if they ask"), _choices(wording.ANSWER_FORMATS, AnswerFormat), initial="standard")
    safe = _radios(_("Is it safe to write and call there?"), _choices(SAFE, SAFE), initial="yes")
    safe_phone = _line(_("Safe phone"), inputmode="tel")
    safe_email = _line(_("Safe e-mail"), inputmode="email")
    safe_instructions = _line(_("What else to know"))
    unsafe = _boxes(
        _("May someone else read or hear what we already had? (optional)"), _choices(wording.UNSAFE, wording.UNSAFE)
    )
    call_back_when = _pick(_("Best time to call back"), _choices(WHEN, WHEN))

    date_of_birth = forms.CharField(
        label=_("Date of birth, as they say it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", **NARROW}),
    )
    passphrase = _line(
        _("Passphrase (optional)"),
        hint=_("Four words for the status by phone; a machine chose them. Clear them if they are not wanted."),
    )
    received_at = forms.CharField(
        label=_("Asked earlier, on voicemail or by letter?"), required=False,
        help_text=_("Then the days count from that message. Central Time, at most 60 days ago."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", **NARROW}),
    )  # fmt: skip
    confirmed = forms.BooleanField(label=_("Caller confirmed the read-back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in FIXES:
            self.fields[f"fix_{number}_field"] = _pick(
                _("What is wrong"), _choices(FIELD_WORDS, CORRECTABLE, blank=_("Nothing more"))
            )
            self.fields[f"fix_{number}_requested"] = _line(_("How it should read"))
        for kind, name in ANSWERS.items():
            self.fields[name] = _line(wording.POINTS.get(kind, kind.replace("_", " ")))
        if not self.is_bound:
            self.initial.setdefault("passphrase", new_passphrase())
            others = {"others": new_passphrase(), "spanish": new_passphrase("es")}
            more = _("Other ones to choose from: %(others)s. In Spanish: %(spanish)s.") % others
            self.fields["passphrase"].help_text = f"{self.fields['passphrase'].help_text} {more}"

    def fixes(self) -> list[tuple[Any, Any]]:
        """The rows of corrections, as pairs of fields."""
        return [(self[f"fix_{number}_field"], self[f"fix_{number}_requested"]) for number in FIXES]

    def asked(self) -> list[tuple[str, Any]]:
        """The questions of the identity block, in an order of this call's own; each with its kind of fact."""
        return [(kind, self[ANSWERS[kind]]) for kind in in_order(ANSWERS, seed=str(self["call"].value()))]

    @property
    def texts(self) -> list[str]:
        """The fields in which somebody types freely."""
        typed = (forms.TextInput, forms.Textarea)
        other = (forms.HiddenInput, forms.DateInput, forms.DateTimeInput)
        return [n for n, f in self.fields.items() if isinstance(f.widget, typed) and not isinstance(f.widget, other)]
