"""Ada changes the keys. Whoever keeps notes can follow; nothing sealed is lost; each change is on record."""

import io
import json
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import checkpoints, details, ledger, notes, selectors
from audit.actors import SYSTEM, Subject
from audit.ids import new_id
from audit.sequencer import Sequencer
from tests import cast
from tests.audit.conftest import AT
from vault import crypto, rotation, services
from vault.models import DataKey, StoredFile


def rotate(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("rotate_keys", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def log_key(book, settings):
    settings.LOG_KEY_FILE = str(book.folder.parent / "log-key.pem")
    settings.CHECKPOINTS_DIR = book.folder
    return book.folder.parent / "log-key.pem"


def test_both_keys_sign_while_the_log_key_changes(book, log_key):
    old = book.signer.verifier
    sequencer = Sequencer(dsn=book.dsn, signer=book.signer, folder=book.folder, key_file=log_key)
    book.write()
    sequencer.drain()
    said = rotate("log")
    assert stat.S_IMODE(log_key.stat().st_mode) == 0o600
    sequencer.drain()
    note = selectors.latest_checkpoint().note
    old_key, new_key = checkpoints.keys(book.folder)
    assert (old_key, said["fingerprint"]) == (old, new_key.fingerprint)
    assert notes.open_note(note, [old]) == notes.open_note(note, [new_key]), "whoever knows one of them can follow"
    with pytest.raises(CommandError, match="not finished"):
        rotate("log")
    rotate("log", "--finish")
    book.write()
    sequencer.drain()
    sequencer.close()
    note = selectors.latest_checkpoint().note
    notes.open_note(note, [new_key])
    with pytest.raises(notes.BadNote, match="no known key"):
        notes.open_note(note, [old])
    assert book.check(keys=checkpoints.keys(book.folder)).holds
    told = [(view.action, view.reason) for view in selectors.find_entries(after_index=0)]
    assert told == [("key.rotated", "log"), ("key.retired", "log"), ("request.note_added", None)]
    with pytest.raises(CommandError, match="nothing to finish"):
        rotate("log", "--finish")


def test_a_key_file_that_cannot_be_replaced_is_said_so(settings, tmp_path):
    settings.LOG_KEY_FILE = ""
    with pytest.raises(CommandError, match="DSAR_LOG_KEY_FILE is not set"):
        rotate("log")
    (tmp_path / "nonsense.pem").write_text("no key")
    settings.LOG_KEY_FILE = str(tmp_path / "nonsense.pem")
    with pytest.raises(CommandError, match="cannot be read"):
        rotate("log")


@pytest.mark.django_db
def test_an_old_document_key_is_still_known(settings, tmp_path):
    path = tmp_path / "document-key.pem"
    notes.generate_key(path)
    settings.DOCUMENT_KEY_FILE = str(path)
    said = rotate("document")
    public = [notes.parse_vkey(line) for line in (tmp_path / "document.vkey").read_text().splitlines()]
    assert len(public) == 2
    assert public[1].fingerprint == said["fingerprint"]
    assert rotate("document")["public_keys"].endswith("document.vkey")
    assert len((tmp_path / "document.vkey").read_text().splitlines()) == 3


@pytest.fixture
def key_ring(settings, tmp_path):
    settings.FIELD_KEYS_FILE = tmp_path / "field-keys.json"
    settings.DATA_DIR = tmp_path
    crypto.generate_keyring(settings.FIELD_KEYS_FILE)
    return settings.FIELD_KEYS_FILE


@pytest.mark.django_db
@pytest.mark.usefixtures("key_ring")
def test_all_that_is_sealed_moves_on_to_a_new_field_key_and_the_old_one_goes():
    cast.register(AT)
    filed = cast.ask(cast.body("restriction"), now=AT)
    file_id = services.put(
        owner=new_id(), kind="letter", name="a.pdf", media_type="application/pdf", content=b"x", by=SYSTEM, now=AT
    )
    entry = ledger.record(
        "request.extended", actor=SYSTEM, subject=Subject.event("request"), at=AT, request=new_id(),
        detail={"explanation": "Two archives."},
    ).entry  # fmt: skip
    assert rotate("field")["current"] == "k2"
    with pytest.raises(CommandError, match="rows are still sealed with k1"):
        rotate("field", "--retire", "k1")
    said = rotate("field", "--reseal")
    assert said["rows_by_key"]["k1"] == 0
    assert said["resealed"] == said["rows_by_key"]["k2"] > 3
    assert rotate("field", "--reseal")["resealed"] == 0
    rotate("field", "--retire", "k1")
    assert list(crypto.keyring().keys) == ["k2"]
    filed.submission.refresh_from_db()
    assert filed.submission.consumer_name
    assert services.read_for_delivery(file_id) == b"x"
    assert details.read(entry).words == {"explanation": "Two archives."}
    assert set(StoredFile.objects.values_list("key_id", flat=True)) == {"k2"}
    assert set(DataKey.objects.values_list("key_id", flat=True)) == {"k2"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # each row that was sealed anew has its entry


@pytest.mark.django_db
@pytest.mark.usefixtures("key_ring")
def test_the_current_key_and_an_unknown_one_are_not_retired():
    with pytest.raises(rotation.StillInUse, match="current"):
        rotation.retire_key("k1")
    with pytest.raises(rotation.StillInUse, match="no key k9"):
        rotation.retire_key("k9")


@pytest.mark.django_db
def test_without_words_the_command_shows_what_there_is(settings, tmp_path):
    settings.CHECKPOINTS_DIR = tmp_path
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    assert "field keys by rows: k1 " in out.getvalue()
