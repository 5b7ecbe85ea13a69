"""What is known of an agent, and why one is suspended."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import URLValidator, validate_domain_name
from django.utils.translation import gettext_lazy as _

from accounts.scopes import Scope
from accounts.selectors import all_keys
from dsar_portal.forms import Checkboxes, PlainText, PortalForm
from verification.services.agents import AgentFacts

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class AgentForm(PortalForm):
    """An organisation that asks for others. A second person confirms it."""

    name = PlainText(
        label=_("Name"),
        longest=200,
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter the name")},
    )
    registration = PlainText(
        label=_("Registration (optional)"),
        longest=80,
        required=False,
        help_text=_("For example the number at the California Secretary of State."),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-20"}),
    )
    domain = forms.CharField(
        label=_("Domain of its mail (optional)"),
        max_length=253,
        required=False,
        validators=[validate_domain_name],
        help_text=_(
            "Whoever shows that they read mail there speaks for the agent. No domain where anybody can have one."
        ),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-20"}),
    )
    contact_email = forms.EmailField(
        label=_("One address of its own (optional)"),
        required=False,
        widget=forms.EmailInput({**_PLAIN, "class": "govuk-input--width-20"}),
        error_messages={"invalid": _("Enter an e-mail address like name@example.com")},
    )
    website = forms.CharField(
        label=_("Website (optional)"),
        max_length=200,
        required=False,
        validators=[URLValidator(schemes=["https", "http"])],
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-30"}),
    )
    api_keys = forms.MultipleChoiceField(
        label=_("API keys that its programs use"),
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["api_keys"]
        if isinstance(field, forms.MultipleChoiceField):
            filing = [key for key in all_keys() if key.revoked_at is None and Scope.REQUESTS_CREATE in key.scopes]
            field.choices = [(str(key.id), f"{key.name} (dsr_{key.prefix})") for key in filing]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        ways = ("domain", "contact_email", "api_keys")
        if not any(found.get(way) or way in self.errors for way in ways):
            self.add_error("domain", _("Give a domain, an address or an API key: a name alone shows nothing"))
        return found

    def facts(self) -> AgentFacts:
        """What was typed."""
        given = self.cleaned_data
        return AgentFacts(
            name=given["name"],
            registration=given["registration"],
            domain=given["domain"],
            contact_email=given["contact_email"],
            website=given["website"],
            api_keys=tuple(UUID(key) for key in given["api_keys"]),
        )


class SuspendForm(PortalForm):
    """Why an agent does not count as known any more."""

    reason = PlainText(
        label=_("Why"),
        longest=2000,
        lines=True,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why, so that others can judge it later.")},
    )
