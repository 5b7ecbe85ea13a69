"""A restore gives nobody back what was taken from them since the backup: roles, password, code app, access code."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import services as accounts
from accounts.models import EncryptedTOTPDevice, User
from accounts.principals import Principal
from accounts.services import access_again
from audit.selectors import find_entries
from dsar_portal.upkeep import recording, replay
from dsar_portal.upkeep.journal import journal
from notifications.models import Letter
from requests_app.models import Submission
from requests_app.services import renewals
from tests.accounts.cast import PASSWORD, code_of, hire, try_to_sign_in
from tests.cast import ask, body, register
from tests.upkeep.conftest import House

SYS = Principal.system("test")


def told(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def lost(house: House) -> None:
    """What was done stands in the journal; then the database is gone."""
    house.sequence()
    assert recording.copy_new(journal()) > 0


def test_roles_password_and_code_app_stay_taken(house: House, elsewhere, now, clock, tmp_path: Path) -> None:
    olu = hire("olu2", "officer", "admin", now=now)
    petra = hire("petra2", "officer", now=now)
    told("backup", "--out", str(tmp_path / "b"))
    clock.shift(timedelta(hours=1))
    later = now + timedelta(hours=1)
    accounts.set_roles(user_id=olu.id, roles=["officer"], companies=["meridian"], by=SYS, now=later)
    accounts.deactivate(user_id=petra.id, by=SYS, now=later)
    accounts.set_roles(user_id=petra.id, roles=["auditor"], by=SYS, now=later)
    accounts.reset_password(user_id=olu.id, by=SYS, now=later)
    accounts.reset_factor(user_id=petra.id, by=SYS, now=later)
    lost(house)
    with elsewhere():
        assert told("restore", str(tmp_path / "b"))["replayed"] == {"access": 5}
        back = User.objects.get(id=olu.id)
        assert (back.roles, back.companies, back.must_change_password) == (["officer"], ["meridian"], True)
        assert not back.has_usable_password()
        assert try_to_sign_in(Client(), "olu2", PASSWORD, code_of(back, later)).status_code != 302
        closed = User.objects.get(id=petra.id)
        assert (closed.is_active, closed.roles) == (False, []), "the later deed does not hide the earlier one"
        assert not EncryptedTOTPDevice.objects.filter(user=petra).exists()
        assert len(find_entries(action="staff.password_withdrawn")) == 1
        assert len(find_entries(action="staff.second_factor_removed")) == 1
        assert told("restore", "--replay")["replayed"] == {}


def test_a_password_changed_by_its_owner_is_withdrawn_and_an_administrator_helps(
    house: House, elsewhere, now, clock, settings, tmp_path: Path
) -> None:
    olu = hire("olu2", "officer", now=now)
    house.sequence()
    told("backup", "--out", str(tmp_path / "b"))
    accounts.change_password(user_id=olu.id, password="four words of her own", by=Principal.staff(olu), now=now)
    lost(house)
    with elsewhere():
        assert told("restore", str(tmp_path / "b"))["replayed"] == {"access": 1}
        given = accounts.reset_password(user_id=olu.id, by=SYS, now=now)
        settings.DATABASE_SEQUENCER_URL = house.sequencer_dsn()
        call_command("open_epoch", stdout=StringIO())
        house.sequence()
        recording.copy_new(journal())
        assert told("restore", "--replay")["replayed"] == {}, "the newer password overtook the lost deed"
        assert User.objects.get(id=olu.id).check_password(given.password)


def test_a_replaced_access_code_opens_nothing_until_a_new_one_is_asked_for(
    house: House, elsewhere, now, clock, tmp_path: Path
) -> None:
    register(now)
    filed = ask(body("access"), now=now)
    ref = filed.requests[0].reference

    def renewed(at: datetime) -> str:
        renewals.answer(known=ref, by=SYS, now=at)
        return str(Letter.objects.filter(kind="access_code_letter").latest("created_at").context["access_code"])

    def opens(code: str, at: datetime) -> bool:
        return renewals.opened_by(reference_text=ref, code=code, by=SYS, now=at) is not None

    new = renewed(now + timedelta(hours=1))
    told("backup", "--out", str(tmp_path / "b"))
    later = now + timedelta(hours=2)
    assert opens(new, later)
    lost(house)
    with elsewhere():
        assert told("restore", str(tmp_path / "b"))["replayed"] == {"access": 1}
        assert not opens(filed.access_code, later)
        assert not opens(new, later), "it was sent before the code that held"
        assert len(find_entries(action="submission.code_closed")) == 1
        assert told("restore", "--replay")["replayed"] == {}
        assert opens(renewed(now + timedelta(hours=3)), now + timedelta(hours=4))
        assert Submission.objects.get().code_since == now + timedelta(hours=4)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "since", "roles", "companies"),
    [
        ([], ["a"], ["officer"], ["a"]),
        (["a"], [], ["officer"], ["a"]),
        (["a", "b"], ["b", "c"], ["officer"], ["b"]),
        (["a"], ["b"], [], ["a"]),  # no wall would mean all companies
    ],
)
def test_no_wall_means_all_companies(now, held: list, since: list, roles: list, companies: list) -> None:
    olu = hire("olu2", "officer", now=now, factor=False, companies=held)
    access_again.narrow(user_id=olu.id, roles=["officer", "admin"], companies=since, by=SYS, now=now)
    olu.refresh_from_db()
    assert (olu.roles, olu.companies) == (roles, companies)


@pytest.mark.django_db
def test_a_code_app_of_after_the_reset_stays(now) -> None:
    olu = hire("olu2", "officer", now=now)
    before = now - timedelta(seconds=1)
    assert not access_again.withdraw_factor(user_id=olu.id, before=before, by=SYS, now=now)
    assert access_again.withdraw_factor(user_id=olu.id, before=now, by=SYS, now=now)
    assert not access_again.withdraw_factor(user_id=olu.id, before=now, by=SYS, now=now)
    assert set(replay.KINDS["access"]) >= {"staff.password_changed", "staff.second_factor_reset"}
