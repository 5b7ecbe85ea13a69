"""A service of the company that answers JSON. The mapping says what it is asked, and where each fact lies."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from outbound import bounded
from outbound.bounded import NoAnswer
from outbound.http import NotAllowed
from verification.directories import shape
from verification.directories.base import FEW, Candidate, DirectoryDown, TooMany
from verification.directories.shape import RawContact
from verification.directories.specs import Contact, HttpSpec

# Asked for nobody: a domain that can never exist (RFC 2606).
NOBODY = {"email": "nobody@nowhere.invalid"}
MOST_KEY = 200
Scalar = str | int | float | bool | None


class HttpDirectory:
    """Asks by POST, so that no fact stands in an address or in a log of addresses."""

    def __init__(self, spec: HttpSpec) -> None:
        self.slug, self.spec = spec.name, spec

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """See `Directory.find`. Only what the mapping names is sent, and nothing where it names none of these."""
        question = _question(self.spec.request, points)
        if not question:
            return []
        people = self._people(question)
        if len(people) > FEW:
            raise TooMany
        try:
            return [self._candidate(one) for one in people]
        except (TypeError, ValueError, KeyError):
            raise self._down("answered with something else than its mapping says") from None

    def remarks(self, *, now: datetime) -> list[str]:
        """It answers, as agreed."""
        self.find(dict.fromkeys(self.spec.request, "none") | NOBODY | {"date_of_birth": "1900-01-01"})
        return []

    def _people(self, question: Mapping[str, Any]) -> list[Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            if self.spec.token_file is not None:
                headers["Authorization"] = f"Bearer {self.spec.token_file.read_text(encoding='utf-8').strip()}"
            answer = bounded.post(
                self.spec.url,
                body=json.dumps(question).encode(),
                headers=headers,
                seconds=self.spec.seconds,
                most_bytes=self.spec.most_bytes,
                internal=self.spec.internal,
                ca_file=self.spec.ca_file,
            )
            if answer.status != 200:
                raise self._down(f"answered with status {answer.status}")
            people = _inside(json.loads(answer.body), self.spec.people)
        except NoAnswer as trouble:
            raise self._down(str(trouble)) from None
        except (NotAllowed, OSError, ValueError, RecursionError, TypeError) as error:
            raise self._down(f"could not be understood ({type(error).__name__})") from None
        if not isinstance(people, list):
            raise self._down("answered without a list of people")
        return people

    def _candidate(self, person: Any) -> Candidate:
        if not isinstance(person, Mapping):
            raise TypeError
        keys = list(_values(person, self.spec.key))
        if len(keys) != 1 or not isinstance(keys[0], str | int) or not 0 < len(str(keys[0])) <= MOST_KEY:
            raise ValueError
        facts = [(kind, value) for kind, path in self.spec.facts.items() for value in _values(person, path)]
        contacts = [one for contact in self.spec.contacts for one in _contacts(contact, person)]
        return shape.candidate(str(keys[0]), facts, contacts, key_space=self.spec.key_space)

    def _down(self, what: str) -> DirectoryDown:
        return DirectoryDown(f"The directory {self.slug} {what}.")


def _question(request: Mapping[str, str], points: Mapping[str, str]) -> dict[str, Any]:
    question: dict[str, Any] = {}
    for kind, path in request.items():
        if not points.get(kind):
            continue
        *outer, last = path.split(".")
        place = question
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = points[kind]
    # A name alone finds everybody of that name.
    return {} if set(points) & set(request) <= {"family_name"} else question


def _inside(answer: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        if not isinstance(answer, Mapping):
            raise TypeError
        answer = answer.get(name)
    return answer


def _elements(place: Any, path: str) -> Iterator[Any]:
    """What lies at `a.b[].c`: `[]` stands for every element. What is absent gives nothing; another shape is refused."""
    if place is None:
        return
    if not path:
        yield place
        return
    name, _dot, rest = path.partition(".")
    if not isinstance(place, Mapping):
        raise TypeError
    held = place.get(name.removesuffix("[]"))
    if not name.endswith("[]"):
        yield from _elements(held, rest)
        return
    if held is not None and not isinstance(held, list):
        raise TypeError
    for one in held or ():
        yield from _elements(one, rest)


def _values(person: Any, path: str) -> Iterator[Scalar]:
    for value in _elements(person, path):
        if not isinstance(value, str | int | float | bool):
            raise TypeError
        yield value


def _first(place: Any, path: str) -> Scalar:
    return next(_values(place, path), None) if path else None


def _contacts(contact: Contact, person: Any) -> Iterator[RawContact]:
    for place in _elements(person, contact.at):
        days = _first(place, contact.since), _first(place, contact.changed_on)
        if contact.kind == "post":
            lines = [line for path in contact.lines for line in _values(place, path)]
            parts = {part: _first(place, path) for part, path in (contact.parts or {}).items()}
            yield RawContact("post", {"lines": lines, **parts}, *days)
            continue
        for value in _values(place, contact.value):
            yield RawContact(contact.kind, value, *days)
