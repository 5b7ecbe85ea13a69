"""A caller lost the access code: after the check a new one is sent, and nobody on the line hears it."""

from html import unescape

import pytest

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import CodeRenewal, PrivacyRequest
from requests_app.services import renewals
from tests import cast
from tests.callcenter.desk import NORA, Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "apple bridge cedar dragon"


@pytest.fixture
def casey(now) -> Caller:
    return Caller(now)


def filed(casey: Caller, **more: object) -> PrivacyRequest:
    casey.file({**NORA, "rights": ["access"], "email": "nora@example.org", **more})
    return PrivacyRequest.objects.get()


def checked(casey: Caller, request: PrivacyRequest) -> str:
    answer = casey.client.post(f"/phone/requests/{request.id}/check/", {"passphrase": WORDS}, follow=True)
    return unescape(answer.text)


def send(casey: Caller, request: PrivacyRequest) -> str:
    return unescape(casey.client.post(f"/phone/requests/{request.id}/code/", follow=True).text)


def test_a_checked_caller_is_sent_a_new_code_that_the_desk_does_not_see(casey: Caller) -> None:
    request = filed(casey)
    assert "Send a new access code" in checked(casey, request)
    page = send(casey, request)
    assert "A new access code is on its way by e-mail." in page
    code = Letter.objects.get(kind="access_code_letter").context["access_code"]
    assert code not in page
    assert "nora@example.org" not in page
    (entry,) = find_entries(action="submission.code_sent", request=request.submission_id)
    assert (entry.actor_id, entry.facts["channel"]) == (str(casey.user.id), "phone")


def test_before_the_check_there_is_no_button_and_no_code(casey: Caller) -> None:
    request = filed(casey)
    assert "Send a new access code" not in unescape(casey.client.get(f"/phone/requests/{request.id}/").text)
    assert "Ask for the passphrase" in send(casey, request)
    assert not CodeRenewal.objects.exists()


def test_a_second_click_sends_no_second_code(casey: Caller) -> None:
    request = filed(casey)
    checked(casey, request)
    send(casey, request)
    assert "one is on its way already" in send(casey, request)
    assert CodeRenewal.objects.count() == 1


def test_a_stranger_on_the_web_takes_nothing_from_the_caller(casey: Caller, now) -> None:
    request = filed(casey)
    renewals.answer(known=request.reference, by=cast.Principal.system("test"), now=now)
    checked(casey, request)
    assert "on its way by e-mail" in send(casey, request)
    assert CodeRenewal.objects.count() == 2


def test_a_caller_without_e_mail_gets_a_letter(casey: Caller) -> None:
    request = filed(casey, email="")
    assert "It goes by mail to where letters of this request go." in checked(casey, request)
    assert "goes out by mail" in send(casey, request)
    assert Letter.objects.filter(kind="access_code_letter", context__isnull=False).count() == 2


def test_without_a_safe_address_there_is_none_to_send_to(casey: Caller) -> None:
    request = filed(casey, safe="none")
    assert "no safe address, so no code can be sent" in checked(casey, request)
    assert "No code was sent" in send(casey, request)
    assert not CodeRenewal.objects.exists()


def test_the_new_code_read_to_the_agent_counts_as_used(casey: Caller, now) -> None:
    mine = cast.ask(cast.body("deletion"), now=now)
    request = mine.requests[0].request
    renewals.answer(known=request.reference, by=cast.Principal.system("test"), now=now)
    code = Letter.objects.get(kind="access_code_letter").context["access_code"]
    url = f"/phone/requests/{request.id}/check/"
    answer = casey.client.post(url, {"reference": request.reference, "code": code}, follow=True)
    assert "Caller checked" in answer.text
    (entry,) = find_entries(action="submission.code_renewed", request=request.submission_id)
    assert entry.actor_id == str(casey.user.id)
    fits = renewals.opened_by(reference_text=request.reference, code=mine.access_code, by=casey.principal, now=now)
    assert fits is None


def test_a_new_code_of_somebody_else_is_refused_and_stays_unused(casey: Caller, now) -> None:
    other = cast.ask(cast.body("deletion"), now=now).requests[0].request
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    renewals.answer(known=other.reference, by=cast.Principal.system("test"), now=now)
    code = Letter.objects.get(kind="access_code_letter").context["access_code"]
    url = f"/phone/requests/{request.id}/check/"
    answer = casey.client.post(url, {"reference": other.reference, "code": code}, follow=True)
    assert "That does not fit." in unescape(answer.text)
    assert not find_entries(action="submission.code_renewed")


def test_an_unknown_request_is_not_there(casey: Caller) -> None:
    assert casey.client.post("/phone/requests/01a20527-8a5d-73bc-8a35-7aca2860fc9c/code/").status_code == 404
