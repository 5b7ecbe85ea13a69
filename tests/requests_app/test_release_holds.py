"""Before data leaves the known contacts are told, and can stop it: by a link, by phone, without an account."""

from datetime import timedelta

import pytest

from fulfillment import selectors as held
from notifications import services as letters
from notifications.models import Letter
from notifications.selectors import words_of
from requests_app import timeline
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest, ReleaseHold, StaffNotice
from requests_app.selectors.release import decided_and_waiting
from requests_app.services import (
    appeals,
    by_post,
    caller_contact,
    delivery,
    release_again,
    release_going_on,
    release_holds,
    release_verdicts,
    review,
    work,
)
from tests import cast
from tests.requests_app.keeping import NOW
from tests.requests_app.test_letters_say import finish_tasks

COPY = {"right": "access", "scope": "specific_pieces"}
NEW_MAIL = {"right": "correction", "corrections": [{"field": "email", "requested": "n@example.org"}]}
HOUR = timedelta(hours=1)
EVERYTHING = Decision("completed", "", (DecidedItem("contact", "policy-admin", "given"),))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def shown(right, *, more_rights=(), **more) -> PrivacyRequest:
    """Nora asked, and it was shown that it is she; nobody has had time to object."""
    filed = cast.ask(cast.body(right, *more_rights, **more), now=NOW)
    cast.work_off(NOW)
    cast.prove(filed, now=NOW, waits=True)
    request = PrivacyRequest.objects.select_related("submission").get(id=filed.requests[0].id)
    # Read before the mail leaves: a link stays in no row.
    mails = [one for one in warnings() if one.channel == "email"]
    request.token = mails[-1].context["link"].removeprefix(release_holds.PATH) if mails else ""
    cast.work_off(NOW)
    return request


def decided(right, **more) -> PrivacyRequest:
    """Two officers agreed on the answer while the wait runs."""
    request = shown(right, **more)
    finish_tasks(request)
    outcome = "erased" if request.right == "deletion" else "given"
    places = dict.fromkeys((one.category, one.system) for one in held.items_for(request.id))
    decision = Decision("completed", "", tuple(DecidedItem(*place, outcome) for place in places))
    review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=NOW + HOUR)
    review.approve(request_id=request.id, by=cast.staff("petra"), now=NOW + 2 * HOUR)
    cast.work_off(NOW + 2 * HOUR)
    fresh = again(request)
    fresh.token = request.token
    return fresh


def again(request) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission", "appeal_of").get(id=request.id)


def hold_of(request) -> ReleaseHold:
    return ReleaseHold.objects.get(submission=request.submission)


def hold_exists(request) -> bool:
    return ReleaseHold.objects.filter(submission=request.submission).exists()


def warnings() -> list[Letter]:
    return list(Letter.objects.filter(kind="release_warning").order_by("created_at", "id"))


def follow(text: str, *, at=NOW + HOUR) -> str:
    return release_holds.follow(token=text, by=cast.anonymous(), now=at)


class TestTheWait:
    def test_every_known_contact_is_warned_once_and_reads_nothing_of_who_asks(self) -> None:
        request = shown(COPY, more_rights=["deletion"])
        letter, sheet = warnings()
        assert letter.recipient["email"] == "nora@example.org"
        words = words_of(letter.id).text
        assert "delete" in words
        assert f"/stop/{request.token}" in words
        assert "identity" not in words
        hold = hold_of(request)
        assert (hold.hours, hold.warned, hold.state) == (48, ["email", "post"], "waiting")
        assert (sheet.channel, sheet.status, sheet.recipient["lines"]) == ("post", "to_print", ["12 Elm St"])
        assert "/stop/" not in words_of(sheet.id).text
        assert "Tell us the reference in this letter" in " ".join(words_of(sheet.id).text.split())
        assert follow(request.token) == "stopped"

    def test_a_warning_in_the_post_is_no_line_of_what_the_requester_reads(self) -> None:
        """It goes to an address on file: that there is one tells that somebody is known."""
        request = shown(COPY, delivery="post")
        for sheet in Letter.objects.filter(channel="post", status="to_print"):
            letters.mark_posted(letter_id=sheet.id, by=cast.staff("mo").actor, now=NOW)
        seen = timeline.for_consumer(request.id, request.submission_id)
        whole = timeline.for_staff(request.id, request.submission_id)
        posted = [one.facts["kind"] for one in whole if one.action == "letter.posted"]
        assert "release_warning" in posted
        assert [one.facts["kind"] for one in seen if one.action == "letter.posted"] == [
            kind for kind in posted if kind != "release_warning"
        ]

    def test_nor_is_a_letter_that_an_officer_mails_to_the_address_on_file(self) -> None:
        bare = {name: value for name, value in cast.NORA.items() if name != "postal_address"}
        request = cast.ask(cast.body(COPY, consumer={**bare, "email": "sam@example.com"}), now=NOW).requests[0].request
        cast.work_off(NOW)
        letter, olu = Letter.objects.get(kind="acknowledgement"), cast.staff("olu")
        sheet = by_post.send_by_post(request_id=request.id, letter_id=letter.id, by=olu, now=NOW)
        assert sheet.recipient["lines"] == ["12 Elm St"]
        cast.work_off(NOW)
        letters.mark_posted(letter_id=sheet.id, by=cast.staff("mo").actor, now=NOW)
        assert "letter.posted" in {line.action for line in timeline.for_staff(request.id, request.submission_id)}
        assert "letter.posted" not in {line.action for line in timeline.for_consumer(request.id, request.submission_id)}

    def test_a_decided_copy_leaves_when_it_is_over_and_not_before(self) -> None:
        request = decided(COPY)
        assert (request.status, request.next_step, request.blocked_by) == ("in_progress", "wait_to_release", "system")
        assert decided_and_waiting(request, now=NOW + 3 * HOUR) == NOW + 48 * HOUR
        assert release_going_on.end_due(now=NOW + 47 * HOUR) == 0
        assert held.package_for(request.id) is None
        assert release_going_on.end_due(now=NOW + 48 * HOUR) == 1
        cast.work_off(NOW + 48 * HOUR)
        assert again(request).status == "completed"
        assert held.package_for(request.id).status == "released"

    def test_a_deletion_is_asked_of_no_system_before(self) -> None:
        request = decided("deletion")
        assert not [task for task in held.tasks_for(request.id) if task.deed == "erase"]
        cast.wait_out(NOW)
        assert [task for task in held.tasks_for(request.id) if task.deed == "erase"]

    def test_contact_data_is_corrected_after_it_and_the_old_contact_hears_of_that(self) -> None:
        request = shown(NEW_MAIL)
        assert held.tasks_for(request.id) == []
        refused = Decision("completed", "", (DecidedItem("contact", "policy-admin", "corrected"),))
        with pytest.raises(work.NotPossible, match="wait"):
            review.decide(request_id=request.id, decision=refused, by=cast.staff("olu"), now=NOW + HOUR)
        cast.wait_out(NOW)
        cast.work_off(NOW + 72 * HOUR)
        finish_tasks(request)
        review.decide(request_id=request.id, decision=refused, by=cast.staff("olu"), now=NOW + 73 * HOUR)
        (letter,) = Letter.objects.filter(kind="contact_changed")
        assert letter.recipient["email"] == "nora@example.org"
        assert "n@example.org" not in words_of(letter.id).text

    @pytest.mark.parametrize("right", [{"right": "access", "scope": "categories"}, "restriction", "objection"])
    def test_what_gives_nothing_away_does_not_wait(self, right) -> None:
        assert not hold_exists(shown(right))
        assert warnings() == []

    def test_close_to_the_day_it_is_cut_and_never_below_a_day(self) -> None:
        filed = cast.ask(cast.body(COPY), now=NOW)
        cast.work_off(NOW)
        late = filed.requests[0].request.respond_at - 5 * HOUR
        cast.prove(filed, now=late, waits=True)
        hold = hold_of(filed.requests[0].request)
        assert (hold.hours, hold.ends_at) == (24, late + 24 * HOUR)
        assert StaffNotice.objects.filter(duty="release_hold.short").exists()

    def test_work_that_began_before_there_were_waits_gets_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as before:
            before.setattr(release_holds, "_begin", lambda *_one, **_more: None)
            request = decided("deletion")
        assert (request.status, hold_exists(request)) == ("in_progress", False)
        assert release_holds.heal(now=NOW + 3 * HOUR) == 1
        assert release_holds.heal(now=NOW + 3 * HOUR) == 0


class TestTheStop:
    def test_the_link_freezes_all_of_it_and_the_requester_reads_nothing_of_that(self) -> None:
        request = decided(COPY)
        assert follow(request.token) == "stopped"
        assert follow(request.token) == "stopped"
        frozen = again(request)
        assert (frozen.status, frozen.next_step, frozen.blocked_by) == ("in_progress", "look_into_stop", "us")
        assert decided_and_waiting(frozen, now=NOW + 3 * HOUR) == NOW + 48 * HOUR
        assert decided_and_waiting(frozen, now=NOW + 48 * HOUR) is None
        cast.wait_out(NOW)
        cast.work_off(NOW + 72 * HOUR)
        assert (again(request).status, held.package_for(request.id)) == ("in_progress", None)
        assert StaffNotice.objects.filter(duty="stopped").exists()

    @pytest.mark.parametrize("text", ["", "x" * 43, "é" * 43])
    def test_another_token_stops_nothing(self, text: str) -> None:
        request = decided(COPY)
        assert follow(text) == "dead"
        assert hold_of(request).state == "waiting"

    def test_a_released_package_is_taken_back(self) -> None:
        request = decided(COPY)
        cast.wait_out(NOW)
        cast.work_off(NOW + 72 * HOUR)
        assert held.package_for(request.id) is not None
        assert follow(request.token, at=NOW + 80 * HOUR) == "stopped"
        assert held.package_for(request.id) is None
        nora = cast.Principal.consumer(request.submission_id, "s")
        with pytest.raises(delivery.fulfillment.NoPackage):
            delivery.open_part(request_id=request.id, part="json", by=nora, now=NOW + 80 * HOUR)

    def test_a_word_on_the_telephone_is_enough_and_nothing_else_is_asked(self) -> None:
        request = shown(COPY)
        assert caller_contact.stop(request_id=request.id, by=cast.staff("casey"), now=NOW + HOUR)
        assert not caller_contact.stop(request_id=request.id, by=cast.staff("casey"), now=NOW + HOUR)
        with pytest.raises(work.NotPossible, match="Look into the stop"):
            review.propose(request_id=request.id, decision=EVERYTHING, by=cast.staff("olu"), now=NOW + HOUR)

    def test_a_false_alarm_goes_on_and_the_rest_of_the_wait_with_it(self) -> None:
        request = decided(COPY)
        follow(request.token)
        with pytest.raises(work.NotPossible, match="found out"):
            release_verdicts.clear(request_id=request.id, why=" ", by=cast.staff("petra"), now=NOW + 3 * HOUR)
        release_verdicts.clear(request_id=request.id, why="She called.", by=cast.staff("petra"), now=NOW + 3 * HOUR)
        assert again(request).next_step == "wait_to_release"
        cast.wait_out(NOW)
        assert again(request).status == "completed"

    def test_somebody_else_is_refused_with_the_belief_on_record(self) -> None:
        request = decided(COPY, more_rights=["deletion", {"right": "opt_out", "kinds": ["sale_sharing"]}])
        follow(request.token)
        release_verdicts.refuse(request_id=request.id, why="It was her ex.", by=cast.staff("petra"), now=NOW + 3 * HOUR)
        ended = {one.right: one.status for one in request.submission.requests.all()}
        assert (ended["access"], ended["deletion"]) == ("denied", "denied")
        assert ended["opt_out"] != "denied"
        assert hold_of(request).why == "It was her ex."
        (filed, _receipt) = appeals.appeal(
            request_id=request.id, explanation="Look again.", by=cast.Principal.consumer(request.submission_id, "s"),
            now=NOW + 4 * HOUR,
        )  # fmt: skip
        with pytest.raises(work.NotPossible):
            review.propose(request_id=filed.id, decision=EVERYTHING, by=cast.staff("lena"), now=NOW + 5 * HOUR)

    def test_a_restore_stops_it_again(self) -> None:
        request = decided(COPY)
        hold = hold_of(request)
        given = {"hold_id": hold.id, "submission_id": request.submission_id, "stopped_at": NOW + HOUR}
        by = cast.Principal.system("restore")
        assert release_again.stop_again(**given, by=by, now=NOW + 2 * HOUR)
        assert not release_again.stop_again(**given, by=by, now=NOW + 2 * HOUR)
        assert again(request).next_step == "look_into_stop"
