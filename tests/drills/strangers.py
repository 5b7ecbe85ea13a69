"""People of whom half are on file and half are not, alike in all that can be seen; and their browsers."""

import random
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

OLD = date(2015, 1, 1)
# What differs between two answers of any kind: numbers of requests and rows, tokens, masked contacts, the time of day.
TELLS_NOTHING = re.compile(
    rb"JM-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
    rb'(?<=csrfmiddlewaretoken" value=")[^"]+|'
    + "•••".encode()
    + rb" ?[^<\"\s]*|\b[a-z](?=@)|\d{1,2}:\d\d(?: [ap]\.m\.)?"
)
PER_ANSWER = frozenset({"Date", "X-Request-ID", "X-Correlation-ID", "Set-Cookie"})


@dataclass(frozen=True)
class Person:
    """Somebody who asks, or in whose name somebody asks."""

    number: int
    given: str
    family: str
    known: bool

    @property
    def email(self) -> str:
        return f"{self.family.lower()}@example.org"

    @property
    def phone(self) -> str:
        return f"+1920{5_550_000 + self.number:07d}"

    @property
    def policy(self) -> str:
        return f"77-{self.number:06d}"

    @property
    def address(self) -> dict[str, Any]:
        return {"lines": [f"{1000 + self.number} Elm St"], "city": "Neenah", "state": "WI", "postal_code": "54956",
                "country": "US"}  # fmt: skip

    def asks(self, **changes: Any) -> dict[str, Any]:
        """The body of a submission with every fact of a household; `changes` are of the consumer."""
        person = {
            "given_name": self.given, "family_name": self.family, "email": self.email, "phone": self.phone,
            "postal_address": self.address, "date_of_birth": "1961-04-09",
        }  # fmt: skip
        return {
            "rights": [{"right": "access", "scope": "specific_pieces"}],
            "companies": ["group"],
            "consumer": {key: value for key, value in (person | changes).items() if value},
            "requester": {"capacity": "self"},
            "relationships": ["policyholder"],
            "identifiers": [{"kind": "policy_number", "value": self.policy}],
            "residence": {"country": "US", "state": "WI"},
        }


def people(count: int, chance: random.Random, *, start: int = 0) -> list[Person]:
    """So many people in an order of chance; every other one will be on file."""
    found = [Person(start + n, _name(chance), _name(chance), known=n % 2 == 0) for n in range(count)]
    chance.shuffle(found)
    return found


def put_on_file(everybody: list[Person]) -> None:
    """The company's own systems hold those who are known, with contacts of many years."""
    from outbound import register
    from outbound.models import RegisterPerson, RegisterPoint

    now = datetime.now(UTC)
    rows = [
        RegisterPerson(
            person_key=f"drill-{one.number}", given_name=one.given, family_name=one.family, email=one.email,
            email_on_file_since=OLD, phone=one.phone, phone_on_file_since=OLD, postal_address=one.address,
            address_on_file_since=OLD, date_of_birth=date(1961, 4, 9), policy_number=one.policy, loaded_at=now,
            relationships=["policyholder"],
        )
        for one in everybody
        if one.known
    ]  # fmt: skip
    RegisterPerson.objects.bulk_create(rows)
    RegisterPoint.objects.bulk_create(
        RegisterPoint(person=row, kind=kind, value=value)
        for row in rows
        for kind, value in register.points_of(row).items()
    )


def visit(submission: UUID) -> str:
    """The cookie of a browser in which reference and access code of a submission were shown."""
    from django.contrib.sessions.backends.db import SessionStore

    from audit.ids import new_id
    from dsar_portal.consumer import access

    session = SessionStore()
    session[access.SUBMISSION], session[access.VISIT] = str(submission), str(new_id())
    session[access.SINCE], session[access.OPENED] = datetime.now(UTC).isoformat(), {}
    session.create()
    return str(session.session_key)


class Browser:
    """One client of the portal inside this process; each call says from which network address and visit it comes."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def post(self, path: str, fields: dict[str, str], *, session: str, address: str) -> HttpResponse:
        from django.conf import settings

        self.client.cookies.clear()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session
        answer: Any = self.client.post(path, fields, REMOTE_ADDR=address)
        return answer


def looks(answer: HttpResponse, typed: str) -> tuple[int, bytes, bytes, bytes]:
    """All that a stranger sees of an answer: status, headers, page, and the sentence shown on the next page.

    What they `typed` themselves is repeated to them and says nothing.
    """
    from django.contrib.messages import get_messages

    asked: Any = answer.wsgi_request  # type: ignore[attr-defined]  # the test client adds it
    said = "|".join(str(one) for one in get_messages(asked)) if hasattr(asked, "_messages") else ""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name not in PER_ANSWER)
    told = "\n".join([*headers, *sorted(answer.cookies)]).encode()
    page = answer.content.replace(typed.encode(), b"?")
    return answer.status_code, _plain(told), _plain(page), _plain(said.encode())


@contextmanager
def texts() -> Iterator[None]:
    """Codes can go by text: into a folder."""
    from django.test import override_settings

    with TemporaryDirectory(prefix="dsar-sms-") as folder, override_settings(SMS_URL=f"file:{folder}", DEMO=True):
        yield


def address(number: int) -> str:
    """One of sixteen million network addresses."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _plain(text: bytes) -> bytes:
    return TELLS_NOTHING.sub(b"?", text)


def _name(chance: random.Random) -> str:
    return "Z" + "".join(chance.choices(string.ascii_lowercase, k=9))
