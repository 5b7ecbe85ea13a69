"""Nobody learns from us whether somebody is known: the public calls do the same for both, statement by statement."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.verification.conftest import CONSUMER, NORA, SAM, Opener, check_of, worker
from verification import selectors, services
from verification.methods import declaration
from verification.signals import person_found
from verification.signs import Seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def shape(statements: CaptureQueriesContext) -> list[str]:
    """The statements without their values."""
    texts = [re.sub(r"'(?:[^']|'')*'", "?", query["sql"]) for query in statements.captured_queries]
    return [re.sub(r" ?-?\b\d+\b|(?<=_)x\d+", "#", text) for text in texts]


def public_calls(ref: UUID, now: datetime) -> list[object]:
    """Everything a person can do from outside, with what it answers."""
    services.send_code(subject_ref=ref, by=CONSUMER, now=now)
    return [
        services.give_facts(subject_ref=ref, facts={"policy_number": "55-102938"}, by=CONSUMER, now=now),
        services.try_code(subject_ref=ref, code="00000000", by=CONSUMER, now=now),
        services.sign_declaration(
            subject_ref=ref, typed_name="N. N.", text_version=declaration.CURRENT, by=CONSUMER, now=now
        ),
        selectors.state_of(ref),
    ]


def test_known_and_unknown_people_get_the_same_answers_by_the_same_statements(opened: Opener, now: datetime) -> None:
    told, done = [], []
    for who in (NORA, SAM):
        with CaptureQueriesContext(connection) as statements:
            told.append(repr(public_calls(opened(who), now)))
        done.append(shape(statements))
    assert told[0] == told[1]
    assert done[0] == done[1]


def test_signs_on_file_change_nothing_that_a_requester_sees(opened: Opener, now: datetime) -> None:
    def changed_lately(on_file: list[object], **_: object) -> list[Seen]:
        return [Seen("contact_new", 1)] if on_file else []

    person_found.connect(changed_lately)
    try:
        known, unknown = opened(NORA), opened(SAM)
        worker(now)
    finally:
        person_found.disconnect(changed_lately)
    assert [check_of(ref).required for ref in (known, unknown)] == [3, 2]
    seen = [selectors.state_of(ref) for ref in (known, unknown)]
    assert len({(one.methods, one.status, one.askable, one.may_add_contact) for one in seen if one}) == 1


def test_the_public_path_never_opens_the_register(opened: Opener, now: datetime, monkeypatch) -> None:
    def caught(**kwargs: object) -> list[object]:
        raise AssertionError("a public call looked a person up")

    monkeypatch.setattr("outbound.register.find_people", caught)
    public_calls(opened(NORA), now)


def test_what_was_typed_lies_nowhere_in_clear(opened: Opener, now: datetime) -> None:
    public_calls(opened(NORA), now)
    with connection.cursor() as cursor:
        for table in ("verification_check", "verification_declaration", "verification_code", "audit.entry", "jobs_job"):
            cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608 names from the line above
            content = " ".join(row[0] for row in cursor.fetchall())
            for secret in ("quist", "nora@", "55-102938", "5550142", "1961-04-09"):
                assert secret not in content.lower(), table
