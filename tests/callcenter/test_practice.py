"""Casey practises: the screen of a call, a made-up caller, and nothing that stays but the day of it."""

import re
from datetime import datetime
from html import unescape

import pytest

from audit.ids import new_id
from audit.selectors import find_entries
from dsar_portal.callcenter.scripts.practice import CALLERS
from notifications.models import Letter
from requests_app import metrics
from requests_app.models import Draft, Submission, Suppression
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.callcenter.desk import NORA, Caller
from tests.untouched import nothing_written
from verification.models import Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ROBIN = {
    "caller": "stop_calls", "consent": "yes", "language": "en", "capacity": "self", "given_name": "Robin",
    "family_name": "Sample", "state": "WI", "postal_code": "54911", "phone": "920-555-0171", "safe": "yes",
    "company": "group", "rights": ["opt_out"], "kinds": ["marketing_phone"],
}  # fmt: skip
AVERY = {
    "caller": "whole_copy", "consent": "no", "language": "en", "capacity": "self", "given_name": "Avery",
    "family_name": "Muñoz", "state": "CA", "postal_code": "95814", "phone": "916-555-0133", "safe": "yes",
    "street": "4 Made-Up Lane", "city": "Sacramento", "relationships": ["policyholder"], "delivery": "post",
    "company": "group", "rights": ["access"], "scope": "specific_pieces",
    "passphrase": "apple bridge cedar dragon",
}  # fmt: skip
SSN = "078-05-1120"


class Learner(Caller):
    """The same desk, by the addresses of a practice call."""

    def start(self, caller: str = "stop_calls") -> str:
        return self.client.get(f"/phone/practice/?caller={caller}").content.decode()

    def keep(self, fields: dict) -> int:
        return self.client.post("/phone/practice/save/", self._sent(fields)).status_code

    def shown(self) -> str:
        return self.client.get(f"/phone/practice/{self.call}/live/").content.decode()

    def ticked(self, fields: dict) -> dict:
        self.keep(fields)
        found = re.search(r'name="shown" value="(\w+)"', self.shown())
        assert found
        return {**fields, "shown": found[1], "confirmed": "on"}

    def end(self, fields: dict, action: str = "file") -> str:
        answer = self.client.post("/phone/practice/", self._sent({**fields, "action": action}))
        return unescape(answer.content.decode())


@pytest.fixture
def learner(now: datetime) -> Learner:
    return Learner(now)


def stops() -> list[tuple]:
    return list(Suppression.objects.values_list("id", "rev", "kinds", "company"))


def slips(page: str) -> list[str]:
    return re.findall(r'data-slip="(\w+)"', page)


def test_the_screen_says_so_twice_and_sends_nothing_to_the_real_desk(learner: Learner) -> None:
    page = learner.start()
    assert page.count("Practice – nothing is filed") >= 2
    assert CALLERS["stop_calls"].opens in unescape(page)
    form = page[page.index('<form class="call"') :].partition(">")[0]
    assert 'action="/phone/practice/"' in form
    assert "/phone/new/" not in form
    assert not Draft.objects.exists()
    assert "Start a practice call" in learner.client.get("/phone/").content.decode()


def test_nothing_is_written_but_a_draft_whose_words_go_at_the_end(learner: Learner, now: datetime) -> None:
    cast.ask(cast.body("opt_out"), now=now)
    figures, stopped = metrics.yearly(year=now.year), stops()
    with nothing_written("staff.practised"):
        page = learner.end(learner.ticked(ROBIN))
    assert slips(page) == []
    assert "in force at once" in page
    assert "stop marketing, selling or sharing (advertising by phone)" in page
    assert metrics.yearly(year=now.year) == figures
    assert stops() == stopped
    assert Draft.objects.get().answers == {"over": True}
    (noted,) = find_entries(action="staff.practised")
    assert noted.facts == {"caller": "stop_calls", "ended": "file"}


def test_no_call_is_counted_listed_sampled_or_compared(learner: Learner, now: datetime) -> None:
    cast.ask(cast.body("access"), now=now)
    learner.keep({**NORA, "rights": ["access"], "caller": "whole_copy"})
    assert "JM-" not in learner.shown()
    assert not find_entries(action="queue.searched")
    learner.keep(AVERY)
    home = learner.client.get("/phone/").content.decode()
    assert "Avery" not in home
    learner.end(AVERY, "dropped")
    assert "Avery" not in learner.client.get("/phone/").content.decode()
    assert not [one for one in find_entries(limit=200) if one.action.startswith("call.")]
    sol = signed_in(hire("sol", "call_supervisor", now=now), now=now)
    assert "No call in the last 30 days." in sol.get("/phone/quality/").content.decode()


def test_what_went_wrong_is_named(learner: Learner) -> None:
    page = learner.end({**ROBIN, "consent": "", "rights": ["deletion"], "details": f"my number is {SSN}"})
    assert slips(page) == ["secret", "notice", "right", "read_back"]
    assert "In the caller’s own words" in page
    assert "asked for Opt-out, you chose Deletion" in page
    assert "confirm yes" in page
    assert SSN not in page
    # What was typed and saved in the middle of the call counts as well.
    learner.call = str(new_id())
    learner.keep({**AVERY, "details": f"it is {SSN}"})
    assert SSN not in str([draft.answers for draft in Draft.objects.all()])
    assert slips(learner.end(learner.ticked(AVERY))) == ["secret"]
    learner.call = str(new_id())
    assert slips(learner.end(learner.ticked({**ROBIN, "date_of_birth": "1961-04-09"}))) == ["over_asked"]
    learner.call = str(new_id())
    assert slips(learner.end({**ROBIN, "caller": "claim_question"})) == ["ending", "read_back"]
    learner.call = str(new_id())
    page = learner.end({"caller": "claim_question"}, "claim")
    assert slips(page) == []
    assert "connected" in page


def test_answers_are_held_against_made_up_data_only(learner: Learner) -> None:
    household = {"answer_policy_number": "55-900417", "date_of_birth": "1970-05-02"}
    outcomes = {
        "The answers are not enough": household,
        "Part of the proof is there": household | {"answer_customer_number": "C-700417"},
    }
    for says, answers in outcomes.items():
        learner.call = str(new_id())
        assert says in learner.end(learner.ticked({**AVERY, **answers}))
    assert not Check.objects.exists()


def test_bad_input_and_a_second_click_file_and_note_nothing_more(learner: Learner) -> None:
    hostile = {**ROBIN, "family_name": "a\x00b", "state": "ZZ", "unknown": "1", "caller": "<script>", "company": "x"}
    with nothing_written("staff.practised"):
        first = learner.end(hostile)
        learner.end(hostile)
        assert learner.keep(ROBIN) == 204
    assert "It would not be filed" in first
    assert len(find_entries(action="staff.practised")) == 1
    assert Draft.objects.get().answers == {"over": True}


def test_a_colleagues_practice_and_a_real_call_are_not_ones_own(learner: Learner, now: datetime) -> None:
    learner.keep(ROBIN)
    other = Learner(now, "cora")
    other.call = learner.call
    assert other.keep(ROBIN) == 404
    assert other.client.get(f"/phone/practice/{learner.call}/").status_code == 404
    assert learner.save(NORA).status_code == 404
    assert learner.client.get(f"/phone/practice/{learner.call}/").status_code == 200
    olu = signed_in(hire("olu", "officer", now=now), now=now)
    assert olu.get("/phone/practice/").status_code == 403
    assert not Submission.objects.exists()
    assert not Letter.objects.exists()
