"""The forms of the officers' desk. They read and keep what was typed; the services judge it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, PortalForm
from dsar_portal.officer.forms.attachments import ACCEPTED
from dsar_portal.officer.forms.base import DeedForm, PlainLine, PlainText, words
from dsar_portal.officer.forms.decision import PLACE, WHOLE, DecisionForm
from requests_app.choices import Channel, Department, ExtensionReason, Right
from requests_app.lifecycle import Status
from requests_app.places import US_STATES
from requests_app.services.work import CLOSE_REASONS

__all__ = [
    "PLACE", "WHOLE", "AnswerForm", "AssignForm", "CloseForm", "DecisionForm", "DeedForm", "DelayForm", "EvidenceForm",
    "ExtendForm", "FailForm", "FilterForm", "MessageForm", "NoteForm", "PlainDeed", "PlainLine", "PlainText",
    "ReturnForm", "words",
]  # fmt: skip

ANY = ("", _("Any"))
DUE = (("", _("Any time")), ("<0d", _("Overdue")), ("today", _("Today or before")), ("<7d", _("In 7 days")), ("<30d", _("In 30 days")), (">30d", _("Later")))  # fmt: skip  # noqa: E501 - one list
ASSIGNEES = (("", _("Anyone")), ("@me", _("Me")), ("none", _("Nobody")))
EVIDENCE_METHODS = ("phone", "document", "in_person", "directory")
FAIL_REASONS = (
    ("not_matched", _("What was given does not match our records")),
    ("no_answer", _("We asked and got no answer")),
    ("suspected_fraud", _("There are signs of fraud")),
)


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
    question = forms.BooleanField(
        label=_("This is a question: the work waits for the answer"),
        help_text=_("The date does not move, but for the British one of a copy of data."),
        required=False,
    )
    file = forms.FileField(
        label=_("Attach a file (optional)"),
        help_text=_("One PDF, JPEG or PNG, up to 10 MB. The requester fetches it on the status page."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
    )


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
    """`owner` is the id of a colleague or the code of a department."""

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
    owner = forms.ChoiceField(
        label=_("Who owns the cause"), help_text=_("A colleague or a department. It stays inside.")
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: declared above
        people = [(str(key), name) for key, name in colleagues]
        departments = words(wording.DEPARTMENTS, Department)
        field.choices = [("", _("Choose")), (_("Departments"), departments), (_("Colleagues"), people)]


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
