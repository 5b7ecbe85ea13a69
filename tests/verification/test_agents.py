"""Known agents: confirmed by a second person, recognised by key or mailbox; what people permitted them is kept once."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from audit import together
from audit.ids import new_id
from dsar_portal.upkeep.journal import Line
from dsar_portal.upkeep.replay import replay
from tests.cast import staff
from tests.verification.conftest import CONSUMER, NORA, OLU, SAM, Opener, check_of, prove_mailbox, worker
from verification import agent_selectors as selectors
from verification import services
from verification.assurance import Tier
from verification.models import Agent, AgentLink, AgentPermission
from verification.services import agent_directory, agent_questions, agents, errors, kept_permissions
from verification.services.agent_questions import Answer
from verification.services.agents import AgentFacts
from verification.services.permissions import Terms

KESTREL = AgentFacts(name="Kestrel Rights", registration="CA 4821990", domain="kestrel.example")
ENTRY = {
    "id": "KESTREL_AGENT",
    "name": "Kestrel Rights",
    "verify_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "web_url": "https://www.kestrel.example/",
    "business_contact": "hello@kestrel.example",
}


@pytest.fixture
def kestrel(db: None, now: datetime) -> Agent:
    """A known agent: Ada put it forward, Lena confirmed it."""
    agent = agents.propose_agent(facts=KESTREL, by=staff("ada"), now=now)
    return agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now)


def asks(who: dict[str, object], rights: list[str], *, at: datetime, prove: bool = True) -> UUID:
    """The agent asks for somebody, from its own mailbox."""
    ref = new_id()
    contact = {
        "name": "Kestrel Rights",
        "email": f"desk-{ref.hex[-6:]}@kestrel.example",
        "language": "en",
        "reference": "JM-7K3F-92QX",
    }
    services.open_check(
        subject_ref=ref, required=Tier.T1, claims={**who, "rights": rights}, contact=contact, by=CONSUMER, now=at,
        capacity="authorized_agent",
    )  # fmt: skip
    if prove:
        prove_mailbox(ref, at)
    worker(at)
    return ref


def keeps(ref: UUID, now: datetime, **more: object) -> UUID:
    terms = Terms("signed_permission", now.date(), **more)  # type: ignore[arg-type]  # as the tests name them
    kept, _token = kept_permissions.keep_permission(
        subject_ref=ref, terms=terms, reason="seen on paper", by=OLU, now=now
    )
    return kept


def test_who_put_an_agent_forward_does_not_confirm_it(db: None, now: datetime) -> None:
    agent = agents.propose_agent(facts=KESTREL, by=staff("lena"), now=now)
    with pytest.raises(errors.NotAllowed):
        agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now)
    with pytest.raises(errors.NotAllowed):
        agents.propose_agent(facts=KESTREL, by=staff("olu"), now=now)
    assert agents.confirm_agent(agent_id=agent.id, by=staff("ada"), now=now).status == "confirmed"


def test_nobody_confirms_facts_that_they_have_not_read(db: None, now: datetime) -> None:
    agent = agents.propose_agent(facts=KESTREL, by=staff("ada"), now=now)
    read = agent.rev
    other = AgentFacts(name="Kestrel Rights", domain="kestre1.example")
    agents.propose_agent(facts=other, by=staff("ada"), now=now, agent_id=agent.id)
    with pytest.raises(agents.Changed):
        agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now, rev=read)
    assert agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now, rev=read + 1).status == "confirmed"


def test_a_public_mailbox_or_a_domain_of_another_is_no_sign_of_an_agent(kestrel: Agent, now: datetime) -> None:
    for facts in (AgentFacts(name="Anybody", domain="gmail.com"), AgentFacts(name="Copy", domain="Kestrel.example")):
        with pytest.raises(agents.Unsound):
            agents.propose_agent(facts=facts, by=staff("ada"), now=now)


def test_a_directory_puts_forward_and_a_new_key_waits_for_a_person_again(db: None, now: datetime) -> None:
    broken = [{"id": "X"}, "no object", {**ENTRY, "id": "SHORT", "verify_key": "AAAA"}]
    read = agent_directory.read_directory(raw=[ENTRY, *broken], by=OLU, now=now)
    assert (read.new, len(read.skipped)) == (1, 3)
    agent = Agent.objects.get()
    assert (agent.status, agent.domain) == ("proposed", "kestrel.example")
    agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now)
    assert agent_directory.read_directory(raw={"agents": [ENTRY]}, by=OLU, now=now).same == 1
    other = {**ENTRY, "verify_key": "u" * 43 + "="}
    assert agent_directory.read_directory(raw=[other], by=OLU, now=now).changed == 1
    agent.refresh_from_db()
    assert (agent.status, len(agent.verify_keys)) == ("proposed", 2)


def test_a_mailbox_that_a_directory_adds_waits_for_a_person_too(db: None, now: datetime) -> None:
    agent_directory.read_directory(raw=[{**ENTRY, "business_contact": None}], by=OLU, now=now)
    agent = Agent.objects.get()
    agents.confirm_agent(agent_id=agent.id, by=staff("lena"), now=now)
    other = {**ENTRY, "web_url": "https://rights.example/", "business_contact": "hello@rights.example"}
    agent_directory.read_directory(raw=[other], by=OLU, now=now)
    agent.refresh_from_db()
    assert (agent.status, agent.domain) == ("proposed", "rights.example")


def test_a_name_alone_links_nothing_a_mailbox_at_the_domain_does(kestrel: Agent, register: None, now: datetime) -> None:
    typed = asks(NORA, ["access"], at=now, prove=False)
    assert not selectors.is_registered_agent(typed)
    proved = asks(NORA, ["access"], at=now)
    assert selectors.is_registered_agent(proved)
    agents.suspend_agent(agent_id=kestrel.id, reason="complaints", by=staff("lena"), now=now)
    assert not selectors.is_registered_agent(proved)


def test_five_hundred_from_one_key_are_one_look_up(kestrel: Agent, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # the fixture's type is not public
    key = new_id()
    facts = AgentFacts(name="Kestrel Rights", domain="kestrel.example", api_keys=(key,))
    agents.propose_agent(facts=facts, by=staff("ada"), now=now, agent_id=kestrel.id)
    agents.confirm_agent(agent_id=kestrel.id, by=staff("lena"), now=now)
    with django_assert_num_queries(4), transaction.atomic(), together.gathering():
        found = {agents.link_by_key(subject_ref=new_id(), key=key, now=now) for _ in range(500)}
    assert found == {kestrel.id}
    assert AgentLink.objects.filter(agent=kestrel).count() == 500


def test_one_permission_serves_the_next_request_of_the_same_person_only(
    kestrel: Agent, register: None, now: datetime
) -> None:
    first = asks(NORA, ["access"], at=now)
    keeps(first, now)
    again, other = asks(NORA, ["deletion"], at=now), asks(SAM, ["access"], at=now)
    assert check_of(again).authority_shown
    assert not check_of(other).authority_shown
    keeps(first, now, rights=("access",), valid_until=(now + timedelta(days=90)).date())
    assert AgentPermission.objects.count() == 1
    assert not check_of(asks(NORA, ["deletion"], at=now)).authority_shown
    late = now + timedelta(days=91)
    assert not check_of(asks(NORA, ["access"], at=late)).authority_shown


def test_two_of_one_name_in_one_zip_code_are_two(kestrel: Agent, register: None, now: datetime) -> None:
    first = {**SAM, "identifiers": [], "phone": ""}
    second = {**first, "email": "sam.the.other@example.net"}
    keeps(asks(first, ["access"], at=now), now)
    assert check_of(asks(first, ["access"], at=now)).authority_shown
    assert not check_of(asks(second, ["access"], at=now)).authority_shown


def test_kept_anew_with_a_later_request_it_ends_for_the_first_one_too(
    kestrel: Agent, register: None, now: datetime
) -> None:
    first, later = asks(NORA, ["access"], at=now), asks(NORA, ["deletion"], at=now, prove=False)
    keeps(first, now)
    prove_mailbox(later, now)
    keeps(later, now)
    assert kept_permissions.revoke_permission(subject_ref=later, way="phone", by=OLU, now=now) == 1
    assert not check_of(later).authority_shown
    assert not check_of(first).authority_shown


def test_taken_back_it_serves_nothing_any_more(kestrel: Agent, register: None, now: datetime) -> None:
    first = asks(NORA, ["access"], at=now)
    keeps(first, now)
    again = asks(NORA, ["access"], at=now)
    assert kept_permissions.revoke_permission(subject_ref=again, way="phone", by=OLU, now=now) == 1
    assert not check_of(first).authority_shown
    assert not check_of(again).authority_shown
    assert not check_of(asks(NORA, ["access"], at=now)).authority_shown
    with pytest.raises(errors.NoSuchPermission):
        kept_permissions.revoke_permission(subject_ref=again, way="phone", by=OLU, now=now)


def test_a_restore_gives_no_agent_back_what_was_taken_from_it(kestrel: Agent, register: None, now: datetime) -> None:
    ref = asks(NORA, ["access"], at=now)
    kept = keeps(ref, now)
    lost = [
        Line(str(new_id()), place=1, at=now.isoformat(), action="permission.revoked", subject=str(kept),
             facts={"way": "link"}),
        Line(str(new_id()), place=2, at=now.isoformat(), action="agent.suspended", subject=str(kestrel.id)),
    ]  # fmt: skip
    assert replay([*lost, *lost], now=now) == {"access": 2}
    assert (AgentPermission.objects.get().status, check_of(ref).authority_shown) == ("revoked", False)
    assert Agent.objects.get().status == "suspended"


def test_the_person_says_yes_and_who_gets_the_answer(kestrel: Agent, register: None, now: datetime) -> None:
    ref = asks(NORA, ["access"], at=now)
    asked = agent_questions.ask_person(subject_ref=ref, by=OLU, now=now)
    assert (asked.contact, asked.value) == ("email", "nora@example.org")
    yes = Answer(True, "Nora Quist", later_too=True, answer_to="requester", copies_to_agent=True)
    assert agent_questions.answer_question(token=asked.token, answer=yes, by=OLU, now=now) == ref
    worker(now)
    check = check_of(ref)
    assert check.authority_shown
    assert any(point["method"] == "direct_confirmation" and point["counts"] for point in check.points)
    choice = selectors.answer_choice(ref)
    assert choice is not None
    assert (choice.answer_to, choice.copies_to_agent) == ("requester", True)
    assert agent_questions.answer_question(token=asked.token, answer=Answer(False), by=OLU, now=now) is None


def test_a_paper_does_not_say_otherwise_than_the_person_who_was_asked(register: None, now: datetime) -> None:
    ref = asks(NORA, ["access"], at=now)
    asked = agent_questions.ask_person(subject_ref=ref, by=OLU, now=now)
    agent_questions.answer_question(token=asked.token, answer=Answer(True, "Nora Quist"), by=OLU, now=now)
    with pytest.raises(ValueError, match="Asked directly"):
        keeps(ref, now, answer_to="requester", copies_to_agent=True)
    choice = selectors.answer_choice(ref)
    assert choice is not None
    assert (choice.answer_to, choice.copies_to_agent) == ("consumer", False)


def test_the_person_says_no(kestrel: Agent, register: None, now: datetime) -> None:
    ref = asks(NORA, ["access"], at=now)
    kept = keeps(asks(NORA, ["deletion"], at=now), now)
    asked = agent_questions.ask_person(subject_ref=ref, by=OLU, now=now)
    agent_questions.answer_question(token=asked.token, answer=Answer(False), by=OLU, now=now)
    check = check_of(ref)
    assert (check.status, check.person_only_at is not None, check.authority_shown) == ("open", True, False)
    assert AgentPermission.objects.get(id=kept).status == "disputed"
    assert selectors.person_said_no(ref)


def test_nobody_is_asked_for_an_opt_out_or_beside_a_power_of_attorney(
    kestrel: Agent, register: None, opened: Opener, now: datetime
) -> None:
    with pytest.raises(errors.NoSuchCheck):
        agent_questions.ask_person(subject_ref=new_id(), by=OLU, now=now)  # an opt-out has no check
    protective = opened(NORA, Tier.T0, capacity="authorized_agent")
    with_power = asks(NORA, ["access"], at=now)
    keeps_power = Terms("power_of_attorney", now.date())
    kept_permissions.keep_permission(subject_ref=with_power, terms=keeps_power, reason="seen", by=OLU, now=now)
    for ref in (protective, with_power, opened(NORA)):
        with pytest.raises(errors.NotNeeded):
            agent_questions.ask_person(subject_ref=ref, by=OLU, now=now)
    unknown = asks(SAM, ["access"], at=now)
    with pytest.raises(errors.NoContact):
        agent_questions.ask_person(subject_ref=unknown, by=OLU, now=now)
