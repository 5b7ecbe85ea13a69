"""Blind search keys of a submission: how staff find a person again without a plain column."""

from collections.abc import Iterator

from audit import together
from requests_app.models import SearchKey, Submission
from requests_app.search_keys import digest, fold
from requests_app.submission_input import NewSubmission


def _values(new: NewSubmission) -> Iterator[tuple[str, str]]:
    for person in (new.consumer, new.requester):
        if person.email:
            yield "email", person.email
        if person.phone:
            yield "phone", person.phone
    who = new.consumer
    names = (who.family_name, f"{who.given_name} {who.family_name}", who.name, new.requester.name)
    yield from (("name", name) for name in names if fold(name))
    yield from (("identifier", identifier.value) for identifier in new.identifiers)


def index(submission: Submission, new: NewSubmission) -> None:
    """Store the search keys of a new submission."""
    keys = {(kind, digest(kind, value)) for kind, value in _values(new)}
    rows = [SearchKey(submission=submission, kind=kind, digest=key) for kind, key in sorted(keys)]
    if not all([together.hold(row) for row in rows]):
        SearchKey.objects.bulk_create(rows)
