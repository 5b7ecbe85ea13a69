"""Contact points one by one: each is proved by a code of its own, and only a proved one drives the search."""

from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest

import outbound.register
from audit import selectors as ledger
from audit.ids import new_id
from notifications.models import Letter
from outbound.models import RegisterPerson
from tests.verification.conftest import CONSUMER, NORA, SAM, Opener, check_of, mailed_code, prove_mailbox, worker, wrong
from verification import selectors, services
from verification.assurance import Tier
from verification.methods import one_time
from verification.models import Check, Code, Contact

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MOVED = {**NORA, "email": "nora.new@example.com", "phone": "+19205550177", "identifiers": []}


@pytest.fixture(autouse=True)
def _texts(settings, tmp_path) -> None:
    settings.SMS_URL = f"file:{tmp_path / 'sms'}"


def point(ref: UUID, kind: str) -> selectors.ContactView:
    state = selectors.state_of(ref)
    assert state is not None
    return next(one for one in reversed(state.contacts) if one.kind == kind)


def send(ref: UUID, contact_id: UUID, at: datetime) -> str:
    services.send_code(subject_ref=ref, contact_id=contact_id, by=CONSUMER, now=at)
    return mailed_code(ref)


def guess(ref: UUID, contact_id: UUID, code: str, at: datetime) -> services.CodeOutcome:
    return services.try_code(subject_ref=ref, contact_id=contact_id, code=code, by=CONSUMER, now=at)


def add(ref: UUID, value: str, at: datetime) -> UUID:
    return services.add_contact(subject_ref=ref, value=value, by=CONSUMER, now=at)


def counting(ref: UUID) -> set[str]:
    return {entry["kind"] for entry in check_of(ref).points if entry["counts"]}


def test_a_code_by_text_lives_ten_minutes_and_shows_a_number_that_was_on_file(register, opened: Opener, now) -> None:
    ref = opened(NORA)
    phone = point(ref, "phone")
    code = send(ref, phone.id, now)
    letter = Letter.objects.get(about=ref)
    assert (letter.kind, letter.channel, letter.recipient["phone"]) == ("verification_text", "sms", NORA["phone"])
    assert (letter.recipient["email"], letter.recipient["lines"]) == ("", [])
    assert guess(ref, phone.id, code, now + 10 * MINUTE).result == "expired"
    assert guess(ref, phone.id, send(ref, phone.id, now + 11 * MINUTE), now + 20 * MINUTE).accepted
    worker(now + 20 * MINUTE)
    assert "sms_control" in counting(ref)
    assert "sms_code" in {entry["method"] for entry in check_of(ref).points}


def test_a_number_typed_for_the_first_time_proves_nothing(register, opened: Opener, now: datetime) -> None:
    ref = opened({**NORA, "phone": "+19205550177"})
    phone = point(ref, "phone")
    assert guess(ref, phone.id, send(ref, phone.id, now), now).accepted
    worker(now)
    assert "sms_control" not in counting(ref)
    assert {one["kind"] for one in check_of(ref).points if not one["counts"]} == {"sms_control"}


def test_swapped_and_replayed_codes_open_nothing(opened: Opener, now: datetime) -> None:
    mine, other = opened(NORA), opened(SAM)
    email, phone, theirs = point(mine, "email").id, point(mine, "phone").id, point(other, "phone").id
    texted, by_email, to_sam = send(mine, phone, now), send(mine, email, now), send(other, theirs, now)
    for ref, contact, code in (
        (mine, phone, by_email), (mine, email, texted), (mine, phone, to_sam), (other, theirs, texted),
    ):  # fmt: skip
        assert guess(ref, contact, code, now).result == "wrong"
    with pytest.raises(services.NoContact):
        guess(mine, theirs, to_sam, now)
    with pytest.raises(services.NoContact):
        send(mine, theirs, now)
    assert guess(mine, phone, texted, now).accepted
    assert guess(mine, phone, texted, now).result == "expired"
    assert guess(mine, email, by_email, now).accepted


def test_a_lock_closes_one_contact_point_and_not_the_other(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    email, phone = point(ref, "email").id, point(ref, "phone").id
    code = send(ref, phone, now)
    assert [guess(ref, phone, wrong(code), now).tries_left for _try in range(5)] == [4, 3, 2, 1, 0]
    assert guess(ref, phone, code, now).locked_until == now + 15 * MINUTE
    with pytest.raises(services.Locked):
        send(ref, phone, now + 14 * MINUTE)
    assert guess(ref, email, send(ref, email, now), now).accepted
    assert guess(ref, phone, send(ref, phone, now + 15 * MINUTE), now + 16 * MINUTE).accepted


def test_wrong_tries_at_all_points_count_together(opened: Opener, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(one_time, "MAX_FAILURES", 4)  # twenty, in fewer slow hashes
    ref = opened(NORA)
    # Two at each of two codes: no single code runs out.
    for contact in (point(ref, "email").id, point(ref, "phone").id):
        code = send(ref, contact, now)
        for _try in range(2):
            guess(ref, contact, wrong(code), now)
    assert check_of(ref).status == Check.Status.LOCKED
    assert sum(Code.objects.filter(subject_ref=ref).values_list("tries", flat=True)) == 4


def test_an_old_mailbox_helps_once_it_is_proved_and_not_before(register, opened: Opener, now, monkeypatch) -> None:
    asked: list[str] = []

    def watched(*, points: dict[str, str]) -> list[RegisterPerson]:
        asked.append(points.get("email", ""))
        return found(points=points)

    found = outbound.register.find_people
    monkeypatch.setattr(outbound.register, "find_people", watched)
    stranger = {**MOVED, "date_of_birth": "1990-01-01", "postal_address": {}}
    ref = opened(stranger)
    old = add(ref, "Nora@Example.org ", now)
    worker(now)
    services.give_facts(subject_ref=ref, facts={"item_type": "watch"}, by=CONSUMER, now=now)
    worker(now)
    assert set(asked) == {"nora.new@example.com"}
    assert check_of(ref).person_key == ""
    assert guess(ref, old, send(ref, old, now), now).accepted
    worker(now)
    assert "nora@example.org" in asked
    assert check_of(ref).person_key == "P-0000"
    assert "email_control" in counting(ref)
    assert selectors.safe_delivery_email(ref) == "Nora@Example.org"


def test_a_proved_mailbox_of_ones_own_opens_nobody_elses_file(register, opened: Opener, now: datetime) -> None:
    """Xavier knows all of Nora's household and has a mailbox of his own: it proves nothing about her."""
    ref = opened({**NORA, "email": "xavier@example.com"})
    mine = point(ref, "email").id
    assert guess(ref, mine, send(ref, mine, now), now).accepted
    worker(now)
    assert check_of(ref).reached == 0
    assert selectors.safe_delivery_email(ref) is None


def test_naming_more_has_an_end_and_the_same_twice_is_one(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    first = add(ref, "one@example.org", now)
    assert add(ref, "ONE@example.org", now) == first
    assert add(ref, "(920) 555-0142", now) == point(ref, "phone").id
    add(ref, "two@example.org", now)
    add(ref, "+1 414 555 0100", now)
    with pytest.raises(services.TooManyContacts):
        add(ref, "three@example.org", now)
    for nowhere in ("+447911123456", "no number", ""):
        with pytest.raises(services.NoContact):
            add(ref, nowhere, now)
    assert Contact.objects.filter(check_row__subject_ref=ref).count() == 5
    named = [entry for entry in ledger.entries_for(ref) if entry.action == "identity.contact_added"]
    assert [entry.facts["kind"] for entry in named] == ["email", "email", "phone"]


def test_without_a_provider_no_number_is_offered(opened: Opener, now: datetime, settings) -> None:
    settings.SMS_URL = ""
    ref = opened({**NORA, "email": ""})
    state = selectors.state_of(ref)
    assert state is not None
    assert "sms_code" not in state.methods
    with pytest.raises(services.NoContact):
        send(ref, point(ref, "phone").id, now)
    with pytest.raises(services.NoContact):
        add(ref, "+14145550100", now)


def test_somebody_elses_point_and_a_made_up_one_are_nobodys(opened: Opener, now: datetime) -> None:
    with pytest.raises(services.NoContact):
        send(opened(NORA), new_id(), now)


def test_checks_of_before_get_their_rows(now: datetime) -> None:
    rows = import_module("verification.migrations.0008_contacts_of_checks")._rows
    typed = [{"email": " Nora@Example.org", "phone": "920 555 0142"}, {"email": "", "phone": "call me"}, {}]
    made = list(rows([Check(contact=contact, opened_at=now) for contact in typed], Contact))
    assert [(row.kind, row.value) for row in made] == [("email", "Nora@Example.org"), ("phone", "+19205550142")]
    # The same index as that of the codes that went there before.
    assert [row.value_index for row in made] == [one_time.index_of(row.kind, row.value) for row in made]


def test_an_agent_who_proves_their_own_mailbox_takes_nothing_from_the_person(register, now) -> None:
    ref, claims = new_id(), {"given_name": "Nora", "family_name": "Quist", "email": NORA["email"]}
    contact = {"name": "Ada Agent", "email": "ada@agents.example", "language": "en", "reference": "JM-7K3F-92QX"}
    services.open_check(
        subject_ref=ref, required=Tier.T2, claims=claims, contact=contact, by=CONSUMER, now=now,
        capacity="authorized_agent",
    )  # fmt: skip
    prove_mailbox(ref, now)
    assert check_of(ref).person_key
    assert {point["kind"] for point in check_of(ref).points if point["counts"]} == {"email"}


def test_a_right_code_is_no_failure(opened: Opener, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(one_time, "MAX_FAILURES", 2)
    ref = opened(NORA)
    mail, phone = point(ref, "email"), point(ref, "phone")
    assert guess(ref, mail.id, send(ref, mail.id, now), now).accepted
    code = send(ref, phone.id, now)
    results = [guess(ref, phone.id, wrong(code), now).result for _try in range(2)]
    assert results == ["wrong", "locked"]
    assert check_of(ref).status == Check.Status.LOCKED  # and not a code that is dead while the check waits for one


def test_a_stranger_named_as_another_contact_gets_three_codes_a_day_and_no_more(opened: Opener, now) -> None:
    ref = opened(SAM)
    typed, stranger = point(ref, "email").id, add(ref, "stranger@example.org", now)
    for hour in (0, 2, 4):
        send(ref, stranger, now + hour * 60 * MINUTE)
    with pytest.raises(services.TooManyCodes) as refused:
        send(ref, stranger, now + 6 * 60 * MINUTE)
    assert refused.value.retry_at == now + timedelta(days=1)
    for hour in (0, 2, 4, 6):  # what was given with the request is not held up
        send(ref, typed, now + hour * 60 * MINUTE)
    assert guess(ref, stranger, send(ref, stranger, now + timedelta(days=1)), now + timedelta(days=1)).accepted
