"""The demonstration's register as a directory: it stands for the company's own systems."""

from collections.abc import Mapping

from outbound.register import RegisterPerson

from outbound import register
from verification.directories import normalise
from verification.directories.base import Candidate, OnFile

FIELDS = (
    "given_name", "family_name", "email", "phone", "date_of_birth", "policy_number", "claim_number",
    "care_plan_number", "shipment_tracking", "account_username", "customer_number", "employee_number", "item_type",
)  # fmt: skip


class DemoDirectory:
    """Reads the register. Nothing is kept here."""

    slug = "demo_register"

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """The people of the register who share at least one point."""
        return [_candidate(person) for person in register.find_people(points=points)]


def _candidate(person: RegisterPerson) -> Candidate:
    facts = {kind: normalise.fact(kind, getattr(person, kind, None)) for kind in FIELDS}
    facts["postal_address"] = normalise.address(person.postal_address)
    on_file = []
    if person.email:
        on_file.append(OnFile("email", normalise.email(person.email), person.email_on_file_since))
    if person.postal_address:
        on_file.append(OnFile("post", dict(person.postal_address), person.address_on_file_since))
    return Candidate(person.key, {kind: value for kind, value in facts.items() if value}, tuple(on_file))
