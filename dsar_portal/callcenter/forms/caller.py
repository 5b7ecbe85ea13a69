"""Small forms about requests that are already with us: look one up, check a caller, note, withdraw, appeal, review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PlainText, PortalForm

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

    body = PlainText(
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

    explanation = PlainText(
        label=_("What the caller says about the answer (optional)"), longest=4_000, lines=True, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
