"""The made-up people ask: one submission per plan, as each channel would file it."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import ApiKey, User
from accounts.principals import Principal
from accounts.services import issue_api_key
from audit.actors import Actor, ActorType
from audit.ids import new_id
from dsar_portal.demo.plan import Plan
from outbound.models import RegisterPerson
from requests_app.choices import Channel
from requests_app.services.intake import Filed, submit
from requests_app.submission_input import validate

NUMBERS = ("policy_number", "claim_number", "care_plan_number", "shipment_tracking", "customer_number")
CLERK = {"phone": "casey", "mail": "lena", "email": "lena"}
KEY_NAME = "company web site (demonstration)"


def staff(username: str) -> Principal:
    """A member of the demonstration's staff."""
    return Principal.staff(User.objects.get(username=username), "demo-seeding")


def web_site_key(*, now: datetime) -> ApiKey:
    """The key under which the company's own site files; made once, its secret thrown away."""
    key = ApiKey.objects.filter(name=KEY_NAME).first()
    if key is None:
        owner = User.objects.get(username="lena")
        issue_api_key(
            name=KEY_NAME,
            user=owner,
            scopes=["requests:create", "requests:read"],
            by=Principal.system("demo"),
            now=now,
        )
        key = ApiKey.objects.get(name=KEY_NAME)
    return key


def ask(plan: Plan, person: RegisterPerson, *, now: datetime) -> Filed:
    """File what the plan says. `now` is the instant of asking."""
    raw = _body(plan, person)
    received = now - timedelta(days=2) if plan.channel == "mail" else None
    return submit(
        submission=validate(raw, today=now.date()),
        channel=Channel(plan.channel),
        by=_principal(plan, now=now),
        now=now,
        received_at=received,
        passphrase="amber kettle river poppy" if plan.channel == "phone" else "",
        call_started_at=now - timedelta(minutes=6) if plan.channel == "phone" else None,
    )


def _principal(plan: Plan, *, now: datetime) -> Principal:
    if plan.channel in CLERK:
        return staff(CLERK[plan.channel])
    if plan.channel in {"api", "agent_protocol", "gpc"}:
        return Principal.api_client(web_site_key(now=now))
    return Principal(ActorType.CONSUMER, "web", Actor(ActorType.CONSUMER, str(new_id())))


def _body(plan: Plan, person: RegisterPerson) -> dict[str, Any]:
    known = [{"kind": kind, "value": getattr(person, kind)} for kind in NUMBERS if getattr(person, kind)]
    body: dict[str, Any] = {
        "rights": [_right(plan)],
        "companies": [plan.company],
        "consumer": _consumer(plan, person),
        "relationships": [one for one in person.relationships if isinstance(one, str)],
        "identifiers": known[:2],
        "residence": {"country": "US", "state": str(person.postal_address.get("state", "WI"))},
        "language": person.language,
        "delivery": "secure_download" if person.email else "post",
        "gpc": plan.channel == "gpc",
    }
    if plan.channel == "agent_protocol":
        body["requester"] = {
            "capacity": "authorized_agent",
            "name": "Kestrel Privacy Agents",
            "organization": "Kestrel",
            "email": "desk@kestrel.example",
            "authority": "signed_permission",
            "answer_to": "consumer",
        }
    elif plan.number % 17 == 7:
        body["requester"] = {
            "capacity": "parent_or_guardian",
            "name": f"Jordan {person.family_name}",
            "phone": "+19205550199",
            "email": f"jordan{plan.number}@example.net",
            "authority": "parent",
            "answer_to": "requester",
        }
    if plan.number % 11 == 4:
        body["safe_contact"] = {"email": f"safe{plan.number}@example.net", "instructions": "Please do not call."}
    return body


def _consumer(plan: Plan, person: RegisterPerson) -> dict[str, Any]:
    if plan.right == "opt_out" and person.email:
        return {"email": person.email}
    who: dict[str, Any] = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "postal_address": {**person.postal_address},
        "date_of_birth": person.date_of_birth.isoformat(),
    }
    for point in ("email", "phone"):
        if getattr(person, point):
            who[point] = getattr(person, point)
    return who


def _right(plan: Plan) -> dict[str, Any]:
    asked: dict[str, Any] = {"right": plan.right}
    if plan.right == "access":
        asked |= {"scope": plan.scope, "look_back": "all" if plan.number % 2 else "12_months"}
    if plan.right == "opt_out":
        asked["kinds"] = list(plan.kinds)
    if plan.right == "correction":
        asked["corrections"] = [
            {
                "field": "item_details",
                "current": "silver ring",
                "requested": "white gold ring, size 7",
                "reason": "The appraisal says so.",
            }
        ]
    return asked
