"""The demonstration's register as a directory: it stands for the company's own systems."""

from collections.abc import Iterator, Mapping

from outbound import register
from outbound.register import RegisterPerson
from verification.directories import normalise
from verification.directories.base import Candidate, OnFile

FIELDS = (
    "given_name", "family_name", "email", "phone", "policy_number", "claim_number",
    "care_plan_number", "shipment_tracking", "account_username", "customer_number", "employee_number", "item_type",
)  # fmt: skip


class DemoDirectory:
    """Reads the register. Nothing is kept here."""

    slug = "demo_register"

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """The people of the register who share at least one point."""
        return [_candidate(person) for person in register.find_people(points=points)]


def _candidate(person: RegisterPerson) -> Candidate:
    facts = {kind: normalise.fact(kind, getattr(person, kind)) for kind in FIELDS}
    facts["postal_address"] = normalise.address(person.postal_address)
    facts["date_of_birth"] = person.date_of_birth.isoformat()
    return Candidate(
        person.person_key, {kind: value for kind, value in facts.items() if value}, tuple(_contacts(person))
    )


def _contacts(person: RegisterPerson) -> Iterator[OnFile]:
    if person.email:
        yield OnFile("email", normalise.email(person.email), person.email_on_file_since)
    if person.phone:
        yield OnFile("phone", normalise.phone(person.phone), person.phone_on_file_since)
    if person.postal_address:
        yield OnFile("post", dict(person.postal_address), person.address_on_file_since)
