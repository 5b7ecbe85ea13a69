"""What an officer types about an agent's permission."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, MemorableDateField, Radios
from dsar_portal.officer.forms.base import DeedForm, PlainText, words
from requests_app.choices import Right
from verification.services.permissions import Terms

KINDS = ("signed_permission", "power_of_attorney")
NEEDING = (Right.ACCESS, Right.DELETION, Right.CORRECTION, Right.AUTOMATED_DECISION)


class KeepPermissionForm(DeedForm):
    """A permission that lies before the officer: what it says, and for how long."""

    name = "keep-permission"
    kind = forms.ChoiceField(
        label=_("What the person signed"),
        help_text=_("A power of attorney is enough by itself (Cal. Prob. 4121 to 4130). Never ask for one."),
        choices=words(wording.AUTHORITIES, KINDS),
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )
    checked = forms.MultipleChoiceField(
        label=_("You have seen that"),
        choices=[
            ("person", _("it names the person and the agent")),
            ("signed", _("the person signed and dated it, by hand or electronically")),
            ("covers", _("it covers what is asked")),
            ("formal", _("a power of attorney: a notary or two witnesses signed too")),
        ],
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    rights = forms.MultipleChoiceField(
        label=_("What it covers"),
        help_text=_("Tick none for everything."),
        choices=words(wording.RIGHTS, NEEDING),
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    valid_from = MemorableDateField(label=_("Good from"), error_messages={"required": _("Enter the first day")})
    valid_until = MemorableDateField(
        label=_("Good until"), required=False, help_text=_("Leave it empty where the paper names no end.")
    )
    answer_to = forms.ChoiceField(
        label=_("Who gets the answer, as the paper says"),
        choices=[
            ("consumer", _("The person, or it does not say")),
            ("requester", _("The agent, but no copy of the data")),
            ("copies", _("The agent, and a copy of the data too")),
        ],
        initial="consumer",
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )
    reason = PlainText(label=_("What you saw"), help_text=_("Kind of paper, its date, who signed."), longest=2_000)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        needed = {"person", "signed", "covers"} | ({"formal"} if found.get("kind") == KINDS[1] else set())
        if "checked" not in self.errors and not needed <= set(found.get("checked") or ()):
            self.add_error("checked", _("A paper that lacks one of these is not kept. Ask for what is missing."))
        return found

    def terms(self) -> Terms:
        """The paper as the rules read it."""
        given = self.cleaned_data
        to = given["answer_to"]
        return Terms(
            kind=given["kind"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            rights=tuple(given["rights"]),
            answer_to="consumer" if to == "consumer" else "requester",
            copies_to_agent=to == "copies",
        )
