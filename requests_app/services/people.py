"""Blind search keys of a submission: how staff find a person again without a plain column."""

import unicodedata
from collections.abc import Iterator

from requests_app.models import SearchKey, Submission
from requests_app.submission_input import NewSubmission
from vault.blind import blind_index


def fold(value: str) -> str:
    """Lower case, without accents and punctuation: `Herrera-Díaz` and `herrera diaz` are one."""
    plain = unicodedata.normalize("NFKD", value.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def fold_code(value: str) -> str:
    return "".join(char for char in value.upper() if char.isalnum())


def digest(kind: str, value: str) -> bytes:
    """The search key of one value. `kind` is name, email, phone or identifier."""
    folded = {"email": value.casefold().strip(), "phone": value, "identifier": fold_code(value)}.get(kind, fold(value))
    return blind_index(folded, purpose=f"search.{kind}")


def _values(new: NewSubmission) -> Iterator[tuple[str, str]]:
    for person in (new.consumer, new.requester):
        if person.email:
            yield "email", person.email
        if person.phone:
            yield "phone", person.phone
    who = new.consumer
    names = [who.family_name, f"{who.given_name} {who.family_name}", f"{who.given_name} {who.middle_name} {who.family_name}"]
    yield from (("name", name) for name in names if fold(name))
    if new.requester.name:
        yield "name", new.requester.name
    yield from (("identifier", identifier.value) for identifier in new.identifiers)


def index(submission: Submission, new: NewSubmission) -> None:
    """Store the search keys of a new submission."""
    keys = {(kind, digest(kind, value)) for kind, value in _values(new)}
    SearchKey.objects.bulk_create(SearchKey(submission=submission, kind=kind, digest=key) for kind, key in sorted(keys))
