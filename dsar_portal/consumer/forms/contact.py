"""One more contact point that may be on file from before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.consumer.forms.short import contact_faults
from dsar_portal.forms import PortalForm


class ContactForm(PortalForm):
    """An e-mail address or a phone number."""

    contact = Typed(label=_("E-mail address or phone number"), auto="off", attrs={"spellcheck": "false"})

    def __init__(self, *args: Any, texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        if not texts:
            self.fields["contact"].label = _("E-mail address")

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data.get("contact") or "")
        if not typed:
            raise forms.ValidationError(self.missing())
        name = "email" if "@" in typed or not self.texts else "phone"
        faults = contact_faults({name: typed})
        if faults:
            raise forms.ValidationError(faults[name])
        return typed

    def missing(self) -> str:
        """What to do where nothing was typed."""
        if self.texts:
            return str(_("Enter an e-mail address like name@example.com, or a phone number"))
        return str(_("Enter an e-mail address like name@example.com"))

    def unreachable(self) -> str:
        """What to do where no code can go."""
        if self.texts:
            return str(_("We cannot send a code there. Enter an e-mail address, or another phone number."))
        return self.missing()
