"""The person hears that somebody asked about them; an agent hears what is missing. Nobody has to confirm anything."""

from datetime import datetime, timedelta

import pytest

from notifications.models import Letter
from notifications.selectors import words_of
from requests_app.models import PrivacyRequest
from requests_app.services import duties, seen
from tests import cast
from tests.requests_app.keeping import NOW, letters
from verification import services as verification

AGENT = {
    "capacity": "authorized_agent", "name": "Ann Agent", "organization": "Data Helpers", "email": "ann@example.com",
    "authority": "signed_permission",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(*rights: object, now: datetime = NOW, email: str = "sam@example.org", **more: object) -> PrivacyRequest:
    """Somebody who knows what Nora's household knows, and gives an address of their own."""
    raw = cast.body(*rights, **more)
    raw["consumer"]["email"] = email
    filed = cast.ask(raw, now=now)
    cast.work_off(now)
    return filed.requests[0].request


def to(kind: str) -> list[str]:
    return [letter.recipient["email"] for letter in Letter.objects.filter(kind=kind).order_by("id")]


class TestSomebodyAsked:
    def test_the_person_hears_of_it_at_the_address_we_had_before_once(self) -> None:
        request = asked("access", "deletion")
        assert to("request_seen_notice") == ["nora@example.org"]
        seen.tell_person(submission_id=request.submission_id, now=NOW + timedelta(days=40))
        (letter,) = letters(request, "request_seen_notice")
        words = words_of(letter.id).text
        assert "If this was not you, please call us right away" in words
        assert "sam@example.org" not in words

    def test_who_reads_that_address_is_not_told_twice(self) -> None:
        asked("access", email="Nora@example.org")
        assert to("request_seen_notice") == []

    def test_a_safe_contact_overrides_it(self) -> None:
        asked("access", safe_contact={"email": "safe@example.org"})
        assert to("request_seen_notice") == []

    def test_nobody_whom_we_do_not_know_is_written_to(self) -> None:
        raw = cast.body("access", identifiers=[])
        raw["consumer"] = {"given_name": "Una", "family_name": "Known", "email": "una@example.org"}
        cast.ask(raw, now=NOW)
        cast.work_off(NOW)
        assert to("request_seen_notice") == []

    @pytest.mark.parametrize("right", ["restriction", {"right": "opt_out", "kinds": ["sale_sharing"]}])
    def test_what_only_protects_raises_no_alarm(self, right: object) -> None:
        asked(right)
        assert to("request_seen_notice") == []


class TestAnAgentAsked:
    def test_the_person_gets_a_notice_that_asks_nothing(self) -> None:
        request = asked("access", "deletion", requester=AGENT)
        assert to("agent_notice")[0] == "nora@example.org"
        words = words_of(letters(request, "agent_notice")[0].id).text
        assert "Data Helpers asked us, on your behalf" in words
        assert "you do not need to do anything" in words

    def test_it_comes_to_the_address_that_the_agent_gave_whether_we_know_the_person_or_not(self) -> None:
        """The agent may read that mailbox: its silence would tell that the person is known."""
        asked("access", requester=AGENT)
        assert to("agent_notice") == ["nora@example.org", "sam@example.org"]
        asked("access", requester=AGENT, email="Nora@example.org")
        assert to("agent_notice")[2:] == ["nora@example.org"]
        asked("access", requester=AGENT, consumer={"given_name": "Una", "family_name": "Known"}, identifiers=[])
        assert to("agent_notice")[3:] == ["sam@example.org"]

    def test_an_opt_out_goes_through_without_it(self) -> None:
        request = asked({"right": "opt_out", "kinds": ["sale_sharing"]}, requester=AGENT)
        assert to("agent_notice") == []
        assert PrivacyRequest.objects.get(id=request.id).status != "verifying"

    def test_where_the_agent_gave_only_their_own_address_the_notice_goes_by_post(self) -> None:
        raw = cast.body("access", requester=AGENT, identifiers=[])
        raw["consumer"] |= {"given_name": "Una", "family_name": "Known", "email": "ann@example.com"}
        filed = cast.ask(raw, now=NOW)
        cast.work_off(NOW)
        (letter,) = letters(filed.requests[0].request, "agent_notice")
        assert (letter.channel, letter.recipient["city"]) == ("post", "Neenah")

    def test_the_agent_hears_what_the_permission_lacks_and_by_when(self) -> None:
        request = asked("access", requester=AGENT)
        duties.ask_for_identity(now=NOW + timedelta(hours=25))
        lacking = letters(request, "agent_notice")[-1]
        assert lacking.recipient["email"] == "ann@example.com"
        assert lacking.context["answer_by"] == "2027-01-04"
        words = words_of(lacking.id).text
        assert "that the person has signed" in words
        assert "do not need a notary" in words

    def test_who_has_shown_it_hears_nothing_more(self) -> None:
        request = asked("access", requester=AGENT)
        verification.record_staff_evidence(
            subject_ref=request.submission_id, method="document", points=["signed_permission"], reason="seen",
            by=cast.staff("casey").actor, now=NOW,
        )  # fmt: skip
        assert seen.ask_agent(request, by=cast.staff("olu"), now=NOW) is None
