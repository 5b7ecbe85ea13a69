"""A complaint by phone has a number and a code that are read aloud; with both the caller hears later how far it is."""

from datetime import datetime, timedelta
from html import unescape

import pytest

from audit.selectors import find_entries
from requests_app import reference
from requests_app.models import Inquiry
from requests_app.services import correspondence, inquiries, inquiry_closing
from tests import cast
from tests.callcenter.desk import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ANSWER = "We called her twice at home."


def complain(casey: Caller, **more: str) -> str:
    said = {"kind": "complaint", "language": "en", "body": "You call me at night.", **more}
    return unescape(casey.client.post("/phone/complaint/", said, follow=True).text)


def ask(casey: Caller, number: str, code: str) -> str:
    sent = {"reference": number, "code": code}
    return unescape(casey.client.post("/phone/complaint/status/", sent).text)


def test_number_and_code_are_read_aloud_with_words_and_open_again_for_an_hour(casey: Caller, now: datetime) -> None:
    page = complain(casey)
    filed = Inquiry.objects.get()
    code = inquiries.code_of(filed.id)
    for words in (filed.reference, code, "We answer by Tuesday, December 8, 2026.", "Respondemos a más tardar el"):
        assert words in page
    spoken = {reference.spoken(char) for char in filed.reference + code if char.isalpha()}
    assert all(f"</strong> {word}" in page for word in spoken)
    url = f"/phone/complaint/{filed.id}/"
    assert casey.client.get(url).status_code == 200
    assert Caller(now, "cora").client.get(url).status_code == 404
    late = now + timedelta(hours=1)
    with pytest.raises(inquiries.permissions.NotFound):
        inquiries.just_taken(inquiry_id=filed.id, by=casey.principal, now=late)


def test_with_both_the_caller_hears_how_far_it_is_and_never_what_was_written(casey: Caller, now: datetime) -> None:
    complain(casey)
    filed = Inquiry.objects.get()
    code = inquiries.code_of(filed.id).lower().replace("-", " ")
    page = ask(casey, filed.reference.lower(), code)
    assert "Your complaint has arrived. We answer by Tuesday, December 8, 2026." in page
    assert "Su queja ha llegado." in page
    correspondence.answer_inquiry(inquiry_id=filed.id, answer=ANSWER, by=cast.staff("olu"), now=now)
    page = ask(casey, filed.reference, code)
    assert "We answered your complaint on Monday, November 23, 2026." in page
    assert ANSWER not in page
    assert "You call me at night." not in page
    assert len(find_entries(action="inquiry.looked_at", actor=str(casey.user.id))) == 2


def test_a_closed_one_is_told_as_closed(casey: Caller, now: datetime) -> None:
    complain(casey, kind="question")
    filed = Inquiry.objects.get()
    inquiry_closing.close(inquiry_id=filed.id, reason="spam", by=cast.staff("olu"), now=now)
    assert "We closed your question without an answer." in ask(casey, filed.reference, inquiries.code_of(filed.id))


def test_a_wrong_code_and_an_unknown_number_sound_alike_and_have_a_limit(casey: Caller) -> None:
    complain(casey)
    filed, nobody = Inquiry.objects.get(), reference.new_reference()
    for _try in range(5):
        for number in (filed.reference, nobody):
            assert "That does not fit. Do not say which part." in ask(casey, number, "AAAA-BBBB-CCCC-DDDD")
    assert "Too many tries." in ask(casey, filed.reference, inquiries.code_of(filed.id))
    assert "Too many tries." in ask(casey, nobody, "AAAA-BBBB-CCCC-DDDD")
    assert "Check the reference." in ask(casey, "JM-2345-6789", "AAAA")


def test_who_looks_a_complaint_up_among_the_requests_is_led_there(casey: Caller) -> None:
    complain(casey)
    page = casey.client.post("/phone/look-up/", {"text": Inquiry.objects.get().reference}).text
    assert "/phone/complaint/status/" in page
