"""What the systems hold about each fictional person: some of it to be given, some of it never to leave."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from outbound.models import RegisterPerson, RegisterRecord

LAST_DAY = date(2026, 10, 30)


def records_for(person: RegisterPerson) -> list[RegisterRecord]:
    """All records of one person, always the same."""
    desk = _Desk(person)
    kinds = set(person.relationships)
    parts = [_marketing(desk), _website(desk)] if person.email else []
    if person.policy_number:
        parts += [_policy(desk), _billing(desk)]
    if person.claim_number:
        parts.append(_claims(desk))
    if person.care_plan_number:
        parts.append(_care_plan(desk))
    if person.shipment_tracking:
        parts.append(_shipping(desk))
    if kinds & {"job_applicant", "employee"}:
        parts.append(_hr(desk))
    return [record for part in parts for record in part]


class _Desk:
    """Writes records of one person, with dice of that person's own."""

    def __init__(self, person: RegisterPerson) -> None:
        self.person = person
        self.dice = Random(person.person_key)  # noqa: S311 fictional people need no secrecy

    def day(self, *, within: int = 900) -> date:
        return LAST_DAY - timedelta(days=self.dice.randrange(within))

    def record(self, system: str, category: str, title: str, content: dict[str, Any], source: str) -> RegisterRecord:
        return RegisterRecord(
            person=self.person,
            system=system,
            category=category,
            title=title,
            content=content,
            collected_on=self.day(),
            source=source,
        )


def _contact(person: RegisterPerson) -> dict[str, Any]:
    return {
        "name": f"{person.given_name} {person.family_name}",
        "date_of_birth": person.date_of_birth.isoformat(),
        "email": person.email,
        "phone": person.phone,
        "postal_address": person.postal_address,
    }


def _policy(desk: _Desk) -> Iterator[RegisterRecord]:
    person, value = desk.person, desk.dice.randrange(2, 60) * 250
    yield desk.record("policy-admin", "contact", "Contact details", _contact(person), "you")
    yield desk.record(
        "policy-admin",
        "commercial",
        f"Policy {person.policy_number}",
        {
            "policy_number": person.policy_number,
            "scheduled_items": [{"description": f"One {person.item_type}", "insured_value_usd": value}],
            "annual_premium_usd": round(value * 0.015, 2),
            "jeweler": "Example Jewelers",
        },
        "you",
    )
    yield desk.record("policy-admin", "sensitive", "Tax identification", {"social_security_number": _ssn(desk)}, "you")
    yield desk.record(
        "policy-admin",
        "credit",
        "Credit-based insurance score",
        {"score": desk.dice.randrange(520, 850), "ordered_for": "underwriting"},
        "consumer reporting agency",
    )
    yield desk.record(
        "policy-admin",
        "background",
        "Automated underwriting decision",
        {
            "automated_decision": True,
            "decision": desk.dice.choice(["accepted", "accepted with a higher premium", "referred to an underwriter"]),
            "factors": ["insured value", "loss history", "postal code", "credit-based insurance score"],
            "loss_history": {"losses_in_five_years": 1 if person.claim_number else 0},
        },
        "us",
    )


def _billing(desk: _Desk) -> Iterator[RegisterRecord]:
    paid = desk.dice.randrange(60, 800)
    yield desk.record(
        "billing", "commercial", "Payments", {"last_payment_usd": paid, "method": "bank transfer", "open_usd": 0}, "you"
    )
    yield desk.record(
        "billing",
        "banking",
        "Bank account for payments",
        {"bank_routing_number": "000000000", "bank_account_number": f"000{desk.dice.randrange(10**6, 10**7)}"},
        "you",
    )


def _claims(desk: _Desk) -> Iterator[RegisterRecord]:
    person = desk.person
    yield desk.record(
        "claims",
        "commercial",
        f"Claim {person.claim_number}",
        {"claim_number": person.claim_number, "loss": "mysterious disappearance", "item": person.item_type},
        "you",
    )
    yield desk.record(
        "claims",
        "sensitive",
        "Proof of identity for the claim",
        {"drivers_license_number": f"X{desk.dice.randrange(10**6, 10**7)}", "place_of_loss": "public beach"},
        "you",
    )
    yield desk.record(
        "claims",
        "background",
        "Claim file notes",
        {"adjuster_notes": "Statement taken by telephone.", "fraud_review": {"referred": False}},
        "us",
    )


def _care_plan(desk: _Desk) -> Iterator[RegisterRecord]:
    person = desk.person
    yield desk.record("care-plans", "contact", "Contact details", _contact(person), "your jeweler")
    yield desk.record(
        "care-plans",
        "commercial",
        f"Care plan {person.care_plan_number}",
        {"care_plan_number": person.care_plan_number, "item": person.item_type, "years": 5, "repairs": ["resizing"]},
        "your jeweler",
    )


def _shipping(desk: _Desk) -> Iterator[RegisterRecord]:
    person = desk.person
    yield desk.record("shipping", "contact", "Account holder", _contact(person), "you")
    yield desk.record(
        "shipping",
        "commercial",
        f"Shipment {person.shipment_tracking}",
        {"tracking": person.shipment_tracking, "carrier": "Example Carrier", "declared_value_usd": 4200},
        "you",
    )
    yield desk.record(
        "shipping",
        "sensitive",
        "Recipient of the parcel",
        {"tracking": person.shipment_tracking, "other_person": {"name": "Jules Recipient", "city": "Madison"}},
        "you",
    )


def _marketing(desk: _Desk) -> Iterator[RegisterRecord]:
    preferences = {"email": True, "phone": False, "sms": False, "mail": desk.dice.random() < 0.5}
    segments = desk.dice.sample(["anniversary", "watch owners", "new policyholders", "travelers"], k=2)
    yield desk.record("marketing", "contact", "Marketing preferences", {"preferences": preferences}, "you")
    yield desk.record("marketing", "commercial", "Audience segments", {"segments": segments}, "us")


def _website(desk: _Desk) -> Iterator[RegisterRecord]:
    visits = [
        {"day": desk.day(within=200).isoformat(), "page": page}
        for page in desk.dice.sample(["/", "/jewelry-insurance", "/pay-my-bill", "/care-plans", "/blog"], k=3)
    ]
    yield desk.record("web-analytics", "internet_activity", "Website visits", {"visits": visits}, "your browser")


def _hr(desk: _Desk) -> Iterator[RegisterRecord]:
    person = desk.person
    yield desk.record("hr", "contact", "Contact details", _contact(person), "you")
    history = [{"employer": "Example Gems LLC", "from": 2018, "to": 2024, "role": "bench jeweler"}]
    job = {"applied_for": "Claims adjuster", "job_history": history, "employee_number": person.employee_number}
    yield desk.record("hr", "employment", "Application and job history", job, "you")
    yield desk.record(
        "hr",
        "background",
        "Pre-employment check",
        {"social_security_number": _ssn(desk), "criminal_history": "none reported", "education": "associate degree"},
        "consumer reporting agency",
    )
    if person.employee_number:
        bank = {"bank_routing_number": "000000000", "bank_account_number": "0001234567"}
        yield desk.record("hr", "banking", "Payroll account", bank, "you")


def _ssn(desk: _Desk) -> str:
    """Of an area that is never issued."""
    return f"000-{desk.dice.randrange(10, 99)}-{desk.dice.randrange(1000, 9999)}"
