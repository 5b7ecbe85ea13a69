"""The journal outside the database: complete, in order, and unharmed by a death in the middle of a line."""

import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from audit.actors import SYSTEM
from audit.events import EVENTS
from audit.selectors import find_entries
from dsar_portal.management.commands import restore
from dsar_portal.upkeep import recording
from dsar_portal.upkeep.journal import REPLAYED, Journal, Line, journal
from dsar_portal.upkeep.replay import KINDS, REPLAYS, forgotten
from tests.accounts.cast import hire
from tests.architecture.test_laws import sources
from tests.upkeep.conftest import House
from vault import services as vault

# Deeds that a restored backup must not undo: whoever writes one of these says in `replay.KINDS` how it is done again.
PROMISES = re.compile(
    r"(erased|shredded|purged|hold_(placed|renewed|released|lapsed)|suppression\.(added|lifted)|deactivated|revoked"
    r"|disputed|suspended|unlinked|roles_changed|password_(reset|changed)|second_factor_reset|code_renewed)$"
)
NAMES = re.compile(r'"([a-z_]+(?:\.[a-z_]+)+)"')
# Their effect comes again: the sweep that did it runs once more, or the file behind it is shredded again.
COMES_AGAIN = {"draft.expired", "retention.purged", "package.revoked"}


def line(number: int, action: str = "file.shredded") -> Line:
    return Line(entry=str(uuid4()), place=number, at="2026-11-23T15:00:00+00:00", action=action, subject=str(uuid4()))


def append(target: Journal, *lines: Line) -> None:
    with target.writing() as writer:
        assert writer is not None
        writer.append(list(lines), place=lines[-1].place + 1)


def test_a_line_cut_off_by_a_power_failure_comes_again(tmp_path: Path) -> None:
    kept, first, second = Journal(tmp_path), line(1), line(2)
    append(kept, first)
    with kept.file.open("ab") as file:
        file.write(b'{"entry":"half of a li')
    assert list(kept.lines()) == [first]
    assert kept.last() == first
    append(kept, second)
    assert list(kept.lines()) == [first, second]
    assert (kept.last(), kept.place()) == (second, 3)


def test_a_line_written_twice_counts_once(tmp_path: Path) -> None:
    kept, once = Journal(tmp_path), line(1)
    append(kept, once)
    append(kept, once, line(2, REPLAYED))
    assert list(kept.lines()) == [once]
    assert kept.last().action == REPLAYED


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    kept = Journal(tmp_path)
    with kept.writing() as first, Journal(tmp_path).writing() as second:
        assert first is not None
        assert second is None
    assert kept.file.stat().st_mode & 0o077 == 0


def test_an_account_opened_again_is_not_closed_by_a_second_restore(house: House, now: datetime) -> None:
    olu = hire("olu2", "officer", now=now, factor=False)
    lost = Line(str(uuid4()), place=3, at="", action="user.deactivated", subject=str(olu.id))
    assert forgotten([lost]) == [lost]
    known = str(find_entries(action="user.created", limit=1)[0].id)
    assert forgotten([lost, Line(known, place=9, at="", action="user.reactivated", subject=str(olu.id))]) == []


def test_an_empty_folder_is_an_empty_journal(tmp_path: Path) -> None:
    kept = Journal(tmp_path / "not-there")
    assert (list(kept.lines()), kept.last(), kept.place()) == ([], None, 0)


def test_it_goes_on_where_it_stopped(house: House, now: datetime) -> None:
    kept = journal()
    for _ in range(2):
        file = vault.put(owner=uuid4(), kind="k", name="n", media_type="text/plain", content=b"x", by=SYSTEM, now=now)
        vault.shred(file_id=file, by=SYSTEM, now=now)
        house.sequence()
        assert recording.copy_new(kept) == 1
    assert [one.action for one in kept.lines()] == ["file.shredded"] * 2
    assert kept.place() == 4


def written_events() -> set[str]:
    """Every name of an event that stands as a text in our code, outside the registry."""
    ours = [path for path in sources() if "events" not in path.parts and path.name != "replay.py"]
    return {name for path in ours for name in NAMES.findall(path.read_text()) if name in EVENTS}


def test_every_promise_says_how_it_is_kept_after_a_restore() -> None:
    promises = {event for event in written_events() if PROMISES.search(event)}
    assert "suppression.added" in promises
    assert promises - set(REPLAYS) - COMES_AGAIN == set()
    assert set(REPLAYS) <= set(EVENTS)


def test_what_a_restore_says_it_does_again_it_does() -> None:
    assert all(KINDS.values())
    assert "legal holds" in restore.Command.help
    assert {"holds_replayed", "opt_outs_replayed", "erasures_replayed"} <= EVENTS["backup.restored"].facts


@pytest.mark.parametrize("event", sorted(COMES_AGAIN))
def test_what_comes_again_by_itself_exists(event: str) -> None:
    assert event in EVENTS
