"""A caller gives another way to be reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PlainText, PortalForm

OFF = {"autocomplete": "off", "spellcheck": "false"}


class ContactForm(PortalForm):
    """A new e-mail address or phone number for letters and calls about one request."""

    email = PlainText(label=_("New e-mail"), required=False, longest=254, widget=forms.TextInput(attrs=OFF))
    phone = PlainText(label=_("New phone"), required=False, longest=40, widget=forms.TextInput(attrs=OFF))
    old_unsafe = forms.BooleanField(label=_("The old contact is not safe any more: do not write there"), required=False)

    def raw(self) -> dict[str, Any]:
        """The body of the change."""
        data = self.cleaned_data
        ways = {name: data[name] for name in ("email", "phone") if data.get(name)}
        return {**ways, "old_is_safe": not data.get("old_unsafe")}
