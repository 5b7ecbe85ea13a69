"""A legal hold: placed by one, ended by two, and nothing about the person is erased meanwhile."""

from datetime import timedelta

import pytest

from audit import selectors as ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.selectors import words_of
from requests_app import permissions
from requests_app.decision import Unsound
from requests_app.models import KeptData, LegalHold, PrivacyRequest, Submission
from requests_app.selectors import holds as found
from requests_app.services import forgetting_proof, holds, keeping_watch, lapsing, retention, review
from requests_app.services.work import NotPossible
from tests import cast
from tests.requests_app import keeping
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, letters, open_tasks, places

MATTER = "2026-CV-4711"
LATER = NOW + timedelta(hours=2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def place(request: PrivacyRequest, reason: str = "litigation", **more: object) -> LegalHold:
    given: dict[str, object] = {"matter": MATTER, "by": cast.staff("olu"), "now": NOW, **more}
    return holds.place(request_id=request.id, reason=reason, **given)


def end(hold: LegalHold, *, now=LATER) -> None:
    holds.ask_release(hold_id=hold.id, why="The court closed the case.", by=cast.staff("olu"), now=now)
    holds.release(hold_id=hold.id, by=cast.staff("lena"), now=now)


class TestPlacing:
    def test_the_case_number_stays_inside(self) -> None:
        request = answered()
        hold = place(request, "authority", may_tell=False)
        entries = ledger.entries_for(request.id)
        (placed,) = [entry for entry in entries if entry.action == "request.hold_placed"]
        assert placed.facts == {"hold": "authority", "may_tell": False, "systems": [], "until": "2027-02-21"}
        assert MATTER not in str([(entry.facts, entry.reason) for entry in entries])
        assert (hold.matter, hold.placed_by) == (MATTER, cast.staff("olu").user_id)
        assert Submission.objects.filter(held_by__hold=hold).count() == 1

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"reason": "because"}, "Choose why"),
            ({"matter": "  "}, "number of the matter"),
            ({"systems": ["no-such-system"]}, "systems from the list"),
        ],
    )
    def test_what_is_missing_is_named_and_nothing_is_placed(self, given: dict[str, object], words: str) -> None:
        request = cast.ask(cast.body("deletion"), now=NOW).requests[0].request
        with pytest.raises(NotPossible, match=words):
            place(request, **{"reason": "litigation", **given})
        assert not LegalHold.objects.exists()

    def test_only_who_decides_may(self) -> None:
        request = cast.ask(cast.body("deletion"), now=NOW).requests[0].request
        with pytest.raises(permissions.NotAllowed):
            place(request, by=cast.staff("ari"))
        with pytest.raises(permissions.NotFound):
            place(request, by=cast.staff("mina"))


class TestBinding:
    def test_a_later_request_of_the_same_person_is_bound_and_a_stranger_s_is_not(self) -> None:
        place(answered())
        again, sam = answered(LATER), cast.body("deletion")
        sam["consumer"] |= {"given_name": "Sam", "email": "sam@example.org", "phone": "+19205550199"}
        stranger = cast.ask(sam, now=LATER).requests[0].request
        with pytest.raises(Unsound, match="legal hold binds"):
            review.propose(request_id=again.id, decision=decision(again, {}), by=cast.staff("olu"), now=LATER)
        assert found.holds_of(again, by=cast.staff("olu"))
        assert not found.holds_of(stranger, by=cast.staff("olu"))

    def test_who_may_not_see_the_request_it_came_from_sees_no_case_number(self) -> None:
        place(answered())
        own = answered(LATER, companies=["jm-care-plan"])
        review_of = found.holds_of(own, by=cast.staff("mina"))
        assert not review_of or (review_of[0].matter, review_of[0].reference) == ("", "")

    def test_only_in_the_systems_it_names(self) -> None:
        request = answered()
        system = places(request)[0][1]
        place(request, systems=[system])
        kept = {where: ("DEL-CLAIMS", "") for where in places(request) if where[1] == system}
        decide(request, decision(request, kept), now=LATER)
        assert {task.system for task in open_tasks(request)} == {where[1] for where in places(request)} - {system}


class TestErasing:
    def test_a_hold_on_other_systems_lets_the_work_go_on(self) -> None:
        request = decided(answered())
        asked = {task.system for task in open_tasks(request)}
        place(fresh(request), systems=[one.slug for one in held.systems() if one.slug not in asked][:1])
        assert {task.system for task in open_tasks(request)} == asked

    def test_an_erasure_that_nobody_called_off_is_refused_all_the_same(self, monkeypatch) -> None:
        request = decided(answered())
        monkeypatch.setattr(holds.stopping, "stop_erasing", lambda *args, **named: None)
        place(request)
        task = open_tasks(request)[0]
        with pytest.raises(fulfillment.Held, match="Nothing may be erased until it ends"):
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=LATER)
        assert any(item.content for item in held.items_for(request.id))

    def test_a_deletion_under_way_comes_back_and_is_decided_anew(self) -> None:
        request = decided(answered())
        first, *rest = open_tasks(request)
        fulfillment.complete_task(task_id=first.id, result="done", by=cast.staff("dev"), now=LATER)
        place(fresh(request))
        request = fresh(request)
        assert (open_tasks(request), request.decision, request.status) == ([], None, "in_progress")
        assert request.next_step in {"assign", "decide"}
        assert rest
        with pytest.raises(Unsound):
            review.propose(request_id=request.id, decision=decision(request, {}), by=cast.staff("olu"), now=LATER)
        kept = {where: ("DEL-CLAIMS", "") for where in places(request) if where[1] != first.system}
        request = decide(request, decision(request, kept), now=LATER)
        assert (open_tasks(request), request.status) == ([], "partly_completed")

    def test_kept_data_that_one_system_had_erased_does_not_wait_and_the_person_hears_of_it(self) -> None:
        request = answered()
        one, other = [next(at for at in places(request) if at[1] == system) for system in two_systems(request)]
        kept = dict.fromkeys([one, other], ("DEL-CONTRACT", "2026-12-31"))
        request = decide(request, decision(request, kept), now=NOW)
        finish(request, now=NOW)
        over = NOW + timedelta(days=60)
        lapsing.run_due(now=over)
        first = next(task for task in open_tasks(request) if task.system == one[1])
        fulfillment.complete_task(task_id=first.id, result="done", by=cast.staff("dev"), now=over)
        place(fresh(request), now=over)
        assert dict(KeptData.objects.values_list("system", "state")) == {one[1]: "erased", other[1]: "waiting"}
        assert len(letters(request, "hold_released")) == 1


def two_systems(request: PrivacyRequest) -> list[str]:
    return sorted({system for _category, system in places(request)})[:2]


def decided(request: PrivacyRequest) -> PrivacyRequest:
    """Two have agreed to erase everything; the stewards have the work."""
    return decide(request, decision(request, {}), now=NOW)


class TestRetention:
    def test_what_is_past_its_time_stays_and_the_ledger_says_so_once(self) -> None:
        request = decided(answered())
        finish(request, now=NOW)
        hold = place(fresh(request))
        over = NOW + timedelta(days=763)
        assert forgetting_proof.forget_due(now=over) == 0
        assert [retention.purge(now=over), retention.purge(now=over)] == [0, 0]
        kept = [entry.action for entry in ledger.entries_for(request.submission_id)].count("retention.kept")
        assert kept == 1
        assert Submission.objects.get(id=request.submission_id).consumer["given_name"] == "Nora"
        end(hold, now=over)
        assert retention.purge(now=over) == 1

    def test_the_words_of_an_ended_hold_go_after_the_same_time(self) -> None:
        hold = place(answered())
        end(hold)
        retention.purge(now=LATER + timedelta(days=761))
        assert LegalHold.objects.get().matter == MATTER
        retention.purge(now=LATER + timedelta(days=763))
        gone = LegalHold.objects.get()
        assert (gone.matter, gone.release_why, gone.points, gone.end_cause) == ("", "", [], "released")

    def test_a_hold_found_only_by_its_keys_stops_it_too(self) -> None:
        request = decided(answered())
        finish(request, now=NOW)
        hold = place(answered(LATER), now=LATER)
        hold.bound.filter(submission=request.submission_id).delete()
        assert retention.purge(now=NOW + timedelta(days=763)) == 0


class TestEnding:
    def test_it_takes_two(self) -> None:
        hold = place(answered())
        with pytest.raises(NotPossible, match="Ask for the end"):
            holds.release(hold_id=hold.id, by=cast.staff("lena"), now=LATER)
        holds.ask_release(hold_id=hold.id, why="Settled.", by=cast.staff("lena"), now=LATER)
        with pytest.raises(permissions.NotAllowed, match="second person"):
            holds.release(hold_id=hold.id, by=cast.staff("lena"), now=LATER)
        with pytest.raises(NotPossible, match="already"):
            holds.ask_release(hold_id=hold.id, why="Settled.", by=cast.staff("petra"), now=LATER)
        holds.keep(hold_id=hold.id, by=cast.staff("petra"), now=LATER)
        end(hold)
        with pytest.raises(NotPossible, match="has ended"):
            holds.ask_release(hold_id=hold.id, why="Again.", by=cast.staff("olu"), now=LATER)

    def test_what_was_kept_for_it_is_erased_then_and_the_person_told(self) -> None:
        request = answered()
        hold = place(request)
        request = decide(request, decision(request, {where: ("DEL-CLAIMS", "") for where in places(request)}), now=NOW)
        assert request.status == "denied"
        assert "by ourselves" in sent(request, "denial")
        assert lapsing.run_due(now=LATER) == 0
        end(hold)
        assert lapsing.run_due(now=LATER) == 1
        finish(request, now=LATER)
        assert len(letters(request, "hold_released")) == 1
        assert MATTER not in sent(request, "hold_released") + sent(request, "denial")

    def test_an_authority_s_direction_ends_after_ninety_days_unless_it_is_renewed(self) -> None:
        hold = place(answered(), "authority")
        assert hold.until == cast.day("2027-02-21")
        with pytest.raises(NotPossible, match="last 30 days"):
            holds.renew(hold_id=hold.id, by=cast.staff("olu"), now=LATER)
        in_time = NOW + timedelta(days=80)
        assert [keeping_watch.tell_leads(now=in_time), keeping_watch.tell_leads(now=in_time)] == [1, 0]
        assert holds.renew(hold_id=hold.id, by=cast.staff("olu"), now=in_time).until == cast.day("2027-05-22")
        assert holds.lapse_due(now=NOW + timedelta(days=100)) == 0
        over = NOW + timedelta(days=181)
        assert [holds.lapse_due(now=over), holds.lapse_due(now=over)] == [1, 0]
        assert LegalHold.objects.get().end_cause == "lapsed"

    def test_what_waits_for_its_day_waits_on_while_a_hold_binds(self) -> None:
        request = answered()
        request = decide(request, decision(request, {places(request)[0]: ("DEL-CONTRACT", "2026-12-31")}), now=NOW)
        finish(request, now=NOW)
        hold, over = place(fresh(request)), NOW + timedelta(days=60)
        assert lapsing.run_due(now=over) == 0
        end(hold, now=over)
        assert lapsing.run_due(now=over) == 1
        place(fresh(request), now=over)
        assert (open_tasks(request), KeptData.objects.get().state) == ([], "waiting")
        assert lapsing.run_due(now=over) == 0


class TestMayNotTell:
    def test_the_letter_names_no_authority(self) -> None:
        request = answered()
        place(request, "authority", may_tell=False)
        kept = {where: ("DEL-LEHOLD", "2027-02-21") for where in places(request)}
        request = decide(request, decision(request, kept), now=LATER)
        told = sent(request, "denial")
        assert "A law requires us to keep this data" in told
        assert not any(word in told for word in ("authority has directed", "February 21", "145(a)(1)(B)"))

    def test_without_a_direction_on_record_nobody_may_name_one(self) -> None:
        request = answered()
        kept = {where: ("DEL-LEHOLD", "2027-02-21") for where in places(request)}
        with pytest.raises(Unsound, match="Place the legal hold first"):
            review.propose(request_id=request.id, decision=decision(request, kept), by=cast.staff("olu"), now=NOW)


def sent(request: PrivacyRequest, kind: str) -> str:
    """The words of the one letter of this kind."""
    (letter,) = letters(request, kind)
    return str(words_of(letter.id).text)


def test_the_keys_of_a_hold_name_nobody() -> None:
    hold = place(answered())
    kept = str(found.sealed([hold.id]))
    assert not any(word in kept for word in ("Nora", "Quist", "example.org", "55-102938", MATTER))
    assert keeping.NOW.isoformat() in kept
