"""What can be looked for."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors import id_of
from audit.events import EVENTS
from dsar_portal.forms import PortalForm
from requests_app import reference
from requests_app.profile import PROFILE
from requests_app.services.auditing import Wanted

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
FIRST_YEAR = 2020


def _looks_like_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _day_field(label: Any) -> forms.DateField:
    words = {"invalid": _("Enter a real date"), "required": _("Enter a date")}
    box = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=box, error_messages=words)


class SearchForm(PortalForm):
    """Filters of the ledger; every field may stay empty."""

    request = forms.CharField(
        label=_("Request"), max_length=60, required=False, widget=forms.TextInput({**_PLAIN, "placeholder": "JM-…"})
    )
    action = forms.ChoiceField(label=_("What was done"), required=False)
    actor = forms.CharField(
        label=_("Who did it"), max_length=80, required=False, widget=forms.TextInput({**_PLAIN, "placeholder": "olu"})
    )
    since = _day_field(_("From"))
    until = _day_field(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["action"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [("", _("Anything")), *((name, name) for name in sorted(EVENTS))]

    def clean_request(self) -> str:
        """A reference in its one form, or an id as it is."""
        given: str = self.cleaned_data["request"].strip()
        if not given or _looks_like_id(given):
            return given
        try:
            return reference.parse(given)
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped

    def clean(self) -> dict[str, Any]:
        """The days must not be swapped."""
        cleaned: dict[str, Any] = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first day"))
        return cleaned

    def wanted(self) -> Wanted:
        """The filters as the search takes them: a user name becomes an id, days become instants of our zone."""
        cleaned = self.cleaned_data
        until: date | None = cleaned["until"]
        actor: str = cleaned["actor"].strip()
        return Wanted(
            request=cleaned["request"],
            action=cleaned["action"],
            actor=str(id_of(actor) or actor),
            since=_midnight(cleaned["since"]),
            until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        )


class HistoryForm(PortalForm):
    """Which request to read."""

    reference = forms.CharField(
        label=_("Reference of the request"),
        max_length=30,
        help_text=_("For example JM-7K3F-92QX"),
        error_messages={"required": _("Enter the reference of a request")},
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-10"}),
    )

    def clean_reference(self) -> str:
        """The reference in its one form."""
        try:
            return reference.parse(self.cleaned_data["reference"])
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped


def year_of(text: str, *, now: datetime) -> int:
    """The year asked for if it makes sense, else the running one."""
    this = now.astimezone(ZoneInfo(PROFILE.time_zone)).year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return year if FIRST_YEAR <= year <= this else this


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), ZoneInfo(PROFILE.time_zone))
