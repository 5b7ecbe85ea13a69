"""A caller gives another way to be reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PlainText, PortalForm
from requests_app.places import US_STATES

OFF = {"autocomplete": "off", "spellcheck": "false"}


NARROW = {**OFF, "class": "govuk-input--width-5"}
ADDRESS = ("street", "city", "state", "postal_code")
# Where an error of the core stands on this form.
PLACES = {
    "postal_address/lines/0": "street", "postal_address/lines": "street", "postal_address": "street",
    "postal_address/city": "city", "postal_address/state": "state", "postal_address/postal_code": "postal_code",
}  # fmt: skip


class ContactForm(PortalForm):
    """A new e-mail address, phone number or postal address for letters and calls about one request."""

    email = PlainText(label=_("New e-mail"), required=False, longest=254, widget=forms.TextInput(attrs=OFF))
    phone = PlainText(label=_("New phone"), required=False, longest=40, widget=forms.TextInput(attrs=OFF))
    street = PlainText(
        label=_("New street or P.O. box"), required=False, longest=200, widget=forms.TextInput(attrs=OFF)
    )
    city = PlainText(label=_("City"), required=False, longest=100, widget=forms.TextInput(attrs=OFF))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Choose a state")), *US_STATES.items()])
    postal_code = PlainText(label=_("ZIP code"), required=False, longest=10, widget=forms.TextInput(attrs=NARROW))
    old_unsafe = forms.BooleanField(label=_("The old contact is not safe any more: do not write there"), required=False)

    def clean(self) -> None:
        missing = [name for name in ("street", "city") if not self.cleaned_data.get(name)]
        if missing and any(self.cleaned_data.get(name) for name in ADDRESS):
            self.add_error(missing[0], _("A letter needs a street or P.O. box, and a city."))

    def raw(self) -> dict[str, Any]:
        """The body of the change."""
        data = self.cleaned_data
        ways = {name: data[name] for name in ("email", "phone") if data.get(name)}
        where = {"postal_address": self._address()} if any(data.get(name) for name in ADDRESS) else {}
        return {**ways, **where, "old_is_safe": not data.get("old_unsafe")}

    def place_of(self, pointer: str) -> str | None:
        """The field at which an error of the core stands; None for one of the whole."""
        name = pointer.removeprefix("#/")
        return PLACES.get(name, name if name in self.fields else None)

    def _address(self) -> dict[str, Any]:
        data = self.cleaned_data
        lines = [data["street"]] if data.get("street") else []
        return {"lines": lines, **{name: data.get(name) or "" for name in ("city", "state", "postal_code")}}
