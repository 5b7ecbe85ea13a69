"""The scripted check on the phone: same methods and limits as on the web, and nothing is told."""

import re
from datetime import datetime
from html import unescape

import pytest

from audit import selectors as ledger
from notifications.models import Letter
from outbound.models import RegisterPerson
from requests_app.models import PrivacyRequest
from tests import cast
from tests.callcenter.desk import NORA, Caller
from verification import selectors as checks
from verification.assurance import POINTS, Worth
from verification.questions import questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RIGHT = {"customer_number": "C-100001", "policy_number": "55-102938", "item_type": "ring"}


def filed(casey: Caller, **more: object) -> PrivacyRequest:
    """Nora's request, taken by Casey a moment ago; her own systems know her."""
    cast.register(cast.STAGE)
    casey.file({**NORA, "rights": ["access"], "scope": "categories", "email": "nora@example.org", **more})
    return PrivacyRequest.objects.order_by("id")[0]


def page_of(casey: Caller, request: PrivacyRequest) -> str:
    return unescape(casey.client.get(f"/phone/requests/{request.id}/identity/").content.decode())


def post(casey: Caller, request: PrivacyRequest, deed: str, **given: str) -> str:
    answer = casey.client.post(f"/phone/requests/{request.id}/identity/{deed}/", given, follow=True)
    return unescape(answer.content.decode())


def test_right_and_wrong_answers_look_alike_to_the_agent_until_the_level_is_there(casey: Caller, now: datetime) -> None:
    request = filed(casey)
    wrong = post(casey, request, "answers", customer_number="C-9", policy_number="1", item_type="boat")
    assert "The answers are being compared." in wrong
    cast.work_off(now)
    assert "Not enough yet" in page_of(casey, request)
    assert "boat" not in page_of(casey, request)
    assert "The answers are being compared." in post(casey, request, "answers", **RIGHT)
    cast.work_off(now)
    assert "Enough is known" in page_of(casey, request)
    request.refresh_from_db()
    assert request.status == "in_progress"
    assert ledger.find_entries(action="caller.asked_questions", request=request.submission_id)


def test_an_agent_does_not_read_off_the_level_that_somebody_on_file_moved_lately(casey: Caller, now: datetime) -> None:
    request = filed(casey, rights=["access", "deletion"], access_scope="specific_pieces", email="sam@example.com")
    RegisterPerson.objects.filter(person_key="P-0000").update(email_on_file_since=now.date())
    before = page_of(casey, request)
    cast.work_off(now)
    assert checks.state_of(request.submission_id).required == 3
    assert "“reasonably high”" in before
    seen = [re.sub(r'value="\w{64}"', "", page) for page in (before, page_of(casey, request))]
    assert seen[0] == seen[1]


def test_three_tries_lock_the_questions_for_a_day_on_every_channel(casey: Caller) -> None:
    request = filed(casey)
    for _try in range(3):
        page = post(casey, request, "answers", policy_number="1")
    assert "The questions are closed for a day" in page
    assert "There were too many tries." in post(casey, request, "answers", **RIGHT)
    assert checks.state_of(request.submission_id).facts_locked_until is not None


def test_a_code_is_read_back_and_its_mail_says_that_this_is_all_right(casey: Caller, now: datetime) -> None:
    request = filed(casey)
    [point] = [one for one in checks.state_of(request.submission_id).contacts if one.kind == "email"]
    assert "The code is on its way." in post(casey, request, f"code/{point.id}", send="1")
    letter = Letter.objects.get(kind="verification_code")
    assert letter.context["by_phone"] is True
    assert "That does not fit." in post(casey, request, f"code/{point.id}", code="0000 0000")
    page = post(casey, request, f"code/{point.id}", code=str(letter.context["code"]))
    assert "The code is right." in page
    assert "nora@example.org" not in page


def test_the_statement_goes_out_by_link_and_twice_a_day_at_most(casey: Caller) -> None:
    request = filed(casey)
    assert "It is on its way." in post(casey, request, "letter")
    assert Letter.objects.filter(kind="identity_request").count() == 1
    post(casey, request, "letter")
    assert "Too many tries." in post(casey, request, "letter")


def test_without_a_safe_address_nothing_goes_out(casey: Caller) -> None:
    assert "nothing was sent" in post(casey, filed(casey, safe="none"), "letter")


def test_a_caller_whom_nobody_let_in_has_no_check(casey: Caller, now: datetime) -> None:
    request = filed(casey)
    other = Caller(now, "cora")
    assert other.client.get(f"/phone/requests/{request.id}/identity/").status_code == 404
    for deed in ("answers", "letter"):
        assert other.client.post(f"/phone/requests/{request.id}/identity/{deed}/", RIGHT).status_code == 404
    other.client.post(f"/phone/requests/{request.id}/check/", {"passphrase": "apple bridge cedar dragon"})
    assert other.client.get(f"/phone/requests/{request.id}/identity/").status_code == 200


def test_what_is_in_dispute_is_not_asked_and_company_facts_come_first() -> None:
    asked = questions(disputed=["phone", "item_details"], relationships=["policyholder"], seed="1")
    assert {"customer_number", "policy_number", "postal_address", "date_of_birth"} <= set(asked)
    assert {"phone", "item_type", "claim_number", "employee_number"}.isdisjoint(asked)
    worths = [POINTS[kind].worth is Worth.HOUSEHOLD for kind in asked]
    assert worths == sorted(worths)
    orders = {questions(disputed=[], relationships=["policyholder"], seed=str(seed)) for seed in range(20)}
    assert len(orders) > 5
