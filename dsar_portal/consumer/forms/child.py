"""A report about a child's data: anybody may tell us, nobody must say who they are."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.consumer.forms.trap import Trapped
from dsar_portal.forms import MemorableDateField
from requests_app.input_child import CHILD_MEMBERS

CHILD = "child_"


class ChildForm(Trapped):
    """By what we find the child's information; one thing is enough. The core judges what was typed."""

    child_given_name = Typed(label=_("Child’s first name (optional)"), auto="off", width="20")
    child_family_name = Typed(label=_("Child’s last name (optional)"), auto="off", width="20")
    child_date_of_birth = MemorableDateField(label=_("Child’s date of birth (optional)"), required=False)
    child_email = Typed(
        label=_("E-mail address that the child used (optional)"), auto="off", attrs={"inputmode": "email"}
    )
    child_phone = Typed(
        label=_("Phone number that the child used (optional)"), auto="off", width="20", attrs={"inputmode": "tel"}
    )
    child_account_username = Typed(label=_("User name that the child used (optional)"), auto="off", width="20")
    body = Typed(
        label=_("What else should we know? (optional)"),
        help_text=_("For example how we may have got the information. Write only what is needed."),
        rows=5,
    )
    email = Typed(
        label=_("Your e-mail address, if you want an answer (optional)"), auto="email", attrs={"inputmode": "email"}
    )
    phone = Typed(
        label=_("Your phone number, if you want an answer (optional)"),
        auto="tel",
        width="20",
        attrs={"inputmode": "tel"},
    )

    def report(self) -> dict[str, Any]:
        """The report, for the core to judge."""
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        child = {name: given[CHILD + name] for name in CHILD_MEMBERS}
        born = self.cleaned_data.get("child_date_of_birth")
        return {
            "child": {**child, "date_of_birth": born.isoformat() if born else ""},
            "details": given["body"],
            "contact": {"email": given["email"], "phone": given["phone"]},
            "language": (get_language() or "en")[:2],
        }

    def blame(self, pointer: str, message: str) -> None:
        """Put a message of the core to its field."""
        _root, _slash, rest = pointer.partition("/")
        part, _slash, name = rest.partition("/")
        field = CHILD + name if part == "child" else "body" if part == "details" else name
        self.add_error(field if field in self.fields else None, message)
