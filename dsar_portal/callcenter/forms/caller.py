"""Small forms about requests that are already with us, and for what is no request: a complaint, a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.callcenter.forms.heard import Heard
from dsar_portal.forms import PlainText, PortalForm, Radios
from requests_app import input_fields

QUALITY = {"good": _("Good"), "coach": _("Talk it over"), "correct": _("Something must be put right")}
OFF = {"autocomplete": "off", "spellcheck": "false"}


class LookUpForm(PortalForm):
    """One box. It is sent, not put into an address: what is searched for is personal."""

    text = PlainText(
        label=_("Reference, phone, e-mail, name or number"), longest=254,
        error_messages={"required": _("Enter a reference, phone number, e-mail address, full name or policy number.")},
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )  # fmt: skip


class CheckForm(PortalForm):
    """What a caller can show: four words, or the reference and the access code together."""

    passphrase = forms.CharField(
        label=_("Passphrase"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )
    reference = forms.CharField(
        label=_("Or: reference"), max_length=60, required=False,
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("with access code"), max_length=80, required=False,
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )  # fmt: skip

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("passphrase") and not (given.get("reference") and given.get("code")):
            self.add_error("passphrase", _("Enter the four words, or both the reference and the access code."))


class NoteForm(PortalForm):
    """What the caller said, for the officers. It is no answer and never leaves."""

    body = Heard(
        label=_("What the caller said"), longest=4_000, lines=True,
        error_messages={"required": _("Write the note first.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-note": True}),
    )  # fmt: skip


class WithdrawForm(PortalForm):
    """A tick, so that nobody withdraws by a slip."""

    confirmed = forms.BooleanField(
        label=_("The caller wants to take this request back"),
        error_messages={"required": _("Ask the caller, then tick the box.")},
    )


class AppealForm(PortalForm):
    """What the caller finds wrong with the answer. It may stay empty: an appeal needs no reasons."""

    explanation = Heard(
        label=_("What the caller says about the answer (optional)"), longest=4_000, lines=True, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ComplaintForm(PortalForm):
    """What a caller complains about or asks, when it is no request of a right. Nobody shows who they are."""

    kind = forms.ChoiceField(
        label=_("It is"), choices=[("complaint", _("A complaint")), ("question", _("A question"))],
        initial="complaint", widget=Radios(inline=True, attrs={"class": "govuk-radios--small"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[("en", "English"), ("es", "Español")], initial="en",
        widget=Radios(inline=True, attrs={"class": "govuk-radios--small"}),
    )  # fmt: skip
    body = Heard(
        label=_("What the caller says, word for word"), longest=4_000, lines=True,
        error_messages={"required": _("Write down what the caller says.")}, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    name = Heard(label=_("Name (optional)"), longest=200, required=False, widget=forms.TextInput(attrs=OFF))
    email = forms.CharField(
        label=_("E-mail for our answer (optional)"), required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone for our answer (optional)"), required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "tel"}),
    )  # fmt: skip

    def clean(self) -> None:
        given = {name: str(self.cleaned_data.get(name) or "") for name in ("email", "phone")}
        bag = input_fields.Bag.of(given, {"email", "phone"})
        read = {"email": input_fields.email(bag, "email"), "phone": input_fields.phone(bag, "phone")}
        for error in bag.errors:
            self.add_error(error.pointer.rpartition("/")[2], error.message)
        self.cleaned_data |= read

    def contact(self) -> dict[str, Any] | None:
        """Where to answer, or None where nobody wants an answer."""
        given = {name: self.cleaned_data.get(name) for name in ("name", "email", "phone")}
        return {name: value for name, value in given.items() if value} or None


class InquiryStatusForm(PortalForm):
    """What a caller says to hear of a question or complaint: its number and its code."""

    reference = forms.CharField(
        label=_("Number"), max_length=60, error_messages={"required": _("Enter the number.")},
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code"), max_length=80, error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )  # fmt: skip


TRIES = {
    "reached": _("Reached"), "no_answer": _("No answer"), "message_left": _("Message left"),
    "wrong_number": _("Wrong number"),
}  # fmt: skip


class TryForm(PortalForm):
    """How a try to call back went."""

    outcome = forms.ChoiceField(choices=list(TRIES.items()))


class ReviewForm(PortalForm):
    """What a supervisor found in one call of the sample."""

    outcome = forms.ChoiceField(
        label=_("How was it?"), choices=[("", _("Choose")), *QUALITY.items()],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how the call was.")),
    )  # fmt: skip
    score = forms.TypedChoiceField(
        label=_("Score"), choices=[("", _("Choose")), *((str(n), str(n)) for n in range(1, 6))], coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Give a score from 1 to 5.")),
    )  # fmt: skip
    note = Heard(
        label=_("Note (optional, without names)"), longest=500, required=False, widget=forms.TextInput(attrs=OFF)
    )
    seed = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
