"""The weekly report: rules that count, a page that shows, a mail that says nothing about anybody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from audit.ids import new_id
from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.services import reading
from requests_app.services.watch import access, limits
from requests_app.services.watch.rules import Look, findings
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.auditor.guests import at_the_desk, guest

ZONE = "America/Chicago"
# A Wednesday, ten in the morning in Wisconsin.
NOON = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)


def rules(**changed: int) -> dict[str, Any]:
    """The thresholds of the file, but for those that a story sets."""
    known = limits.load()
    silent = dict.fromkeys(known["limits"], 10_000)
    return {**known, "limits": {**silent, "long_answered_days": 60, **changed}}


def looks(n: int, action: str = "case.viewed", at: datetime = NOON, **more: Any) -> list[Look]:
    return [Look(new_id(), at + timedelta(seconds=turn), "olu", action, uuid4(), **more) for turn in range(n)]


def found(known: list[Look], **changed: int) -> list[tuple[str, int, str]]:
    return [(one.rule, one.count, one.when) for one in findings(known, thresholds=rules(**changed), zone=ZONE)]


def test_reveals_count_by_day_of_our_own_zone() -> None:
    late = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)  # still Wednesday evening in Wisconsin
    known = looks(3, "data.revealed") + looks(2, "data.revealed", at=late)
    assert found(known, many_reveals=5) == [("many_reveals", 5, "2026-11-18")]
    assert found(known, many_reveals=6) == []


def test_a_case_opened_again_counts_once_and_searches_count_by_the_hour() -> None:
    one = looks(1)
    assert found(one * 5, many_cases=2) == []
    assert found(looks(2), many_cases=2) == [("many_cases", 2, "2026-11-18")]
    spread = looks(2, "queue.searched") + looks(2, "ledger.searched", at=NOON + timedelta(hours=1))
    assert found(spread, many_searches=3) == []
    assert found(looks(3, "queue.searched"), many_searches=3) == [("many_searches", 3, "2026-11-18T10")]


@pytest.mark.parametrize(
    ("at", "out"),
    [
        (NOON, False),
        (datetime(2026, 11, 18, 11, 59, tzinfo=UTC), True),  # 5:59 in Wisconsin
        (datetime(2026, 11, 18, 12, 0, tzinfo=UTC), False),  # 6:00
        (datetime(2026, 11, 19, 2, 0, tzinfo=UTC), True),  # 20:00
        (datetime(2026, 11, 21, 18, 0, tzinfo=UTC), True),  # Saturday noon
    ],
)
def test_hours_are_those_of_the_house(at: datetime, out: bool) -> None:
    assert bool(found(looks(1, at=at), out_of_hours=1)) is out
    assert not found(looks(1, "queue.searched", at=at), out_of_hours=1)


def test_own_work_open_requests_and_other_deeds_are_not_unusual() -> None:
    assert found(looks(3), not_assigned=1) == []
    assert found(looks(3, own=False), not_assigned=3) == [("not_assigned", 3, "")]
    assert found(looks(3, answered_days=60), long_answered=1) == []
    assert found(looks(3, answered_days=61), long_answered=3) == [("long_answered", 3, "")]
    assert found(looks(2, "export.made"), taken_out=2, refused=1) == [("taken_out", 2, "")]
    assert found(looks(2, "access.refused"), refused=2) == [("refused", 2, "")]


def test_the_same_looks_in_any_order_give_the_same_findings() -> None:
    known = looks(4, "data.revealed") + looks(4, own=False)
    thresholds = rules(many_reveals=2, not_assigned=2)
    assert findings(known, thresholds=thresholds, zone=ZONE) == findings(known[::-1], thresholds=thresholds, zone=ZONE)


@pytest.mark.parametrize("week", ["", "2026", "2026-W54", "2026-W00", "2026-Wx", "20²6-W01"])
def test_a_week_that_is_none(week: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - python's own words
        access.monday_of(week)
    assert access.monday_of(access.week_of(date(2027, 1, 1))) == date(2026, 12, 28)


@pytest.fixture
def busy_olu(db: None) -> UUID:
    """Olu opened twelve cases in the week before the stories' week, one of them her own."""
    with time_machine.travel(NOON, tick=False):
        olu, petra = cast.staff("olu"), cast.staff("petra")
        asked = [cast.ask(cast.body("access"), now=NOON).requests[0].request for _turn in range(12)]
        for request in asked:
            reading.open_case(reference_text=request.reference, by=olu, now=NOON)
        from requests_app.services.work import assign

        assign(request_id=asked[0].id, assignee=olu.user_id, by=petra, now=NOON)
    return olu.person


@pytest.mark.usefixtures("clock")
def test_the_page_names_who_and_how_often_and_looking_is_recorded(busy_olu: UUID, now: datetime) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    page = ari.get("/auditor/access/")
    (row,) = page.context["rows"]
    assert (row["name"], row["finding"].rule, row["finding"].count) == ("Olu", "not_assigned", 11)
    assert find_entries(action="access.report_viewed", limit=1)[0].facts == {"week": "2026-W47", "findings": 1}
    assert ari.get("/auditor/access/?week=nonsense").status_code == 404
    assert "Nothing went beyond" in ari.get("/auditor/access/?week=2026-W40").content.decode()


@pytest.mark.usefixtures("clock")
def test_the_lead_is_told_once_a_week_without_a_name(busy_olu: UUID, now: datetime) -> None:
    hire("lena", "lead", now=now, email="lena@example.com")
    hire("lone", "lead", now=now)
    monday = datetime(2026, 11, 23, 11, 59, tzinfo=UTC)
    assert access.tell_leads(now=monday) == 0
    assert access.tell_leads(now=now) == 1
    assert access.tell_leads(now=now + timedelta(hours=5)) == 0
    assert find_entries(action="access.reported", limit=9)[0].facts == {"week": "2026-W47", "findings": 1, "people": 1}
    letter = Letter.objects.get(kind="staff_alert")
    assert letter.recipient["email"] == "lena@example.com"
    assert letter.context["what"].endswith("Findings: 1.")
    assert "olu" not in str(letter.context).lower()
    assert str(busy_olu) not in str(letter.context)
    assert access.tell_leads(now=now + timedelta(days=7)) == 1


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_who_may_look(now: datetime) -> None:
    def status(client: Client) -> int:
        return client.get("/auditor/access/").status_code

    assert status(signed_in(hire("lena", "lead", now=now), now=now)) == 200
    assert status(signed_in(hire("olu", "officer", now=now), now=now)) == 403
    assert status(at_the_desk(guest(now=now, companies=("jm-care-plan",)), now)) == 403
    assert User.objects.filter(username="lena").exists()
