"""What an officer types about stops, signs of fraud and a new contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.officer.forms.base import DeedForm, PlainLine, PlainText
from requests_app.places import US_STATES

STATES = [("", _("Not known")), *US_STATES.items()]


class VerdictForm(DeedForm):
    """What an officer found out about a stop."""

    name = "release_verdict"
    why = PlainText(
        label=_("What you found out, and how"),
        help_text=_("It is kept with the case. Nobody outside reads it."),
        longest=4_000,
    )


class SignForm(DeedForm):
    """Why something is no sign of fraud after all."""

    name = "sign"
    code = forms.CharField(widget=forms.HiddenInput, max_length=32)
    reason = PlainText(label=_("Why this is no sign of fraud here"), longest=2_000)


class ContactForm(DeedForm):
    """Where letters of the request go from now on."""

    name = "contact"
    email = PlainLine(label=_("New e-mail"), required=False)
    phone = PlainLine(label=_("New phone"), required=False)
    line_1 = PlainLine(label=_("New street"), required=False)
    city = PlainLine(label=_("City"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    postal_code = PlainLine(label=_("ZIP code"), required=False)
    old_unsafe = forms.BooleanField(
        label=_("The old contact is not safe any more"),
        help_text=_("Then it is not written to. The other known contacts hear of the change."),
        required=False,
    )

    def raw(self) -> dict[str, Any]:
        """The body of the change."""
        data = self.cleaned_data
        address = {
            "lines": [data["line_1"]] if data["line_1"] else [],
            "city": data["city"],
            "state": data["state"],
            "postal_code": data["postal_code"],
        }
        ways = {"email": data["email"], "phone": data["phone"]}
        where = {"postal_address": address} if any(address.values()) else {}
        return {**{way: value for way, value in ways.items() if value}, **where, "old_is_safe": not data["old_unsafe"]}
