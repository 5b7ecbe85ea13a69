"""A bundle tells the whole ledger to somebody who has nothing else."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit import checkpoints, details, ledger, selectors
from audit.actors import SYSTEM, Subject
from audit.ids import new_id
from dsar_portal.management.commands import export_ledger
from tests import cast
from tests.audit.bundles import check, exported, verify, write
from tests.audit.conftest import AT


def test_an_untouched_bundle_holds(book, tmp_path):
    write(book, 3, 300)
    path = exported(book, tmp_path / "bundle.zip")
    code, report = verify(path, "--key", str(book.signer.verifier))
    assert (code, report["problems"]) == (0, [])
    assert report["figures"]["entries"] == 303
    assert report["figures"]["checkpoints"] == 2


def test_a_whole_story_holds_with_its_rows(book, tmp_path):
    nora = cast.ask(cast.body("access", "deletion"), now=AT)
    cast.prove(nora, now=AT)
    cast.work_off(AT)
    book.sequence()
    code, report = verify(exported(book, tmp_path / "bundle.zip"))
    assert (code, report["problems"]) == (0, [])
    assert report["figures"]["entries"] > 10


def test_the_command_writes_what_holds_and_says_that_it_did(book, tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoints, "folder", lambda: book.folder)
    monkeypatch.setattr(export_ledger, "WAIT_SECONDS", 0)
    path = tmp_path / "bundle.zip"
    with pytest.raises(CommandError, match="sequencer") as failed:
        call_command("export_ledger", out=path)
    assert (failed.value.returncode, list(tmp_path.glob("*bundle*"))) == (3, [])
    filed = cast.ask(cast.body("access", "deletion"), now=AT)
    cast.ask(cast.body("access"), now=AT)
    book.sequence()
    out = io.StringIO()
    call_command("export_ledger", out=path, json=True, stdout=out)
    made = json.loads(out.getvalue())
    assert verify(path, "--key", book.signer.verifier)[0] == 0
    assert path.stat().st_mode & 0o777 == 0o600
    one = tmp_path / "one.zip"
    call_command("export_ledger", out=one, request=filed.requests[0].reference.lower(), stdout=out)
    code, report = verify(one, "--key", book.signer.verifier)
    assert (code, report["problems"]) == (0, [])
    assert 5 < report["figures"]["entries"] < made["entries"]
    told = [entry.facts for entry in selectors.find_entries(action="ledger.exported")]
    assert sorted(facts["scope"] for facts in told) == ["request", "whole"]
    with pytest.raises(CommandError, match="reference") as failed:
        call_command("export_ledger", out=path, request="JM-AAAA-AAAA")
    assert failed.value.returncode == 2


def test_words_behind_an_entry_open_only_when_asked_for_and_are_missed_when_gone(book, tmp_path, superuser_connection):
    with transaction.atomic():
        kept, lost = (_spoken(word) for word in ("why I ask", "why I complain"))
    book.sequence()
    key = book.signer.verifier
    sealed = exported(book, tmp_path / "sealed.zip")
    assert check(sealed, keys=[key]) is None
    assert b"why I ask" not in zipfile.ZipFile(sealed).read("details.jsonl")
    opened = exported(book, tmp_path / "opened.zip", with_details=True)
    assert check(opened, keys=[key]) is None
    assert b"why I ask" in zipfile.ZipFile(opened).read("details.jsonl")
    assert check(_reworded(opened, tmp_path / "reworded.zip"), keys=[key])["kind"] == "detail"
    details.erase(owner=kept.request, by=SYSTEM, now=AT, cause="retention")
    with superuser_connection as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit.detail DISABLE TRIGGER ALL; DELETE FROM audit.detail")
    book.sequence()
    found = check(exported(book, tmp_path / "gone.zip"), keys=[key])
    assert (found["kind"], found["entry"]) == ("detail", str(lost.entry))


@dataclass
class Spoken:
    entry: UUID
    request: UUID


def _spoken(words: str) -> Spoken:
    request = new_id()
    receipt = ledger.record(
        "request.note_added",
        actor=SYSTEM,
        subject=Subject.event("talk"),
        at=AT,
        request=request,
        detail={"words": words},
    )
    return Spoken(receipt.entry, request)


def _reworded(bundle: Path, path: Path) -> Path:
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"why I ask", b"why I beg"))
    return path
