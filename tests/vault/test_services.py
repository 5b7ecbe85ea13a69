"""A file's life in the vault: put away, opened on record, destroyed for good."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from audit.actors import SYSTEM
from audit.selectors import find_entries
from vault import disk, services
from vault.crypto import CannotOpen
from vault.models import StoredFile

pytestmark = pytest.mark.django_db
CONTENT = b"Nora's driver's licence"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "vault"


@pytest.fixture
def owner() -> UUID:
    return uuid4()


def put(owner: UUID, now: datetime) -> UUID:
    return services.put(
        owner=owner, kind="evidence", name="nora.png", media_type="image/png", content=CONTENT, by=SYSTEM, now=now
    )


def actions() -> list[str]:
    return [entry.action for entry in find_entries(limit=50) if entry.action.startswith("file.")]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if path.is_file()]


def test_what_is_put_can_be_opened_and_both_are_on_record(owner: UUID, now: datetime) -> None:
    file_id = put(owner, now)
    opened = services.read(file_id=file_id, by=SYSTEM, now=now, purpose="review")
    assert (opened.name, opened.media_type, opened.content) == ("nora.png", "image/png", CONTENT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert sorted(actions()) == ["file.opened", "file.stored"]


def test_the_disk_holds_noise_under_a_name_that_says_nothing(owner: UUID, now: datetime, folder: Path) -> None:
    put(owner, now)
    [path] = files(folder)
    assert b"Nora" not in path.read_bytes()
    assert "nora" not in path.name
    assert path.stat().st_mode & 0o077 == 0


def test_a_worker_reads_for_delivery_without_an_entry(owner: UUID, now: datetime) -> None:
    assert services.read_for_delivery(put(owner, now)) == CONTENT
    assert actions() == ["file.stored"]


def test_swapped_files_do_not_open(owner: UUID, now: datetime) -> None:
    one, other = StoredFile.objects.get(id=put(owner, now)), StoredFile.objects.get(id=put(owner, now))
    (disk.root() / one.path).write_bytes(disk.read(other.path))
    with pytest.raises(CannotOpen):
        services.read_for_delivery(one.id)


def test_a_shredded_file_is_gone_with_its_key_and_name(
    owner: UUID, now: datetime, folder: Path, django_capture_on_commit_callbacks
) -> None:
    file_id = put(owner, now)
    with django_capture_on_commit_callbacks(execute=True):
        services.shred(file_id=file_id, by=SYSTEM, now=now)
        services.shred(file_id=file_id, by=SYSTEM, now=now)
    row = StoredFile.objects.get(id=file_id)
    assert (row.wrapped_key, row.name, files(folder)) == (None, "", [])
    assert sorted(actions()) == ["file.shredded", "file.stored"]
    with pytest.raises(services.NotStored):
        services.read(file_id=file_id, by=SYSTEM, now=now, purpose="review")


def test_an_owners_files_are_shredded_together(owner: UUID, now: datetime) -> None:
    kept = put(uuid4(), now)
    put(owner, now)
    put(owner, now)
    assert services.shred_owned(owner=owner, by=SYSTEM, now=now) == 2
    assert services.read_for_delivery(kept) == CONTENT


def test_bytes_of_a_deed_that_was_undone_are_swept_away(owner: UUID, now: datetime, folder: Path) -> None:
    with transaction.atomic():
        put(owner, now)
        transaction.set_rollback(True)
    kept = put(owner, now)
    assert len(files(folder)) == 2
    assert services.sweep_orphans(now=datetime.now(tz=now.tzinfo) + timedelta(days=2)) == 1
    assert services.read_for_delivery(kept) == CONTENT


def test_an_upload_that_nothing_took_up_is_shredded_when_its_days_are_over(owner: UUID, now: datetime) -> None:
    def upload() -> UUID:
        given = {"name": "a.png", "media_type": "image/png", "content": CONTENT}
        return services.put(owner=owner, kind="upload", by=SYSTEM, now=now, **given)

    evidence, left = put(owner, now), upload()
    assert services.shred_left_uploads(by=SYSTEM, now=now + services.UPLOADS_WAIT) == 0
    assert services.read_for_delivery(left) == CONTENT
    later = now + services.UPLOADS_WAIT + timedelta(seconds=1)
    assert services.shred_left_uploads(by=SYSTEM, now=later) == 1
    assert services.shred_left_uploads(by=SYSTEM, now=later) == 0
    with pytest.raises(services.NotStored):
        services.read_for_delivery(left)
    assert services.read_for_delivery(evidence) == CONTENT
    [entry] = find_entries(action="file.shredded")
    assert entry.facts == {"kind": "upload", "owner": str(owner), "cause": "never_used"}
