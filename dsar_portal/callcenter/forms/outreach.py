"""Going to the person: a code by post and a call at the number on file, as an agent enters them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PortalForm, Radios
from verification.methods.call_back import WINDOWS

WHEN = {
    "": _("Any time on a weekday"), "morning": _("Weekday morning, 8 to 12"),
    "afternoon": _("Weekday afternoon, 12 to 5"), "evening": _("Weekday evening, 5 to 8"),
}  # fmt: skip
REASONS = {
    "in_window": _("I call now, in the time that was asked for"),
    "asked_now": _("The person asks to be called right away"),
    "again": _("Nobody answered earlier; I call again"),
}
OUTCOMES = {
    "confirmed": _("Reached, and yes: they asked for this"),
    "not_reached": _("Not reached, or somebody else answered"),
    "denied": _("Reached, and no: they did not ask for this"),
}
OFF = {"autocomplete": "off", "spellcheck": "false"}


class LetterCodeForm(PortalForm):
    """What a caller reads from the letter."""

    code = forms.CharField(
        label=_("The code in the letter, as the caller reads it"),
        help_text=_("Twelve letters and digits in three groups."),
        max_length=60,
        error_messages={"required": _("Type the code that the caller reads.")},
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )


class WindowForm(PortalForm):
    """When the person may be called."""

    window = forms.ChoiceField(
        label=_("When may we call?"),
        choices=[(code, WHEN[code]) for code in WINDOWS],
        required=False,
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )


class ReasonForm(PortalForm):
    """Why the number is needed now."""

    reason = forms.ChoiceField(
        label=_("Why do you need the number?"),
        choices=list(REASONS.items()),
        error_messages={"required": _("Say why you need the number.")},
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )


class OutcomeForm(PortalForm):
    """How the call went."""

    outcome = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=list(OUTCOMES.items()),
        error_messages={"required": _("Say how the call went.")},
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )
