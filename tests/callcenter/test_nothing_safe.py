"""No address of the caller is safe, or there is none: what is said on the phone points at no letter that never left."""

from datetime import datetime
from html import unescape

import pytest

from dsar_portal.callcenter.scripts import status
from requests_app.lifecycle import Status
from requests_app.models import PrivacyRequest
from tests import cast
from tests.callcenter.desk import NORA, Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "apple bridge cedar dragon"
WRITTEN = ("letter", "we sent", "we wrote", "messages", "carta", "enviado", "le escribimos", "mensajes")


def told(casey: Caller, request: PrivacyRequest) -> str:
    answer = casey.client.post(f"/phone/requests/{request.id}/check/", {"passphrase": WORDS}, follow=True)
    return unescape(answer.text)


def filed(casey: Caller, **more: object) -> PrivacyRequest:
    casey.file({**NORA, "rights": ["access"], "email": "nora@example.org", **more})
    return PrivacyRequest.objects.get()


@pytest.mark.parametrize("nowhere", [{"safe": "none"}, {"street": "", "city": "", "postal_code": "", "email": ""}])
def test_who_can_be_written_to_nowhere_hears_what_can_be_done_now(casey: Caller, nowhere: dict[str, str]) -> None:
    page = told(casey, filed(casey, **nowhere))
    assert "Caller checked" in page
    assert "the letter or e-mail we sent" not in page
    assert "la carta o el correo enviado" not in page
    assert "We have no safe address of yours, so we sent you nothing." in page
    assert "No tenemos una dirección segura de usted, así que no le enviamos nada." in page
    # Before it is shown who asks, no contact is changed: the way on is the check, in this call.
    assert "I can ask you some questions now" in page


def test_who_was_written_to_still_hears_of_the_letter(casey: Caller) -> None:
    page = told(casey, filed(casey))
    assert "Please look at the letter or e-mail we sent." in page
    assert "no safe address" not in page


def test_once_it_was_shown_who_asks_a_safe_place_may_be_named(casey: Caller, now: datetime) -> None:
    request = filed(casey, safe="none")
    assert "Tell me an e-mail or postal address that is safe" not in told(casey, request)
    cast.prove(cast.Filed(request.submission, "", "", ()), now=now)
    page = told(casey, request)
    assert "Tell me an e-mail or postal address that is safe" in page
    assert "Dígame un correo electrónico o una dirección postal segura" in page


def test_the_withdrawal_promises_no_letter(casey: Caller) -> None:
    request = filed(casey, safe="none")
    told(casey, request)
    page = casey.client.post(f"/phone/requests/{request.id}/withdraw/", {"confirmed": "on"}, follow=True)
    assert "The request is taken back. No confirmation goes out" in unescape(page.text)


def test_no_status_speaks_of_letters_where_none_left(now: datetime) -> None:
    for one in Status:
        said = status.sentence(right="access", status=one, respond_by=now.date(), written=False)
        assert not [word for word in WRITTEN if word in f"{said.en} {said.es}".casefold()], one


def test_the_safe_place_may_be_a_street_and_the_code_goes_there(casey: Caller, now: datetime) -> None:
    request = filed(casey, safe="none")
    url = f"/phone/requests/{request.id}/contact/"
    told(casey, request)
    assert "Not yet: a new contact counts only after" in unescape(casey.client.get(url).text)
    cast.prove(cast.Filed(request.submission, "", "", ()), now=now)
    assert "Where can we write to you so that nobody else reads it?" in casey.client.get(url).text
    half = casey.client.post(url, {"city": "Oshkosh"})
    assert "A letter needs a street" in half.text
    whole = {"street": "5 Safe House Way", "city": "Oshkosh", "state": "WI", "postal_code": "54901"}
    page = unescape(casey.client.post(url, whole, follow=True).text)
    assert "Our letter" not in page
    assert "no safe address" not in page
    assert "It goes by mail to where letters of this request go." in page
