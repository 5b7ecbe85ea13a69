"""A notice that bounced: seen on the case page and in the queue, sent by post with one button, safe contact kept."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from audit import selectors as ledger
from audit.actors import Actor
from notifications import services as outbox
from notifications.bounces import taking_in
from notifications.models import Letter, Status
from requests_app.models import PrivacyRequest
from requests_app.selectors import case_view
from requests_app.services import extension
from requests_app.services.troubles import troubles
from tests import cast
from tests.officer.casework import address, do, fresh
from tests.requests_app.letters_that_left import sent

Desk = Callable[[str], Client]
HOUR = timedelta(hours=1)
BY = Actor.system("test")
WHY = "Your files lie in six systems, two of them on paper."


def extended(now: datetime, **more) -> tuple[PrivacyRequest, Letter]:
    request = fresh(cast.ask(cast.body("deletion", **more), now=now))
    extension.extend(request_id=request.id, reason="VOLUME", explanation=WHY, by=cast.staff("olu"), now=now)
    letter = Letter.objects.get(request_ref=request.id, kind="extension")
    sent(letter, at=now)
    return fresh_one(request), letter


def fresh_one(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission").get(id=request.id)


def only_email(**more) -> dict:
    return {"consumer": {**cast.NORA, "postal_address": None, "given_name": "Sam", "date_of_birth": None}, **more}


def bounce(letter: Letter, now: datetime) -> None:
    taking_in.bounced(letter_id=letter.id, code="5.1.1", now=now + HOUR)


def test_the_case_page_says_that_paper_waits_and_by_when(desk: Desk, now: datetime) -> None:
    request, letter = extended(now)
    olu = desk("olu")
    assert "bounced" not in olu.get(address(request)).text
    bounce(letter, now)
    page = olu.get(address(request)).text
    assert "Extension notice bounced." in page
    assert "It goes on paper: the mail room has to post it by Nov 27, 2026." in page
    assert "The mail server said 5.1.1." in page
    assert "Notice bounced: on paper, post it by Nov 27, 2026" in olu.get("/officer/queue/").text
    paper = Letter.objects.get(supersedes=letter.id)
    cast.work_off(now + HOUR)
    outbox.mark_posted(letter_id=paper.id, by=BY, now=now + 2 * HOUR)
    assert "bounced." not in olu.get(address(request)).text
    assert "Notice bounced" not in olu.get("/officer/queue/").text


def test_every_letter_shows_its_way_with_times(desk: Desk, now: datetime) -> None:
    request, letter = extended(now)
    bounce(letter, now)
    cast.work_off(now + HOUR)
    paper = Letter.objects.get(supersedes=letter.id)
    outbox.mark_printed(letter_id=paper.id, by=BY, now=now + 2 * HOUR)
    outbox.mark_posted(letter_id=paper.id, by=BY, now=now + 3 * HOUR, tracking="9400")
    letters = {one["status"]: one for one in desk("olu").get(address(request)).context["letters"]}
    way = [(step["word"], step["at"] - now, step["code"]) for step in letters["Replaced"]["way"]]
    assert way == [
        ("written", timedelta(), ""), ("sent", timedelta(), ""), ("bounced", HOUR, "5.1.1"),
        ("replaced by another letter", HOUR, ""),
    ]  # fmt: skip
    assert [step["word"] for step in letters["Posted"]["way"]] == ["written", "ready to print", "printed", "posted"]
    assert letters["Posted"]["tracking"] == "9400"


def test_without_an_address_the_page_says_what_is_left_to_do(desk: Desk, now: datetime) -> None:
    request, letter = extended(now, **only_email())
    bounce(letter, now)
    olu = desk("olu")
    page = olu.get(address(request)).text
    assert "No postal address is known that is safe. Reach the person another way by Nov 27, 2026, and note it." in page
    assert "/by-post/" not in page
    assert "Notice bounced: send it by post by Nov 27, 2026" in olu.get("/officer/queue/?q=is:undelivered").text
    answer = do(olu, request, "by-post", letter=str(letter.id))
    assert "No postal address is known to which it is safe to write." in answer.text
    assert Letter.objects.filter(supersedes=letter.id).count() == 0


def test_one_button_sends_it_to_the_address_on_file(desk: Desk, now: datetime) -> None:
    """The person gave an e-mail alone, was recognised, and the address has been on file for years."""
    consumer = {**cast.NORA, "postal_address": None}
    request, letter = extended(now, consumer=consumer)
    cast.work_off(now)
    bounce(letter, now)
    olu = desk("olu")
    assert "Send it by post by Nov 27, 2026." in olu.get(address(request)).text
    answer = do(olu, request, "by-post", letter=str(letter.id))
    assert "The letter goes to the mail room." in answer.text
    paper = Letter.objects.get(supersedes=letter.id)
    assert (paper.channel, paper.recipient["lines"]) == ("post", ["12 Elm St"])
    again = do(olu, request, "by-post", letter=str(letter.id))
    assert "already been replaced" in again.text
    assert Letter.objects.filter(supersedes=letter.id).count() == 1
    assert [one.actor_type for one in ledger.entries_for(request.id) if one.action == "letter.superseded"] == ["staff"]


@pytest.mark.parametrize("safe", [{"email": "safe@example.org"}, {"none_safe": True}])
def test_a_safe_contact_is_never_gone_around(desk: Desk, now: datetime, safe: dict) -> None:
    request = fresh(cast.ask(cast.body("deletion", safe_contact=safe), now=now))
    cast.work_off(now)
    letter = Letter.objects.filter(request_ref=request.id, kind="acknowledgement").first()
    if letter.status == Status.QUEUED:
        sent(letter, at=now)
    if letter.status != Status.HELD:
        letter.refresh_from_db()
        bounce(letter, now)
    olu = desk("olu")
    assert "/by-post/" not in olu.get(address(request)).text
    do(olu, request, "by-post", letter=str(letter.id))
    assert Letter.objects.filter(request_ref=request.id, channel="post", status=Status.QUEUED).count() == 0


def test_a_code_that_bounced_is_seen_and_takes_no_other_way(desk: Desk, now: datetime) -> None:
    request = fresh(cast.ask(cast.body("deletion"), now=now))
    code = outbox.queue(
        "verification_code", about=request.submission_id, request=request.submission_id, statutory=False, by=BY,
        now=now, to=outbox.Recipient(name="Nora", email="nora@example.org", postal_address=cast.NORA["postal_address"]),
        context={"reference": request.reference, "code": "123456", "valid_minutes": 10},
    )  # fmt: skip
    sent(code, at=now)
    bounce(code, now)
    olu = desk("olu")
    page = olu.get(address(request)).text
    assert "Verification code bounced." in page
    assert "A code takes no other way." in page
    assert f"{request.reference}/by-post/" not in page
    assert "The words of this letter are gone" in do(olu, request, "by-post", letter=str(code.id)).text
    assert olu.get("/officer/queue/?q=is:undelivered").context["rows"] == []


def test_a_letter_of_somebody_else_is_not_there(desk: Desk, now: datetime) -> None:
    request, _letter = extended(now)
    _other, theirs = extended(now, consumer={**cast.NORA, "email": "sam@example.org", "family_name": "Other"})
    bounce(theirs, now)
    olu = desk("olu")
    assert do(olu, request, "by-post", letter=str(theirs.id)).status_code == 404
    assert do(olu, request, "by-post", letter="x").status_code == 200
    assert desk("casey").post(address(request, "by-post"), {"letter": str(theirs.id)}).status_code == 403


def test_the_home_page_counts_what_did_not_arrive(desk: Desk, now: datetime) -> None:
    _request, letter = extended(now)
    bounce(letter, now)
    page = desk("olu").get("/officer/")
    assert page.context["counts"].undelivered == 1
    assert desk("mina").get("/officer/").context["counts"].undelivered == 0, "another company's"


def test_a_notice_that_has_not_left_is_said_in_time(desk: Desk, now: datetime, clock) -> None:
    request = fresh(cast.ask(cast.body("deletion"), now=now))
    extension.extend(request_id=request.id, reason="VOLUME", explanation=WHY, by=cast.staff("olu"), now=now)
    assert "has not left" not in desk("olu").get(address(request)).text
    clock.move_to(datetime(2027, 1, 5, 18, tzinfo=now.tzinfo))
    later = datetime(2027, 1, 5, 18, tzinfo=now.tzinfo)
    request = fresh_one(request)
    view = case_view(request=request, by=cast.staff("olu"), now=later)
    (found,) = troubles(request, view.letters, now=later)
    assert (found.cause, found.day.isoformat()) == ("unsent", "2027-01-07")
