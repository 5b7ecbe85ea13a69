"""Administrators make, change and close accounts, but not their own."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import trainings
from accounts.demo import CAST, UNTRAINED, load_demo_staff
from accounts.models import EncryptedTOTPDevice, User
from accounts.principals import Principal
from accounts.services import NotAllowed, change_password, create_user, deactivate, set_roles
from audit.selectors import find_entries
from tests.accounts.cast import PASSWORD, SYSTEM, hire, try_to_sign_in

pytestmark = pytest.mark.django_db


def test_ada_hires_but_olu_may_not(now):
    ada = Principal.staff(hire("ada", "admin", now=now))
    olu = create_user(username="Olu", display_name="Olu", roles=["officer"], password=PASSWORD, by=ada, now=now)
    assert (olu.username, olu.rev) == ("olu", 1)
    with pytest.raises(NotAllowed):
        create_user(username="x", display_name="x", roles=[], by=Principal.staff(olu), now=now)


def test_nobody_changes_their_own_rights(now):
    ada = hire("ada", "admin", now=now)
    me = Principal.staff(ada)
    with pytest.raises(NotAllowed):
        set_roles(user_id=ada.id, roles=["admin", "officer"], by=me, now=now)
    with pytest.raises(NotAllowed):
        deactivate(user_id=ada.id, by=me, now=now)


def test_a_change_of_roles_is_recorded_with_what_was_before(now):
    olu = hire("olu", "officer", now=now)
    set_roles(user_id=olu.id, roles=["lead"], companies=["jm-care-plan"], by=SYSTEM, now=now)
    entry = next(iter(find_entries(action="user.roles_changed", limit=1)))
    assert (entry.subject_id, entry.rev) == (olu.id, 2)
    assert (entry.facts["previous"], entry.facts["roles"]) == (["officer"], ["lead"])


def test_weak_passwords_and_unknown_roles_are_refused(now):
    for password in ("short", "x" * 14):
        with pytest.raises(ValidationError):
            create_user(username="x", display_name="x", roles=[], password=password, by=SYSTEM, now=now)
    with pytest.raises(ValueError, match="emperor"):
        create_user(username="x", display_name="x", roles=["emperor"], by=SYSTEM, now=now)
    hire("x", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="x").update(roles=["emperor"])


def test_an_administrator_sets_a_first_password(now):
    ada, olu = hire("ada", "admin", now=now), hire("olu", "officer", now=now)
    change_password(user_id=olu.id, password="four other plain words", by=Principal.staff(ada), now=now)
    olu.refresh_from_db()
    assert olu.check_password("four other plain words")
    assert len(find_entries(action="staff.password_reset", limit=2)) == 1


def test_the_second_factor_lies_encrypted(now):
    device = EncryptedTOTPDevice.objects.get(user=hire("olu", "officer", now=now))
    stored = EncryptedTOTPDevice.objects.values_list("secret", flat=True).get()
    assert device.secret not in repr(stored)
    assert device.secret.encode() not in stored.envelope


def test_the_demonstrations_cast_is_made_once(now):
    load_demo_staff(password=PASSWORD, now=now)
    again = load_demo_staff(password=PASSWORD, now=now)
    assert [user.username for user in again] == [member.username for member in CAST]
    assert User.objects.count() == EncryptedTOTPDevice.objects.count() == 11
    assert Principal.staff(again[5]).companies == {"jm-care-plan", "jm-care-plan-services"}
    # One of them was not trained, so that the remark can be seen.
    handlers = trainings.handlers(now=now, today=now.date())
    assert [row.user.username for row in handlers if row.is_due] == [UNTRAINED]
    assert len({device.secret for device in EncryptedTOTPDevice.objects.all()}) == 11


@pytest.mark.urls("tests.accounts.urls")
def test_the_demonstration_hands_out_codes_and_sessions(now, capsys, settings):
    settings.DEMO = True
    load_demo_staff(password=PASSWORD, now=timezone.now())
    call_command("otp_code", "casey")
    assert try_to_sign_in(Client(), "casey", otp=capsys.readouterr().out.strip()).status_code == 302
    call_command("demo_session", "olu", "--json")
    cookie = json.loads(capsys.readouterr().out)
    client = Client()
    client.cookies[cookie["name"]] = cookie["value"]
    assert client.get("/any-staff/").status_code == 200


@pytest.mark.parametrize("command", ["otp_code", "demo_session"])
def test_outside_a_demonstration_they_refuse(command, now):
    hire("casey", "call_agent", now=now)
    with pytest.raises(CommandError, match="demonstration only"):
        call_command(command, "casey")


def test_the_key_command_prints_the_key_alone(now, capsys):
    hire("olu", "officer", now=now)
    call_command("issue_api_key", "--name", "n", "--user", "olu", "--scopes", "requests:create,requests:read")
    assert capsys.readouterr().out.startswith("dsr_")
    with pytest.raises(CommandError, match="No such scope"):
        call_command("issue_api_key", "--name", "n", "--user", "olu", "--scopes", "all")


def test_the_user_command_prints_a_first_password(capsys):
    call_command("create_user", "guest", "--name", "Guest", "--roles", "auditor", "--days", "3")
    assert User.objects.get(username="guest").check_password(capsys.readouterr().out.strip())
    with pytest.raises(CommandError):
        call_command("create_user", "guest", "--name", "Guest", "--roles", "auditor")
