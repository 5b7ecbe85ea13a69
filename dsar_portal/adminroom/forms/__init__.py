"""What an administrator fills in."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.scopes import Scope
from accounts.selectors import everybody
from dsar_portal.forms import Checkboxes, MemorableDateField, PlainText, PortalForm, Radios
from dsar_portal.wording import ROLES
from jobs.services import DropReason
from requests_app.law_changes import Change
from requests_app.profile import PROFILE
from requests_app.regimes import REGIMES, RIGHTS

SCOPES = {
    Scope.REQUESTS_CREATE: _("File requests"),
    Scope.REQUESTS_READ: _("Read the requests it filed itself"),
    Scope.REQUESTS_READ_ALL: _("Read all requests its owner may read"),
    Scope.REQUESTS_WORK: _("Work on requests"),
    Scope.REQUESTS_DECIDE: _("Decide requests"),
    Scope.AUDIT_READ: _("Read the ledger"),
    Scope.METRICS_READ: _("Read the figures"),
    Scope.SUPPRESSIONS_READ: _("Read the do-not-contact list"),
    Scope.WEBHOOKS_MANAGE: _("Manage webhooks"),
}
_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def companies() -> list[tuple[str, str]]:
    """The companies of the group, for a list of choices."""
    return [(company.slug, company.name) for company in PROFILE.companies]


class RightsForm(PortalForm):
    """What somebody may do, and for which companies."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLES.items()),
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": _("Choose at least one role")},
    )
    companies = forms.MultipleChoiceField(
        label=_("Companies"),
        required=False,
        help_text=_("Choose none for all companies."),
        choices=companies,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )


class NewUserForm(RightsForm):
    """A new account. The second factor is set up at the first sign-in."""

    field_order = ("username", "display_name", "email", "password", "roles", "companies", "expires_on")
    username = forms.RegexField(
        label=_("User name"),
        regex=r"^[A-Za-z][A-Za-z0-9._-]{1,59}$",
        help_text=_("Small letters, digits, dots and dashes."),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-20"}),
        error_messages={
            "required": _("Enter a user name"),
            "invalid": _("Use 2 to 60 letters, digits, dots or dashes, and begin with a letter"),
        },
    )
    display_name = PlainText(
        label=_("Name"),
        longest=120,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter the person's name")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For alerts. It may stay empty."),
        widget=forms.EmailInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"invalid": _("Enter an e-mail address like name@example.com")},
    )
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        strip=False,
        help_text=_("At least 15 characters. Tell it in person; it can be changed after signing in."),
        widget=forms.PasswordInput({"autocomplete": "new-password", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter a first password")},
    )
    expires_on = MemorableDateField(
        label=_("Last day, for a guest"),
        required=False,
        help_text=_("Leave it empty for an account that does not end."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expires_on(self) -> date | None:
        """A guest's last day lies ahead."""
        return _ahead(self.cleaned_data["expires_on"], self.today)


class ReopenForm(PortalForm):
    """A closed account opens again; a guest gets a new last day."""

    expires_on = MemorableDateField(
        label=_("New last day, for a guest"),
        required=False,
        help_text=_("Leave it empty to keep the day that is set, or none."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expires_on(self) -> date | None:
        """The new last day lies ahead."""
        return _ahead(self.cleaned_data["expires_on"], self.today)


class IdentityForm(PortalForm):
    """An account at the organisation's sign-in service, as that service names it."""

    subject = PlainText(
        label=_("Subject (sub) at the sign-in service"),
        longest=255,
        help_text=_("The identifier that never changes, as the service's own administration shows it. Not the e-mail."),
        widget=forms.TextInput({**_PLAIN, "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter the subject")},
    )

    @classmethod
    def of(cls, slug: str, data: Any = None) -> "IdentityForm":
        """The form of one service: its field has an id of its own, so that several fit on one page."""
        return cls(data, auto_id=f"id_{slug}_%s")


class NewKeyForm(PortalForm):
    """A key for a program."""

    name = PlainText(
        label=_("What it is for"),
        longest=120,
        help_text=_("For example: web shop"),
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter what the key is for")},
    )
    user = forms.ChoiceField(
        label=_("Owner"),
        help_text=_("The member of staff who answers for it. It stops working when they leave."),
        error_messages={"required": _("Choose an owner")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": _("Choose at least one")},
    )
    expires_on = MemorableDateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty for a key that does not end.")
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_day(now)
        owners = [(str(user.id), user.display_name) for user in everybody() if user.may_enter(now)]
        field = self.fields["user"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *owners]

    def clean_expires_on(self) -> date | None:
        """The last day lies ahead."""
        return _ahead(self.cleaned_data["expires_on"], self.today)


def local_day(now: datetime) -> date:
    """The day it is where our offices are."""
    return now.astimezone(ZoneInfo(PROFILE.time_zone)).date()


def _ahead(day: date | None, today: date) -> date | None:
    if day is not None and day < today:
        raise forms.ValidationError(_("The last day must be today or later"))
    return day


class DropForm(PortalForm):
    """Why given-up work is put aside for good. The ledger keeps the reason."""

    reason = forms.ChoiceField(
        label=_("Why is it not needed any more?"),
        choices=[
            (DropReason.DONE_BY_HAND.value, _("Somebody did it by hand")),
            (DropReason.NOT_NEEDED.value, _("What it was for is over")),
            (DropReason.REPLACED.value, _("Other work took its place")),
            (DropReason.IMPOSSIBLE.value, _("It can never succeed")),
        ],
        widget=Radios(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": _("Choose why it is put aside"), "invalid_choice": _("Choose one of the reasons")},
    )


def end_of(day: date | None) -> datetime | None:
    """The instant at which an account or key ends: the last second of its last day, in our zone."""
    return None if day is None else datetime.combine(day, time(23, 59, 59), ZoneInfo(PROFILE.time_zone))


LAW_WHAT = (
    ("respond", _("Answer within")),
    ("extended", _("Extended, in all")),
    ("acknowledge", _("Confirm receipt within")),
    ("confirmed", _("Confirmed by counsel")),
    ("binds", _("Applied to requests")),
    ("in_force", _("In force from")),
    ("until", _("In force until")),
    ("free", _("Free requests in twelve months")),
)


def _regimes() -> list[tuple[str, str]]:
    return [(slug, f"{slug}: {_(regime.name)}") for slug, regime in REGIMES.items()]


def _law_rights() -> list[tuple[str, Any]]:
    return [("", _("The regime as a whole")), *((right, right.replace("_", " ")) for right in sorted(RIGHTS))]


class LawChangeForm(PortalForm):
    """One value of one regime, from a day on, with its source and the reason."""

    regime = forms.ChoiceField(label=_("Regime"), choices=_regimes)
    right = forms.ChoiceField(label=_("Right"), choices=_law_rights, required=False)
    what = forms.ChoiceField(label=_("What changes"), choices=LAW_WHAT)
    value = PlainText(
        label=_("New value"),
        longest=40,
        help_text=_(
            "A period such as “45 days”, “10 business days” or “1 month”; a number; yes or no; a day such as "
            "2027-01-31; none."
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
