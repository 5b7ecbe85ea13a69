"""The sweep: by an index, in batches, exactly once, whoever runs it and whenever; and whom it reaches."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import create_user
from audit import ledger
from audit import selectors as entries
from notifications.models import Letter
from requests_app.models import DutyMark, DutyPlan, PrivacyRequest, StaffNotice
from requests_app.owing import Kind
from requests_app.services import duties, extension, notices, plans, work
from requests_app.services.duties.readers import OFFICE
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HALF = datetime(2026, 12, 15, 6, 0, tzinfo=UTC)
EVE = datetime(2027, 1, 6, 18, 0, tzinfo=UTC)
LATE = datetime(2027, 1, 8, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(*rights: str, n: int = 1) -> list[PrivacyRequest]:
    ids = [one.id for _turn in range(n) for one in cast.ask(cast.body(*rights or ("restriction",)), now=NOW).requests]
    return [fresh(one) for one in ids]


def fresh(request_id) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission").get(id=request_id)


def planned(request: PrivacyRequest) -> datetime | None:
    return DutyPlan.objects.get(request=request).due_at


def marks_of(request: PrivacyRequest) -> list[str]:
    return sorted(DutyMark.objects.filter(request=request).values_list("duty", flat=True))


def actions(request: PrivacyRequest) -> list[str]:
    return [entry.action for entry in entries.find_entries(request=request.id)]


def with_address(name: str, role: str, *companies: str) -> User:
    return create_user(
        username=name, display_name=name.title(), roles=[role], companies=list(companies),
        email=f"{name}@house.example", by=cast.staff("ada"), now=cast.STAGE,
    )  # fmt: skip


class TestThePlan:
    def test_of_a_request_without_a_check_begins_with_its_first_rung(self) -> None:
        (request,) = asked("restriction")
        assert planned(request) == HALF

    def test_of_a_request_with_a_check_begins_with_the_letter_that_asks(self) -> None:
        (request,) = asked("access")
        assert planned(request) == NOW + timedelta(hours=24)

    def test_moves_on_when_a_duty_is_done_and_ends_when_nothing_is_owed(self) -> None:
        (request,) = asked("restriction")
        assert duties.carry_out(now=HALF) == 1
        assert planned(request) == datetime(2026, 12, 26, 6, 0, tzinfo=UTC)
        duties.carry_out(now=LATE)
        assert planned(request) is None
        assert duties.carry_out(now=LATE + timedelta(days=400)) == 0

    def test_follows_an_extension_and_begins_a_new_ladder(self) -> None:
        (request,) = asked("restriction")
        duties.carry_out(now=HALF)
        extension.extend(request_id=request.id, reason="OTHER", explanation="More.", by=cast.staff("olu"), now=HALF)
        assert planned(request) == datetime(2027, 1, 7, 6, 0, tzinfo=UTC)
        assert duties.carry_out(now=datetime(2027, 1, 7, 7, 0, tzinfo=UTC)) == 1
        assert marks_of(request) == ["remind.half", "remind.half"]

    def test_goes_with_a_request_that_is_over_and_comes_back_when_it_is_taken_up_again(self) -> None:
        (request,) = asked("access")
        work.close(request_id=request.id, reason="test", by=cast.staff("olu"), now=NOW)
        assert duties.carry_out(now=HALF) == 0
        assert not DutyPlan.objects.filter(request=request).exists()
        work.reopen(request_id=request.id, by=cast.staff("olu"), now=HALF)
        assert planned(request) == NOW + timedelta(hours=24)
        assert duties.carry_out(now=HALF) == 1
        assert marks_of(request) == ["ask_identity", "remind.half"]

    def test_is_healed_where_it_is_missing_too_late_or_of_another_ladder(self) -> None:
        missing, late, old, sound = asked("restriction", n=4)
        DutyPlan.objects.filter(request=missing).delete()
        DutyPlan.objects.filter(request=late).update(due_at=LATE + timedelta(days=9))
        DutyPlan.objects.filter(request=old).update(ladder="older", due_at=EVE)
        early = HALF - timedelta(days=1)
        assert [plans.heal() for _turn in range(2)] == [3, 0]
        assert {planned(one) for one in (missing, late, old)} == {NOW}
        assert duties.carry_out(now=early) == 0
        assert {planned(one) for one in (missing, late, old, sound)} == {HALF}

    def test_is_dropped_where_nothing_was_owed_and_the_request_ended(self) -> None:
        (request,) = asked("restriction")
        duties.carry_out(now=LATE)
        cast.work_off(LATE)
        work.withdraw(request_id=request.id, by=cast.staff("olu"), now=LATE)
        assert [plans.heal() for _turn in range(2)] == [1, 0]


class TestASweep:
    def test_after_a_week_of_downtime_does_everything_once_and_skips_nothing(self) -> None:
        (request,) = asked("restriction")
        week_late = LATE + timedelta(days=7)
        assert [duties.carry_out(now=week_late) for _turn in range(3)] == [1, 0, 0]
        assert marks_of(request) == [
            "breach", "escalate.two_business_days", "remind.five_days", "remind.half", "remind.ten_days",
            "remind.three_quarters", "remind.two_business_days",
        ]  # fmt: skip
        assert actions(request).count("request.reminder_sent") == 5
        assert fresh(request.id).breached_at == week_late

    def test_a_clock_that_jumps_ahead_and_back_changes_nothing_that_is_done(self) -> None:
        (request,) = asked("restriction")
        instants = [EVE, HALF, NOW, HALF, EVE, LATE, NOW, EVE]
        assert [duties.carry_out(now=at) for at in instants] == [1, 0, 0, 0, 0, 1, 0, 0]
        assert len(marks_of(request)) == 7

    def test_a_reminder_does_not_disturb_who_works_on_the_request(self) -> None:
        """It changes no row, so that a form that lies open stays good."""
        (request,) = asked("restriction")
        duties.carry_out(now=EVE)
        assert fresh(request.id).rev == request.rev

    def test_more_requests_cost_no_more_statements(self) -> None:
        asked("restriction", n=3)
        with CaptureQueriesContext(
            connection,
        ) as three:
            assert duties.carry_out(now=HALF) == 3
        asked("restriction", n=9)
        with CaptureQueriesContext(connection) as nine:
            assert duties.carry_out(now=HALF) == 9
        assert len(nine) == len(three) <= 12

    def test_batches_follow_each_other_until_all_is_done(self, monkeypatch) -> None:
        monkeypatch.setattr("requests_app.services.duties.sweep.BATCH", 2)
        asked("restriction", n=5)
        assert duties.carry_out(now=HALF) == 5
        assert duties.carry_out(now=EVE, only=[Kind.ESCALATE]) == 5
        assert duties.carry_out(now=EVE) == 5

    def test_one_that_fails_is_undone_alone_and_told_at_the_end(self, monkeypatch) -> None:
        broken, *sound = asked("restriction", n=3)
        record = ledger.record

        def record_or_fail(event: str, **named: object):
            if named.get("request") == broken.id:
                raise LookupError("no such word")
            return record(event, **named)  # type: ignore[arg-type]  # as the tests name them

        monkeypatch.setattr(ledger, "record", record_or_fail)
        with pytest.raises(LookupError):
            duties.carry_out(now=HALF)
        assert [marks_of(one) for one in (broken, *sound)] == [[], ["remind.half"], ["remind.half"]]
        monkeypatch.undo()
        assert duties.carry_out(now=HALF) == 1

    def test_a_mark_that_is_there_already_keeps_the_duty_from_being_done_again(self) -> None:
        (request,) = asked("restriction")
        assert duties.once(request, "remind.half", now=HALF)
        assert duties.carry_out(now=HALF) == 0
        assert not StaffNotice.objects.exists()

    def test_an_escalation_of_an_older_release_counts(self) -> None:
        (request,) = asked("restriction")
        duties.once(request, "escalate", now=EVE)
        duties.carry_out(now=EVE)
        assert "escalate.two_business_days" not in marks_of(request)


class TestWhoIsTold:
    def test_the_assignee_is_reminded_and_the_lead_hears_of_what_is_near_each_by_one_mail(self) -> None:
        lena, otto = with_address("leah", "lead"), with_address("otto", "officer")
        one, two = asked("restriction", n=2)
        work.assign(request_id=one.id, assignee=otto.id, by=cast.staff("olu"), now=NOW)
        duties.carry_out(now=EVE)
        assert [notices.mail(now=EVE) for _turn in range(2)] == [2, 0]
        letters = {letter.recipient["email"]: letter for letter in Letter.objects.filter(kind="staff_alert")}
        assert set(letters) == {lena.email, otto.email}
        assert letters[otto.email].context["what"] == "Requests whose day comes closer: 1."
        assert (
            letters[lena.email].context["what"].startswith("Requests brought before you because their day is near: 2.")
        )
        assert letters[lena.email].context["due_on"] == "2027-01-07"
        assert not StaffNotice.objects.filter(mail=None).exists()
        for letter in letters.values():
            assert not {str(two.id), two.reference, "Nora", "Quist"} & set(str(letter.context).split())

    def test_no_more_than_one_mail_an_hour_reaches_a_person(self) -> None:
        with_address("leah", "lead")
        asked("restriction")
        duties.carry_out(now=HALF)
        assert notices.mail(now=HALF) == 1
        asked("restriction")
        duties.carry_out(now=HALF)
        assert [notices.mail(now=HALF + timedelta(minutes=minutes)) for minutes in (5, 61)] == [0, 1]

    def test_behind_the_wall_nobody_hears_of_other_companies(self) -> None:
        mine, other = with_address("mia", "lead", "jm-care-plan"), with_address("leah", "lead")
        asked("restriction")
        duties.carry_out(now=HALF)
        assert set(StaffNotice.objects.values_list("person", flat=True)) == {other.id}
        assert mine.id != other.id

    def test_where_nobody_of_ours_has_an_address_the_privacy_office_hears_of_it(self) -> None:
        asked("restriction")
        duties.carry_out(now=HALF)
        assert list(StaffNotice.objects.values_list("person", flat=True)) == [OFFICE]
        assert notices.mail(now=HALF) == 1
        letter = Letter.objects.get(kind="staff_alert")
        assert letter.recipient["email"] == "privacy@jminsure.com"

    def test_notices_go_after_ninety_days(self) -> None:
        asked("restriction")
        duties.carry_out(now=HALF)
        assert notices.forget_old(now=HALF + timedelta(days=100)) == 0
        notices.mail(now=HALF)
        assert notices.forget_old(now=HALF + timedelta(days=91)) == 1
