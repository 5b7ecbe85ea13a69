"""How often somebody may ask free of charge: counted per right and regime, shown to the officer, never acted upon."""

from datetime import UTC, date, datetime, timedelta

import pytest

from requests_app.decision import DecidedItem, Decision, Unsound
from requests_app.free_requests import use
from requests_app.models import PrivacyRequest
from requests_app.regimes import REGIMES
from requests_app.services import history, review
from tests import cast
from tests.requests_app.test_letters_say import answer, finish_tasks, items, letter

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
PRIOR = [date(2025, 11, 22), date(2025, 11, 24), date(2026, 6, 1)]


def used(*slugs: str, right: str = "access", answered=PRIOR):
    regimes = [REGIMES[slug] for slug in ("jm_policy", *slugs)]
    return use(received_on=date(2026, 11, 23), answered=answered, right=right, regimes=regimes)


class TestTheNumber:
    def test_two_in_twelve_months_as_the_rules_work_it_out(self) -> None:
        free = used("ccpa")
        assert (free.allowed, free.counted, free.used_up) == (2, tuple(PRIOR[1:]), True)
        assert free.next_free_on == date(2026, 11, 24)

    def test_one_that_leaves_the_twelve_months_makes_room(self) -> None:
        assert not used("ccpa", answered=PRIOR[:2]).used_up

    @pytest.mark.parametrize(("slug", "allowed"), [("va", 2), ("co", 1), ("ut", 1), ("ia", 2), ("mn", 2), ("ri", 1)])
    def test_each_state_has_its_own(self, slug: str, allowed: int) -> None:
        assert used(slug).allowed == allowed

    def test_the_one_who_gives_most_counts(self) -> None:
        assert (used("co", "va").allowed, used("co", "va").regime) == (2, "va")

    def test_europe_counts_none_and_our_promise_names_none(self) -> None:
        assert used("ccpa", "gdpr").allowed is None
        assert used().allowed is None

    def test_california_counts_what_one_wants_to_know_and_no_opt_out_is_ever_counted(self) -> None:
        assert used("ccpa", right="deletion").allowed is None
        assert used("va", right="deletion").allowed == 2
        assert used("va", right="opt_out").allowed is None

    def test_the_next_one_is_free_when_enough_have_left(self) -> None:
        many = [date(2026, month, 1) for month in (2, 3, 4)]
        assert used("co", answered=many).next_free_on == date(2027, 4, 1)
        assert used("va", answered=many).next_free_on == date(2027, 3, 1)


@pytest.mark.django_db
class TestAskedAgain:
    COLORADO = {"residence": {"country": "US", "state": "CO"}}

    @pytest.fixture(autouse=True)
    def _the_register(self) -> None:
        cast.register(NOW)

    def asked(self, at: datetime = NOW, **more) -> PrivacyRequest:
        body = cast.body({"right": "access", "scope": "categories"}, **{**self.COLORADO, **more})
        filed = cast.ask(body, now=at)
        cast.prove(filed, now=at)
        cast.work_off(at)
        request = PrivacyRequest.objects.get(id=filed.requests[0].id)
        finish_tasks(request)
        return request

    def test_the_second_request_of_a_year_is_shown_and_may_be_refused_with_the_day(self) -> None:
        first = self.asked()
        with pytest.raises(Unsound, match="not used up"):
            review.propose(request_id=first.id, decision=self.refusal(), by=cast.staff("olu"), now=NOW)
        answer(first, Decision("completed", "", items(first, "given")))
        second = self.asked(NOW + timedelta(days=30))
        known = history.history(request=second, by=cast.staff("olu"))
        assert ([one.reference for one in known.rows], known.unseen) == ([first.reference], 0)
        assert known.free.next_free_on == date(2027, 11, 23)
        answer(second, self.refusal())
        said = letter(second, "denial")["also"]
        assert said == ["You can ask again free of charge from November 23, 2027 on."]

    def refusal(self) -> Decision:
        return Decision("denied", "We answered the same in November.", (), "FREQ-2X12")

    def test_a_fee_instead_is_offered_by_the_letter_and_charged_by_nobody(self) -> None:
        answer(first := self.asked(), Decision("completed", "", items(first, "given")))
        second = self.asked(NOW + timedelta(days=30))
        fee = Decision(
            "denied", "We answered the same in November.", (), "FREQ-2X12", fee="12.50", evidence="Two hours of work."
        )
        answer(second, fee)
        assert "a fee of $12.50" in letter(second, "denial")["also"][0]
        assert "Two hours" not in str(letter(second, "denial"))

    def test_what_was_refused_or_taken_back_counts_for_nothing(self) -> None:
        first = self.asked()
        other = DecidedItem("commercial", "claims", "withheld", "PRIVILEGE")
        answer(first, Decision("denied", "A lawyer wrote all of it for the court.", (other,)))
        second = self.asked(NOW + timedelta(days=30))
        known = history.history(request=second, by=cast.staff("olu"))
        assert ([one.status for one in known.rows], known.free.used_up) == (["denied"], False)

    def test_a_namesake_and_a_housemate_are_not_the_same_person(self) -> None:
        answer(first := self.asked(), Decision("completed", "", items(first, "given")))
        sister = {**cast.NORA, "given_name": "Nell"}
        namesake = {**cast.NORA, "email": "other@example.net", "phone": "+13035550177"}
        for person in (sister, namesake):
            stranger = cast.body(
                {"right": "access", "scope": "categories"}, consumer=person, identifiers=[], **self.COLORADO
            )
            filed = cast.ask(stranger, now=NOW + timedelta(days=1))
            assert not history.earlier_requests(PrivacyRequest.objects.get(id=filed.requests[0].id))

    def test_who_sees_one_company_alone_learns_only_that_there_is_more(self) -> None:
        first = self.asked()
        second = self.asked(NOW + timedelta(days=3), companies=["jm-care-plan"])
        known = history.history(request=second, by=cast.staff("mina"))
        assert (known.rows, known.unseen) == ([], 1)
        assert history.history(request=second, by=cast.staff("olu")).rows == [first]
