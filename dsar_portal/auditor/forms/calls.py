"""The telephone system's list, and the period to look at."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.auditor.forms.fields import SinceUntilForm, day_field
from dsar_portal.forms import PortalForm


class CallListForm(PortalForm):
    """One CSV file."""

    file = forms.FileField(
        label=_("List of calls, as CSV"),
        max_length=200,
        help_text=_(
            "Columns started_at, duration, agent (user name), direction (in or out), call_id. "
            "Nothing is kept of any other column."
        ),
        error_messages={"required": _("Choose the file with the list"), "empty": _("The file is empty")},
    )


class PeriodForm(SinceUntilForm):
    """The days to look at."""

    since = day_field(_("From"))
    until = day_field(_("To"))

    def days(self, first: date, last: date) -> tuple[date, date]:
        """The days given; those of the arguments where none are."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        since, until = given.get("since") or first, given.get("until") or last
        return min(since, until), until
