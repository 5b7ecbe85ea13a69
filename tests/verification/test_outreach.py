"""We go to the person: a code by post to the address on file, a call to the number on file."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from audit.models import Entry
from jobs import services as jobs
from jobs.models import Job
from notifications import services as mail
from notifications.models import Letter, Status
from outbound.models import RegisterPerson
from tests.verification.conftest import CONSUMER, NORA, OLU, SAM, Opener, check_of, prove_mailbox
from verification import selectors, services
from verification.assurance import Tier
from verification.methods import declaration
from verification.models import CallBack, PostedCode

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WRONG = "2222-2222-2222"


def work(at: datetime) -> None:
    """Let the workers do what is due in verification, and send the letters."""
    for _round in range(4):
        due = Job.objects.due(at).filter(kind__regex=r"^(verification|letters)\.")
        for job_id in list(due.values_list("id", flat=True)):
            jobs.run_job(job_id=job_id, now=at)


def ask(ref: UUID, at: datetime) -> None:
    services.ask_for_mailed_code(subject_ref=ref, channel="web", by=CONSUMER, now=at)
    work(at)


def code_in_letter() -> str:
    return str(Letter.objects.get(kind="mailed_code", status=Status.TO_PRINT).context["code"])


def guess(ref: UUID, code: str, at: datetime) -> Any:
    return services.try_mailed_code(subject_ref=ref, code=code, by=CONSUMER, now=at)


def test_nora_enters_the_code_from_the_letter_that_came_to_her_old_address(register, opened: Opener, now) -> None:
    ref = opened(NORA)
    ask(ref, now)
    letter = Letter.objects.get(kind="mailed_code")
    assert (letter.channel, letter.status) == ("post", Status.TO_PRINT)
    assert letter.recipient["lines"] == ["12 Elm St"]
    assert ref not in {letter.about, letter.request_ref}  # the requester's own list of letters tells nothing
    code = code_in_letter()
    mail.mark_printed(letter_id=letter.id, by=OLU, now=now)
    letter.refresh_from_db()
    assert code not in str(letter.context)
    later = now + 8 * DAY
    assert guess(ref, code.lower().replace("-", " "), later).accepted
    assert guess(ref, code, later).result == "expired"  # once
    work(later)
    shown = {point["kind"]: point["counts"] for point in check_of(ref).points}
    assert shown["mailed_code"]
    assert check_of(ref).reached >= Tier.T1


def test_a_stranger_gets_the_same_answers_and_no_letter(register, opened: Opener, now) -> None:
    known, unknown = opened(NORA), opened(SAM)
    answers = {}
    for ref in (known, unknown):
        ask(ref, now)
        answers[ref] = [guess(ref, typed, now + DAY) for typed in (WRONG, "too short", *[WRONG] * 5)]
        asked = services.asked_of(ref)
        answers[ref] += [asked, services.Asked]
        with pytest.raises(services.Locked) as locked:
            services.ask_for_mailed_code(subject_ref=ref, channel="web", by=CONSUMER, now=now + 6 * DAY)
        answers[ref].append(locked.value.until)
    assert answers[known] == answers[unknown]
    assert [one.result for one in answers[known][:7]] == ["wrong"] * 6 + ["locked"]
    assert [one.tries_left for one in answers[known][:7]] == [4, 4, 3, 2, 1, 0, 0]
    assert Letter.objects.filter(kind="mailed_code").count() == 1
    assert PostedCode.objects.get(subject_ref=unknown).finding == "nobody"


def test_a_changed_address_gets_no_letter_and_staff_see_why(register, opened: Opener, now) -> None:
    RegisterPerson.objects.filter(family_name="Quist").update(address_on_file_since=(now - 5 * DAY).date())
    ref = opened(NORA)
    ask(ref, now)
    assert PostedCode.objects.get(subject_ref=ref).finding == "recent_change"
    assert not Letter.objects.filter(kind="mailed_code").exists()
    entry = Entry.objects.filter(leaf__contains="identity.mailed_code_not_sent").get()
    assert "recent_change" in entry.leaf


def test_a_letter_dies_after_three_weeks_and_a_newer_one_replaces_it(register, opened: Opener, now) -> None:
    ref = opened(NORA)
    ask(ref, now)
    first = code_in_letter()
    assert guess(ref, first, now + 21 * DAY).result == "expired"
    Letter.objects.filter(kind="mailed_code").get()
    ask(ref, now + 7 * DAY)
    assert guess(ref, first, now + 8 * DAY).result == "wrong"


def test_an_address_gets_three_letters_a_week_whoever_asks(register, opened: Opener, now) -> None:
    refs = [opened(NORA) for _check in range(4)]
    for ref in refs:
        ask(ref, now)
    findings = [PostedCode.objects.get(subject_ref=ref).finding for ref in refs]
    assert findings == ["sent"] * 3 + ["too_often"]


def test_who_disputes_the_address_is_not_offered_a_letter_there(register, opened: Opener, now) -> None:
    ref = opened(NORA, disputed=["postal_address"])
    with pytest.raises(services.NotOpen):
        services.ask_for_mailed_code(subject_ref=ref, channel="web", by=CONSUMER, now=now)


def wish(ref: UUID, at: datetime, window: str = "morning") -> CallBack:
    services.ask_for_call_back(subject_ref=ref, window=window, channel="web", by=CONSUMER, now=at)
    work(at)
    return CallBack.objects.filter(subject_ref=ref).latest("asked_at")


def record(one: CallBack, outcome: str, at: datetime) -> CallBack:
    return services.record_call_back(wish_id=one.id, outcome=outcome, by=OLU, now=at)


def test_nora_confirms_on_the_number_that_was_on_file(register, opened: Opener, now) -> None:
    one = wish(opened(NORA), now)
    assert one.finding == "callable"
    with pytest.raises(services.NotShown):
        record(one, "confirmed", now)  # who did not see the number did not call it
    assert services.show_number(wish_id=one.id, reason="in_window", by=OLU, now=now) == "+19205550142"
    record(one, "confirmed", now)
    assert {point["kind"] for point in check_of(one.subject_ref).points if point["counts"]} >= {"call_back"}
    assert not services.waiting_call_backs()
    assert not Entry.objects.filter(leaf__contains="9205550142").exists()


def test_nobody_known_is_seen_by_staff_alone(register, opened: Opener, now) -> None:
    known, unknown = wish(opened(NORA), now), wish(opened(SAM), now)
    assert unknown.finding == "nobody"
    assert services.asked_of(known.subject_ref) == services.asked_of(unknown.subject_ref)
    with pytest.raises(services.NotOpen):
        services.show_number(wish_id=unknown.id, reason="in_window", by=OLU, now=now)
    record(unknown, "no_number", now)
    again = services.ask_for_call_back(
        subject_ref=unknown.subject_ref, window="evening", channel="web", by=CONSUMER, now=now + timedelta(hours=1)
    )
    assert again == now  # the same answer as while it was open


def test_three_calls_without_an_answer_end_it(register, opened: Opener, now) -> None:
    one = wish(opened(NORA), now)
    for number in range(3):
        services.show_number(wish_id=one.id, reason="again", by=OLU, now=now + number * DAY)
        one = record(one, "not_reached", now + number * DAY)
    assert (one.outcome, one.calls) == ("not_reached", 3)


def test_who_never_asked_stops_it(register, opened: Opener, now) -> None:
    one = wish(opened(NORA), now)
    services.show_number(wish_id=one.id, reason="in_window", by=OLU, now=now)
    record(one, "denied", now)
    check = check_of(one.subject_ref)
    assert (check.status, check.required, check.person_only_at) == ("open", Tier.T3, now)
    assert Entry.objects.filter(leaf__contains="identity.not_me").exists()
    prove_mailbox(check.subject_ref, now)
    assert check_of(check.subject_ref).reached == Tier.T0  # what the requester shows is kept, and lifts nothing
    late = now + 8 * DAY
    again = wish(check.subject_ref, late)
    assert (again.outcome, services.waiting_call_backs()) == ("over", [])
    ask(check.subject_ref, late)
    assert PostedCode.objects.get(subject_ref=check.subject_ref).finding == "over"


def test_from_outside_a_denied_call_looks_like_one_that_nobody_could_make(register, opened: Opener, now) -> None:
    for level in (Tier.T1, Tier.T2):
        known, unknown = wish(opened(NORA, level), now), wish(opened(SAM, level), now)
        services.show_number(wish_id=known.id, reason="in_window", by=OLU, now=now)
        record(known, "denied", now)
        record(unknown, "no_number", now)
        told = []
        for ref in (known.subject_ref, unknown.subject_ref):
            seen, again = selectors.state_of(ref), now + 2 * DAY
            services.ask_for_call_back(subject_ref=ref, window="evening", channel="web", by=CONSUMER, now=again)
            services.sign_declaration(
                subject_ref=ref, typed_name="N. N.", text_version=declaration.CURRENT, by=CONSUMER, now=again
            )
            said = services.give_facts(subject_ref=ref, facts={"policy_number": "1"}, by=CONSUMER, now=again)
            told.append((seen.status, seen.methods, seen.may_add_contact, services.asked_of(ref), said))
        assert told[0] == told[1]


def test_nobody_is_on_the_list_whose_check_is_over_or_whose_number_went(register, opened: Opener, now) -> None:
    over, gone, called = (wish(opened(NORA), now) for _check in range(3))
    services.show_number(wish_id=called.id, reason="in_window", by=OLU, now=now)
    services.fail_check(subject_ref=called.subject_ref, reason="no_answer", by=OLU, now=now)
    assert called.id in [one.id for one in services.waiting_call_backs()]  # what is said in this call is heard
    record(called, "denied", now)
    with pytest.raises(services.NotOpen):
        record(gone, "no_number", now)  # there is one
    services.fail_check(subject_ref=over.subject_ref, reason="no_answer", by=OLU, now=now)
    RegisterPerson.objects.filter(family_name="Quist").update(phone_on_file_since=now.date())
    services.settle(subject_ref=gone.subject_ref, now=now)
    assert [one.id for one in services.waiting_call_backs()] == [gone.id]
    record(gone, "no_number", now)
    assert services.waiting_call_backs() == []


def test_a_denial_that_an_officer_explains_away_leaves_the_check_where_the_proof_is(register, opened: Opener, now):
    one = wish(opened(NORA, Tier.T1), now)
    services.record_staff_evidence(
        subject_ref=one.subject_ref, method="phone", points=["customer_number", "policy_number"], reason="asked",
        by=OLU, now=now,
    )  # fmt: skip
    check = check_of(one.subject_ref)
    assert check.status == "passed"
    services.raise_bar(subject_ref=check.subject_ref, required=Tier.T2, reason="added", by=OLU, now=now)
    services.show_number(wish_id=one.id, reason="in_window", by=OLU, now=now)
    record(one, "denied", now)
    services.note_sign(subject_ref=check.subject_ref, code="call_back_denied", by=OLU, now=now)
    services.dismiss_sign(
        subject_ref=check.subject_ref, code="call_back_denied", reason="her son answered", base=Tier.T1, by=OLU, now=now
    )
    check.refresh_from_db()
    assert (check.status, check.required, check.reached) == ("passed", Tier.T1, Tier.T1)


def test_what_was_shown_after_a_denial_counts_once_an_officer_explained_it_away(register, opened: Opener, now) -> None:
    one = wish(opened(NORA, Tier.T1), now)
    services.show_number(wish_id=one.id, reason="in_window", by=OLU, now=now)
    record(one, "denied", now)
    services.note_sign(subject_ref=one.subject_ref, code="call_back_denied", by=OLU, now=now)
    prove_mailbox(one.subject_ref, now)
    work(now)
    assert check_of(one.subject_ref).reached == Tier.T0
    services.dismiss_sign(
        subject_ref=one.subject_ref, code="call_back_denied", reason="her son answered", base=Tier.T1, by=OLU, now=now
    )
    work(now)
    assert check_of(one.subject_ref).status == "passed"
