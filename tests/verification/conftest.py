"""The cast before the door: Nora, who is known; Sam, who is a stranger; Xavier, who shared Nora's kitchen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from audit.actors import Actor, ActorType
from audit.ids import new_id
from jobs import services as jobs
from jobs.models import Job
from notifications.models import Letter
from tests import cast
from verification import services
from verification.assurance import Tier
from verification.models import Check

CONSUMER = Actor(ActorType.CONSUMER, "status-page")
OLU = Actor(ActorType.STAFF, "olu", session="s1", aal=2)
NORA: dict[str, Any] = {
    "given_name": "Nora",
    "family_name": "Quist",
    "email": "nora@example.org",
    "phone": "+19205550142",
    "postal_address": {
        "lines": ["12 Elm St"], "city": "Neenah", "state": "WI", "postal_code": "54956", "country": "US",
    },
    "date_of_birth": "1961-04-09",
    "identifiers": [{"kind": "policy_number", "value": "55-102938"}],
}  # fmt: skip
SAM: dict[str, Any] = {
    "given_name": "Samuel",
    "family_name": "Nowhere",
    "email": "sam@example.com",
    "phone": "+19205550199",
    "postal_address": {
        "lines": ["1 Oak Rd"],
        "city": "Madison",
        "state": "WI",
        "postal_code": "53703",
        "country": "US",
    },
    "date_of_birth": "1980-01-02",
    "identifiers": [{"kind": "policy_number", "value": "99-000000"}],
}
Opener = Callable[..., UUID]


@pytest.fixture
def register(db: None, now: datetime) -> None:
    """The company\'s own systems, with Nora in them."""
    cast.register(now)


@pytest.fixture
def opened(now: datetime) -> Opener:
    """Open a check for one of the cast; gives its reference."""

    def open_for(who: dict[str, Any], required: Tier = Tier.T2, *, at: datetime = now, **more: Any) -> UUID:
        subject_ref = new_id()
        contact = {
            "name": f"{who['given_name']} {who['family_name']}",
            "email": who.get("email", ""),
            "phone": who.get("phone", ""),
            "language": "en",
            "reference": "JM-7K3F-92QX",
        }
        services.open_check(
            subject_ref=subject_ref, required=required, claims=who, contact=contact, by=CONSUMER, now=at, **more
        )
        return subject_ref

    return open_for


def worker(at: datetime) -> int:
    """Let the worker do the matching that is due, and only that."""
    due = Job.objects.due(at).filter(kind="verification.match").values_list("id", flat=True)
    return sum(jobs.run_job(job_id=job_id, now=at) for job_id in list(due))


def mailed_code(subject_ref: UUID) -> str:
    """The digits in the newest letter about this subject."""
    letter = Letter.objects.filter(about=subject_ref).order_by("-created_at", "-id").first()
    assert letter is not None
    return str(letter.context["code"])


def wrong(code: str) -> str:
    """A code of the right shape that is not this one."""
    return f"{(int(code) + 1) % 10**8:08d}"


def check_of(subject_ref: UUID) -> Check:
    """The row as it lies in the table now."""
    return Check.objects.get(subject_ref=subject_ref)


def prove_mailbox(subject_ref: UUID, at: datetime) -> None:
    """Ask for the code, read the mail, type it in, and let the worker look."""
    services.send_code(subject_ref=subject_ref, by=CONSUMER, now=at)
    outcome = services.try_code(subject_ref=subject_ref, code=mailed_code(subject_ref), by=CONSUMER, now=at)
    assert outcome.accepted
    worker(at)
