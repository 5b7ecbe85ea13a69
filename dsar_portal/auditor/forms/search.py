"""What can be looked for."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.selectors import id_of
from audit.events import EVENTS
from dsar_portal.auditor.forms.fields import PLAIN, SinceUntilForm, day_field
from dsar_portal.forms import PortalForm
from requests_app import reference
from requests_app.services import days
from requests_app.services.auditing import Wanted

FIRST_YEAR = 2020
ROLE_WORDS = {
    Role.CALL_AGENT: _("Call-center agent"),
    Role.CALL_SUPERVISOR: _("Call-center supervisor"),
    Role.MAIL_ROOM: _("Mail room"),
    Role.OFFICER: _("Privacy officer"),
    Role.LEAD: _("Privacy lead"),
    Role.STEWARD: _("Data steward"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Administrator"),
}
_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SUBJECT = re.compile(rf"[a-z0-9_]+|{_ID}|[a-z0-9_]+/{_ID}", re.ASCII)


def _looks_like_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _actions() -> list[tuple[str, Any]]:
    """Each family of events as a group, with a first line that means all of it."""
    names = sorted(EVENTS)
    families = sorted({name.partition(".")[0] for name in names})
    groups = [
        (
            family,
            [
                (f"{family}.", _("anything about: %(family)s") % {"family": family.replace("_", " ")}),
                *((name, name) for name in names if name.startswith(f"{family}.")),
            ],
        )
        for family in families
    ]
    return [("", _("Anything")), *groups]


def _roles() -> list[tuple[str, Any]]:
    outside = [("consumer", _("the requester")), ("api_client", _("a program with a key")), ("system", _("the portal"))]
    return [("", _("Any")), *outside, *((role.value, ROLE_WORDS[role]) for role in Role)]


class SearchForm(SinceUntilForm):
    """Filters of the ledger; every field may stay empty."""

    request = forms.CharField(
        label=_("Request"), max_length=60, required=False, widget=forms.TextInput({**PLAIN, "placeholder": "JM-…"})
    )
    action = forms.ChoiceField(label=_("What was done"), required=False)
    actor = forms.CharField(
        label=_("Who did it"), max_length=80, required=False, widget=forms.TextInput({**PLAIN, "placeholder": "olu"})
    )
    role = forms.ChoiceField(label=_("In which role"), required=False)
    since = day_field(_("From"))
    until = day_field(_("To"))
    subject = forms.CharField(
        label=_("Subject"),
        max_length=80,
        required=False,
        widget=forms.TextInput({**PLAIN, "placeholder": "letter"}),
    )
    reason = forms.CharField(
        label=_("Reason code"),
        max_length=80,
        required=False,
        widget=forms.TextInput({**PLAIN, "placeholder": "COMPLEXITY"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("action", _actions()), ("role", _roles())):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_request(self) -> str:
        """A reference in its one form, or an id as it is."""
        given: str = self.cleaned_data["request"].strip()
        if not given or _looks_like_id(given):
            return given
        try:
            return reference.parse(given)
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped

    def clean_subject(self) -> str:
        """A type such as letter, an id, or both with a slash between."""
        given: str = self.cleaned_data["subject"].strip().lower()
        if given and not _SUBJECT.fullmatch(given):
            raise forms.ValidationError(_("Enter a type like letter, an id, or letter/ and an id"))
        return given

    def wanted(self) -> Wanted:
        """The filters as the search takes them: a user name becomes an id, days become instants of our zone."""
        cleaned = self.cleaned_data
        until: date | None = cleaned["until"]
        actor: str = cleaned["actor"].strip()
        return Wanted(
            request=cleaned["request"],
            action=cleaned["action"],
            actor=str(id_of(actor) or actor),
            role=cleaned["role"],
            subject=cleaned["subject"],
            reason=cleaned["reason"].strip(),
            since=days.start_of(cleaned["since"]) if cleaned["since"] else None,
            until=days.end_of(until) if until and until < date.max else None,
        )


class HistoryForm(PortalForm):
    """Which request to read."""

    reference = forms.CharField(
        label=_("Reference of the request"),
        max_length=30,
        help_text=_("For example JM-7K3F-92QX"),
        error_messages={"required": _("Enter the reference of a request")},
        widget=forms.TextInput({**PLAIN, "class": "govuk-input--width-10"}),
    )

    def clean_reference(self) -> str:
        """The reference in its one form."""
        try:
            return reference.parse(self.cleaned_data["reference"])
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped


def year_of(text: str, *, now: datetime) -> int:
    """The year asked for if it makes sense, else the running one."""
    this = days.day_of(now).year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return year if FIRST_YEAR <= year <= this else this
