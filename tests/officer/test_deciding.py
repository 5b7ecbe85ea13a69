"""What a decision must bring with it, as the form asks for it; an appeal is decided on what was found before."""

from datetime import datetime, timedelta
from html import unescape

import pytest

from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, review
from tests import cast
from tests.officer.casework import Desk, address, answers, do, proved

pytestmark = pytest.mark.django_db


def kept(ground: str, places: dict[str, str], **more: str) -> dict[str, str]:
    """A refusal of every place on one ground, for a second person to look at."""
    typed = {"outcome": "denied", "summary": "The year of your claim is not over.", "review": "1", **more}
    for number in range(len(places)):
        typed |= {f"outcome_{number}": "kept", f"ground_{number}": ground}
    return typed


def test_what_is_missing_is_said_beside_its_field_and_the_rule_brings_law_and_day(desk: Desk, now: datetime) -> None:
    request, olu = proved(now, "deletion"), desk("olu")
    places = answers(olu, request, "kept")
    page = do(olu, request, "decide", **kept("DEL-LEGAL", places))
    assert "Name the law that makes us keep this" in unescape(page.text)
    assert page.context["form"].errors["cite_0"]
    rules = {f"retention_{n}": "L-TAX" for n in range(len(places))}
    started = {f"triggered_on_{n}": "2025-12-31" for n in range(len(places))}
    do(olu, request, "decide", **kept("DEL-LEGAL", places, **rules, **started))
    request.refresh_from_db()
    assert request.status == "in_review"
    first = request.proposal["items"][0]
    assert (first["cite"], first["until"], first["retention"]) == ("26 U.S.C. 6001", "2032-12-31", "L-TAX")
    page = desk("petra").get(address(request))
    assert "26 U.S.C. 6001" in page.text


def test_evidence_is_asked_for_kept_and_shown_to_officers_alone(desk: Desk, now: datetime) -> None:
    request, olu = proved(now, "restriction"), desk("olu")
    typed = {
        "outcome": "denied",
        "ground": "EXCESSIVE",
        "summary": "You asked the same forty times in May.",
        "now": "1",
    }
    places = answers(olu, request, "nothing_found")
    page = do(olu, request, "decide", **typed, **places)
    assert "Write down the evidence" in page.text
    do(olu, request, "decide", **typed, **places, evidence="Forty letters, listed in the mail room.", fee="15.00")
    request.refresh_from_db()
    assert (request.status, request.decision["fee"]) == ("denied", "15.00")
    page = olu.get(address(request)).text
    assert "Forty letters" in page
    assert "$15.00" in page


def test_the_case_page_tells_what_was_asked_before(desk: Desk, now: datetime) -> None:
    colorado = {"residence": {"country": "US", "state": "CO"}}
    first = cast.ask(cast.body({"right": "access", "scope": "categories"}, **colorado), now=now).requests[0]
    later = now + timedelta(hours=1)
    second = cast.ask(cast.body({"right": "access", "scope": "categories"}, **colorado), now=later).requests[0]
    page = desk("olu").get(f"/officer/case/{second.reference}/")
    assert "0 of 1 free requests of twelve months used" in page.text
    assert [row["reference"] for row in page.context["history"]["rows"]] == [first.reference]
    assert first.reference in page.text


def test_an_appeal_is_decided_on_what_was_found_before(desk: Desk, now: datetime) -> None:
    first = proved(now, "deletion")
    denied = Decision("denied", "Your claim is open at the court.", (), "DEL-CLAIMS")
    review.propose(request_id=first.id, decision=denied, by=cast.staff("lena"), now=now)
    review.approve(request_id=first.id, by=cast.staff("petra"), now=now)
    nora = cast.Principal.consumer(first.submission_id, "s")
    filed, _receipt = appeals.appeal(request_id=first.id, explanation="It is closed.", by=nora, now=now)
    olu = desk("olu")
    page = olu.get(address(filed))
    form = page.context["forms"]["decide"]
    assert page.context["places"]
    assert {code for code, _words in form.fields["outcome_0"].choices} == {"erased", "kept", "nothing_found"}
    assert "DEL-CLAIMS" in {code for code, _words in form.fields["ground_0"].choices}
    do(olu, filed, "decide", review="1", outcome="completed", summary="It is closed.", **answers(olu, filed, "erased"))
    assert PrivacyRequest.objects.get(id=filed.id).status == "in_review"


def test_who_is_refused_everything_at_a_stroke_is_neither_given_nor_erased_what_the_places_begin_with(
    desk: Desk, now: datetime
) -> None:
    request, olu = proved(now, "deletion"), desk("olu")
    typed = {"outcome": "denied", "ground": "DEL-CLAIMS", "summary": "Your claim is open at the court.", "review": "1"}
    places = answers(olu, request, "erased")
    assert places
    do(olu, request, "decide", **typed, **places)
    request.refresh_from_db()
    assert (request.status, request.proposal["items"]) == ("in_review", [])
    review.approve(request_id=request.id, by=cast.staff("petra"), now=now)
    request.refresh_from_db()
    assert request.status == "denied"


def test_one_place_that_is_kept_makes_the_others_count(desk: Desk, now: datetime) -> None:
    request, olu = proved(now, "deletion"), desk("olu")
    typed = {"outcome": "denied", "summary": "Your claim is open at the court.", "review": "1"}
    places = answers(olu, request, "erased")
    page = do(olu, request, "decide", **typed, **places | {"outcome_0": "kept", "ground_0": "DEL-CLAIMS"})
    assert "so this is answered in part" in page.text
