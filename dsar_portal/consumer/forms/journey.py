"""The order of the pages, the body that their answers make, and the way back from a message to its page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from dsar_portal.consumer.forms.about_answer import Agent, Answer, Identifiers
from dsar_portal.consumer.forms.about_people import Birth, Contact, Name, Relationships, Residence, Who
from dsar_portal.consumer.forms.about_rights import (
    Access,
    AutomatedDecision,
    Companies,
    Consent,
    Deletion,
    Objection,
    OptOut,
    Restriction,
    What,
)
from dsar_portal.consumer.forms.about_safety import Safe
from dsar_portal.consumer.forms.correction import Correction
from dsar_portal.consumer.forms.signal import with_signal
from dsar_portal.consumer.forms.step import Answers, Step, capacity_of
from dsar_portal.forms import MemorableDateField
from requests_app.choices import Capacity
from requests_app.submission_input import FieldError, Invalid, NewSubmission, validate

STEPS: tuple[type[Step], ...] = (
    Who, What, Companies, Relationships, Access, Correction, Deletion, OptOut, Restriction, Objection,
    AutomatedDecision, Consent, Residence, Name, Birth, Contact, Safe, Identifiers, Answer, Agent,
)  # fmt: skip
BY_SLUG = {step.slug: step for step in STEPS}


def asked(answers: Answers) -> list[type[Step]]:
    """The pages that these answers call for, in order."""
    return [step for step in STEPS if step.fits(answers)]


def unanswered(answers: Answers) -> type[Step] | None:
    """The first page that still waits for an answer."""
    return next((step for step in asked(answers) if step.slug not in answers), None)


def after(slug: str, answers: Answers) -> type[Step] | None:
    """The page that follows; None where only the check is left."""
    pages = [step.slug for step in asked(answers)]
    place = pages.index(slug) + 1 if slug in pages else 0
    return BY_SLUG[pages[place]] if place < len(pages) else None


def before(slug: str, answers: Answers) -> type[Step] | None:
    """The page that came before; None at the first one."""
    pages = [step.slug for step in asked(answers)]
    place = pages.index(slug) if slug in pages else 0
    return BY_SLUG[pages[place - 1]] if place else None


def body_of(answers: Answers, *, gpc: bool) -> dict[str, Any]:
    """The answers as the body of a submission: the same dictionary that the API takes."""
    body: dict[str, Any] = {
        "rights": [],
        "consumer": {},
        "requester": {"capacity": capacity_of(answers)},
        "language": (get_language() or "en")[:2],
        "gpc": gpc,
    }
    for step in asked(answers):
        step.fill(body, answers.get(step.slug, {}), answers)
    return with_signal(body)


def read(answers: Answers, *, gpc: bool, today: date) -> NewSubmission:
    """The whole form, judged by the core. Raises Invalid."""
    return validate(body_of(answers, gpc=gpc), today=today)


def kept(answers: Answers, slug: str) -> dict[str, Any]:
    """Earlier answers of a page, as its form wants them."""
    given = dict(answers.get(slug, {}))
    for name, field in BY_SLUG[slug].base_fields.items():
        if isinstance(field, MemorableDateField) and given.get(name):
            given[name] = date.fromisoformat(given[name])
    return given


def page_errors(form: Step, answers: Answers, *, today: date) -> list[tuple[str, str]]:
    """What the core says about this page: pairs of field and message. Other pages have their own turn."""
    body = body_of(answers, gpc=False)
    try:
        validate(body, today=today)
    except Invalid as invalid:
        found = [(place_of(error, body, answers), error.message) for error in invalid.errors]
        return [(form.show_field(place.field), text) for place, text in found if place.slug == form.slug]
    return []


@dataclass(frozen=True)
class Place:
    """A page and a field on it."""

    slug: str
    field: str


def place_of(error: FieldError, body: dict[str, Any], answers: Answers) -> Place:
    """Where on which page a message belongs: the longest pointer that a page claims. No page: an empty place."""
    pointer = _named(error.pointer, body)
    pages = asked(answers)
    while pointer.count("/"):
        for step in _likely(pages, pointer, answers):
            if pointer in step.pointers:
                return Place(step.slug, step.pointers[pointer])
        pointer = pointer.rpartition("/")[0]
    return Place("", "")


def _likely(pages: list[type[Step]], pointer: str, answers: Answers) -> list[type[Step]]:
    """Pages in the order in which they may claim a pointer: free text to the last page with one, reach to contact."""
    if pointer == "#/details":
        return [step for step in reversed(pages) if step.slug in answers]
    if pointer == "#/consumer":
        # For oneself one way of contact is wanted there; who acts for another is reached on the agent's page.
        mine = capacity_of(answers) == Capacity.SELF
        return [Contact] if mine else [Agent]
    return pages


def _named(pointer: str, body: dict[str, Any]) -> str:
    """`#/rights/0/kinds` by the name of the right, `#/identifiers/1/value` by its kind."""
    parts = pointer.split("/")
    if len(parts) > 2 and parts[2].isdigit():
        entries, number = body.get(parts[1]) or [], int(parts[2])
        if parts[1] == "rights" and number < len(entries):
            parts[2] = str(entries[number]["right"])
        if parts[1] == "identifiers" and number < len(entries):
            return f"#/identifiers/{entries[number]['kind']}"
    return "/".join(parts)
