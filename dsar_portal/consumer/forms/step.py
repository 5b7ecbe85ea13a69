"""What every page of the form is: one question, when it is asked, what it adds to the body of a submission."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from dsar_portal.forms import PortalForm
from requests_app.choices import Capacity, Right

Answers = Mapping[str, Mapping[str, Any]]
Given = Mapping[str, Any]
# One choice for "a copy of all that any company of the group has, however old": two pages fewer.
EVERYTHING = "everything"


def rights_of(answers: Answers) -> list[str]:
    """The rights chosen so far."""
    chosen = answers.get("what", {}).get("rights") or []
    return list(dict.fromkeys(str(Right.ACCESS) if one == EVERYTHING else one for one in chosen))


def wants_everything(answers: Answers) -> bool:
    """Whether a copy of everything was chosen in one go."""
    return EVERYTHING in (answers.get("what", {}).get("rights") or [])


def capacity_of(answers: Answers) -> str:
    return str(answers.get("who", {}).get("capacity") or Capacity.SELF)


def asks(answers: Answers, *rights: str) -> bool:
    return not set(rights).isdisjoint(rights_of(answers))


def only_opt_out(answers: Answers) -> bool:
    return rights_of(answers) == [Right.OPT_OUT]


class Step(PortalForm):
    """One page. Subclasses name the question and say what the answers mean."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    intro: ClassVar[Any] = ""
    # Pointers of the core's messages that belong to this page, and the field beside which they are shown.
    pointers: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        super().__init__(*args, **kwargs)
        self.shape()

    def shape(self) -> None:
        """Fit the fields to the earlier answers."""

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        """Whether this page is asked at all."""
        return True

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        """Add this page's answers to the body of the submission."""

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        """The answers as they are read back: question and answer."""
        return []

    def given(self) -> dict[str, Any]:
        """The answers as they are kept in the draft."""
        return {name: _kept(value) for name, value in self.cleaned_data.items()}

    def show_field(self, name: str) -> str:
        """The field beside which a message stands; the first one where the page has no such field."""
        return name if name in self.fields else next(iter(self.fields))


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def right_of(body: dict[str, Any], right: str) -> dict[str, Any]:
    """The entry of one right in the body."""
    entry: dict[str, Any] = next((one for one in body["rights"] if one["right"] == right), {})
    return entry


def add_details(body: dict[str, Any], heading: str, text: str) -> None:
    """Free text of several pages goes into one field, each under its heading."""
    if text:
        body["details"] = "\n\n".join(part for part in (body.get("details", ""), f"{heading}: {text}") if part)
