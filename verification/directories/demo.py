"""The demonstration's register as a directory: it stands for the company's own systems."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from outbound import register
from outbound.register import RegisterPerson
from verification.directories import shape
from verification.directories.base import Candidate
from verification.directories.shape import RawContact

FIELDS = (
    "given_name", "family_name", "date_of_birth", "policy_number", "claim_number", "care_plan_number",
    "shipment_tracking", "account_username", "customer_number", "employee_number", "item_type",
)  # fmt: skip


class DemoDirectory:
    """Reads the register. Nothing is kept here."""

    slug = "demo_register"

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """The people of the register who share at least one point."""
        return [_candidate(person) for person in register.find_people(points=points)]

    def remarks(self, *, now: datetime) -> list[str]:
        """It is a table of the portal: where the portal runs, it answers."""
        return []


def _candidate(person: RegisterPerson) -> Candidate:
    facts = [(kind, getattr(person, kind)) for kind in FIELDS]
    # The register's keys stand for themselves: the demonstration's systems know people by them.
    return shape.candidate(person.person_key, facts, _contacts(person), key_space="")


def _contacts(person: RegisterPerson) -> Iterator[RawContact]:
    yield RawContact("email", person.email, person.email_on_file_since)
    yield RawContact("phone", person.phone, person.phone_on_file_since)
    yield RawContact("post", person.postal_address, person.address_on_file_since)
