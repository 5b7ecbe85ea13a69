"""The restore drill: a backup, opt-outs after it, the machine lost; restored elsewhere, nothing promised is lost."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.drills.report import Result
from tests.drills.stack import ROOT, Stack, clean_environment, portal

# The pump also copies what was seeded just before: so long for the deeds of a moment, so much more for each request.
JOURNAL_SECONDS, SEEDED_SECONDS = 60, 0.1


def restoring(*, seed: int, full: bool) -> Result:
    """Lose a machine after its backup, and count what comes back."""
    requests, later = (5_000, 200) if full else (20, 5)
    with tempfile.TemporaryDirectory(prefix="dsar-restore-") as place:
        kept = Path(place)
        with portal(requests=requests) as stack:
            _back_up(stack, kept)
            _stop_uses(stack, later)
            _wait_for_journal(stack, seconds=JOURNAL_SECONDS + SEEDED_SECONDS * requests)
            for name in ("journal", "checkpoints"):
                shutil.copytree(stack.folder / name, kept / name)
        figures = {"requests": requests, "opt_outs_after_backup": later} | _elsewhere(kept)
    figures["opt_outs_lost"] = later - int(figures["opt_outs_replayed"])
    held = figures["opt_outs_lost"] == 0 and all(
        figures[name] for name in ("damaged_refused", "fork_refused", "ledger_holds")
    )
    return Result("restoring", "a restored backup keeps every later opt-out", held, figures, seed, full)


def _back_up(stack: Stack, kept: Path) -> None:
    (kept / "passphrase").write_text("a phrase for one drill")
    keys = ("--with-keys", "--passphrase-file", str(kept / "passphrase"))
    stack.manage("backup", "--out", str(kept / "backup"), *keys, "--json")


def _stop_uses(stack: Stack, count: int) -> None:
    key = stack.api_key()
    for number in range(count):
        body = {"rights": [{"right": "opt_out"}], "consumer": {"email": f"later{number}@example.org"}}
        asked = urllib.request.Request(  # noqa: S310  # the drill's own portal
            f"{stack.run['web']}/api/v1/submissions/",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  # our own server
            assert answer.status == 201


def _wait_for_journal(stack: Stack, *, seconds: float) -> None:
    """The pump copies a deed a second or two after it was signed."""
    wanted = stack.rows("SELECT count(*) FROM requests_app_suppression")[0][0]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (stack.folder / "journal" / "deeds.jsonl").read_text().count("suppression.added") >= wanted:
            return
        time.sleep(0.2)
    raise AssertionError("the journal does not hold the opt-outs")


def _elsewhere(kept: Path) -> dict[str, int | float | str]:
    """Another machine: an empty data folder, with the copies of journal and checkpoints."""
    with tempfile.TemporaryDirectory(prefix="dsar-elsewhere-") as place:
        new = Path(place)
        for name in ("journal", "checkpoints"):
            shutil.copytree(kept / name, new / name)
        damaged = kept / "damaged"
        shutil.copytree(kept / "backup", damaged)
        with (damaged / "database.dump").open("r+b") as file:
            file.seek(1000)
            file.write(b"\0\1\2\3")
        keys = ("--passphrase-file", str(kept / "passphrase"), "--json")
        refused = _manage(new, "restore", str(damaged), *keys).returncode
        began = time.monotonic()
        done = json.loads(_manage(new, "restore", str(kept / "backup"), *keys).stdout)
        taken = round(time.monotonic() - began, 1)
        fork = _manage(new, "sequencer", "--once").returncode
        _manage(new, "open_epoch")
        _manage(new, "sequencer", "--once")
        checked = _manage(new, "check_ledger")
        return {
            "damaged_refused": int(refused == 1),
            "opt_outs_replayed": done["replayed"].get("opt_outs", 0),
            "restore_seconds": taken,
            "fork_refused": int(fork != 0),
            "ledger_holds": int(checked.returncode == 0),
            # What a finding is about: the last line names the first bad entry.
            **({} if checked.returncode == 0 else {"ledger_says": checked.stderr.strip().rpartition("\n")[2][:300]}),
        }


def _manage(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "dsar_portal.commandline", "--data-dir", str(folder), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False, timeout=600
    )
