"""The drill: a backup, more promises after it, the database lost; whatever was promised is kept."""

import json
import shutil
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from accounts import services as accounts
from accounts.models import ApiKey, User
from accounts.principals import Principal
from audit import details, ledger
from audit.actors import SYSTEM, Subject
from audit.selectors import find_entries
from dsar_portal.upkeep import gate, recording, sealing
from dsar_portal.upkeep.journal import journal
from jobs import standstill
from jobs.services import enqueue, run_job
from notifications import services as letters
from notifications.models import Letter
from requests_app.models import PrivacyRequest, Suppression
from tests.accounts.cast import hire
from tests.cast import ask, body, register
from tests.notifications.samples import context, nora
from tests.upkeep.conftest import House
from vault import services as vault

SYS = Principal.system("test")
SENTINEL = "Nora's passport"


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> gate.Watch:
    """A gate that has not looked yet."""
    fresh = gate.Watch()
    monkeypatch.setattr(gate, "watch", fresh)
    monkeypatch.setattr(standstill, "_checks", [fresh.may_work])
    return fresh


def stored(now: datetime) -> UUID:
    return vault.put(
        owner=uuid4(),
        kind="evidence",
        name="p.txt",
        media_type="text/plain",
        content=SENTINEL.encode(),
        by=SYSTEM,
        now=now,
    )


def told(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@transaction.atomic
def said(owner: UUID, now: datetime) -> UUID:
    """Words of Nora's behind an entry."""
    subject, words = Subject.event("note"), {"text": "Nora's own words"}
    return ledger.record("request.note_added", actor=SYSTEM, subject=subject, at=now, request=owner, detail=words).entry


def queued(now: datetime) -> Letter:
    about = uuid4()
    words = context("extension")
    return letters.queue("extension", about=about, request=about, to=nora(), context=words, by=SYSTEM, now=now)


def test_what_was_promised_after_the_backup_is_kept(
    house: House, elsewhere, watch, now, clock, settings, tmp_path: Path
) -> None:
    register(now)
    asked = ask(body("access"), now=now)
    kept, gone, letter = stored(now), stored(now), queued(now)
    words = said(asked.submission.id, now)
    olu = hire("olu2", "officer", now=now, factor=False)
    key_text = accounts.issue_api_key(name="shop", user=olu, scopes=["requests:create"], by=SYS, now=now)
    house.sequence()
    made = told("backup", "--out", str(tmp_path / "b"))
    assert "no keys" in made["warning"]

    clock.shift(timedelta(hours=2))
    later = now + timedelta(hours=2)
    vault.shred(file_id=gone, by=SYSTEM, now=later)
    letters.erase_content(about=letter.about, by=SYSTEM, now=later)
    assert details.erase(owner=asked.submission.id, by=SYSTEM, now=later, cause="asked_for") == 1
    stopped = ask(body({"right": "opt_out", "kinds": ["sale_sharing"]}), now=later)
    accounts.deactivate(user_id=olu.id, by=SYS, now=later)
    house.sequence()
    assert recording.copy_new(journal()) > 0
    assert recording.copy_new(journal()) == 0
    text = journal().file.read_text()
    assert not any(word in text for word in ("Nora", "Quist", "nora@", "920555", "Elm"))

    with elsewhere():
        done = told("restore", str(tmp_path / "b"))
        assert done["replayed"] == {"erasures": 3, "opt_outs": 4, "access": 1}
        assert PrivacyRequest.objects.filter(submission_id=asked.submission.id).exists()
        assert not PrivacyRequest.objects.filter(submission_id=stopped.submission.id).exists()
        assert vault.read(file_id=kept, by=SYSTEM, now=later, purpose="review").content.decode() == SENTINEL
        with pytest.raises(vault.NotStored):
            vault.read_for_delivery(gone)
        assert Letter.objects.get(id=letter.id).recipient == {}
        assert details.read(words).state is details.State.ERASED
        by_email = Suppression.objects.get(point="email")
        assert (by_email.value, by_email.kinds, by_email.request) == ("nora@example.org", ["sale_sharing"], None)
        assert not User.objects.get(id=olu.id).is_active
        assert accounts.authenticate_api_key(key_text, now=later) is None
        entry = find_entries(action="backup.restored")[0]
        assert entry.facts["erasures_replayed"] == 3
        assert entry.facts["digest"] == made["digest"]

        assert watch.may_work()
        assert done["needs_epoch"]
        settings.DATABASE_SEQUENCER_URL = house.sequencer_dsn()
        call_command("open_epoch", stdout=StringIO())
        house.sequence()
        report = house.ledger_holds()
        assert report.holds, report.problems
        assert told("restore", "--replay")["replayed"] == {}


def test_nobody_is_served_before_the_journal_was_replayed(house: House, elsewhere, watch, now, tmp_path: Path) -> None:
    hire("olu2", "officer", now=now)
    file = stored(now)
    house.sequence()
    told("backup", "--out", str(tmp_path / "b"))
    vault.shred(file_id=file, by=SYSTEM, now=now)
    house.sequence()
    recording.copy_new(journal())
    assert Client().get("/").status_code == 200
    watch._good_until = 0.0
    with elsewhere() as name:
        # As somebody would who knows PostgreSQL and has not read the manual.
        from dsar_portal.upkeep import pgtools

        pgtools.run("pg_restore", ["--exit-on-error", f"--dbname={name}", tmp_path / "b" / "database.dump"])
        page = Client().get("/")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "300")
        assert "We are working on the Privacy Center" in page.content.decode()
        assert Client().get("/api/v1/requests/").json()["status"] == 503
        assert Client().get("/healthz").status_code == 200
        job = enqueue("letters.send", args={"letter_id": str(uuid4())}, now=now)
        assert not run_job(job_id=job.id, now=now)
        assert told("restore", "--replay")["replayed"] == {"erasures": 1}
        assert Client().get("/").status_code == 200


def test_a_backup_that_was_touched_is_refused(house: House, elsewhere, now, tmp_path: Path) -> None:
    stored(now)
    house.sequence()
    told("backup", "--out", str(tmp_path / "b"))
    dump = tmp_path / "b" / "database.dump"
    raw = bytearray(dump.read_bytes())
    raw[len(raw) // 2] ^= 1
    dump.write_bytes(raw)
    with elsewhere(), pytest.raises(CommandError, match=r"database\.dump is missing or not as it was saved") as refused:
        told("restore", str(tmp_path / "b"))
    assert refused.value.returncode == 1


def test_a_backup_goes_into_an_empty_database_only(house: House, as_owner, now, tmp_path: Path) -> None:
    stored(now)
    told("backup", "--out", str(tmp_path / "b"))
    with pytest.raises(CommandError, match="not empty") as refused:
        told("restore", str(tmp_path / "b"))
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="is not empty"):
        told("backup", "--out", str(tmp_path / "b"))


def test_a_backup_from_before_a_key_was_retired_needs_that_key(
    house: House, elsewhere, now, settings, tmp_path
) -> None:
    ring = json.loads(Path(settings.FIELD_KEYS_FILE).read_text())
    settings.FIELD_KEYS_FILE = tmp_path / "ring.json"
    old = {**ring, "keys": {**ring["keys"], "k0": ring["keys"]["k1"]}}
    settings.FIELD_KEYS_FILE.write_text(json.dumps(old))
    told("backup", "--out", str(tmp_path / "b"))
    settings.FIELD_KEYS_FILE.write_text(json.dumps(ring))
    with elsewhere(), pytest.raises(CommandError, match="Bring the keys that belong to it"):
        told("restore", str(tmp_path / "b"))


def test_with_keys_another_machine_can_read_it(
    house: House, elsewhere, now, settings, monkeypatch, tmp_path: Path
) -> None:
    file = stored(now)
    monkeypatch.setattr(sealing, "COST", 2**10)  # the cost is for whoever guesses
    made = told("backup", "--out", str(tmp_path / "b"), "--with-keys")
    assert (made["warning"], "DSAR_FIELD_KEYS_FILE" in made["keys"]) == ("", True)
    sealed = tmp_path / "b" / "keys.sealed"
    assert sealed.stat().st_mode & 0o077 == 0
    assert "index_key" not in sealed.read_text()

    other = tmp_path / "other-keys.json"
    from vault.crypto import generate_keyring

    generate_keyring(other)
    settings.FIELD_KEYS_FILE = other
    settings.DATA_DIR = tmp_path / "other"
    settings.CHECKPOINTS_DIR = settings.DATA_DIR / "checkpoints"
    shutil.rmtree(house.folder / "data")
    with elsewhere():
        with pytest.raises(CommandError, match="do not open this backup"):
            told("restore", str(tmp_path / "b"))
        (tmp_path / "pass").write_text("wrong")
        with pytest.raises(CommandError, match="do not open with this passphrase"):
            told("restore", str(tmp_path / "b"), "--passphrase-file", str(tmp_path / "pass"))
        (tmp_path / "pass").write_text(made["passphrase"])
        told("restore", str(tmp_path / "b"), "--passphrase-file", str(tmp_path / "pass"))
        assert vault.read_for_delivery(file).decode() == SENTINEL
        assert connection.settings_dict["USER"] == "portal_owner"
        assert not ApiKey.objects.exists()
