"""Where drills write what they found. No figure of the documentation is typed by hand: all come from this file."""

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from dsar_portal.reference.proofs import assurance_page

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "reports" / "assurance.json"
PAGE = ROOT / "docs" / "reference" / "assurance.md"
# What a run itself writes does not change what it proves.
WRITTEN = ("reports", "docs/reference/assurance.md", "bench/results.json", "bench/RESULTS.md")


@dataclass(frozen=True)
class Result:
    """What one drill claims and what it counted. Not `complete`: nothing was found, but its time ran out."""

    name: str
    claim: str
    passed: bool
    figures: dict[str, int | float | str]
    seed: int | None
    full: bool = False
    complete: bool = True
    duration_s: float = 0.0
    commit: str = ""
    at: str = ""


def commit() -> str:
    """The commit under test, marked if the tree differs from it."""

    def git(*arguments: str) -> str:
        asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return asked.stdout.strip()

    apart = [f":(exclude){path}" for path in WRITTEN]
    changed = "+changes" if git("status", "--porcelain", "--untracked-files=no", "--", ".", *apart) else ""
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + changed


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def write(results: list[Result], *, file: Path = FILE, page: Path = PAGE) -> None:
    """Add to the report, one line a result, and render the page. A newer result replaces the older one of its name."""
    known: dict[str, object] = {}
    if file.exists():
        known = {entry["name"]: entry for entry in json.loads(file.read_text())["results"]}
    known |= {result.name: asdict(result) for result in results}
    lines = ",\n".join(json.dumps(known[name]) for name in sorted(known))
    _replace(file, f'{{"results": [\n{lines}\n]}}\n')
    _replace(page, assurance_page(file))


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
