"""Boxes that several forms of the room share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, in the browser's own date field."""
    words = {"invalid": _("Enter a real date"), "required": _("Enter a date")}
    box = forms.DateInput({"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d")
    return forms.DateField(**{"label": label, "required": False, "widget": box, "error_messages": words} | more)
