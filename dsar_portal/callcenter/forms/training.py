"""One training of one person, as the supervisor puts it on record."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.services import Course
from dsar_portal.forms import MemorableDateField, PlainText, PortalForm

OFF = {"autocomplete": "off"}


class TrainingForm(PortalForm):
    """Who, what, and when. Whether the day can be is judged by the service."""

    user = forms.TypedChoiceField(
        label=_("Who was trained"),
        coerce=UUID,
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person of the list.")},
    )
    name = PlainText(
        label=_("Training"),
        longest=120,
        initial=_("Privacy rights and how to help with them (11 CCR 7100)"),
        widget=forms.TextInput({**OFF}),
        error_messages={"required": _("Enter the name of the training.")},
    )
    version = PlainText(
        label=_("Version"),
        longest=40,
        help_text=_("Of the material, for example 2026-11."),
        widget=forms.TextInput({**OFF, "class": "govuk-input--width-10"}),
        error_messages={"required": _("Enter the version of the material.")},
    )
    held_on = MemorableDateField(label=_("Day of the training"))
    note = PlainText(
        label=_("Note (optional)"),
        longest=500,
        required=False,
        help_text=_("Kept encrypted. No health, no marks."),
        widget=forms.TextInput({**OFF}),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *((str(key), name) for key, name in people)]

    def course(self) -> Course:
        """What was taught."""
        given = self.cleaned_data
        day: date = given["held_on"]
        return Course(given["name"], given["version"], day, given["note"])
