"""Where drills write what they found. No figure of the documentation is typed by hand: all come from this file."""

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "reports" / "assurance.json"


@dataclass(frozen=True)
class Result:
    """What one drill claims and what it counted."""

    name: str
    claim: str
    passed: bool
    figures: dict[str, int | float | str]
    seed: int
    full: bool = False
    duration_s: float = 0.0
    commit: str = ""
    at: str = ""


def commit() -> str:
    """The commit under test, marked if the tree differs from it."""

    def git(*arguments: str) -> str:
        asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return asked.stdout.strip()

    changed = "+changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + changed


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def write(results: list[Result], *, file: Path = FILE) -> None:
    """Add to the report; the newest result of a drill replaces its older one."""
    known: dict[str, object] = {}
    if file.exists():
        known = {entry["name"]: entry for entry in json.loads(file.read_text())["results"]}
    known |= {result.name: asdict(result) for result in results}
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps({"results": [known[name] for name in sorted(known)]}, indent=1) + "\n")
    draft.replace(file)
