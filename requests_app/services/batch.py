"""Many submissions in one go. All that can be filed appear together; a fault in one row is told for that row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from accounts.principals import Principal
from audit import together
from requests_app.choices import Channel
from requests_app.input_fields import FieldError, Invalid
from requests_app.services import dates
from requests_app.services.filing import free_references
from requests_app.services.intake import Filed, submit_within, wanted
from requests_app.submission_input import NewSubmission, validate

MOST_ROWS = 5_000


@dataclass(frozen=True)
class Row:
    """What became of one row: filed, or the errors that kept it out."""

    filed: Filed | None = None
    errors: tuple[FieldError, ...] = ()


@transaction.atomic
def submit_many(*, raws: Sequence[object], channel: Channel, by: Principal, now: datetime) -> list[Row]:
    """File every row that is sound, in one transaction: a call that breaks half-way leaves nothing behind.

    Raises Invalid where there are no rows, or more than 5,000.
    """
    if not 0 < len(raws) <= MOST_ROWS:
        raise Invalid([FieldError("#/submissions", f"Give between 1 and {MOST_ROWS:,} submissions.")])
    read = [_read(raw, now=now) for raw in raws]
    called = iter(free_references(sum(wanted(one) for one in read if isinstance(one, NewSubmission))))
    with together.gathering():
        return [_file(one, called, channel=channel, by=by, now=now) for one in read]


def _read(raw: object, *, now: datetime) -> NewSubmission | Row:
    try:
        return validate(raw, today=dates.received_on(now))
    except Invalid as invalid:
        return Row(errors=invalid.errors)


def _file(read: NewSubmission | Row, called: Iterator[str], *, channel: Channel, by: Principal, now: datetime) -> Row:
    if isinstance(read, Row):
        return read
    references = tuple(islice(called, wanted(read)))
    return Row(filed=submit_within(submission=read, channel=channel, by=by, now=now, references=references))
