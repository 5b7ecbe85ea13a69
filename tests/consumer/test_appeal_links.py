"""From a letter that refuses straight to an appeal: it shows nothing of the request, and files one appeal."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from requests_app import permissions
from requests_app.decision import Decision
from requests_app.models import EntryLink, PrivacyRequest
from requests_app.services import review, work
from tests import cast
from tests.consumer.conftest import mailed
from tests.consumer.test_answer import decide, proved  # noqa: F401 - the stories go on where those ended

pytestmark = pytest.mark.django_db
REFUSED = Decision("denied", "Your claim may still go to court.", (), "DEL-CLAIMS")


@pytest.fixture
def refused(proved, now) -> PrivacyRequest:  # noqa: F811  # a fixture of the file it is imported from
    row = proved("deletion")
    decide(row, REFUSED, now)
    return PrivacyRequest.objects.get(id=row.id)


def link() -> str:
    return str(mailed("denial")["appeal_link"])


def test_the_link_files_an_appeal_of_its_own_and_the_first_request_keeps_its_status(refused, now) -> None:
    page = Client().post(link(), {"explanation": "The claim is closed."})
    filed = PrivacyRequest.objects.get(right="appeal")
    assert (filed.appeal_of_id, filed.status, filed.channel) == (refused.id, "in_progress", "web")
    assert filed.reference in page.text
    assert filed.reference != refused.reference
    refused.refresh_from_db()
    assert refused.status == "denied"
    assert filed.messages.get().body == "The claim is closed."


def test_looking_uses_nothing_and_tells_nothing(refused) -> None:
    hide = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/appeal/[\w-]+')
    page, wrong = Client().get(link()), Client().get("/appeal/" + "x" * 43)
    assert hide.sub("", page.text) == hide.sub("", wrong.text)
    for telling in ("Nora", "JM-", "nora@"):
        assert telling not in page.text.split("<main")[1].split("</main")[0]
    assert "no-store" in page.headers["Cache-Control"]
    assert EntryLink.objects.get(purpose="appeal").used_count == 0
    dead = Client().post("/appeal/" + "x" * 43, {"explanation": "Me."})
    assert dead.status_code == 404
    assert "Me.</textarea>" in dead.text


def test_a_second_use_says_that_the_appeal_is_there(refused) -> None:
    for typed in ("", "The claim is closed, as I found out."):
        page = Client().post(link(), {"explanation": typed})
    assert "already with us" in page.text
    assert "closed, as I found out.</textarea>" in page.text, "what was typed is not lost"
    assert PrivacyRequest.objects.filter(right="appeal").count() == 1


def test_it_opens_no_status_page_and_ends_with_the_time_to_appeal(refused, clock) -> None:
    visitor = Client()
    visitor.post(link(), {"explanation": ""})
    assert visitor.get(f"/status/{refused.reference}/").headers["Location"] == "/status/"
    filed = PrivacyRequest.objects.get(right="appeal")
    work.withdraw(request_id=filed.id, by=cast.Principal.consumer(filed.submission_id, "s"), now=timezone.now())
    clock.shift(timedelta(days=60))
    assert Client().post(link(), {"explanation": ""}).status_code == 200
    clock.shift(timedelta(days=2))
    assert Client().post(link(), {"explanation": ""}).status_code == 404


def test_somebody_else_decides_it_and_its_letter_names_the_attorney_general(refused, now) -> None:
    Client().post(link(), {"explanation": "The claim is closed."})
    filed = PrivacyRequest.objects.get(right="appeal")
    again = Decision("denied", "The court case is still open, as we found in its file.", (), "DEL-CLAIMS")
    review.propose(request_id=filed.id, decision=again, by=cast.staff("lena"), now=now)
    for took_part in ("olu", "petra"):
        with pytest.raises(permissions.NotAllowed, match="first decision"):
            review.approve(request_id=filed.id, by=cast.staff(took_part), now=now)
    chief = cast.create_user(
        username="hana", display_name="Hana", roles=["officer"], by=cast.Principal.system("cast"), now=cast.STAGE
    )
    review.approve(request_id=filed.id, by=cast.Principal.staff(chief, "s"), now=now)
    said = mailed("appeal_decision")
    assert (said["outcome"], said["regulator"]["url"]) == ("denied", "https://www.wisdoj.gov/")
    assert said["items"][0]["ground_words"].startswith("We need this data to make or to answer legal claims")
    refused.refresh_from_db()
    assert refused.status == "denied"


def test_paper_has_no_link(file, client, now) -> None:
    cast.register(now)
    file(what={"rights": ["deletion"]}, contact={"email": ""})
    row = PrivacyRequest.objects.get()
    decision = Decision("denied", "Nobody answered our letter.", (), "ID-UNVERIFIED")
    review.decide(request_id=row.id, decision=decision, by=cast.staff("olu"), now=now)
    assert mailed("denial")["appeal_link"] == ""
