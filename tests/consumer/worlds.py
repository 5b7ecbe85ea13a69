"""What we may hold about Nora when somebody asks in her name: from nothing to everything at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from outbound.models import RegisterPerson, RegisterPoint
from outbound.register import points_of
from requests_app.input_child import ChildReport
from requests_app.models import PrivacyRequest
from requests_app.services import children, holds
from tests import cast

BEFORE = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
COPY = {"right": "access", "scope": "specific_pieces"}
NEW_MAIL = {"right": "correction", "corrections": [{"field": "email", "requested": "n@example.org"}]}
OPT_OUT = {"right": "opt_out", "kinds": ["sale_sharing"]}
NO_MAIL = {"email": "", "email_on_file_since": None}
NO_PHONE = {"phone": "", "phone_on_file_since": None}
NO_POST = {"postal_address": {}, "address_on_file_since": None}
LATELY = {"email_on_file_since": date(2026, 11, 20), "address_on_file_since": date(2026, 11, 10)}
World = Callable[[], object]


def known(**changes: Any) -> None:
    """Nora as she stands in the company's systems, but for this."""
    cast.register(BEFORE)
    RegisterPerson.objects.filter(person_key="P-0000").update(**changes)
    nora = RegisterPerson.objects.get(person_key="P-0000")
    nora.points.all().delete()
    _found_by(nora)


def nobody() -> None:
    """The systems have never heard of her."""
    cast.register(BEFORE)
    RegisterPerson.objects.get(person_key="P-0000").delete()


def twins() -> None:
    """Two people whom nothing tells apart."""
    known()
    twin = RegisterPerson.objects.get(person_key="P-0000")
    twin.person_key = "P-0999"
    twin.save(force_insert=True)
    _found_by(twin)


def asked_before(*rights: Any, prove: bool = True, **more: Any) -> PrivacyRequest:
    """She asked herself some days ago, and showed who she is."""
    filed = cast.ask(cast.body(*rights, **more), now=BEFORE)
    cast.work_off(BEFORE)
    if prove:
        cast.prove(filed, now=BEFORE)
        cast.work_off(BEFORE)
    return filed.requests[0].request


def held() -> None:
    """A court case binds what we hold of her."""
    known()
    asked = asked_before("deletion")
    holds.place(request_id=asked.id, reason="litigation", matter="M-1", by=cast.staff("olu"), now=BEFORE)


def reported() -> None:
    """Somebody said that she is a child: the use of her data stopped."""
    who = {"given_name": "Nora", "family_name": "Quist", "email": "nora@example.org"}
    said = ChildReport(child=who, details="", contact=None, language="en")
    children.report(said=said, channel="web", by=cast.anonymous(), now=BEFORE)
    cast.work_off(BEFORE)


def everything() -> None:
    """All of it at once."""
    known(**LATELY)
    asked_before(OPT_OUT, prove=False)
    asked = asked_before("deletion", COPY, safe_contact={"email": "safe@example.org", "unsafe": ["phone"]})
    holds.place(request_id=asked.id, reason="litigation", matter="M-1", by=cast.staff("olu"), now=BEFORE)
    reported()


def _found_by(one: RegisterPerson) -> None:
    rows = [RegisterPoint(person=one, kind=kind, value=value) for kind, value in points_of(one).items()]
    RegisterPoint.objects.bulk_create(rows)


def _then(*deeds: World) -> World:
    return lambda: [deed() for deed in (known, *deeds)]


# The first ones are looked at with every run of the tests; all of them with --every-way.
WORLDS: dict[str, World] = {
    "everything at once": everything,
    "post only": lambda: known(**NO_MAIL, **NO_PHONE),
    "all ways": known,
    "phone only": lambda: known(**NO_MAIL, **NO_POST),
    "mail only": lambda: known(**NO_PHONE, **NO_POST),
    "no way at all": lambda: known(**NO_MAIL, **NO_PHONE, **NO_POST),
    "changed lately": lambda: known(**LATELY),
    "twins": twins,
    "asked before": _then(lambda: asked_before(COPY, "deletion", NEW_MAIL)),
    "in danger": _then(lambda: asked_before(COPY, safe_contact={"email": "safe@example.org"})),
    "opted out": _then(lambda: asked_before(OPT_OUT, prove=False)),
    "held": held,
    "child": _then(reported),
}
USUAL = ("everything at once", "post only")
