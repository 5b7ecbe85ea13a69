"""A steward, a request that is only a reference, and the register of the demonstration."""

from uuid import UUID

import pytest

from accounts.principals import Principal
from accounts.services import create_user
from audit.actors import Actor, ActorType
from audit.ids import new_id
from fulfillment.services import plan_tasks
from fulfillment.signals import package_built, tasks_finished
from jobs.services import run_due
from outbound.models import RegisterPerson, RegisterRecord
from tests.conftest import NOW

CONSUMER = Actor(ActorType.CONSUMER, str(UUID(int=7)), None, 1)


@pytest.fixture(autouse=True)
def alone():
    """The floor above does not listen; `heard` holds what it would have heard of."""
    calls = []
    kept = [(signal, signal.receivers) for signal in (tasks_finished, package_built)]
    for signal, _receivers in kept:
        signal.receivers = []
        signal.sender_receivers_cache.clear()

    def listen(**what):
        calls.append(what["subject_ref"])

    tasks_finished.connect(listen)
    yield calls
    for signal, receivers in kept:
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def heard(alone):
    """The requests whose last task was done."""
    return alone


@pytest.fixture
def dev(db):
    """Dev is the steward of every system of the demonstration."""
    return Principal.staff(_user("dev", "steward"))


@pytest.fixture
def other_steward(db):
    return Principal.staff(_user("dora", "steward"))


def _user(username, role):
    system = Principal.system("test")
    return create_user(username=username, display_name=username.title(), roles=[role], by=system, now=NOW)


@pytest.fixture
def nora(db):
    """A policyholder with an ordinary record, a secret one, and one about somebody else."""
    person = RegisterPerson.objects.create(
        person_key="nora", given_name="Nora", family_name="Quist", email="nora@example.org",
        date_of_birth="1961-04-09", policy_number="55-102938", loaded_at=NOW,
    )  # fmt: skip
    rows = [
        ("policy-admin", "contact", "Contact details", {"name": "Nora Quist", "note": "=HYPERLINK(1)"}),
        ("policy-admin", "sensitive", "Tax identification", {"social_security_number": "000-12-3456"}),
        ("shipping", "sensitive", "Recipient", {"tracking": "X1", "other_person": {"name": "Jules Recipient"}}),
        ("marketing", "commercial", "Segments", {"segments": ["anniversary"]}),
    ]
    for system, category, title, content in rows:
        RegisterRecord.objects.create(
            person=person, system=system, category=category, title=title, content=content,
            collected_on="2026-01-02", source="you",
        )  # fmt: skip
    return person


@pytest.fixture
def collected(nora):
    """A request for access whose systems have all answered."""
    return collect(right="access")


def collect(right="access", person_key="nora", companies=("group",), **more):
    request_id = new_id()
    plan_tasks(
        request_id=request_id, right=right, companies=companies, scope=more.pop("scope", "specific_pieces"),
        person_key=person_key, by=Actor.system("test"), now=NOW, **more,
    )  # fmt: skip
    run_due(now=NOW)
    return request_id
