"""Mo prints, posts, and records what comes in, without reading what is in the envelope on the screen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from notifications.models import Letter
from requests_app.models import Inquiry
from requests_app.services import by_post, caller_contact, work
from tests import cast
from tests.requests_app.test_on_paper import answered

Desk = Callable[[str], Client]
ROOM = "/mailroom/"


@pytest.fixture
def letter(now: datetime) -> Letter:
    """A letter on the list of today: Nora has no e-mail."""
    cast.register(now)
    person = {**cast.NORA, "email": ""}
    cast.ask(cast.body("restriction", consumer=person, delivery="post"), now=now)
    cast.work_off(now)
    found = Letter.objects.filter(status="to_print").first()
    assert found is not None
    return found


def test_the_list_shows_no_name_and_no_address(desk: Desk, letter: Letter) -> None:
    page = desk("mo").get(ROOM)
    assert "JM-" in page.text
    assert "Quist" not in page.text
    assert "Elm St" not in page.text


def test_printed_then_posted_with_its_number(desk: Desk, letter: Letter) -> None:
    mo = desk("mo")
    sheet = mo.post(f"{ROOM}letter/{letter.id}/sheet/")
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    letter.refresh_from_db()
    assert letter.status == "printed"
    mo.post(f"{ROOM}letter/{letter.id}/posted/", {"tracking": "9400 1000"})
    letter.refresh_from_db()
    assert letter.status == "posted"
    assert letter.deliveries.get(outcome="posted").tracking == "9400 1000"
    assert mo.post(f"{ROOM}letter/{letter.id}/sheet/").status_code == 404


def test_posting_twice_is_told_and_done_once(desk: Desk, letter: Letter) -> None:
    mo = desk("mo")
    mo.post(f"{ROOM}letter/{letter.id}/posted/", {"tracking": ""})
    page = mo.post(f"{ROOM}letter/{letter.id}/posted/", {"tracking": ""}, follow=True)
    assert "Somebody was quicker" in page.text
    assert letter.deliveries.filter(outcome="posted").count() == 1


def test_a_returned_letter_is_marked(desk: Desk, letter: Letter) -> None:
    mo = desk("mo")
    mo.post(f"{ROOM}letter/{letter.id}/posted/")
    assert "Came back" in mo.get(ROOM).text
    mo.post(f"{ROOM}letter/{letter.id}/returned/")
    letter.refresh_from_db()
    assert letter.status == "returned"


def test_a_wrong_tracking_number_is_refused(desk: Desk, letter: Letter) -> None:
    page = desk("mo").post(f"{ROOM}letter/{letter.id}/posted/", {"tracking": "=cmd|x"}, follow=True)
    assert "only letters, digits and dashes" in page.text
    letter.refresh_from_db()
    assert letter.status == "to_print"


def test_a_letter_that_is_not_there(desk: Desk, letter: Letter) -> None:
    mo = desk("mo")
    for step in ("sheet", "enclosure", "posted", "returned"):
        assert mo.post(f"{ROOM}letter/{cast.staff('mo').user_id}/{step}/").status_code == 404


def test_the_answer_is_printed_with_its_letter(desk: Desk, now: datetime) -> None:
    cast.register(now)
    request = answered(delivery="post")
    letter = Letter.objects.get(request_ref=request.id, kind="package_ready")
    mo = desk("mo")
    address = f"{ROOM}letter/{letter.id}/enclosure/"
    assert address in mo.get(ROOM).text
    package = mo.post(address)
    assert package["Content-Type"] == "application/pdf"
    assert package.content != mo.post(f"{ROOM}letter/{letter.id}/sheet/").content
    mo.post(f"{ROOM}letter/{letter.id}/posted/")
    assert "nothing to put in" in mo.post(address, follow=True).text


def test_what_somebody_stopped_is_not_posted_though_it_is_printed(desk: Desk, now: datetime) -> None:
    cast.register(now)
    request = answered(delivery="post")
    letter = Letter.objects.get(request_ref=request.id, kind="package_ready")
    mo, here = desk("mo"), f"{ROOM}letter/{letter.id}/"
    mo.post(f"{here}enclosure/")
    caller_contact.stop(request_id=request.id, by=cast.staff("casey"), now=now)
    page = mo.get(ROOM)
    assert [one["row"].id for one in page.context["taken_back"]] == [letter.id]
    assert letter.id not in {one["row"].id for one in page.context["waiting"]}
    for step in ("sheet", "enclosure", "posted"):
        assert "do not post it" in mo.post(f"{here}{step}/", follow=True).text
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.pdf_file) == ("cancelled", None, None)
    with pytest.raises(work.NotPossible, match="Look into the stop"):
        by_post.send_by_post(request_id=request.id, letter_id=letter.id, by=cast.staff("olu"), now=now)


def test_what_arrives_waits_for_the_officers(desk: Desk, now: datetime) -> None:
    typed = {"kind": "request", "reference": "", "sender": "N. Q., Neenah", "body": "Delete my data.", "language": "en"}
    page = desk("mo").post(f"{ROOM}arrived/", typed, follow=True)
    kept = Inquiry.objects.get()
    assert kept.reference in page.text
    assert kept.channel == "mail"
    assert kept.body == "A letter that looks like a privacy request. Enter it as one.\nDelete my data."
    assert desk("olu").get("/officer/").context["counts"].inquiries == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reference": "JM-0000-0000"}, "reference"), ({"body": ""}, "body"), ({"kind": "bomb"}, "kind"),
     ({"body": "a\x07b"}, "body"), ({"sender": "x" * 501}, "sender")],
)  # fmt: skip
def test_bad_input_is_named_and_kept(desk: Desk, typed: dict[str, str], field: str) -> None:
    whole = {"kind": "question", "reference": "", "sender": "", "body": "Hello", "language": "en", **typed}
    page = desk("mo").post(f"{ROOM}arrived/", whole)
    assert field in page.context["form"].errors
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("name", ["olu", "dev", "casey", "ari"])
def test_others_stay_out_of_the_mail_room(desk: Desk, name: str) -> None:
    assert desk(name).get(ROOM).status_code == 403
