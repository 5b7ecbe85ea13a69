"""The form in which an officer answers a request: as a whole, and place by place."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dsar_portal import wording
from dsar_portal.forms import Radios
from dsar_portal.officer.forms.base import DeedForm, PlainLine, PlainText, words
from requests_app.decision import OUTCOMES, REFUSING, DecidedItem, Decision
from requests_app.grounds import RETENTIONS, Ground, Retention

# What is asked for each place where something was found; the first four stand in one row.
WHOLE = ("outcome", "summary", "ground", "cite", "until", "evidence", "fee")
PLACE = ("outcome", "ground", "cite", "until", "facts", "retention", "triggered_on")


class DecisionForm(DeedForm):
    """The answer as a whole and, for each place where something was found, its outcome."""

    name = "decide"
    outcome = forms.ChoiceField(
        label=_("Answer"), choices=words(wording.ANSWERS, OUTCOMES), widget=Radios(inline=True, attrs={"class": "govuk-radios--small"})  # noqa: E501 - one field
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground, if all is refused"), required=False)
    cite = PlainLine(label=_("Law"), required=False)
    until = forms.CharField(label=_("Kept until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    summary = PlainText(
        label=_("The facts in plain words"),
        help_text=_("Word for word in the letter, in the person’s language. A refusal must have it."),
        required=False,
        longest=6_000,
    )
    evidence = PlainText(
        label=_("Evidence, for us only"),
        help_text=_(
            "What shows that the request is excessive, how interests were weighed, the number of a matter. It is kept "
            "with the decision and never sent."
        ),
        required=False,
        longest=5_000,
    )
    fee = PlainLine(
        label=_("Fee instead of a refusal, in dollars"),
        help_text=_(
            "Only where a request is excessive or beyond the free ones. The letter offers it; nothing is charged."
        ),
        required=False,
        longest=7,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]] = (), outcomes: Sequence[str] = (),
        grounds: Sequence[Ground] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.places = list(places)
        fitting = words(wording.OUTCOMES, outcomes)
        whole = _reasons([one for one in grounds if one.whole])
        self.fields["ground"] = forms.ChoiceField(label=_("Ground, if all is refused"), choices=whole, required=False)
        for number in range(len(self.places)):
            self._add_place(number, fitting, _reasons(grounds))
        self.order_fields(["rev", "outcome", *(name for name in self.fields if name[-1].isdigit())])

    def _add_place(self, number: int, outcomes: Sequence[tuple[str, Any]], reasons: Sequence[tuple[str, Any]]) -> None:
        day = forms.DateInput(attrs={"type": "date"})
        fields: dict[str, forms.Field] = {
            "outcome": forms.ChoiceField(label=_("Outcome"), choices=outcomes),
            "ground": forms.ChoiceField(label=_("Ground"), choices=reasons, required=False),
            "cite": PlainLine(label=_("Law"), required=False),
            "until": forms.CharField(label=_("Kept until"), required=False, widget=day),
            "facts": PlainLine(label=_("Facts about this place"), required=False, longest=400),
            "retention": forms.ChoiceField(label=_("Rule for keeping records"), choices=_rules(), required=False),
            "triggered_on": forms.CharField(label=_("Its years are counted from"), required=False, widget=day),
        }
        for name, field in fields.items():
            self.fields[f"{name}_{number}"] = field

    def decision(self) -> Decision:
        """What was chosen, for the services to judge."""
        data = self.cleaned_data
        items = tuple(
            DecidedItem(category=category, system=system, **{name: data[f"{name}_{number}"] for name in PLACE})
            for number, (category, system) in enumerate(self.places)
        )
        if data["outcome"] == "denied" and data["ground"] and not any(item.outcome in REFUSING for item in items):
            items = ()  # all is refused at a stroke: nobody chose what the places begin with
        return Decision(items=items, **{name: data[name] for name in WHOLE})

    def blame(self, errors: Iterable[tuple[str, str]]) -> None:
        """Put what the law finds wrong beside the fields."""
        for pointer, message in errors:
            parts = pointer.removeprefix("#/").split("/")
            name = f"{parts[2]}_{parts[1]}" if parts[0] == "items" and len(parts) == 3 else parts[0]
            self.add_error(name if name in self.fields else None, message)


def _reasons(grounds: Sequence[Ground]) -> list[tuple[str, Any]]:
    return [("", _("None")), *((one.code, f"{one.code}: {one.text}") for one in grounds)]


def _rules() -> list[tuple[str, Any]]:
    """The rules for keeping records, each with how long and from when: its day is worked out from the trigger."""
    return [("", _("None")), *((one.code, f"{one.code}: {one.cite} ({_length(one)})") for one in RETENTIONS.values())]


def _length(rule: Retention) -> str:
    trigger = wording.word(wording.TRIGGERS, rule.trigger)
    if rule.years is None:
        return translated("from %(trigger)s, without end") % {"trigger": trigger}
    words = ngettext("%(count)d year from %(trigger)s", "%(count)d years from %(trigger)s", rule.years)
    return words % {"count": rule.years, "trigger": trigger}
