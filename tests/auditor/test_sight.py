"""A guest out of scope: every address of the room, and the two ways around it (case file, keys), cell by cell."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts import services as accounts
from accounts.models import User
from accounts.principals import Principal
from audit.selectors import entries_for, find_entries
from dsar_portal.auditor import urls
from requests_app.selectors import case_view
from tests import cast
from tests.accounts.cast import SYSTEM
from tests.auditor.conftest import text_of
from tests.auditor.guests import at_the_desk, guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIMITS = ("company", "period", "requests")
# Every address of the room, and what a guest gets there who asks for something out of sight. A number is a status;
# "blank": the page opens and shows nothing of it; "open": the page holds nothing of any one request.
OUT_OF_SIGHT = {
    "ledger": "blank", "entry": 404, "proof": 404, "checkpoints": "open", "compare": "open", "note": 404,
    "find": "open", "history": 404, "guests": 403, "end-guest": 403, "figures": 403, "assurance": "open",
    "packs": "open", "pack": 404, "pack-of-request": 404, "unusual": 403, "calls": 403,
    "accounts": 403,
}  # fmt: skip


def limited(kind: str, now: datetime) -> User:
    """A guest on whose side of the wall today's request of Nora does not lie."""
    given = {
        "company": {"companies": ("jm-care-plan",)},
        "period": {"until": now - timedelta(days=1)},
        "requests": {"requests": (uuid4(),)},
    }
    return guest(now=now, **given[kind])


def address(name: str, *, request: cast.Filed, entry: UUID) -> str:
    reference = request.requests[0].request.reference
    places = {
        "ledger": f"?request={request.requests[0].request.id}",
        "entry": f"entries/{entry}/",
        "proof": f"entries/{entry}/proof/",
        "note": "checkpoints/1/",
        "find": "requests/",
        "history": f"requests/{reference}/",
        "unusual": "access/",
        "pack": f"packs/{entry}/",
        "pack-of-request": f"requests/{reference}/pack/",
        "end-guest": f"guests/{entry}/end/",
    }
    return f"/auditor/{places.get(name, f'{name}/')}"


def test_every_address_of_the_room_is_in_the_table() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(OUT_OF_SIGHT)


@pytest.mark.parametrize("kind", LIMITS)
def test_out_of_sight_is_out_of_reach_at_every_address(kind: str, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    one = filed.requests[0].request
    entry = entries_for(one.id)[0].id
    client = at_the_desk(limited(kind, now), now)
    for name, expected in OUT_OF_SIGHT.items():
        send = client.post if name == "pack-of-request" else client.get
        answer = send(address(name, request=filed, entry=entry))
        status = answer.status_code
        assert status == (200 if isinstance(expected, str) else expected), name
        # A page that was not found repeats the address that was asked for, and nothing else.
        assert status != 200 or one.reference not in answer.content.decode(), name
        if expected == "blank":
            assert answer.context["rows"] == []
    assert client.get(f"/officer/case/{one.reference}/").status_code == 404


@pytest.mark.parametrize("kind", LIMITS)
def test_the_whole_list_holds_nothing_from_beyond_the_wall(kind: str, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    client = at_the_desk(limited(kind, now), now)
    beyond = {filed.submission.id, filed.requests[0].request.id}
    for query in ("", "?action=request.filed", "?since=2026-11-01", "?role=consumer", "?subject=letter"):
        shown = client.get(f"/auditor/{query}").context["rows"]
        assert not beyond & {row.entry.request for row in shown}
        assert not any(row.entry.request is None for row in shown) or kind == "period"
    assert filed.requests[0].request.reference not in text_of(client, "/auditor/?action=request.filed&format=csv")


def in_sight(kind: str, request: cast.Filed, now: datetime) -> User:
    given = {
        "period": {"since": now - timedelta(minutes=1), "until": now + timedelta(minutes=1)},
        "requests": {"requests": (request.requests[0].request.id,)},
    }
    return guest(now=now, **given[kind])


@pytest.mark.parametrize("kind", ["period", "requests"])
def test_what_is_in_sight_can_be_read_and_proved(kind: str, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    other = cast.ask(cast.body("deletion"), now=now - timedelta(days=3))
    one, entries = filed.requests[0].request, entries_for(filed.submission.id)
    client = at_the_desk(in_sight(kind, filed, now), now)
    assert one.reference in text_of(client, f"/auditor/requests/{one.reference}/")
    text_of(client, f"/auditor/entries/{entries[0].id}/")
    text_of(client, f"/auditor/requests/{other.requests[0].request.reference}/", 404)
    shown = {row.entry.request for row in client.get("/auditor/?since=2026-11-01").context["rows"]} - {None}
    assert shown <= {one.id, filed.submission.id}
    assert one.id in shown


def test_the_other_request_of_the_same_submission_stays_out_of_sight(now: datetime) -> None:
    seen, other = (one.request for one in cast.ask(cast.body("access", "deletion"), now=now).requests)
    user = guest(now=now, requests=(seen.id,))
    client = at_the_desk(user, now)
    rooms = (f"/officer/case/{seen.reference}/", f"/auditor/requests/{seen.reference}/", "/auditor/?role=consumer")
    for place in rooms:
        page = text_of(client, place)
        assert other.reference not in page, place
    text_of(client, f"/officer/case/{other.reference}/", 404)
    view = case_view(request=seen, by=Principal.staff(user), now=now)
    assert view.siblings == []


def test_a_wall_added_later_holds_in_the_next_request(now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    user = guest(now=now)
    client = at_the_desk(user, now)
    place = f"/auditor/requests/{filed.requests[0].request.reference}/"
    text_of(client, place)
    accounts.set_roles(user_id=user.id, roles=["auditor"], companies=["jm-care-plan"], by=SYSTEM, now=now)
    assert client.get(place).status_code == 302
    text_of(at_the_desk(user, now), place, 404)


@pytest.mark.parametrize("kind", LIMITS)
def test_a_guests_key_follows_the_same_part_of_the_ledger(kind: str, now: datetime) -> None:
    cast.ask(cast.body("access"), now=now)
    user = limited(kind, now)
    token = accounts.issue_api_key(user=user, name="monitor", scopes=["audit:read"], by=SYSTEM, now=now)
    answer = Client().get("/api/v1/ledger/entries/", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert not [row for row in answer.json()["results"] if row["request"]]


def test_a_guest_does_not_lose_the_ledger_of_the_whole_house_without_limits(now: datetime) -> None:
    user = guest(now=now)
    assert not Principal.staff(user).is_limited
    client = at_the_desk(user, now)
    text_of(client, "/auditor/figures/")
    assert find_entries(action="metrics.viewed", limit=1)[0].actor_id == str(user.id)
