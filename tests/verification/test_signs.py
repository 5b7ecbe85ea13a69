"""Signs of fraud are rules over counts; facts of the household never suffice; places are compared with care. Pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import release_rules, whereabouts
from verification.assurance import POINTS, Point, Tier, Worth, enough
from verification.signs import ASK, RAISE, SIGNS, Facts, seen, sentence

DAY = date(2026, 11, 23)
HOUSEHOLD = sorted(kind for kind, rule in POINTS.items() if rule.worth is Worth.HOUSEHOLD)


def codes(**facts: object) -> list[str]:
    return [one.code for one in seen(Facts(received_on=DAY, **facts))]


def test_a_plain_request_shows_none() -> None:
    assert codes(on_file_since=(date(2019, 5, 2), None), from_network=3, people_from_contact=2, misplaced=1) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on_file_since": (date(2026, 10, 25),)}, "contact_new"),
        ({"disposable": True}, "disposable_mail"),
        ({"people_from_contact": 4}, "many_people"),
        ({"from_network": 10}, "same_network"),
        ({"misplaced": 2}, "place_mismatch"),
        ({"agent_failed": 3}, "agent_failures"),
        ({"barred": True}, "contacts_barred"),
    ],
)
def test_each_is_seen_at_its_number_and_explained(facts: dict, code: str) -> None:
    (one,) = seen(Facts(received_on=DAY, **facts))
    assert one.code == code
    assert sentence(one.code, one.count).endswith((".", "days."))
    assert SIGNS[code].effect in {RAISE, ASK}


def test_thirty_days_are_thirty_days() -> None:
    assert codes(on_file_since=(date(2026, 10, 24),)) == []


def test_the_volume_of_a_registered_agent_is_no_sign() -> None:
    busy = {"people_from_contact": 400, "from_network": 400, "agent_failed": 20}
    assert codes(**busy, registered_agent=True) == []
    assert len(codes(**busy)) == 3


@given(
    kinds=st.lists(st.sampled_from(HOUSEHOLD), max_size=20),
    declaration=st.booleans(),
    on_file=st.booleans(),
)
def test_facts_of_the_household_never_suffice(kinds: list[str], declaration: bool, on_file: bool) -> None:
    points = [Point(kind, "facts_on_file") for kind in kinds]
    assert enough(points=points, declaration=declaration, on_file_contact=on_file) is Tier.T0


@given(
    hours=st.integers(-500, 500),
    signs=st.booleans(),
    warned=st.lists(st.sampled_from(["email", "post", "sms"])),
    rights=st.lists(st.sampled_from(["access", "deletion", "correction", "opt_out"])),
)
def test_no_wait_leaves_its_bounds(hours: int, signs: bool, warned: list[str], rights: list[str]) -> None:
    left = release_rules.timedelta(hours=hours)
    wait = release_rules.wait(rights, signs=signs, warned=warned, left=left, table=release_rules.DEFAULT)
    assert 24 <= wait.hours <= 72
    assert wait.short is (hours < 24)
    assert wait.short or wait.hours <= hours


@pytest.mark.parametrize("raw", [{"copy": 23}, {"copy": 73}, {"gossip": 30}, {"copy": "48"}])
def test_a_table_out_of_bounds_stops_the_start(raw: dict) -> None:
    with pytest.raises(release_rules.BadHours, match="24 to 72"):
        release_rules.hours_of(raw)


@pytest.mark.parametrize(
    ("state", "zip_code", "phone", "found"),
    [
        ("WI", "54956", "+19205550142", 0),
        ("WI", "54956", "+13105550142", 1),
        ("WI", "90210", "+13105550142", 2),
        ("WI", "", "", 0),
        ("", "90210", "+13105550142", 0),
        ("WI", "00000", "+10005550142", 0),
    ],
)
def test_places_are_compared_where_they_say_something(state: str, zip_code: str, phone: str, found: int) -> None:
    address = {"postal_code": zip_code, "country": "US"}
    assert whereabouts.misplaced(country="US", state=state, address=address, phone=phone) == found
