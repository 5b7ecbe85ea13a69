"""The forms of the officers' desk. They read and keep what was typed; the services judge it."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, PortalForm, Radios
from requests_app import plain_text
from requests_app.choices import Channel, ExtensionReason, Right
from requests_app.decision import OUTCOMES, DecidedItem, Decision
from requests_app.grounds import Ground
from requests_app.lifecycle import Status
from requests_app.places import US_STATES
from requests_app.services.work import CLOSE_REASONS

LONG = {"rows": 4}
ANY = ("", _("Any"))
DUE = (("", _("Any time")), ("<0d", _("Overdue")), ("today", _("Today or before")), ("<7d", _("In 7 days")), ("<30d", _("In 30 days")), (">30d", _("Later")))  # fmt: skip  # noqa: E501 - one list
ASSIGNEES = (("", _("Anyone")), ("@me", _("Me")), ("none", _("Nobody")))
EVIDENCE_METHODS = ("phone", "document", "in_person", "directory")
FAIL_REASONS = (
    ("not_matched", _("What was given does not match our records")),
    ("no_answer", _("We asked and got no answer")),
    ("suspected_fraud", _("There are signs of fraud")),
)


class PlainText(forms.CharField):
    """Several lines of any language, without anything that hides, reverses or controls."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 10_000, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs=LONG), strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return plain_text.block(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


def words(table: wording.Words, codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Choices for codes, in staff words."""
    return [(str(code), wording.word(table, str(code))) for code in codes]


class FilterForm(PortalForm):
    """The lists above the queue. Each is one qualifier; the box holds the rest."""

    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    type = forms.ChoiceField(label=_("Right"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)

    LISTS = ("status", "type", "state", "due", "channel", "assignee")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._options("status", [("", _("Open")), *words(wording.STATUSES, Status)])
        self._options("type", [ANY, *words(wording.RIGHTS, Right)])
        self._options("state", [ANY, *US_STATES.items()])
        self._options("due", list(DUE))
        self._options("channel", [ANY, *words(wording.CHANNELS, Channel)])
        self._options("assignee", list(ASSIGNEES))

    def _options(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: declared above
        field.choices = choices


class DeedForm(PortalForm):
    """A deed on one case. `rev` is the revision that its reader saw."""

    name: ClassVar[str] = ""
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}-%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _say(field)

    def seen(self) -> int:
        """The revision that was read; one that no row has if it is missing."""
        return self.cleaned_data.get("rev") or -1


def _say(field: forms.Field) -> Any:
    """What to do about an empty field; its label names it."""
    if isinstance(field, forms.ChoiceField):
        return format_lazy(_("Choose one: {label}."), label=field.label)
    return format_lazy(_("Write this first: {label}."), label=field.label)


class PlainDeed(DeedForm):
    """A deed that needs nothing but the button."""


class AssignForm(DeedForm):
    name = "assign"
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: declared above
        field.choices = [("", _("Nobody")), *((str(key), name) for key, name in colleagues)]
        field.widget.attrs["data-assign"] = ""


class MessageForm(DeedForm):
    name = "message"
    body = PlainText(label=_("Message to the requester"), help_text=_("They get a neutral notice that it waits."))
    question = forms.BooleanField(label=_("This is a question: the work waits for the answer"), required=False)


class NoteForm(DeedForm):
    name = "note"
    body = PlainText(label=_("Note for colleagues"), help_text=_("It never leaves the portal."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["data-note"] = ""


class ExtendForm(DeedForm):
    name = "extend"
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *words(wording.REASONS, ExtensionReason)])
    explanation = PlainText(
        label=_("Why we need more time"), help_text=_("The person reads this in the notice."), longest=4_000
    )


class DelayForm(DeedForm):
    name = "delay"
    cause = PlainText(
        label=_("Why we are late"), help_text=_("The person reads this in the delay letter."), longest=4_000
    )
    new_due = forms.DateField(
        label=_("We now answer by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give a coming day by which we answer."),
            "invalid": _("Give a date that exists."),
        },
    )


class ReturnForm(DeedForm):
    name = "return"
    reason = PlainText(label=_("What has to change"), longest=4_000)


class CloseForm(DeedForm):
    name = "close"
    reason = forms.ChoiceField(
        label=_("Why is this not a privacy request?"),
        choices=[("", _("Choose")), *words(wording.CLOSE_REASONS, CLOSE_REASONS)],
    )


class EvidenceForm(DeedForm):
    name = "evidence"
    method = forms.ChoiceField(label=_("How it was checked"), choices=words(wording.METHODS, EVIDENCE_METHODS))
    points = forms.MultipleChoiceField(
        label=_("What was shown"),
        choices=words(wording.POINTS, wording.POINTS),
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    reason = PlainText(label=_("How you know"), help_text=_("Not the answers themselves."), longest=2_000)


class FailForm(DeedForm):
    name = "fail"
    reason = forms.ChoiceField(label=_("Why"), choices=FAIL_REASONS)


class AnswerForm(PortalForm):
    """The answer to a question, a complaint or a report."""

    answer = PlainText(label=_("Your answer"), error_messages={"required": _("Write your answer first.")})


class DecisionForm(DeedForm):
    """The answer as a whole and, for each place where something was found, its outcome."""

    name = "decide"
    outcome = forms.ChoiceField(
        label=_("Answer"), choices=words(wording.ANSWERS, OUTCOMES), widget=Radios(inline=True, attrs={"class": "govuk-radios--small"})  # noqa: E501 - one field
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground, if all is refused"), required=False)
    summary = PlainText(
        label=_("The facts in plain words"),
        help_text=_("Word for word in the letter, in the person’s language. A refusal must have it."),
        required=False,
        longest=6_000,
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]] = (), outcomes: Sequence[str] = (),
        grounds: Sequence[Ground] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.places = list(places)
        reasons = [("", _("None")), *((one.code, f"{one.code}: {one.text}") for one in grounds)]
        fitting = words(wording.OUTCOMES, outcomes)
        self.fields["ground"] = forms.ChoiceField(label=_("Ground, if all is refused"), choices=reasons, required=False)
        for number in range(len(self.places)):
            self.fields[f"outcome_{number}"] = forms.ChoiceField(label=_("Outcome"), choices=fitting)
            self.fields[f"ground_{number}"] = forms.ChoiceField(label=_("Ground"), choices=reasons, required=False)
            self.fields[f"cite_{number}"] = PlainLine(label=_("Law"), required=False)
            self.fields[f"until_{number}"] = forms.CharField(
                label=_("Kept until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )
        self.order_fields(["rev", "outcome", *(name for name in self.fields if name[-1].isdigit())])

    def decision(self) -> Decision:
        """What was chosen, for the services to judge."""
        data = self.cleaned_data
        items = tuple(
            DecidedItem(
                category=category,
                system=system,
                outcome=data[f"outcome_{number}"],
                ground=data[f"ground_{number}"],
                cite=data[f"cite_{number}"],
                until=data[f"until_{number}"],
            )
            for number, (category, system) in enumerate(self.places)
        )
        return Decision(data["outcome"], data["summary"], items, data["ground"])

    def blame(self, errors: Iterable[tuple[str, str]]) -> None:
        """Put what the law finds wrong beside the fields."""
        for pointer, message in errors:
            parts = pointer.removeprefix("#/").split("/")
            name = f"{parts[2]}_{parts[1]}" if parts[0] == "items" and len(parts) == 3 else parts[0]
            self.add_error(name if name in self.fields else None, message)


class PlainLine(forms.CharField):
    """One line of text, without anything that hides, reverses or controls."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return plain_text.line(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None
