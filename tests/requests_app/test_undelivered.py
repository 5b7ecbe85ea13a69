"""A notice that does not reach its reader raises the alarm in time; an extension is met when its notice is gone."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from accounts.principals import Principal
from accounts.services import create_user
from audit import selectors as ledger
from audit.actors import Actor
from jobs.sweeps import run_sweep
from notifications import services as outbox
from notifications.bounces import taking_in
from notifications.models import Letter, Status
from requests_app.models import PrivacyRequest, RequestDeadline, StaffNotice
from requests_app.services import extension, notices, work
from tests import cast
from tests.requests_app.letters_that_left import refused, sent

pytestmark = pytest.mark.django_db

WHY = "Your files lie in six systems, two of them on paper."
DAY = timedelta(days=1)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _people(now: datetime) -> None:
    for name in ("olu", "petra", "lena"):
        create_user(
            username=name, display_name=name.title(), roles=cast.ROLES[name], email=f"{name}@example.com",
            by=Principal.system("cast"), now=cast.STAGE,
        )  # fmt: skip


def extended(now: datetime, **more) -> PrivacyRequest:
    filed = cast.ask(cast.body("deletion", **more), now=now)
    request = PrivacyRequest.objects.get(id=filed.requests[0].id)
    olu = cast.staff("olu")
    work.assign(request_id=request.id, assignee=olu.user_id, by=olu, now=now)
    return extension.extend(request_id=request.id, reason="VOLUME", explanation=WHY, by=olu, now=now)


def notice_of(request: PrivacyRequest) -> Letter:
    return Letter.objects.filter(request_ref=request.id, kind="extension").latest("created_at")


def duty_of(request: PrivacyRequest) -> RequestDeadline:
    return RequestDeadline.objects.get(request=request, regime="jm_policy", duty="extension_notice")


def actions(request: PrivacyRequest) -> list[str]:
    return [entry.action for entry in ledger.entries_for(request.id)]


def told(duty: str) -> set[str]:
    people = StaffNotice.objects.filter(duty=duty).values_list("person", flat=True)
    return set(User.objects.filter(id__in=list(people)).values_list("username", flat=True))


def test_an_extension_owes_a_notice_by_the_day_that_it_moves(now: datetime) -> None:
    request = extended(now)
    row = duty_of(request)
    assert (row.by, request.respond_by, row.met_at) == (date(2027, 1, 7), date(2027, 2, 21), None)
    assert row.at == datetime.fromisoformat("2027-01-08T05:59:59Z")
    sent(notice_of(request), at=now + DAY)
    assert duty_of(request).met_at == now + DAY


def test_a_request_that_is_not_extended_owes_no_notice(now: datetime) -> None:
    cast.ask(cast.body("deletion"), now=now)
    assert not RequestDeadline.objects.filter(duty="extension_notice").exists()


def test_on_paper_the_notice_is_gone_when_it_is_posted(now: datetime) -> None:
    request = extended(now, consumer={**cast.NORA, "email": ""})
    letter = notice_of(request)
    cast.work_off(now)
    assert duty_of(request).met_at is None, "printed is not sent"
    outbox.mark_posted(letter_id=letter.id, by=BY, now=now + 2 * DAY)
    assert duty_of(request).met_at == now + 2 * DAY


def test_a_bounce_opens_the_duty_again_until_paper_is_posted(now: datetime) -> None:
    request = extended(now)
    letter = notice_of(request)
    sent(letter, at=now)
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=now + DAY)
    assert duty_of(request).met_at is None
    paper = notice_of(request)
    assert (paper.channel, paper.supersedes) == ("post", letter.id)
    assert paper.post_by is not None
    assert paper.post_by < duty_of(request).by
    assert told("undelivered.extension") == {"olu", "lena"}
    entry = next(one for one in ledger.entries_for(request.id) if one.action == "letter.alarmed")
    assert entry.facts == {
        "kind": "extension", "channel": "email", "post_by": paper.post_by.isoformat(), "recipients": 2,
    }  # fmt: skip
    cast.work_off(now + DAY)
    outbox.mark_posted(letter_id=paper.id, by=BY, now=now + 2 * DAY)
    assert duty_of(request).met_at == now + 2 * DAY


def test_the_alarm_is_one_neutral_mail(now: datetime) -> None:
    request = extended(now)
    letter = notice_of(request)
    sent(letter, at=now)
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=now + DAY)
    notices.mail(now=now + DAY)
    mails = Letter.objects.filter(kind="staff_alert")
    assert {mail.recipient["email"] for mail in mails} == {"olu@example.com", "lena@example.com"}
    said = mails[0].context["what"]
    assert said == "Requests with a notice that did not reach the person, to be sent by post: 1."


def test_a_code_that_bounced_alarms_nobody(now: datetime) -> None:
    request = extended(now)
    code = outbox.queue(
        "verification_code", about=request.submission_id, request=request.id, statutory=False, by=BY, now=now,
        to=outbox.Recipient(name="Nora", email="bounce@example.org"),
        context={"reference": request.reference, "code": "123456", "valid_minutes": 10},
    )  # fmt: skip
    sent(code, at=now)
    taking_in.bounced(letter_id=code.id, code="5.1.1", now=now + DAY)
    assert StaffNotice.objects.count() == 0


def test_a_safe_contact_is_the_only_place_a_bounced_notice_goes_to(now: datetime) -> None:
    request = extended(now, safe_contact={"email": "safe@example.org"})
    letter = notice_of(request)
    sent(letter, at=now)
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=now + DAY)
    assert notice_of(request).id == letter.id, "her postal address is on file, and is not safe"
    assert told("undelivered.extension") == {"olu", "lena"}


def test_two_business_days_before_an_unsent_notice_is_told_once(now: datetime) -> None:
    request = extended(now)
    early, first = datetime(2027, 1, 4, 18, tzinfo=now.tzinfo), datetime(2027, 1, 5, 18, tzinfo=now.tzinfo)
    assert run_sweep("extension_notices", now=early) == 0
    assert run_sweep("extension_notices", now=first) == 1
    assert run_sweep("extension_notices", now=first + DAY) == 0
    assert told("notice.unsent") == {"olu", "lena"}
    assert actions(request).count("request.extension_notice_unsent") == 1
    assert run_sweep("extension_notices", now=first + 3 * DAY) == 1
    assert actions(request).count("request.extension_notice_missed") == 1


def test_a_week_of_downtime_tells_of_the_missed_day_alone(now: datetime) -> None:
    request = extended(now)
    assert run_sweep("extension_notices", now=datetime(2027, 1, 20, tzinfo=now.tzinfo)) == 1
    assert [one for one in actions(request) if "notice" in one] == ["request.extension_notice_missed"]


def test_a_notice_that_left_or_a_request_that_is_over_alarms_nobody(now: datetime) -> None:
    gone, over = extended(now), extended(now)
    sent(notice_of(gone), at=now)
    work.withdraw(request_id=over.id, by=cast.staff("olu"), now=now)
    assert run_sweep("extension_notices", now=datetime(2027, 1, 7, tzinfo=now.tzinfo)) == 0


def test_a_bounce_after_the_day_is_told_as_well(now: datetime) -> None:
    request = extended(now, consumer={**cast.NORA, "postal_address": None})
    letter = notice_of(request)
    sent(letter, at=now)
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=datetime(2027, 1, 9, tzinfo=now.tzinfo))
    assert run_sweep("extension_notices", now=datetime(2027, 1, 9, tzinfo=now.tzinfo)) == 1
    assert told("notice.missed") == {"olu", "lena"}


def test_a_refusal_at_the_door_raises_the_same_alarm(now: datetime) -> None:
    request = extended(now, consumer={**cast.NORA, "postal_address": None})
    refused(notice_of(request), at=now)
    assert notice_of(request).status == Status.FAILED
    assert told("undelivered.extension") == {"olu", "lena"}
    assert duty_of(request).met_at is None


def test_paper_that_the_post_brings_back_raises_it_again(now: datetime) -> None:
    request = extended(now, consumer={**cast.NORA, "email": ""})
    cast.work_off(now)
    letter = notice_of(request)
    outbox.mark_posted(letter_id=letter.id, by=BY, now=now + DAY)
    assert StaffNotice.objects.count() == 0
    outbox.mark_returned(letter_id=letter.id, by=BY, now=now + 9 * DAY)
    assert told("undelivered.extension") == {"olu", "lena"}
    assert duty_of(request).met_at is None


def test_who_sees_another_company_alone_is_not_told(now: datetime) -> None:
    create_user(
        username="leo", display_name="Leo", roles=["lead"], email="leo@example.com", companies=["jm-care-plan"],
        by=Principal.system("cast"), now=cast.STAGE,
    )  # fmt: skip
    letter = notice_of(extended(now))
    sent(letter, at=now)
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=now + DAY)
    assert told("undelivered.extension") == {"olu", "lena"}
