"""What a caller answers to show who they are. The fields are emptied with the page; no answer is kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.callcenter.forms.heard import Heard
from dsar_portal.forms import PortalForm

OFF = {"autocomplete": "off", "spellcheck": "false"}


class AnswersForm(PortalForm):
    """One field for each question, in the order of asking; every one may be skipped, but not all."""

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind] = _question(kind)

    def clean(self) -> None:
        if self.fields and not self.answers() and not self.errors:
            self.add_error(next(iter(self.fields)), _("Note at least one answer."))

    def answers(self) -> dict[str, str]:
        """What was answered, by kind of fact; a day as YYYY-MM-DD."""
        return {kind: str(value) for kind, value in self.cleaned_data.items() if value}


class CodeForm(PortalForm):
    """The digits that a caller reads back."""

    code = forms.CharField(
        label=_("The eight digits, as the caller reads them"),
        max_length=40,
        error_messages={"required": _("Type the digits that the caller reads.")},
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric", "class": "govuk-input--width-10"}),
    )


def _question(kind: str) -> forms.Field:
    label: Any = wording.POINTS.get(kind, kind.replace("_", " "))
    if kind == "date_of_birth":
        return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={**OFF, "type": "date"}))
    widget = forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"})
    return Heard(label=label, required=False, longest=200, number=True, widget=widget)
