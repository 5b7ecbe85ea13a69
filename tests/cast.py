"""The cast: Nora asks, Sam is a stranger, Olu decides, Petra is the second officer, Casey answers the phone."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from io import StringIO

from django.db import connection

from accounts.models import User
from accounts.principals import Principal
from accounts.services import create_user
from audit.actors import Actor, ActorType
from audit.ids import new_id
from jobs.services import run_due
from outbound.loading import load_register
from outbound.models import RegisterPerson, RegisterPoint, RegisterRecord
from requests_app import release_rules
from requests_app.choices import Channel
from requests_app.services import release_going_on
from requests_app.services.intake import Filed, submit
from requests_app.submission_input import validate
from verification import services as verification

NORA = {
    "given_name": "Nora",
    "family_name": "Quist",
    "email": "nora@example.org",
    "phone": "+19205550142",
    "postal_address": {
        "lines": ["12 Elm St"], "city": "Neenah", "state": "WI", "postal_code": "54956", "country": "US",
    },
    "date_of_birth": "1961-04-09",
}  # fmt: skip

STAGE = datetime(2026, 11, 1, tzinfo=UTC)
ROLES = {
    "casey": ["call_agent"], "sol": ["call_supervisor"], "mo": ["mail_room"], "olu": ["officer"], "petra": ["officer"],
    "mina": ["officer"], "lena": ["lead"], "dev": ["steward"], "ari": ["auditor"], "ada": ["admin"],
}  # fmt: skip

# What the register looks like once it is loaded, table by table, without the numbers that the database gives.
_TABLES = {
    model._meta.db_table: ", ".join(field.column for field in model._meta.concrete_fields if field.column != "id")
    for model in (RegisterPerson, RegisterPoint, RegisterRecord)
}
_WRITTEN: dict[str, str] = {}


def body(*rights: dict[str, object] | str, **more: object) -> dict[str, object]:
    """The body of a submission by Nora."""
    asked = [deepcopy(right) if isinstance(right, dict) else {"right": right} for right in rights]
    base: dict[str, object] = {
        "rights": asked,
        "companies": ["group"],
        "consumer": deepcopy(NORA),
        "requester": {"capacity": "self"},
        "relationships": ["policyholder", "shipping_user"],
        "identifiers": [{"kind": "policy_number", "value": "55-102938"}],
        "residence": {"country": "US", "state": "WI"},
    }
    return {**base, **more}


def staff(name: str) -> Principal:
    """A member of the cast, signed in with two factors."""
    user = User.objects.filter(username=name).first() or create_user(
        username=name,
        display_name=name.title(),
        roles=ROLES[name],
        companies=["jm-care-plan", "jm-care-plan-services"] if name == "mina" else [],
        by=Principal.system("cast"),
        now=STAGE,
    )
    return Principal.staff(user, "session-of-" + name)


def anonymous() -> Principal:
    """Somebody at the public form: the actor is a consumer without a name."""
    return Principal(ActorType.CONSUMER, "web", Actor(ActorType.CONSUMER, str(new_id()), None, 0))


def ask(raw: dict[str, object], *, now: datetime, channel: Channel = Channel.WEB, by: Principal | None = None) -> Filed:
    """File a submission as the room would."""
    return submit(submission=validate(raw, today=now.date()), channel=channel, by=by or anonymous(), now=now)


def prove(filed: Filed, *, now: datetime, waits: bool = False) -> None:
    """Casey records what lifts the check to T3: a call back and a document, and the declaration.

    The wait before the release passes too, unless the story `waits`.
    """
    verification.record_staff_evidence(
        subject_ref=filed.submission.id,
        method="phone",
        points=["call_back", "customer_number", "document_check", "declaration", "on_file_contact"],
        reason="called back on the number on file",
        by=staff("casey").actor,
        now=now,
    )
    if not waits:
        wait_out(now)


def wait_out(now: datetime) -> None:
    """Nobody stops what was begun by `now`, and the longest wait passes."""
    release_going_on.end_due(now=now + timedelta(hours=release_rules.MOST))


def register(now: datetime) -> None:
    """Load the made-up people: the first time as the demonstration does, then as they were written that time."""
    if RegisterPerson.objects.exists():
        load_register(now=now)
        return
    if not _WRITTEN:
        load_register(now=now)
        _WRITTEN.update({table: _copied(table, columns) for table, columns in _TABLES.items()})
        return
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", StringIO(_WRITTEN[table]))
    RegisterPerson.objects.update(loaded_at=now)


def _copied(table: str, columns: str) -> str:
    rows = StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", rows)
    return rows.getvalue()


def work_off(now: datetime, *, rounds: int = 6) -> None:
    """Let the workers do all that is due."""
    for turn in range(rounds):
        if not run_due(now=now + timedelta(seconds=turn)):
            return


def day(text: str) -> date:
    return date.fromisoformat(text)
