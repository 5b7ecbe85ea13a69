"""A code by post, and a call at the number on file: what the page asks for and says."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.forms import PortalForm, Radios
from requests_app.profile import PROFILE
from verification.methods.call_back import WINDOWS

# The same words for the desk and for the page: the hours are those of the company's own place.
WHEN = {
    "": _("Any time on a weekday"), "morning": _("Weekday morning, 8 to 12"),
    "afternoon": _("Weekday afternoon, 12 to 5"), "evening": _("Weekday evening, 5 to 8"),
}  # fmt: skip


class LetterCodeForm(PortalForm):
    """The code from the letter, in groups or without."""

    code = Typed(
        label=_("Code from the letter"),
        help_text=_("Twelve letters and digits, such as 4K7M-2Q9X-HT3B. You may leave out the dashes."),
        width="20",
        attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"},
    )

    def clean_code(self) -> str:
        typed = str(self.cleaned_data.get("code") or "")
        if not typed:
            raise forms.ValidationError(gettext("Enter the code from the letter"))
        return typed


class CallBackForm(PortalForm):
    """When we may call."""

    window = forms.ChoiceField(
        label=_("When can we call you?"),
        choices=[(code, WHEN[code]) for code in WINDOWS],
        required=False,
        widget=Radios(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = PROFILE.call_back_days
        words = ngettext(
            "Central Time. We call within %(n)d business day.",
            "Central Time. We call within %(n)d business days.",
            days,
        )
        self.fields["window"].help_text = words % {"n": days}


def letter_code_problem(outcome: Any) -> str:
    """Why the code was not accepted. It says nothing about whether a letter went out."""
    if outcome.result == "expired":
        return gettext("This code does not work any more. Ask for a new letter.")
    if outcome.result == "locked" or not outcome.tries_left:
        return gettext("Too many wrong tries with this code. Ask for a new letter, use another way, or call us.")
    return ngettext(
        "This code is not right. Look at the newest letter. You have %(left)d try left.",
        "This code is not right. Look at the newest letter. You have %(left)d tries left.",
        outcome.tries_left,
    ) % {"left": outcome.tries_left}
