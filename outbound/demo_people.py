"""The demonstration's people: Nora, and eighty made up by a seeded dice. None of them exists."""

from datetime import date, timedelta
from random import Random

from outbound.demo_names import ENGLISH, ITEMS, PLACES, SPANISH, STREETS
from outbound.models import RegisterPerson

SEED = 20261122
PEOPLE = 80
TODAY = date(2026, 11, 1)  # fixed: the same people on every machine and every day
SPANISH_EVERY, NO_EMAIL_EVERY, APPLICANT_EVERY, EMPLOYEE_EVERY = 6, 9, 20, 27


def demo_people() -> list[RegisterPerson]:
    """Everyone in the register, always the same. Sam Stranger is on purpose not among them."""
    dice = Random(SEED)  # noqa: S311 fictional people need no secrecy
    return [nora(), *(_someone(number, dice) for number in range(1, PEOPLE + 1))]


def nora() -> RegisterPerson:
    """Nora Quist of Neenah: insures a ring, ships jewelry, has had one claim."""
    return RegisterPerson(
        person_key="P-0000",
        given_name="Nora",
        family_name="Quist",
        email="nora@example.org",
        email_on_file_since=date(2019, 5, 2),
        phone="+19205550142",
        phone_on_file_since=date(2019, 5, 2),
        postal_address=_address("12 Elm St", ("Neenah", "WI", "54956")),
        address_on_file_since=date(2019, 5, 2),
        date_of_birth=date(1961, 4, 9),
        policy_number="55-102938",
        claim_number="CL-2023-004417",
        shipment_tracking="JMS2026004711",
        account_username="nquist",
        customer_number="C-100001",
        item_type="engagement ring",
        relationships=["policyholder", "claimant", "shipping_user"],
        companies=["jm-insurance", "jm-facets"],
    )


def _someone(number: int, dice: Random) -> RegisterPerson:
    spanish = number % SPANISH_EVERY == 0
    names = SPANISH if spanish else ENGLISH
    given, family = dice.choice(names[0]), dice.choice(names[1])
    one = RegisterPerson(person_key=f"P-{number:04d}", given_name=given, family_name=family)
    one.language = "es" if spanish else "en"
    one.date_of_birth = date(1940, 1, 1) + timedelta(days=dice.randrange(63 * 365))
    one.postal_address = _address(f"{dice.randrange(1, 2400)} {dice.choice(STREETS)}", PLACES[number % len(PLACES)])
    one.customer_number = f"C-{100001 + number}"
    _reach(one, number, dice)
    _belong(one, number, dice)
    return one


def _reach(one: RegisterPerson, number: int, dice: Random) -> None:
    """Ways to reach them. Telephone numbers are of the range kept free for fiction."""
    since = TODAY - timedelta(days=dice.randrange(60, 4000))
    one.address_on_file_since = since
    one.phone, one.phone_on_file_since = f"+1{_area(one)}55501{number % 100:02d}", since
    if number % NO_EMAIL_EVERY:
        one.email, one.email_on_file_since = f"person{number:02d}@example.com", since
        one.account_username = f"person{number:02d}"


def _belong(one: RegisterPerson, number: int, dice: Random) -> None:
    """What binds them to the group: mostly a policy, else a care plan, parcels, an agency, or a job."""
    if number % APPLICANT_EVERY == 0:
        one.relationships, one.companies = ["job_applicant"], ["jm-insurance"]
        return
    if number % EMPLOYEE_EVERY == 0:
        one.relationships, one.companies = ["employee"], ["jm-insurance"]
        one.employee_number = f"E-{4000 + number}"
        return
    one.item_type = dice.choice(ITEMS)
    _MEMBERSHIPS[number % len(_MEMBERSHIPS)](one, number)


def _insured(one: RegisterPerson, number: int) -> None:
    one.relationships, one.companies = ["policyholder"], ["jm-insurance"]
    one.policy_number = f"55-{110000 + number * 37}"


def _claimant(one: RegisterPerson, number: int) -> None:
    _insured(one, number)
    one.relationships, one.companies = ["policyholder", "claimant"], ["jm-insurance", "jm-specialty"]
    one.claim_number = f"CL-2025-{1000 + number * 13:06d}"


def _care_plan_holder(one: RegisterPerson, number: int) -> None:
    one.relationships, one.companies = ["care_plan_holder"], ["jm-care-plan", "jm-care-plan-services"]
    one.care_plan_number = f"CP-{700000 + number * 41}"


def _shipper(one: RegisterPerson, number: int) -> None:
    one.relationships, one.companies = ["shipping_user"], ["jm-facets"]
    one.shipment_tracking = f"JMS2026{100000 + number * 53}"


def _partner(one: RegisterPerson, number: int) -> None:
    _insured(one, number)
    one.relationships, one.companies = ["agent_or_jeweler", "policyholder"], ["jm-agency", "jm-insurance"]


_MEMBERSHIPS = (_insured, _claimant, _care_plan_holder, _shipper, _partner)


def _address(line: str, place: tuple[str, str, str]) -> dict[str, object]:
    city, state, postal_code = place
    return {"lines": [line], "city": city, "state": state, "postal_code": postal_code, "country": "US"}


def _area(one: RegisterPerson) -> str:
    areas = {"WI": "920", "CA": "415", "NY": "212", "TX": "512", "IL": "312", "FL": "305", "CO": "303", "VA": "804"}
    return areas.get(str(one.postal_address["state"]), "202")
