"""An agent asks for Nora: what her word changes, what the agent hears, and what an opt-out never waits for."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.principals import Principal
from accounts.selectors import all_keys
from notifications.models import Letter
from notifications.selectors import words_of
from requests_app.choices import Channel
from requests_app.models import PrivacyRequest, Suppression
from requests_app.selectors import hidden_revisions
from requests_app.services import agent_requests, duties
from requests_app.services.batch import submit_many
from requests_app.services.recipients import answers_to_requester
from requests_app.services.work import NotPossible
from tests import cast
from tests.api.caller import key_of
from tests.requests_app.keeping import NOW, letters
from verification import agent_selectors as permits
from verification import selectors as checks
from verification.services import agents
from verification.services.agents import AgentFacts
from verification.services.permissions import Terms

pytestmark = pytest.mark.django_db
AGENT = {
    "capacity": "authorized_agent", "name": "Ann Agent", "organization": "Kestrel Rights",
    "email": "ann@kestrel.example", "authority": "signed_permission", "answer_to": "requester",
}  # fmt: skip
COPY = {"right": "access", "scope": "specific_pieces"}


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(*rights: object, **more: object) -> PrivacyRequest:
    filed = cast.ask(cast.body(*rights, requester=AGENT, **more), now=NOW)
    cast.work_off(NOW)
    return filed.requests[-1].request


def sent_to_agent() -> list[str]:
    return [letter.kind for letter in Letter.objects.all() if letter.recipient.get("email") == "ann@kestrel.example"]


def path_in(request: PrivacyRequest, kind: str) -> str:
    """Where the link in the newest letter of a kind leads."""
    letter = letters(request, kind)[-1]
    found = re.search(r"https?://\S+/permission/\S+", words_of(letter.id).text)
    assert found is not None
    return urlsplit(found[0]).path


def test_nora_is_asked_says_yes_and_chooses_who_gets_the_answer() -> None:
    request, olu = asked("opt_out", COPY), cast.staff("olu")
    assert not answers_to_requester(request.submission)  # the agent's wish for a copy is not hers
    agent_requests.ask_person(request_id=request.id, by=olu, now=NOW)
    (letter,) = Letter.objects.filter(kind="agent_question")
    assert (letter.recipient["email"], letter.context["rights"]) == ("nora@example.org", ["access"])
    page, browser = path_in(request, "agent_question"), Client()
    assert "Kestrel Rights" in browser.get(page).text
    assert "Type your full name" in browser.post(page, {"answer": "yes"}).text
    said = browser.post(page, {"answer": "yes", "answer_to": "copies", "later": "no", "typed_name": "Nora Quist"})
    assert "with a copy of your information" in said.text
    assert browser.get(page).status_code == 404
    assert answers_to_requester(request.submission)
    cast.work_off(NOW + timedelta(minutes=1))
    found = checks.state_of(request.submission_id)
    assert found is not None
    assert found.authority_shown
    assert Letter.objects.filter(recipient__isnull=False, kind="agent_notice").count() >= 1


def outer_revision(request) -> int:
    """What the agent's program reads."""
    rev = PrivacyRequest.objects.get(id=request.id).rev
    return rev - hidden_revisions([request.id]).get(request.id, 0)


def test_nora_says_no_and_the_agent_hears_nothing_of_it() -> None:
    request, olu = asked("deletion"), cast.staff("olu")
    agent_requests.ask_person(request_id=request.id, by=olu, now=NOW)
    to_agent = sent_to_agent()
    page, before = path_in(request, "agent_question"), outer_revision(request)
    assert "We stop" in Client().post(page, {"answer": "no"}).text
    request.refresh_from_db()
    assert outer_revision(request) == before
    assert permits.person_said_no(request.submission_id)
    assert sent_to_agent() == to_agent
    with pytest.raises(NotPossible):
        agent_requests.check_permitted(request)
    with pytest.raises(NotPossible):
        agent_requests.ask_person(request_id=request.id, by=olu, now=NOW)


def test_a_kept_permission_is_told_and_taken_back_by_link() -> None:
    request, olu = asked("deletion"), cast.staff("olu")
    terms = Terms("signed_permission", NOW.date(), rights=("deletion",), answer_to="consumer")
    agent_requests.keep_permission(request_id=request.id, terms=terms, reason="paper of today", by=olu, now=NOW)
    assert not answers_to_requester(request.submission)
    page, browser = path_in(request, "permission_kept"), Client()
    assert "Kestrel Rights" in browser.get(page).text
    assert "may no longer ask us" in browser.post(page).text
    assert browser.get(page).status_code == 404
    assert permits.authority_missing(request.submission_id)


def test_without_a_permission_it_is_asked_for_once_then_refused_for_that() -> None:
    request = asked("deletion")
    duties.carry_out(now=NOW + timedelta(days=2))
    duties.carry_out(now=NOW + timedelta(days=9))
    assert [one.context["audience"] for one in letters(request, "agent_notice")].count("agent") == 1
    duties.carry_out(now=NOW + timedelta(days=46))
    request.refresh_from_db()
    assert (request.status, request.primary_ground) == ("denied", "AGT-NOAUTH")
    (denial,) = letters(request, "denial")
    assert denial.recipient["email"] == "ann@kestrel.example"
    assert "signed permission" in words_of(denial.id).text


def test_opt_outs_of_a_known_agent_run_through_at_once_however_many() -> None:
    key_of("olu", "requests:create", now=NOW)
    (row,) = all_keys()
    facts = AgentFacts(name="Kestrel Rights", api_keys=(row.id,))
    known = agents.propose_agent(facts=facts, by=cast.staff("ada"), now=NOW)
    agents.confirm_agent(agent_id=known.id, by=cast.staff("lena"), now=NOW)
    one = cast.body({"right": "opt_out", "kinds": ["sale_sharing"]}, requester=AGENT)
    raws = [{**one, "consumer": {"email": f"n{number}@example.org"}, "identifiers": []} for number in range(60)]
    done = submit_many(raws=raws, channel=Channel.API, by=Principal.api_client(row), now=NOW)
    assert len(done) == 60
    requests = PrivacyRequest.objects.filter(right="opt_out")
    assert set(requests.values_list("status", flat=True)) <= {"in_progress", "completed"}
    assert Suppression.objects.count() == 60
    assert all(checks.state_of(submission) is None for submission in requests.values_list("submission_id", flat=True))
    assert permits.agent(known.id).submissions == 60  # type: ignore[union-attr]  # registered above
    assert Letter.objects.filter(kind="agent_question").count() == 0
