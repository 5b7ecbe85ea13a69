"""A check is about one person: what a namesake showed of their own file opens nobody else's."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from outbound import register as registry
from outbound.models import RegisterPerson, RegisterPoint
from tests.verification.conftest import CONSUMER, NORA, OLU, Opener, check_of
from tests.verification.test_outreach import code_in_letter, guess, wish, work
from verification import services
from verification.assurance import Tier
from verification.selectors import person_key_of

pytestmark = pytest.mark.django_db
# Of the same name, at another address, with a file of her own.
OTHER: dict[str, Any] = {
    **NORA, "email": "other.nora@example.com", "phone": "+14145550123", "date_of_birth": "1999-12-31",
    "postal_address": {"lines": ["9 Oak Rd"], "city": "Madison", "state": "WI", "postal_code": "53703"},
    "identifiers": [{"kind": "customer_number", "value": "C-777001"}],
}  # fmt: skip
# What a household, or a torn envelope, tells of the first Nora.
HERS = {
    "policy_number": "55-102938", "date_of_birth": "1961-04-09", "postal_address": "12 Elm St, Neenah WI 54956",
    "phone": "+19205550142", "customer_number": "none",
}  # fmt: skip


@pytest.fixture
def namesake(register: None, now: datetime) -> str:
    """Another Nora Quist on file. Gives her key."""
    old = date(2015, 1, 1)
    one = RegisterPerson.objects.create(
        person_key="namesake", given_name="Nora", family_name="Quist", email=OTHER["email"], email_on_file_since=old,
        phone=OTHER["phone"], phone_on_file_since=old, postal_address=OTHER["postal_address"],
        address_on_file_since=old, date_of_birth=date(1999, 12, 31), customer_number="C-777001", loaded_at=now,
    )  # fmt: skip
    RegisterPoint.objects.bulk_create(
        RegisterPoint(person=one, kind=kind, value=value) for kind, value in registry.points_of(one).items()
    )
    return one.person_key


def turn(ref: UUID, at: datetime) -> None:
    """Tell the facts of the other file, in place of one's own."""
    services.give_facts(subject_ref=ref, facts=HERS, by=CONSUMER, now=at)
    work(at)


def sign(ref: UUID, at: datetime) -> None:
    services.sign_declaration(subject_ref=ref, typed_name="Nora Quist", text_version="2026-11", by=CONSUMER, now=at)


def test_a_letter_to_one_house_opens_no_file_of_another(namesake: str, opened: Opener, now: datetime) -> None:
    ref = opened({**OTHER, "identifiers": []})
    services.ask_for_mailed_code(subject_ref=ref, channel="web", by=CONSUMER, now=now)
    work(now)
    assert check_of(ref).person_key == namesake
    code = code_in_letter()
    turn(ref, now)
    sign(ref, now)
    assert guess(ref, code, now).accepted
    work(now)
    check = check_of(ref)
    assert check.person_key == namesake or check.reached == Tier.T0, (check.person_key, check.reached, check.points)


def test_a_level_shown_for_one_person_is_not_kept_for_another(namesake: str, opened: Opener, now: datetime) -> None:
    ref = opened(OTHER)
    work(now)
    assert (person_key_of(ref), check_of(ref).reached) == (namesake, Tier.T1)
    turn(ref, now)
    assert person_key_of(ref) == namesake


def test_a_call_that_was_confirmed_stays_with_who_was_called(namesake: str, opened: Opener, now: datetime) -> None:
    one = wish(opened({**OTHER, "identifiers": []}), now)
    assert services.show_number(wish_id=one.id, reason="asked_now", by=OLU, now=now) == OTHER["phone"]
    turn(one.subject_ref, now)  # while it rings
    services.record_call_back(wish_id=one.id, outcome="confirmed", by=OLU, now=now)
    turn(one.subject_ref, now + timedelta(hours=2))
    sign(one.subject_ref, now)
    work(now + timedelta(hours=2))
    check = check_of(one.subject_ref)
    assert check.person_key == namesake
