"""Only what the same person asked for twice is linked: not what an agent asks for many, nor what a couple shares."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.selectors import entries_for
from notifications.models import Letter
from requests_app import metrics
from requests_app.decision import Decision, Unsound
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, review
from tests import cast
from verification import services as verification

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
AGENT = {
    "capacity": "authorized_agent", "name": "Ann Agent", "organization": "Data Helpers", "email": "ann@example.com",
    "phone": "+19205550199", "authority": "signed_permission", "answer_to": "requester",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    cast.register(NOW)


def asked(minutes: int, *rights: object, person: dict[str, object] | None = None, **more: object) -> PrivacyRequest:
    """One request, so many minutes past three, by Nora with what is changed about her."""
    consumer = {key: value for key, value in {**cast.NORA, **(person or {})}.items() if value}
    raw = cast.body(*(rights or ("deletion",)), consumer=consumer, **more)
    return cast.ask(raw, now=NOW + timedelta(minutes=minutes)).requests[0].request


def linked() -> dict[object, object]:
    """Which request repeats which, once the worker has been there."""
    cast.work_off(NOW + timedelta(hours=1))
    return dict(PrivacyRequest.objects.exclude(duplicate_of=None).values_list("id", "duplicate_of_id"))


def received(kind: str) -> int:
    return next(line.received for line in metrics.yearly(2026) if line.type == kind)


def test_nora_twice_is_linked_to_her_earliest_and_counted_once() -> None:
    first = asked(0)
    second = asked(1, person={"given_name": "NORA", "middle_name": "Jane", "email": "nora.q@example.net"})
    third = asked(2, person={"phone": None, "email": None})
    assert linked() == {second.id: first.id, third.id: first.id}
    told = [one.facts for one in entries_for(second.id) if one.action == "request.duplicate_linked"]
    assert told == [{"other": str(first.id)}]
    assert received("delete") == 1


def test_an_agent_with_three_consumers_repeats_nothing() -> None:
    for number, name in enumerate(("Nora Quist", "Ben Ames", "Cleo Ames")):
        given, family = name.split()
        person = {"given_name": given, "family_name": family, "email": f"{given}@example.org", "phone": None}
        asked(number, person=person, requester=AGENT, identifiers=[])
    assert linked() == {}
    assert received("delete") == 3


def test_the_agent_s_own_request_is_not_one_of_those_filed_for_others() -> None:
    asked(0, requester=AGENT, identifiers=[])
    person = {"given_name": "Ann", "family_name": "Agent", "email": "ann@example.com", "phone": "+19205550199"}
    asked(1, person=person, identifiers=[])
    assert linked() == {}


def test_consumers_of_one_name_whose_agent_gave_only_their_own_address_are_two() -> None:
    for number, own in enumerate(("one@example.org", "two@example.org")):
        asked(number, person={"email": own, "phone": None}, requester=AGENT, identifiers=[])
    assert linked() == {}


def test_spouses_share_telephone_policy_and_family_name_and_are_two() -> None:
    asked(0)
    asked(1, person={"given_name": "Sam", "email": "sam@example.org"})
    assert linked() == {}
    assert received("delete") == 2


def test_father_and_son_of_one_name_are_two() -> None:
    asked(0, person={"suffix": "Sr."})
    asked(1, person={"suffix": "Jr."})
    assert linked() == {}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"right": "access", "scope": "categories"}, {"right": "access", "scope": "specific_pieces"}),
        ({"right": "opt_out", "kinds": ["marketing_email"]}, {"right": "opt_out", "kinds": ["sale_sharing"]}),
        ("deletion", "access"),
    ],
)
def test_asking_for_something_else_is_no_repetition(earlier: object, later: object) -> None:
    asked(0, earlier)
    asked(1, later)
    assert linked() == {}


def test_without_a_name_nobody_can_tell_who_asks_twice() -> None:
    nameless = {"given_name": None, "family_name": None}
    for number in (0, 1):
        asked(number, {"right": "opt_out", "kinds": ["sale_sharing"]}, person=nameless, identifiers=[])
    assert linked() == {}


class TestRefusedAsARepetition:
    """`DUPLICATE`: the letter says what became of the first request, which must be open or answered."""

    twice = Decision("denied", "You asked for the same on the same day.", (), "DUPLICATE")

    @pytest.fixture
    def two(self) -> tuple[PrivacyRequest, PrivacyRequest]:
        both = [asked(number, "restriction", language="es" if number else "en") for number in (0, 1)]
        assert linked() == {both[1].id: both[0].id}
        for one in both:  # who showed nothing is not told that anybody asked before
            verification.record_staff_evidence(
                subject_ref=one.submission_id, method="phone", points=["call_back", "customer_number"],
                reason="called back", by=cast.staff("casey").actor, now=NOW,
            )  # fmt: skip
        return both[0], both[1]

    def refuse(self, request: PrivacyRequest, decision: Decision = twice) -> str:
        review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=NOW + timedelta(hours=2))
        return " ".join(Letter.objects.get(request_ref=request.id, kind="denial").context["also"])

    def test_of_one_that_goes_on(self, two: tuple[PrivacyRequest, PrivacyRequest]) -> None:
        assert "Su primera solicitud sigue." in self.refuse(two[1])

    def test_of_one_that_is_answered(self, two: tuple[PrivacyRequest, PrivacyRequest]) -> None:
        self.refuse(two[0], Decision("denied", "A claim is open.", (), "DEL-CLAIMS"))
        said = self.refuse(two[1])
        assert "Respondimos a su primera solicitud el 23 de noviembre de 2026." in said
        assert "sigue" not in said

    def test_one_that_was_refused_for_lack_of_proof_answers_no_other(
        self, two: tuple[PrivacyRequest, PrivacyRequest]
    ) -> None:
        self.refuse(two[0], Decision("denied", "We could not tell who asks.", (), "AGT-NOAUTH"))
        with pytest.raises(Unsound, match="repeats none"):
            self.refuse(two[1])

    def test_an_appeal_against_it_is_judged_by_the_first_one_too(
        self, two: tuple[PrivacyRequest, PrivacyRequest]
    ) -> None:
        self.refuse(two[1])
        nora = cast.Principal.consumer(two[1].submission_id, "s")
        filed, _receipt = appeals.appeal(request_id=two[1].id, explanation="No.", by=nora, now=NOW + timedelta(hours=3))
        review.decide(request_id=filed.id, decision=self.twice, by=cast.staff("lena"), now=NOW + timedelta(hours=4))
        assert PrivacyRequest.objects.get(id=filed.id).status == "denied"
