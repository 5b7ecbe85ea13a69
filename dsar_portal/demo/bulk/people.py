"""People who do not exist, as many as wanted, each always the same for its number and seed."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from outbound.demo_names import ENGLISH, SPANISH, STREETS

_FIRST_BIRTHDAY = date(1940, 1, 1)
_AREAS = ("920", "414", "608", "312", "213", "303", "512", "617")


def invent(dice: Random, number: int, *, spanish: bool) -> Mapping[str, str]:
    """One person, by the names that `prototypes` gives to the words of another. Addresses end in example.net."""
    names = SPANISH if spanish else ENGLISH
    given, family = dice.choice(names[0]), dice.choice(names[1])
    handle = f"p{number}"
    return {
        "given_name": given,
        "family_name": family,
        "email": f"{handle}@example.net",
        # Numbers that are kept free for fiction.
        "phone": f"+1{dice.choice(_AREAS)}55501{dice.randrange(100):02d}",
        "person_key": f"S-{number:07d}",
        "account_username": handle,
        "policy_number": f"57-{number:07d}",
        "claim_number": f"CL-2024-{number:07d}",
        "care_plan_number": f"CP-{number:07d}",
        "shipment_tracking": f"JMS9{number:09d}",
        "customer_number": f"C-9{number:07d}",
        "date_of_birth": (_FIRST_BIRTHDAY + timedelta(days=dice.randrange(63 * 365))).isoformat(),
        "line0": f"{dice.randrange(1, 2400)} {dice.choice(STREETS)}",
        "line1": f"Apartment {dice.randrange(1, 60)}",
    }
