"""Sol changes what agents say; a second person lets it count, and each call remembers the version."""

from datetime import datetime
from html import unescape

import pytest

from audit import selectors as ledger
from requests_app.models import ScriptChange
from requests_app.services import texts
from tests.callcenter.desk import NORA, Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = {
    "en": "May I record, {company} asks?",
    "es": "¿Puedo grabar, pregunta {company}?",
    "reason": "Shorter is kinder.",
}


@pytest.fixture
def sol(now: datetime) -> Caller:
    return Caller(now, "sol", "call_supervisor")


def propose(sol: Caller, key: str, **words: str) -> str:
    address = f"/phone/scripts/lines/{key}/" if key else "/phone/scripts/new/"
    return unescape(sol.client.post(address, {**NEW, **words}, follow=True).content.decode())


def test_new_words_count_at_once_when_a_second_person_approves(sol: Caller, casey: Caller, now: datetime) -> None:
    assert "Proposed." in propose(sol, "say.recording")
    change = ScriptChange.objects.get()
    assert "Somebody else must approve" in unescape(
        sol.client.post(f"/phone/scripts/changes/{change.id}/approve/", follow=True).content.decode()
    )
    assert "May I record" not in casey.open().content.decode()
    lena = Caller(now, "lena", "lead")
    lena.client.post(f"/phone/scripts/changes/{change.id}/approve/")
    page = casey.open().content.decode()
    assert "May I record, Jewelers Mutual asks?" in page
    assert "This call may be recorded" not in page
    casey.file({**NORA, "rights": ["access"]})
    [call] = ledger.find_entries(action="call.recorded")
    assert call.facts["script_version"] == "2026-11.r1"
    assert ledger.find_entries(action="script.change_approved")[0].facts == {"line": "say.recording", "number": 1}
    texts.record(now=now)
    assert "May I record" in texts.standing_on(now.date())[texts.SCRIPT].content
    assert (
        "decided already"
        in lena.client.post(f"/phone/scripts/changes/{change.id}/refuse/", follow=True).content.decode()
    )


def test_an_answer_is_added_and_removed(sol: Caller, casey: Caller, now: datetime) -> None:
    lena = Caller(now, "lena", "lead")
    asked = {"question_en": "Are you a robot?", "question_es": "¿Es usted un robot?"}
    propose(sol, "", name="robot", en="No.", es="No.", **asked)
    lena.client.post(f"/phone/scripts/changes/{ScriptChange.objects.get().id}/approve/")
    assert "Are you a robot?" in casey.open().content.decode()
    propose(sol, "ask.robot", en="", es="")
    lena.client.post(f"/phone/scripts/changes/{ScriptChange.objects.get(decided_at=None).id}/approve/")
    assert "Are you a robot?" not in casey.open().content.decode()


@pytest.mark.parametrize(
    ("key", "words", "says"),
    [
        ("say.recording", {"es": ""}, "in English and in Spanish"),
        ("say.recording", {"en": "x" * 601}, "600 characters or fewer"),
        ("say.recording", {"en": "a\u202eb"}, "hidden or control characters"),
        ("say.recording", {"reason": "why"}, "Say in a sentence"),
        ("", {"name": "robot"}, "question in English and in Spanish"),
        ("", {"name": ""}, "A line has a short name"),
    ],
)
def test_what_cannot_be_said_is_refused(sol: Caller, key: str, words: dict[str, str], says: str) -> None:
    assert says in propose(sol, key, **words)
    assert not ScriptChange.objects.exists()


def test_agents_say_the_words_and_do_not_choose_them(casey: Caller, sol: Caller) -> None:
    propose(sol, "say.recording")
    for address in ("", "lines/say.recording/", f"changes/{ScriptChange.objects.get().id}/approve/"):
        assert casey.client.post(f"/phone/scripts/{address}").status_code == 403
    assert sol.client.get("/phone/scripts/lines/say.nothing/").status_code == 404
