"""What an evidence pack of a period holds."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.auditor.forms.fields import PLAIN, SinceUntilForm, day_field
from requests_app.profile import PROFILE
from requests_app.services.packs import Asked

MOST_SAMPLED = 500


def two_years(today: date) -> date:
    """The first day of the 24 months of 11 CCR 7101(a) that end today."""
    month = date(today.year - 2, today.month, 1)
    return month + timedelta(days=min(today.day, 28) - 1)


class PackForm(SinceUntilForm):
    """A period by day of receipt, and a sample."""

    since = day_field(_("Received from"), required=True)
    until = day_field(_("Received to"), required=True)
    company = forms.ChoiceField(label=_("Company"), required=False)
    sample = forms.IntegerField(
        label=_("Random sample"),
        required=False,
        min_value=0,
        max_value=MOST_SAMPLED,
        help_text=_("How many requests; leave it empty for none."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter a whole number"),
            "min_value": _("Enter a whole number"),
            "max_value": _("Draw 500 requests at most"),
        },
    )
    seed = forms.RegexField(
        label=_("Seed"),
        regex=r"^[A-Za-z0-9._-]{1,64}$",
        required=False,
        help_text=_("Your own word or number, so that nobody can foresee the sample. Empty: one is drawn and printed."),
        widget=forms.TextInput({**PLAIN, "class": "govuk-input--width-20"}),
        error_messages={"invalid": _("Use up to 64 letters, digits, dots or dashes")},
    )

    def __init__(self, *args: Any, today: date, slugs: frozenset[str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["company"]
        if isinstance(field, forms.ChoiceField):
            seen = [(one.slug, one.name) for one in PROFILE.companies if slugs is None or one.slug in slugs]
            field.choices = [("", _("All")), *seen]

    def asked(self) -> Asked:
        """What the service takes."""
        given = self.cleaned_data
        return Asked(given["since"], given["until"], given["company"], given["sample"] or 0, given["seed"])
