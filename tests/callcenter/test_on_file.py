"""Casey calls the number on file, and takes wishes for a letter or a call: never told what is there."""

from datetime import timedelta
from html import unescape

import pytest

from notifications.models import Letter
from outbound.models import RegisterPerson
from requests_app.models import PrivacyRequest, StaffNotice
from requests_app.services import calling_back, notices, promised_calls
from tests import cast
from tests.accounts.cast import hire
from tests.callcenter.desk import NORA, Caller
from verification import services as verification
from verification.models import CallBack, PostedCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STRANGER = {"given_name": "Sam", "family_name": "Nowhere", "phone": "920 555 0199", "date_of_birth": ""}


@pytest.fixture
def casey(now) -> Caller:
    cast.register(now)
    return Caller(now)


def filed(casey: Caller, **more: object) -> PrivacyRequest:
    casey.file({**NORA, "rights": ["access"], "access_scope": "specific_pieces", **more})
    return PrivacyRequest.objects.latest("id")


def ask(casey: Caller, request: PrivacyRequest, now) -> CallBack:
    page = casey.client.post(f"/phone/requests/{request.id}/on-file/call/", {"window": "morning"}, follow=True)
    assert "It stands in the list of call-backs" in unescape(page.text)
    cast.work_off(now)
    return CallBack.objects.get(subject_ref=request.submission_id)


def test_a_call_back_from_the_list_to_its_end(casey: Caller, now) -> None:
    wish = ask(casey, filed(casey), now)
    listed = unescape(casey.client.get("/phone/call-backs/").text)
    assert "Call now" in listed
    one = f"/phone/call-backs/{wish.id}/"
    mine = casey.client.post(f"{one}number/", {"reason": "in_window"}, follow=True).text
    assert "who typed it in does not confirm it" in mine
    assert "9-2-0" not in mine
    casey = Caller(now, name="dana")
    assert "9-2-0" not in casey.client.get(one).text
    too_soon = casey.client.post(f"{one}outcome/", {"outcome": "confirmed"}, follow=True)
    assert "Look at the number first" in too_soon.text
    assert "Say why you need the number" in casey.client.post(f"{one}number/", {}).text
    shown = casey.client.post(f"{one}number/", {"reason": "in_window"}).text
    assert "9-2-0" in shown
    assert "Nora" in shown
    done = casey.client.post(f"{one}outcome/", {"outcome": "confirmed"}, follow=True).text
    assert "they asked for it themselves" in done
    assert casey.client.get(one).status_code == 404


def test_a_promised_call_is_watched_and_nobody_hears_twice(casey: Caller, now) -> None:
    sol = hire("sol", "call_supervisor", now=now, email="sol@example.org")
    lena = hire("lena", "lead", now=now, email="lena@example.org")
    wish = ask(casey, filed(casey), now)  # a Monday before Thanksgiving: three business days end on Friday
    at = [now + timedelta(days=days) for days in (1, 2, 2, 4, 5, 6)]
    new = [promised_calls.watch(now=one) for one in at]
    assert (promised_calls.promised_by(now).isoformat(), new) == ("2026-11-27", [0, 1, 0, 0, 2, 0])
    told = StaffNotice.objects.filter(duty__startswith="call_back").values_list("duty", "person")
    assert set(told) == {("call_back.due", sol.id), ("call_back.late", sol.id), ("call_back.late", lena.id)}
    notices.mail(now=at[-1])
    mails = [letter.context["what"] for letter in Letter.objects.filter(kind="staff_alert")]
    assert sum("promised to call" in words and "Nora" not in words for words in mails) == 2
    assert promised_calls.counts(now=at[1]) == (1, 0)
    assert promised_calls.counts(now=at[4]) == (0, 1)
    assert "Call by" in casey.client.get("/phone/call-backs/").text
    verification.fail_check(subject_ref=wish.subject_ref, reason="no_answer", by=casey.principal.actor, now=now)
    StaffNotice.objects.all().delete()
    assert promised_calls.watch(now=at[-1]) == 0


def test_nobody_known_is_put_away_and_never_told(casey: Caller, now) -> None:
    wish = ask(casey, filed(casey, **STRANGER), now)
    one = f"/phone/call-backs/{wish.id}/"
    page = unescape(casey.client.get(one).text)
    assert "There is no number that may be called" in page
    casey.client.post(f"{one}outcome/", {"no_number": "1"})
    wish.refresh_from_db()
    assert wish.outcome == "no_number"


def test_a_number_that_went_since_is_put_away_where_it_was_asked_for(casey: Caller, now) -> None:
    wish = ask(casey, filed(casey), now)
    RegisterPerson.objects.filter(family_name="Quist").update(phone_on_file_since=now.date())
    verification.settle(subject_ref=wish.subject_ref, now=now)
    number = f"/phone/call-backs/{wish.id}/number/"
    page = Caller(now, name="dana").client.post(number, {"reason": "in_window"}, follow=True).text
    assert "There is no number that may be called any more" in page
    wish.refresh_from_db()
    assert wish.outcome == "no_number"


def test_a_letter_is_wished_for_and_its_code_read_aloud(casey: Caller, now) -> None:
    request = filed(casey)
    room = f"/phone/requests/{request.id}/on-file/"
    assert "a letter goes there" in casey.client.post(f"{room}letter/", follow=True).text
    again = casey.client.post(f"{room}letter/", follow=True).text
    assert "asked for a few days ago" in again
    assert "Type the code" in casey.client.post(f"{room}code/", {"code": ""}).text
    assert "That does not fit" in casey.client.post(f"{room}code/", {"code": "2222-2222-2222"}).text
    cast.work_off(now)
    wish = PostedCode.objects.get(subject_ref=request.submission_id)
    assert (wish.finding, wish.tries) == ("sent", 1)
    verification.fail_check(subject_ref=request.submission_id, reason="no_answer", by=cast.staff("olu").actor, now=now)
    page = casey.client.post(f"{room}code/", {"code": "2222-2222-2222"}, follow=True).text
    assert "Nothing more is needed" in page
    assert "The code is right" not in page


def test_a_call_that_is_not_made_is_told_why_and_leaves_no_hole_in_the_list(casey: Caller, now) -> None:
    request = filed(casey)
    wish = ask(casey, request, now)
    cast.prove(cast.Filed(request.submission, "", "", ()), now=now)
    assert not verification.waiting_call_backs()
    listed = unescape(casey.client.get("/phone/call-backs/").text)
    assert "No call is made here" in listed
    assert "It was shown in another way who asks: nobody has to call." in listed
    assert "nobody has to call" in unescape(casey.client.get(f"/phone/requests/{request.id}/on-file/").text)
    page = casey.client.post(f"/phone/call-backs/{wish.id}/put-away/", follow=True)
    assert "No call is made here" not in page.text
    wish.refresh_from_db()
    assert (wish.outcome, wish.ended_by) == ("over", str(casey.user.id))
    again = casey.client.post(f"/phone/call-backs/{wish.id}/put-away/", follow=True)
    assert "Somebody was quicker" in again.text


def test_a_call_that_is_asked_for_while_a_person_looks_is_on_the_list_with_that_reason(casey: Caller, now) -> None:
    request = filed(casey)
    wish = ask(casey, request, now)
    dana, late = Caller(now, name="dana"), now + timedelta(days=8)
    verification.show_number(wish_id=wish.id, reason="in_window", by=dana.principal.actor, now=now)
    verification.record_call_back(wish_id=wish.id, outcome="denied", by=dana.principal.actor, now=now)
    verification.ask_for_call_back(
        subject_ref=wish.subject_ref, window="", channel="web", by=casey.principal.actor, now=late
    )
    cast.work_off(late)
    listed = unescape(casey.client.get("/phone/call-backs/").text)
    assert "An officer has to look at this first. Then they can ask for a call again." in listed
    [again] = calling_back.resting(by=casey.principal, now=late)
    refused = casey.client.post(f"/phone/call-backs/{again[0].id}/put-away/", follow=True)
    assert "Somebody was quicker, or this is not possible now." in refused.text
    assert calling_back.resting(by=casey.principal, now=late + timedelta(days=8)) == []
