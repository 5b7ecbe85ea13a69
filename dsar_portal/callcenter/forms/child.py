"""A caller says that we hold a child's data. Nobody shows who they are, and nobody hears whether anything is held."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.callcenter.forms.heard import Heard
from dsar_portal.forms import MemorableDateField, PortalForm, Radios
from requests_app.input_child import CHILD_MEMBERS

OFF = {"autocomplete": "off", "spellcheck": "false"}
PREFIX = "child_"


def _line(label: Any) -> forms.CharField:
    return Heard(label=label, required=False, longest=254, number=True, widget=forms.TextInput(attrs=OFF))


class ChildForm(PortalForm):
    """By what the child's data is found; one thing is enough."""

    child_given_name = _line(_("Child’s first name"))
    child_family_name = _line(_("Child’s last name"))
    child_date_of_birth = MemorableDateField(label=_("Child’s date of birth"), required=False)
    child_email = _line(_("E-mail that the child used"))
    child_phone = _line(_("Phone that the child used"))
    child_account_username = _line(_("User name that the child used"))
    details = Heard(
        label=_("What else the caller says"), longest=4_000, lines=True, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[("en", "English"), ("es", "Español")], initial="en",
        widget=Radios(inline=True, attrs={"class": "govuk-radios--small"}),
    )  # fmt: skip
    email = _line(_("Caller’s e-mail, for an answer (optional)"))
    phone = _line(_("Caller’s phone, for an answer (optional)"))

    def report(self) -> dict[str, Any]:
        """The report, for the core to judge."""
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        child = {name: given[PREFIX + name] for name in CHILD_MEMBERS}
        born = self.cleaned_data.get("child_date_of_birth")
        return {
            "child": {**child, "date_of_birth": born.isoformat() if born else ""},
            "details": given["details"],
            "contact": {"email": given["email"], "phone": given["phone"]},
            "language": given["language"] or "en",
        }

    def blame(self, pointer: str, message: str) -> None:
        """Put a message of the core to its field."""
        part, _slash, name = pointer.removeprefix("#/").partition("/")
        field = PREFIX + name if part == "child" else name or part
        self.add_error(field if field in self.fields else None, message)
