"""The form for one change of the law's numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import MemorableDateField, PlainText, PortalForm
from requests_app.law_changes import Change
from requests_app.regimes import REGIMES, RIGHTS

WHAT = (
    ("respond", _("Answer within")),
    ("extended", _("Extended, in all")),
    ("acknowledge", _("Confirm receipt within")),
    ("confirmed", _("Confirmed by counsel")),
    ("binds", _("Applied to requests")),
    ("in_force", _("In force from")),
    ("until", _("In force until")),
)
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _regimes() -> list[tuple[str, str]]:
    return [(slug, f"{slug}: {_(regime.name)}") for slug, regime in REGIMES.items()]


def _rights() -> list[tuple[str, Any]]:
    return [("", _("The regime as a whole")), *((right, right.replace("_", " ")) for right in sorted(RIGHTS))]


class LawChangeForm(PortalForm):
    """One value of one regime, from a day on, with its source and the reason."""

    regime = forms.ChoiceField(label=_("Regime"), choices=_regimes)
    right = forms.ChoiceField(label=_("Right"), choices=_rights, required=False)
    what = forms.ChoiceField(label=_("What changes"), choices=WHAT)
    value = PlainText(
        label=_("New value"),
        longest=40,
        help_text=_(
            "A period such as “45 days”, “10 business days” or “1 month”; yes or no; a day such as 2027-01-31; none."
        ),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-10"}),
        error_messages={"required": _("Enter the new value")},
    )
    effective_from = MemorableDateField(
        label=_("For requests received on or after"), error_messages={"required": _("Enter the first day")}
    )
    cite = PlainText(
        label=_("Citation"),
        longest=200,
        help_text=_("The section that says so, for example 11 CCR 7021(b)."),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-30"}),
        error_messages={"required": _("Give the citation")},
    )
    reason = PlainText(
        label=_("Why"),
        longest=2000,
        lines=True,
        help_text=_("Kept with the change, for auditors."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say in a sentence why the number changes.")},
    )

    def change(self) -> Change:
        """The change as plain law; its soundness is checked by the verb."""
        given = self.cleaned_data
        return Change(
            given["regime"], given["right"], given["what"], given["value"], given["cite"], given["effective_from"]
        )
