"""A safe contact is obeyed by every letter, a contact changes when the old one hears of it, attacks gain nothing."""

from datetime import timedelta

import pytest

from notifications.letters import CATALOGUE
from notifications.models import Letter
from requests_app.models import PrivacyRequest, SearchKey
from requests_app.services import (
    by_post,
    caller_contact,
    contact_change,
    delivery,
    destinations,
    known_contacts,
    letters,
    release_verdicts,
    signs,
)
from requests_app.services.intake import submit
from requests_app.services.work import NotPossible
from requests_app.submission_input import validate
from tests import cast
from tests.notifications.samples import UNNUMBERED, context
from tests.requests_app.keeping import NOW
from tests.requests_app.test_release_holds import COPY, HOUR, again, decided, hold_of, shown, warnings
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier
from verification.methods.safety import is_safe
from verification.models import Contact

SAFE = {"email": "safe@example.org"}
# A code by text goes only to the number it proves, and by no other way.
# Each that is about a request.
KINDS = sorted(kind for kind, one in CATALOGUE.items() if not (one.staff or one.brief or kind in UNNUMBERED))
HER_FACTS = {**cast.NORA, "email": "xavier@example.org"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(*rights: object, **more: object) -> PrivacyRequest:
    filed = cast.ask(cast.body(*rights, **more), now=NOW)
    cast.work_off(NOW)
    return PrivacyRequest.objects.select_related("submission").get(id=filed.requests[0].id)


def written_to() -> set[str]:
    return {one.recipient["email"] for one in Letter.objects.exclude(kind="staff_alert") if one.recipient}


class TestSafeContact:
    def test_every_kind_of_letter_goes_there_and_nowhere_else(self) -> None:
        request = asked(COPY, safe_contact=SAFE)
        for kind in KINDS:
            more = {"original_due": NOW.date()} if kind == "extension" else {}
            letters.send(kind, request, context(kind, **more), by=cast.Principal.system("test"), now=NOW)
        assert len(KINDS) > 20
        assert written_to() == {"safe@example.org"}
        assert not Letter.objects.filter(channel="post").exists()

    def test_warnings_too_and_none_goes_to_what_is_not_safe(self) -> None:
        assert hold_of(shown(COPY, safe_contact=SAFE)).warned == []
        assert "nora@example.org" not in written_to()

    def test_who_bars_only_the_mail_on_file_is_warned_on_paper(self) -> None:
        person = {**cast.NORA, "email": "new@example.org"}
        request = shown(COPY, consumer=person, safe_contact={"unsafe": ["email"]})
        (letter,) = warnings()
        assert (letter.channel, letter.recipient["lines"]) == ("post", ["12 Elm St"])
        assert hold_of(request).warned == ["post"]
        assert "nora@example.org" not in written_to()
        assert hold_of(request).hours == 72

    def test_a_letter_goes_to_every_known_address_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        request = asked(COPY)
        home, same = cast.NORA["postal_address"], {**cast.NORA["postal_address"], "lines": ["12 ELM STREET"]}
        cabin = {**home, "lines": ["7 Lake Rd"], "postal_code": "54901"}
        known = [known_contacts.KnownContact("post", one, None, False) for one in (home, same, cabin)]
        monkeypatch.setattr(known_contacts.checks, "known_contacts", lambda _ref: known)
        ways = known_contacts.everywhere(request.submission)
        assert [to.postal_address["lines"] for _way, to in ways] == [["12 Elm St"], ["7 Lake Rd"]]
        request.submission.safe_contact = {"postal_address": cabin}
        ways = known_contacts.everywhere(request.submission)
        assert [to.postal_address["lines"] for _way, to in ways] == [["7 Lake Rd"]]

    def test_what_a_known_person_said_once_protects_her_later(self) -> None:
        shown(COPY, safe_contact=SAFE)
        stranger = asked(COPY, consumer=HER_FACTS)
        told = Letter.objects.filter(about=stranger.submission_id, kind="request_seen_notice")
        assert [one.recipient["email"] for one in told] == ["safe@example.org"]

    def test_what_a_stranger_with_many_facts_said_turns_no_later_warning_to_them(self) -> None:
        filed = cast.ask(cast.body(COPY, consumer=HER_FACTS, safe_contact={"email": "xavier2@example.org"}), now=NOW)
        cast.work_off(NOW)
        facts = ["customer_number", "document_check", "declaration", "on_file_contact"]
        by, ref = cast.staff("casey").actor, filed.submission.id
        verification.record_staff_evidence(
            subject_ref=ref, method="phone", points=facts, reason="Said.", by=by, now=NOW
        )
        cast.work_off(NOW)
        assert checks.state_of(ref).reached >= Tier.T2
        hers = asked(COPY)
        assert [to.email for _way, to in known_contacts.recipients(hers.submission)] == ["nora@example.org"]
        assert checks.signs_to_look_at(hers.submission_id) == ["barred_before"]
        signs.dismiss(
            request_id=filed.requests[0].id, code="contacts_barred", reason="Met.", by=cast.staff("olu"), now=NOW
        )
        assert [to.email for _way, to in known_contacts.recipients(hers.submission)] == ["xavier2@example.org"]

    def test_who_bars_everybody_is_looked_at_by_a_person(self) -> None:
        request = decided(COPY, safe_contact=SAFE)
        cast.wait_out(NOW)
        assert (again(request).status, again(request).next_step) == ("in_progress", "look_at_signs")
        with pytest.raises(NotPossible, match="why"):
            signs.dismiss(request_id=request.id, code="contacts_barred", reason="", by=cast.staff("olu"), now=NOW)
        late = NOW + 80 * HOUR
        signs.dismiss(request_id=request.id, code="contacts_barred", reason="Met her.", by=cast.staff("olu"), now=late)
        assert again(request).status == "completed"


class TestAttacks:
    def test_name_and_birthday_with_another_mailbox_open_nothing(self) -> None:
        request = asked(COPY, consumer={**HER_FACTS, "phone": "", "postal_address": None}, identifiers=[])
        assert request.status == "verifying"
        assert checks.state_of(request.submission_id).reached == 0
        assert not destinations.may_open_at(request, "xavier@example.org", now=NOW)

    def test_an_ex_with_every_fact_of_the_household_gets_nothing_and_she_is_warned(self) -> None:
        known = [
            {"kind": "policy_number", "value": "55-102938"}, {"kind": "claim_number", "value": "CL-2023-004417"},
        ]  # fmt: skip
        request = asked(COPY, "deletion", consumer=HER_FACTS, identifiers=known)
        assert {one.status for one in request.submission.requests.all()} == {"verifying"}
        assert Letter.objects.filter(kind="request_seen_notice").get().recipient["email"] == "nora@example.org"

    def test_no_way_around_the_address_on_file(self) -> None:
        request = decided(COPY, consumer=HER_FACTS, delivery="secure_download")
        cast.wait_out(NOW)
        late = NOW + 72 * HOUR
        cast.work_off(late)
        thief = cast.Principal.consumer(request.submission_id, "s")
        with pytest.raises(NotPossible, match="on file before"):
            delivery.send_code(request_id=request.id, by=thief, now=late)
        with pytest.raises(delivery.fulfillment.NoPackage):
            delivery.open_part(request_id=request.id, part="json", by=thief, now=late)
        elsewhere = contact_change.read_contact({"email": "xavier2@example.org"})
        contact_change.change(
            request_id=request.id, contact=elsewhere, channel="officer", by=cast.staff("olu"), now=late
        )
        with pytest.raises(NotPossible, match="on file before"):
            delivery.send_code(request_id=request.id, by=thief, now=late + timedelta(days=5))
        ready = Letter.objects.get(kind="package_ready")
        assert not ready.context["enclosure"]
        to = by_post.paper_recipient(again(request).submission, "release_warning")
        assert to is None or to.postal_address["lines"] == ["12 Elm St"]


class TestChange:
    def test_it_takes_the_level_and_the_old_one_hears_of_it(self) -> None:
        new = contact_change.read_contact({"email": "nora.new@example.org"})
        given = {"contact": new, "channel": "officer", "by": cast.staff("olu")}
        early = asked("deletion")
        with pytest.raises(NotPossible, match="who asks"):
            contact_change.change(request_id=early.id, now=NOW, **given)
        request = shown({"right": "access", "scope": "categories"})
        contact_change.change(request_id=request.id, now=NOW + HOUR, **given)
        told = Letter.objects.get(kind="contact_changed")
        assert told.recipient["email"] == "nora@example.org"
        assert again(request).submission.contact()["email"] == "nora.new@example.org"
        fresh = again(request)
        assert not destinations.may_open_at(fresh, "nora.new@example.org", now=NOW + 2 * HOUR)
        assert destinations.may_open_at(fresh, "nora.new@example.org", now=NOW + 74 * HOUR)

    def test_codes_of_the_check_follow_it_and_the_new_one_is_only_typed(self) -> None:
        request = asked({"right": "access", "scope": "categories"})
        ref, anybody = request.submission_id, cast.anonymous().actor
        verification.record_staff_evidence(
            subject_ref=ref, method="phone", points=["customer_number", "call_back"], reason="Called.",
            by=cast.staff("olu").actor, now=NOW,
        )  # fmt: skip
        old = Contact.objects.get(check_row__subject_ref=ref, kind="email").id
        new = contact_change.read_contact({"email": "nora.new@example.org", "old_is_safe": False})
        contact_change.change(request_id=request.id, contact=new, channel="officer", by=cast.staff("olu"), now=NOW)
        verification.raise_bar(subject_ref=ref, required=Tier.T3, reason="not_me", by=anybody, now=NOW)
        for again_ in (
            lambda: verification.send_code(subject_ref=ref, contact_id=old, by=anybody, now=NOW),
            lambda: verification.add_contact(subject_ref=ref, value="nora@example.org", by=anybody, now=NOW),
            lambda: verification.try_code(subject_ref=ref, contact_id=old, code="1", by=anybody, now=NOW),
        ):
            with pytest.raises(verification.NoContact):
                again_()  # fmt: skip
        verification.send_code(subject_ref=ref, by=anybody, now=NOW)
        sent = Letter.objects.get(kind="verification_code")
        assert sent.recipient["email"] == "nora.new@example.org"
        verification.try_code(subject_ref=ref, code=sent.context["code"], by=anybody, now=NOW)
        check = verification.settle(subject_ref=ref, now=NOW)
        assert [one["counts"] for one in check.points if one["kind"] == "email_control"] == [False]
        assert not is_safe(check, "phone", cast.NORA["phone"])
        assert not is_safe(check, "post", {**cast.NORA["postal_address"], "lines": ["12 Elm Street"]})

    def test_where_nobody_may_be_told_a_person_looks(self) -> None:
        request = shown(COPY, safe_contact=SAFE)
        new = contact_change.read_contact({"email": "x@example.org", "old_is_safe": False})
        contact_change.change(request_id=request.id, contact=new, channel="phone", by=cast.staff("casey"), now=NOW)
        assert not Letter.objects.filter(kind="contact_changed").exists()
        assert checks.signs_to_look_at(request.submission_id) == ["contacts_barred"]


class TestSigns:
    def test_a_mailbox_for_minutes_asks_for_more_and_an_officer_explains_it_away(self) -> None:
        filed = cast.ask(cast.body(COPY, consumer={**cast.NORA, "email": "nora@mailinator.com"}), now=NOW)
        cast.work_off(NOW)
        request = again(filed.requests[0].request)
        assert (request.status, request.required_tier) == ("verifying", 3)
        assert not Letter.objects.filter(kind="denial").exists()
        signs.dismiss(request_id=request.id, code="disposable_mail", reason="Hers.", by=cast.staff("olu"), now=NOW)
        assert again(request).required_tier == 2

    def test_none_takes_the_bar_away_that_an_officer_put_there(self) -> None:
        filed = cast.ask(cast.body(COPY, consumer={**cast.NORA, "email": "nora@mailinator.com"}), now=NOW)
        cast.work_off(NOW)
        request = filed.requests[0].request
        caller_contact.stop(request_id=request.id, by=cast.staff("casey"), now=NOW)
        release_verdicts.refuse(request_id=request.id, why="Her ex.", by=cast.staff("petra"), now=NOW)
        signs.dismiss(request_id=request.id, code="disposable_mail", reason="Hers.", by=cast.staff("olu"), now=NOW)
        assert checks.state_of(request.submission_id).required == 3

    def test_networks_are_kept_as_a_hash_for_thirty_days_and_not_of_opt_outs(self) -> None:
        stop = {"right": "opt_out", "kinds": ["sale_sharing"]}
        filed = [
            submit(
                submission=validate(cast.body(*rights), today=NOW.date()), channel="web", by=cast.anonymous(), now=NOW,
                network="203.0.113.9",
            )
            for rights in ([stop], [stop, "restriction"], [COPY])
        ]  # fmt: skip
        key = SearchKey.objects.get(kind="network")
        assert key.submission_id == filed[2].submission.id
        assert b"203.0.113.9" not in bytes(key.digest)
        SearchKey.objects.create(submission=filed[0].submission, kind="network", digest=key.digest)
        assert signs.forget_networks(now=NOW + timedelta(days=29)) == 1
        assert signs.forget_networks(now=NOW + timedelta(days=31)) == 1
