"""From an open check to a shown identity, in the words of the people who try."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.actors import SYSTEM
from tests.verification.conftest import CONSUMER, NORA, OLU, SAM, Opener, check_of, prove_mailbox, worker
from verification import selectors, services
from verification.assurance import Tier
from verification.methods import declaration
from verification.models import Check, Evidence
from verification.signals import tier_reached

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


@pytest.fixture
def heard():
    """What the core is told."""
    told = []

    def listen(sender, *, subject_ref, reached, by, now, **kwargs):
        told.append((subject_ref, reached))

    tier_reached.connect(listen)
    yield told
    tier_reached.disconnect(listen)


def sign(ref, now):
    services.sign_declaration(
        subject_ref=ref, typed_name="Nora Quist", text_version=declaration.CURRENT, by=CONSUMER, now=now
    )


def test_nora_shows_who_she_is_for_a_copy_of_her_file(opened: Opener, now: datetime, heard: list) -> None:
    ref = opened(NORA, Tier.T2)
    worker(now)
    assert check_of(ref).reached == Tier.T0  # facts alone, however many
    prove_mailbox(ref, now)
    assert check_of(ref).reached == Tier.T1
    sign(ref, now)
    worker(now)
    state = selectors.state_of(ref)
    assert (state.reached, state.status, state.matched) == (Tier.T2, "passed", True)
    assert selectors.safe_delivery_email(ref) == "nora@example.org"
    assert selectors.safe_delivery_address(ref)["lines"] == ["12 Elm St"]
    assert heard == [(ref, Tier.T1), (ref, Tier.T2)]


def test_for_the_categories_two_points_do(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1)
    prove_mailbox(ref, now)
    assert check_of(ref).status == Check.Status.PASSED


def test_the_classic_attack_right_name_and_birthday_wrong_mailbox(opened: Opener, now: datetime) -> None:
    ref = opened({**NORA, "email": "nora.quist.1961@example.net"}, Tier.T1)
    prove_mailbox(ref, now)
    sign(ref, now)
    worker(now)
    assert (check_of(ref).reached, check_of(ref).status) == (Tier.T0, "open")
    assert selectors.safe_delivery_email(ref) is None


def test_the_ex_husband_knows_everything_and_gets_nothing(opened: Opener, now: datetime) -> None:
    ref = opened({**NORA, "email": "xavier@example.net"}, Tier.T1)
    prove_mailbox(ref, now)
    facts = {"policy_number": "55-102938", "date_of_birth": "04/09/1961", "postal_address": NORA["postal_address"]}
    services.give_facts(subject_ref=ref, facts=facts, by=CONSUMER, now=now)
    sign(ref, now)
    worker(now)
    assert check_of(ref).reached == Tier.T0


def test_an_address_that_came_on_file_last_week_is_no_point(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1, received_at=now - timedelta(days=365 * 60))
    prove_mailbox(ref, now)
    assert check_of(ref).reached == Tier.T0


def test_a_stranger_is_matched_with_nobody(opened: Opener, now: datetime) -> None:
    ref = opened(SAM, Tier.T1)
    prove_mailbox(ref, now)
    assert selectors.person_key_of(ref) is None
    assert check_of(ref).reached == Tier.T0


def test_the_email_in_dispute_proves_nothing(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1, disputed=["email"])
    prove_mailbox(ref, now)
    assert selectors.person_key_of(ref)
    assert check_of(ref).reached == Tier.T0


def test_a_check_that_needs_nothing_has_passed_and_still_finds_the_records(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T0)
    assert check_of(ref).status == Check.Status.PASSED
    worker(now)
    assert selectors.person_key_of(ref)


def test_facts_may_be_given_three_times_then_not_for_a_day(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T2)
    for _try in range(3):
        assert services.give_facts(subject_ref=ref, facts={"policy_number": "1"}, by=CONSUMER, now=now) is None
    with pytest.raises(services.Locked) as refused:
        services.give_facts(subject_ref=ref, facts={"policy_number": "55-102938"}, by=CONSUMER, now=now)
    assert refused.value.until == now + timedelta(hours=24)
    services.give_facts(subject_ref=ref, facts={}, by=CONSUMER, now=refused.value.until)
    assert check_of(ref).facts_tries == 1


def test_facts_of_a_strange_shape_are_left_out(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T2)
    facts = {"ssn": "078-05-1120", "phone": "9" * 10_000, "claim_number": ["x"], "policy_number": ""}
    services.give_facts(subject_ref=ref, facts=facts, by=CONSUMER, now=now)
    assert set(check_of(ref).claims["facts"]) == {"claim_number"}
    worker(now)


@pytest.mark.parametrize(
    ("name", "version"), [("  ", declaration.CURRENT), ("Nora", "1999-01"), ("N" * 201, "2026-11")]
)
def test_an_empty_signature_is_refused(opened: Opener, now: datetime, name: str, version: str) -> None:
    ref = opened(NORA)
    with pytest.raises(ValueError, match="typed name"):
        services.sign_declaration(subject_ref=ref, typed_name=name, text_version=version, by=CONSUMER, now=now)
    assert not selectors.state_of(ref).declaration_signed


def test_olu_calls_back_the_number_on_file_and_records_it(opened: Opener, now: datetime) -> None:
    ref = opened({**NORA, "email": ""}, Tier.T2)
    check = services.record_staff_evidence(
        subject_ref=ref, method="phone", points=["call_back", "policy_number", "date_of_birth", "declaration"],
        reason="Called the number of 2019; she sent the signed form.", tier=Tier.T2, by=OLU, now=now,
    )  # fmt: skip
    assert (check.reached, check.status) == (Tier.T3, Check.Status.PASSED)
    (seen,) = selectors.evidence_of(ref)
    assert seen.recorded_by == "olu"
    assert seen.reason.startswith("Called")


def test_staff_cannot_say_more_than_the_rules(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T2)
    check = services.record_staff_evidence(
        subject_ref=ref, method="phone", points=["policy_number", "date_of_birth"], tier=Tier.T3,
        reason="She sounded right.", by=OLU, now=now,
    )  # fmt: skip
    assert check.reached == Tier.T0


@pytest.mark.parametrize(("by", "reason"), [(CONSUMER, "me"), (SYSTEM, "a job"), (OLU, "  ")])
def test_evidence_has_a_name_and_a_reason(opened: Opener, now: datetime, by, reason: str) -> None:
    with pytest.raises(services.NotAllowed):
        services.record_staff_evidence(
            subject_ref=opened(NORA), method="phone", points=["call_back"], reason=reason, by=by, now=now
        )
    assert not Evidence.objects.exists()


def test_unknown_evidence_is_refused_by_name(opened: Opener, now: datetime) -> None:
    with pytest.raises(ValueError, match="horoscope"):
        services.record_staff_evidence(
            subject_ref=opened(NORA), method="phone", points=["horoscope"], reason="x", by=OLU, now=now
        )


def test_an_agent_needs_the_consumers_paper_first(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1, capacity="authorized_agent")
    prove_mailbox(ref, now)
    assert check_of(ref).reached == Tier.T0
    services.record_staff_evidence(
        subject_ref=ref, method="paper", points=["signed_permission"], reason="Seen, signed 1 May.", by=OLU, now=now
    )
    assert check_of(ref).status == Check.Status.PASSED


def test_a_failed_check_is_concluded_and_can_be_reopened_by_evidence(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1)
    services.fail_check(subject_ref=ref, reason="ID-UNVERIFIED", by=SYSTEM, now=now)
    with pytest.raises(services.NotOpen):
        services.give_facts(subject_ref=ref, facts={}, by=CONSUMER, now=now)
    services.record_staff_evidence(
        subject_ref=ref, method="paper", points=["mailed_code", "policy_number"], reason="Letter back.", by=OLU, now=now
    )
    assert check_of(ref).status == Check.Status.PASSED
    with pytest.raises(services.NotOpen):
        services.fail_check(subject_ref=ref, reason="ID-UNVERIFIED", by=SYSTEM, now=now)


def test_the_bar_can_be_raised_and_never_lowered(opened: Opener, now: datetime) -> None:
    ref = opened(NORA, Tier.T1)
    prove_mailbox(ref, now)
    services.raise_bar(subject_ref=ref, required=Tier.T3, reason="fraud_signs", by=OLU, now=now)
    assert check_of(ref).status == Check.Status.OPEN
    services.raise_bar(subject_ref=ref, required=Tier.T0, reason="mistake", by=OLU, now=now)
    assert check_of(ref).required == Tier.T3


def test_the_database_refuses_a_pass_below_the_bar(opened: Opener) -> None:
    ref = opened(NORA, Tier.T2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(subject_ref=ref).update(status="passed")


def test_opening_twice_gives_the_same_check(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    services.open_check(subject_ref=ref, required=Tier.T1, claims=SAM, contact={}, by=CONSUMER, now=now)
    assert Check.objects.get().required == Tier.T2


def test_a_check_that_nobody_opened_has_no_state(now: datetime, opened: Opener) -> None:
    stranger = check_of(opened(NORA)).id
    assert selectors.state_of(stranger) is None
    with pytest.raises(services.NoSuchCheck):
        services.send_code(subject_ref=stranger, by=CONSUMER, now=now)
