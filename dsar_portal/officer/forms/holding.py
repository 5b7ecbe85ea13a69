"""What an officer types about legal holds and about the end of a restriction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, Radios
from dsar_portal.officer.forms.base import DeedForm, PlainLine, PlainText, words
from fulfillment.selectors import systems
from requests_app.choices import HoldReason


class HoldForm(DeedForm):
    """A new legal hold on the person of the request."""

    name = "hold"
    reason = forms.ChoiceField(
        label=_("Why nothing may be erased"),
        choices=words(wording.HOLD_REASONS, HoldReason),
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )
    matter = PlainLine(
        label=_("Number of the matter or case"),
        help_text=_("It stays inside: no letter, no ledger entry names it."),
        longest=80,
    )
    secret = forms.BooleanField(
        label=_("The person may not be told"),
        help_text=_("Only where the authority forbids it. Letters then say that a law makes us keep the data."),
        required=False,
    )
    systems = forms.MultipleChoiceField(
        label=_("Systems it covers"),
        help_text=_("Tick none for all of them."),
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["systems"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker: declared above
        field.choices = [(one.slug, one.label) for one in systems()]


class OneHold(DeedForm):
    """A deed on one hold that needs nothing but the button."""

    name = "one-hold"
    hold = forms.UUIDField(widget=forms.HiddenInput)


class AskReleaseForm(OneHold):
    """Asking a second person to end a hold."""

    name = "hold-ask"
    why = PlainText(label=_("Why the hold may end"), help_text=_("A second person reads it."), longest=2_000)


class LiftForm(DeedForm):
    """The announced end of a restriction."""

    name = "lift"
    lift_on = forms.DateField(
        label=_("The data is used again from"),
        help_text=_("At least two weeks ahead."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day."), "invalid": _("Give a date that exists.")},
    )
    reason = PlainText(
        label=_("Why the restriction ends"),
        help_text=_("The person reads this in the notice, in their language."),
        longest=4_000,
    )
