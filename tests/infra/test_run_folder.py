"""Where a run of the suite puts its servers: in memory where there is room, and nothing of a killed run stays there."""

import fcntl
from pathlib import Path

import pytest

from tests import servers


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for /dev/shm, beside one that stands for the disk."""
    for name in ("memory", "disk"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "disk"))
    return tmp_path / "memory"


def test_in_memory_where_there_is_room(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "ROOM", 0)
    assert servers.make_folder(memory).parent == memory


@pytest.mark.parametrize("room", [1 << 60, None])
def test_on_disk_where_there_is_none_or_no_such_place(memory: Path, monkeypatch: pytest.MonkeyPatch, room) -> None:
    monkeypatch.setattr(servers, "ROOM", room or 0)
    asked = memory if room else memory / "nothing"
    assert servers.make_folder(asked).parent == memory.parent / "disk"


def test_what_a_killed_run_left_goes_and_what_lives_stays(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "ROOM", 1 << 60)
    dead, beginning, alive = (memory / f"{servers.PREFIX}{name}" for name in ("dead", "beginning", "alive"))
    for folder in (dead, beginning, alive):
        folder.mkdir()
    for folder in (dead, alive):
        (folder / "alive.lock").touch()
    with (alive / "alive.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        servers.make_folder(memory)
    assert {folder.name for folder in memory.iterdir()} == {beginning.name, alive.name}
