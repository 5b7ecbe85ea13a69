"""Data that an authority has directed us to keep: decided as the portal proposes it, and on nothing but the record."""

from datetime import timedelta

import pytest

from fulfillment import selectors as held
from requests_app.decision import Decision, Unsound
from requests_app.models import LegalHold, PrivacyRequest
from requests_app.services import holds, review
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, letters, places

BERLIN, LEEDS = {"country": "DE"}, {"country": "GB"}
WHOLE = Decision("denied", "The data has to stay for now.", (), "DEL-LEHOLD", until="2027-02-21")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def direct(request: PrivacyRequest, **more: object) -> LegalHold:
    given: dict[str, object] = {"matter": "2026-CV-4711", "by": cast.staff("olu"), "now": NOW, **more}
    return holds.place(request_id=request.id, reason="authority", **given)


def proposed(request: PrivacyRequest) -> Decision:
    """The answer with which the form begins: what the hold covers is kept, on its ground until its day."""
    kept = holds.kept_for(request, {system for _category, system in places(request)})
    return decision(
        request,
        {place: (kept[place[1]].ground, kept[place[1]].until) for place in places(request) if place[1] in kept},
    )


@pytest.mark.parametrize(("residence", "ground"), [(None, "DEL-LEHOLD"), (BERLIN, "DEL-CLAIMS"), (LEEDS, "DEL-CLAIMS")])
def test_what_the_portal_proposes_can_be_decided(residence: dict[str, str] | None, ground: str) -> None:
    request = answered(**({"residence": residence} if residence else {}))
    direct(request)
    with pytest.raises(Unsound, match=f"with the ground {ground}"):
        decide(request, decision(request, {}), now=NOW)
    done = decide(request, proposed(request), now=NOW)
    assert (done.status, done.primary_ground) == ("denied", ground)
    assert done.kept.filter(state="waiting", on_hold=True).count() == len(places(request))


def test_a_direction_that_was_renewed_is_decided_with_its_new_day_and_no_later_one() -> None:
    request = answered()
    hold = direct(request)
    later = NOW + timedelta(days=60)
    holds.renew(hold_id=hold.id, by=cast.staff("olu"), now=later)
    suggested = proposed(request)
    assert {item.until for item in suggested.items} == {"2027-05-22"}
    for day, sound in (("2027-05-23", False), ("2027-05-22", True)):
        kept = {place: ("DEL-LEHOLD", day) for place in places(request)}
        if sound:
            decide(request, decision(request, kept), now=later)
        else:
            with pytest.raises(Unsound, match="until 2027-05-22"):
                decide(request, decision(request, kept), now=later)


class TestAsAWhole:
    def test_without_a_direction_on_record_nothing_is_refused_for_one(self) -> None:
        request = answered()
        with pytest.raises(Unsound, match="No direction of an authority is on record"):
            review.propose(request_id=request.id, decision=WHOLE, by=cast.staff("olu"), now=NOW)

    def test_one_for_some_systems_excuses_no_others(self) -> None:
        request = answered()
        system = next(iter({place[1] for place in places(request)}))
        direct(request, systems=[system])
        with pytest.raises(Unsound, match="No direction of an authority is on record"):
            review.propose(request_id=request.id, decision=WHOLE, by=cast.staff("olu"), now=NOW)

    def test_one_that_covers_all_that_was_found_is_enough(self) -> None:
        request = answered()
        direct(request, systems=sorted({place[1] for place in places(request)}))
        assert {one.slug for one in held.systems()} - {place[1] for place in places(request)}
        done = decide(request, WHOLE, now=NOW)
        # The day is that of the direction itself: the row waits for its end, whenever that comes.
        assert {(row.until, row.on_hold) for row in done.kept.all()} == {(None, True)}

    def test_who_may_not_know_of_it_reads_neither_its_day_nor_its_law(self) -> None:
        request = answered()
        direct(request, may_tell=False)
        law = "Cal. Civ. Code 1798.145(a)(1)(B)"
        decide(request, Decision("denied", WHOLE.summary, (), "DEL-LEHOLD", law, WHOLE.until), now=NOW)
        (letter,) = letters(request, "denial")
        assert not any(word in str(letter.context["items"]) for word in ("2027", "February", "145(a)(1)(B)"))
