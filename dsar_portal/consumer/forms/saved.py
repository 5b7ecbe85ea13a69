"""Putting a form aside, and coming back to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.consumer.forms.short import contact_faults
from dsar_portal.forms import PortalForm


class SaveForm(PortalForm):
    """Where to mail the way back; nowhere, if nothing is typed."""

    email = Typed(
        label=_("E-mail address (optional)"),
        help_text=_("We send you a link to the page where you go on. The code is not in the e-mail."),
        auto="email",
        attrs={"inputmode": "email", "spellcheck": "false"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, message in contact_faults(found).items():
            self.add_error(name, message)
        return found


class ReturnForm(PortalForm):
    """The code of a form that was put aside."""

    code = Typed(
        label=_("Your code"), help_text=_("We showed it to you when you saved the form."), width="20", auto="off"
    )

    def clean_code(self) -> str:
        typed = str(self.cleaned_data.get("code") or "")
        if not typed:
            raise forms.ValidationError(_("Enter your code"))
        return typed
