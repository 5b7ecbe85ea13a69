"""Walk one history through the real verbs, keep what it wrote, and undo it: nothing of it stays in the database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.test.utils import override_settings

from dsar_portal.demo.asking import NUMBERS, ask
from dsar_portal.demo.bulk import stories
from dsar_portal.demo.bulk.capture import Prototype, capture
from dsar_portal.demo.bulk.people import invent
from dsar_portal.demo.bulk.stories import STORIES, Story
from fulfillment.services import expire_packages
from notifications.models import Letter, Status
from notifications.sending import send
from outbound.models import RegisterPerson
from requests_app.profile import PROFILE

# No letter leaves the house while histories are made up.
NO_MAIL = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
ON_ITS_WAY = timedelta(seconds=40)
UNKNOWN = frozenset({"verifying", "not_verified"})
PACKAGE_OVER = timedelta(days=32)


def make(place: int, variant: int, *, people: Sequence[RegisterPerson], now: datetime) -> Prototype:
    """One history of the table of stories. Leaves the database as it was."""
    story = STORIES[place]
    number = place * 12 + variant
    plan = stories.plan_of(story, variant, number=number)
    person, at = people[number % len(people)], _asked_at(story, variant, now)
    if story.walk in UNKNOWN or story.right == "opt_out":
        person = _stranger(person, number, numbered=story.walk in UNKNOWN)
    with transaction.atomic(), NO_MAIL:
        # With an address on file they would be warned on paper too, and no copy of a printed page names its own person.
        RegisterPerson.objects.filter(person_key=person.person_key).update(postal_address={})
        filed = ask(plan, person, now=at)
        pace = stories.pace_of(story, variant)
        stories.walk(plan, filed, at, pace)
        if story.right == "access" and not story.is_open:
            expire_packages(now=at + 9 * pace * stories.DAY + PACKAGE_OVER)
        _send_letters([filed.submission.id, *(request.id for request in filed.requests)])
        made = capture(filed.submission, at)
        transaction.set_rollback(True)
    made.people = _words(person)
    return made


def _stranger(like: RegisterPerson, number: int, *, numbered: bool) -> RegisterPerson:
    """Somebody whom the register does not know, so that nothing on file proves who is asking. Not stored.

    Who is not `numbered` gives no policy or customer number, as in most opt-outs.
    """
    words = dict(invent(Random(number), 9_000_000 + number, spanish=like.language == "es"))  # noqa: S311  made-up data
    lines = [words.pop("line0")]
    del words["line1"]
    words = {name: word if numbered or name not in NUMBERS else "" for name, word in words.items()}
    born = date.fromisoformat(words.pop("date_of_birth"))
    address = {**like.postal_address, "lines": lines}
    more = {"postal_address": address, "language": like.language, "relationships": like.relationships}
    return RegisterPerson(**words, **more, date_of_birth=born)


def reachable() -> list[RegisterPerson]:
    """The people of the register who have an e-mail address: their letters leave without paper."""
    return list(RegisterPerson.objects.exclude(email="").order_by("person_key"))


def _asked_at(story: Story, variant: int, now: datetime) -> datetime:
    """A working day between ten and three o'clock, so that no hour of grace leads into another day."""
    zone = ZoneInfo(PROFILE.time_zone)
    day = now.astimezone(zone).date() - timedelta(days=stories.age_of(story, variant))
    if story.right != "opt_out":
        day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(10 + variant % 5, 7 * variant % 60), zone).astimezone(UTC)


def _send_letters(about: Sequence[UUID]) -> None:
    """Those of this history alone: a portal at work has others on their way."""
    for letter in Letter.objects.filter(status=Status.QUEUED, about__in=about).order_by("created_at", "id"):
        if letter.channel == "email":
            send(letter_id=letter.id, now=letter.created_at + ON_ITS_WAY)


def _words(person: RegisterPerson) -> dict[str, str]:
    """The words that stand for this person, by what they are."""
    named = ("given_name", "family_name", "email", "phone", "person_key", "account_username", *NUMBERS)
    words = {name: str(getattr(person, name)) for name in named if getattr(person, name)}
    words["date_of_birth"] = person.date_of_birth.isoformat()
    for number, line in enumerate(person.postal_address.get("lines", [])):
        words[f"line{number}"] = line
    return words
