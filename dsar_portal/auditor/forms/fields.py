"""What several forms of the room share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PortalForm

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, in the browser's own date field."""
    words = {"invalid": _("Enter a real date"), "required": _("Enter a date")}
    box = forms.DateInput({"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d")
    return forms.DateField(**{"label": label, "required": False, "widget": box, "error_messages": words} | more)


class SinceUntilForm(PortalForm):
    """A form with a first day `since` and a last day `until`, either of which may be open."""

    def clean(self) -> dict[str, Any]:
        """The days must not be swapped."""
        cleaned: dict[str, Any] = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first day"))
        return cleaned
