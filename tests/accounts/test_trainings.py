"""Sol keeps the trainings of 11 CCR 7100: dated, by somebody else, and missed where somebody works."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import services, trainings
from accounts.models import Training, User
from accounts.principals import Principal
from audit.selectors import find_entries
from dsar_portal.findings import State
from dsar_portal.upkeep import training as check
from requests_app.services.packs.contents import Order, build
from tests.accounts.cast import hire, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
COURSE = {"name": "Privacy rights", "version": "2026-11", "note": "with the new script"}
TODAY = {"held_on_0": "11", "held_on_1": "23", "held_on_2": "2026"}

SLIPS: list[tuple[dict[str, object], str]] = [
    ({"held_on_2": "2027"}, "cannot lie ahead"),
    ({"held_on_2": "1990"}, "at most 10 years back"),
    ({"held_on_0": "2", "held_on_1": "30"}, "Enter a real date"),
    ({"name": "a\u202eb"}, "hidden or control characters"),
    ({"name": "N" * 121}, "120 characters"),
    ({"version": ""}, "Enter the version"),
    ({"user": "everybody"}, "Choose a person of the list"),
    ({"user": ["a", "b"]}, "sent more than once"),
]


@pytest.fixture
def sol(now: datetime) -> User:
    return hire("sol", "call_supervisor", now=now)


@pytest.fixture
def desk(sol: User, now: datetime) -> Client:
    return signed_in(sol, now=now)


def trained(user: User, by: User, now: datetime, *, held_on: date) -> Training:
    course = services.Course("Privacy rights", "2026-11", held_on)
    return services.record_training(user_id=user.id, course=course, by=Principal.staff(by), now=now, today=now.date())


def test_a_training_is_on_record_and_struck_with_opaque_ids_only(desk: Client, now: datetime) -> None:
    casey, ada = hire("casey", "call_agent", now=now), hire("ada", "admin", now=now)
    sent = {**COURSE, **TODAY, "user": str(casey.id)}
    assert desk.post("/phone/training/", sent).status_code == 302
    page = desk.get("/phone/training/").content.decode()
    assert "with the new script" in page
    (entry,) = find_entries(action="training.recorded")
    assert entry.facts == {"user": str(casey.id), "held_on": "2026-11-23"}
    assert "Privacy" not in entry.leaf
    assert "Nov 23, 2026" in signed_in(ada, now=now).get("/admin-room/").content.decode()
    twice = desk.post("/phone/training/", sent)
    assert "on record already" in twice.content.decode()
    struck = f"/phone/training/{Training.objects.get().id}/strike/"
    desk.post(struck)
    desk.post(struck)
    assert len(find_entries(action="training.struck")) == 1
    assert trainings.last_days([casey.id]) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.update(struck_at=None)


def test_a_slip_is_said_in_words_and_records_nothing(desk: Client, now: datetime) -> None:
    casey = hire("casey", "call_agent", now=now)
    for change, words in SLIPS:
        answer = desk.post("/phone/training/", {**COURSE, **TODAY, "user": str(casey.id), **change})
        assert answer.status_code == 422, words
        assert words in answer.content.decode()
    assert not Training.objects.exists()


def test_nobody_records_their_own_nor_without_the_right(sol: User, desk: Client, now: datetime) -> None:
    casey = hire("casey", "call_agent", now=now)
    with pytest.raises(services.NotAllowed):
        trained(sol, sol, now, held_on=now.date())
    with pytest.raises(services.NotAllowed):
        trained(sol, casey, now, held_on=now.date())
    with pytest.raises(services.NotPossible):
        trained(hire("dev", "steward", now=now), sol, now, held_on=now.date())
    assert str(sol.id) not in desk.get("/phone/training/").content.decode()
    assert signed_in(casey, now=now).get("/phone/training/").status_code == 403


def test_who_has_none_of_a_year_is_told_everywhere(sol: User, desk: Client, now: datetime) -> None:
    casey, olu = hire("casey", "call_agent", now=now), hire("olu", "officer", now=now)
    lena = hire("lena", "lead", now=now)
    trained(casey, sol, now, held_on=now.date() - timedelta(days=365))
    trained(olu, sol, now, held_on=now.date() - timedelta(days=366))
    trained(sol, lena, now, held_on=now.date())
    missed = "No training of the last 365 days is on record for you"
    assert missed not in signed_in(casey, now=now).get("/phone/").content.decode()
    assert missed in signed_in(olu, now=now).get("/officer/").content.decode()
    home = desk.get("/phone/").content.decode()
    assert missed not in home
    assert "2 people who handle requests are without a current training" in home
    assert desk.get("/phone/training/").content.decode().count("Training missing") == 2
    found = check.handlers(now)
    assert found.state is State.WARNING
    assert found.text.startswith("2 of 4 people")
    trained(olu, lena, now, held_on=now.date())
    trained(lena, sol, now, held_on=now.date())
    assert check.handlers(now).state is State.FINE


def test_a_pack_of_a_period_holds_days_and_opaque_ids(sol: User, now: datetime) -> None:
    casey, ari = hire("casey", "call_agent", now=now), hire("ari", "auditor", now=now)
    kept = trained(casey, sol, now, held_on=now.date() - timedelta(days=30))
    trained(casey, sol, now, held_on=now.date() - timedelta(days=90))
    period = {"since": now.date() - timedelta(days=60), "until": now.date()}
    made = build(Order("A period", (), by=Principal.staff(ari), whole_house=True, **period), now=now)
    pack = zipfile.ZipFile(io.BytesIO(made.content))
    lines = pack.read("trainings.csv").decode().split()
    assert lines == ["held_on,staff,training", f"2026-10-24,{casey.id},{kept.id}"]
    assert "trainings.csv" in pack.read("README.txt").decode()
