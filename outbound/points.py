"""Facts in one spelling, so that what a person types can meet what is on file."""

import re
import unicodedata
from collections.abc import Mapping

import phonenumbers

NUMBERS = (
    "policy_number",
    "claim_number",
    "care_plan_number",
    "shipment_tracking",
    "customer_number",
    "employee_number",
)
NAME_AND_BIRTH = "family_name+date_of_birth"


def normalised(points: Mapping[str, str]) -> dict[str, str]:
    """The points that can be looked up, each in its one spelling. Unknown and unusable ones are left out."""
    found = {kind: _SPELLING[kind](value) for kind, value in points.items() if kind in _SPELLING and value}
    if points.get("family_name") and points.get("date_of_birth"):
        found[NAME_AND_BIRTH] = f"{name(points['family_name'])}|{points['date_of_birth'].strip()}"
    return {kind: value for kind, value in found.items() if value}


def email(value: str) -> str:
    """An address without case and outer spaces."""
    return value.strip().casefold()


def phone(value: str) -> str:
    """A number as E.164, American unless it says otherwise; empty when it is none."""
    try:
        number = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def name(value: str) -> str:
    """A name without accents, case, hyphens and spaces: José and Jose are one spelling."""
    plain = unicodedata.normalize("NFKD", value)
    return re.sub(r"[^\w]|_", "", "".join(sign for sign in plain if not unicodedata.combining(sign))).casefold()


def number(value: str) -> str:
    """A policy, claim or tracking number without dashes and spaces."""
    return re.sub(r"[^0-9A-Za-z]", "", value).upper()


_SPELLING = {"email": email, "phone": phone, "account_username": email} | dict.fromkeys(NUMBERS, number)
