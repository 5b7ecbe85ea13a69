"""What the systems' fields and records are called in plain words. What is not listed keeps the system's own name."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, Promise] = {
    "adjuster_notes": _("Notes of the claims adjuster"),
    "annual_premium_usd": _("Price for one year, in US dollars"),
    "applied_for": _("Job you applied for"),
    "automated_decision": _("Decided by a computer"),
    "bank_account_number": _("Bank account number"),
    "bank_routing_number": _("Bank routing number"),
    "care_plan_number": _("Care plan number"),
    "carrier": _("Shipping company"),
    "city": _("City"),
    "claim_number": _("Claim number"),
    "country": _("Country"),
    "criminal_history": _("Criminal history"),
    "current": _("Now on file"),
    "customer_number": _("Customer number"),
    "date_of_birth": _("Date of birth"),
    "day": _("Day"),
    "decision": _("Decision"),
    "declared_value_usd": _("Value you stated, in US dollars"),
    "description": _("What it is"),
    "drivers_license_number": _("Driver's license number"),
    "education": _("Education"),
    "email": _("Email address"),
    "employee_number": _("Employee number"),
    "employer": _("Employer"),
    "factors": _("What the decision rests on"),
    "family_name": _("Family name"),
    "fraud_review": _("Check for fraud"),
    "from": _("From"),
    "given_name": _("Given name"),
    "insured_value_usd": _("Insured value, in US dollars"),
    "item": _("Item"),
    "jeweler": _("Jeweler"),
    "job_history": _("Past jobs"),
    "last_payment_usd": _("Last payment, in US dollars"),
    "lines": _("Street"),
    "loss": _("What happened"),
    "loss_history": _("Past losses"),
    "losses_in_five_years": _("Losses in the last five years"),
    "mail": _("Mail"),
    "method": _("How it was paid"),
    "name": _("Name"),
    "note": _("Note"),
    "open_usd": _("Still to pay, in US dollars"),
    "ordered_for": _("What it was ordered for"),
    "other_person": _("Another person"),
    "page": _("Page"),
    "phone": _("Phone number"),
    "place_of_loss": _("Where it was lost"),
    "policy_number": _("Policy number"),
    "postal_address": _("Postal address"),
    "postal_code": _("ZIP or postal code"),
    "preferences": _("May we advertise to you?"),
    "reason": _("Reason"),
    "referred": _("Passed on for a closer look"),
    "repairs": _("Repairs"),
    "role": _("Job"),
    "scheduled_items": _("Insured items"),
    "score": _("Score"),
    "segments": _("Groups for advertising"),
    "sms": _("Text message"),
    "social_security_number": _("Social Security number"),
    "state": _("State"),
    "text": _("Text"),
    "to": _("To"),
    "tracking": _("Tracking number"),
    "visits": _("Visits"),
    "years": _("Years"),
}
TITLES: Mapping[str, Promise] = {
    "account holder": _("Account holder"),
    "application and job history": _("Application and past jobs"),
    "audience segments": _("Groups for advertising"),
    "automated underwriting decision": _("Decision by a computer about insurance"),
    "bank account for payments": _("Bank account for payments"),
    "care plan": _("Care plan"),
    "claim": _("Claim"),
    "claim file notes": _("Notes in the claim file"),
    "contact details": _("Contact details"),
    "credit-based insurance score": _("Insurance score based on credit"),
    "marketing preferences": _("Choices about advertising"),
    "payments": _("Payments"),
    "payroll account": _("Bank account for wages"),
    "policy": _("Policy"),
    "pre-employment check": _("Check before a job"),
    "proof of identity for the claim": _("Proof of identity for the claim"),
    "recipient of the parcel": _("Who got the parcel"),
    "shipment": _("Shipment"),
    "tax identification": _("Tax number"),
    "website visits": _("Visits to our website"),
}
# A title may end with the number of the thing it is about: "Policy 55-102938".
_NUMBERED = re.compile(r"^(?P<kind>\D+?) (?P<number>\S*\d\S*)$")


def field_label(name: str) -> str:
    """A field's technical name in words; a name we do not know is only made readable, not translated."""
    if name in FIELDS:
        return str(FIELDS[name])
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def title_label(title: str) -> str:
    """A record's title in words, its number kept; a title we do not know stays as the system wrote it."""
    if title.lower() in TITLES:
        return str(TITLES[title.lower()])
    numbered = _NUMBERED.match(title)
    if numbered and numbered["kind"].lower() in TITLES:
        return f"{TITLES[numbered['kind'].lower()]} {numbered['number']}"
    return title
