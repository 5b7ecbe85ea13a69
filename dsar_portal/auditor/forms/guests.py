"""Who comes as a guest, until when, and what they may see."""

import re
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from dsar_portal.auditor.forms.fields import PLAIN, SinceUntilForm, day_field
from dsar_portal.forms import Checkboxes
from requests_app import reference
from requests_app.profile import PROFILE
from requests_app.services.inviting import Guest

LONGEST = timedelta(days=400)
MOST_REFERENCES = 100


def _companies(by: Principal) -> list[tuple[str, str]]:
    return [(company.slug, company.name) for company in PROFILE.companies if by.may_see_company(company.slug)]


class GuestForm(SinceUntilForm):
    """One page, two minutes: a name and a last day are enough."""

    name = forms.CharField(
        label=_("Name of the guest"),
        max_length=120,
        help_text=_("As it shall stand beside what they look at, for example: R. Ames, Ames Assurance"),
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter the guest's name")},
    )
    last_day = day_field(_("Last day"), required=True, help_text=_("The account ends by itself when this day is over."))
    since = day_field(_("Requests received from"))
    until = day_field(_("Requests received to"))
    companies = forms.MultipleChoiceField(
        label=_("Companies"),
        required=False,
        help_text=_("Choose none for all companies."),
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": _("Choose at least one company")},
    )
    references = forms.CharField(
        label=_("Only these requests"),
        required=False,
        max_length=3_000,
        help_text=_("References with spaces or line breaks between. Leave it empty for all requests of the period."),
        widget=forms.Textarea({**PLAIN, "rows": 3}),
    )

    def __init__(self, *args: Any, today: date, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        companies = cast(forms.MultipleChoiceField, self.fields["companies"])
        companies.choices = _companies(by)
        if by.companies is not None:
            companies.required, companies.help_text = True, _("Choose among those that you see yourself.")

    def clean_last_day(self) -> date:
        """Ahead, and not for ever."""
        day: date = self.cleaned_data["last_day"]
        if day < self.today:
            raise forms.ValidationError(_("The last day must be today or later"))
        if day - self.today > LONGEST:
            raise forms.ValidationError(_("A guest stays 400 days at most. Choose an earlier last day"))
        return day

    def clean_references(self) -> tuple[str, ...]:
        """Each in its one form."""
        typed = [text for text in re.split(r"[\s,;]+", self.cleaned_data["references"]) if text]
        if len(typed) > MOST_REFERENCES:
            raise forms.ValidationError(_("Name 100 requests at most"))
        try:
            return tuple(dict.fromkeys(reference.parse(text) for text in typed))
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped

    def guest(self) -> Guest:
        """What the service takes."""
        given = self.cleaned_data
        return Guest(
            name=given["name"],
            last_day=given["last_day"],
            since=given["since"],
            until=given["until"],
            companies=tuple(given["companies"]),
            references=given["references"],
        )
