"""One-time codes: once, for half an hour, five tries, and only the newest."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from audit.ids import new_id
from notifications.keeping import wipe_secret
from notifications.models import Letter
from notifications.recipients import Recipient
from notifications.selectors import words_of
from tests.verification.conftest import CONSUMER, NORA, Opener, check_of, mailed_code, wrong
from verification import selectors, services
from verification.assurance import Tier
from verification.methods import one_time
from verification.models import Attempt, Check, Code, Contact

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def guess(subject_ref, code, at):
    return services.try_code(subject_ref=subject_ref, code=code, by=CONSUMER, now=at)


def send(subject_ref, at):
    services.send_code(subject_ref=subject_ref, by=CONSUMER, now=at)
    return mailed_code(subject_ref)


def test_nora_types_the_code_from_her_mail(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    assert len(code) == 8
    assert code.isdigit()
    assert guess(ref, f" {code[:4]}-{code[4:]} ", now).accepted
    view = selectors.state_of(ref)
    assert (view.email_proved_at, view.code_sent_at) == (now, now)


def test_a_code_works_once(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    assert guess(ref, code, now).accepted
    assert guess(ref, code, now).result == "expired"


def test_a_code_dies_after_half_an_hour(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    assert guess(ref, code, now + 30 * MINUTE).result == "expired"
    assert not Attempt.objects.filter(subject_ref=ref).exists()


def test_sending_another_keeps_the_request_and_kills_the_older_code(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    first = send(ref, now)
    second = send(ref, now + MINUTE)
    assert guess(ref, first, now + MINUTE).result == "wrong"
    assert guess(ref, second, now + MINUTE).accepted
    assert Check.objects.count() == 1


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour_and_no_longer(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    left = [guess(ref, wrong(code), now).tries_left for _try in range(5)]
    assert left == [4, 3, 2, 1, 0]
    refused = guess(ref, code, now)
    assert (refused.result, refused.locked_until) == ("locked", now + 15 * MINUTE)
    with pytest.raises(services.Locked):
        services.send_code(subject_ref=ref, by=CONSUMER, now=now + 14 * MINUTE)
    assert guess(ref, send(ref, now + 15 * MINUTE), now + 16 * MINUTE).accepted


def test_what_cannot_be_a_code_is_wrong_and_costs_no_try(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    for slip in ("", "1234", "abcdefgh", "١٢٣٤٥٦٧٨", code + "0", "' OR 1=1 --", "\x00" * 8):
        outcome = guess(ref, slip, now)
        assert (outcome.result, outcome.tries_left) == ("wrong", 5)
    assert guess(ref, code, now).accepted


def test_three_codes_in_an_hour_for_one_check_and_a_stranger_uses_up_nobody_elses(
    opened: Opener, now: datetime
) -> None:
    stranger, hers = opened(NORA), opened({**NORA, "email": "NORA@example.org"})
    for number in range(3):
        send(stranger, now + number * MINUTE)
    with pytest.raises(services.TooManyCodes) as refused:
        send(stranger, now + 5 * MINUTE)
    assert refused.value.retry_at == now + 60 * MINUTE
    assert guess(hers, send(hers, now + 5 * MINUTE), now + 6 * MINUTE).accepted
    send(stranger, now + 61 * MINUTE)


def test_a_mailbox_that_got_its_measure_gets_one_mail_for_all(opened: Opener, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(one_time, "CODES_PER_DAY", 2)
    monkeypatch.setattr(one_time, "FIRST_CODES_PER_DAY", 3)
    stranger, other, hers, unknown = (opened(NORA) for _check in range(4))
    ask = {"by": CONSUMER, "now": now + MINUTE}
    assert [services.send_code(subject_ref=ref, by=CONSUMER, now=now) for ref in (stranger, stranger)] == [None, None]
    later = now + 20 * MINUTE
    assert services.send_code(subject_ref=stranger, **ask) == later
    assert services.send_code(subject_ref=other, **ask) is None  # the first of another check has a place of its own
    last = now + 21 * MINUTE
    assert [services.send_code(subject_ref=ref, **ask) for ref in (hers, unknown, hers)] == [last] * 3
    waits = Contact.objects.filter(wanted_at__isnull=False)
    assert [services.send_waiting(contact_id=one.id, now=last) for one in list(waits.order_by("id"))] == [3, 0, 0]
    letter = Letter.objects.latest("created_at")
    codes = [letter.context["code"], *(one["code"] for one in letter.context["others"])]
    assert (len(codes), letter.recipient["name"]) == (3, "")
    assert [guess(hers, code, last).result for code in codes].count("accepted") == 1
    assert "beside it" in words_of(letter.id).text
    wipe_secret(letter)
    assert [code for code in codes if code in str(letter.context)] == []


def test_a_phone_that_got_its_measure_waits_for_the_day_to_pass(opened: Opener, now: datetime, monkeypatch) -> None:
    for limit in ("CODES_PER_DAY", "FIRST_CODES_PER_DAY"):
        monkeypatch.setattr(one_time, limit, 1)
    with override_settings(SMS_URL="console:", DEMO=True):
        first, second = opened(NORA), opened(NORA)
        phones = {ref: Contact.objects.get(check_row__subject_ref=ref, kind="phone").id for ref in (first, second)}
        services.send_code(subject_ref=first, contact_id=phones[first], by=CONSUMER, now=now)
        with pytest.raises(services.TooManyCodes) as refused:
            services.send_code(subject_ref=second, contact_id=phones[second], by=CONSUMER, now=now + MINUTE)
    assert refused.value.retry_at == now + timedelta(days=1)


def test_after_twenty_wrong_tries_only_a_person_can_go_on(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    for round_ in range(4):
        at = now + round_ * timedelta(hours=2)
        code = send(ref, at)
        for _try in range(5):
            guess(ref, wrong(code), at)
    assert check_of(ref).status == Check.Status.LOCKED
    with pytest.raises(services.NotOpen):
        services.send_code(subject_ref=ref, by=CONSUMER, now=now + timedelta(days=2))


def test_a_caller_without_email_cannot_be_sent_a_code(opened: Opener, now: datetime) -> None:
    with pytest.raises(services.NoContact):
        services.send_code(subject_ref=opened({**NORA, "email": ""}), by=CONSUMER, now=now)


def test_the_digits_lie_nowhere_in_clear(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    code = send(ref, now)
    row = Code.objects.get(subject_ref=ref)
    assert row.code_hash.startswith("$argon2id$")
    assert code not in row.code_hash
    assert b"nora" not in bytes(row.contact_index)


def test_a_code_of_one_subject_or_purpose_opens_no_other(opened: Opener, now: datetime) -> None:
    mine, other, package = opened(NORA), opened({**NORA, "email": "n2@example.org"}), new_id()
    code = send(mine, now)
    send(other, now)
    to = Recipient(name="Nora Quist", email="nora@example.org", postal_address=None)
    for subject in (package, mine):
        services.issue_code(
            purpose="package", subject_ref=subject, to=to, reference="JM-7K3F-92QX", by=CONSUMER, now=now
        )
    assert guess(other, code, now).result == "wrong"
    for subject in (package, mine):
        assert (
            services.use_code(purpose="package", subject_ref=subject, code=code, by=CONSUMER, now=now).result == "wrong"
        )
    assert guess(mine, code, now).accepted


def test_a_package_code_is_used_up(now: datetime) -> None:
    package = new_id()
    to = Recipient(name="Nora Quist", email="nora@example.org", postal_address=None)
    services.issue_code(purpose="package", subject_ref=package, to=to, reference="JM-7K3F-92QX", by=CONSUMER, now=now)
    code = mailed_code(package)
    use = {"purpose": "package", "subject_ref": package, "code": code, "by": CONSUMER, "now": now}
    assert services.use_code(**use).accepted
    assert not services.use_code(**use).accepted


def test_no_code_goes_out_for_a_check_that_needs_nothing(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T0)
    with pytest.raises(services.NotOpen):
        services.send_code(subject_ref=ref, by=CONSUMER, now=now)
