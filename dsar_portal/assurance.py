"""What the portal claims about itself, and what the last run of each proof counted. Pages only render this."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings


class Outcome(StrEnum):
    """What became of a claim when it was last tried."""

    HELD = "held"
    SHORT = "short"
    FAILED = "failed"
    NEVER = "never"


@dataclass(frozen=True)
class Claim:
    """One thing that `command` proves or refutes."""

    name: str
    sentence: str
    command: str


def _drill(name: str, sentence: str) -> Claim:
    return Claim(name, sentence, f"script/drill {name} --full")


CLAIMS = (
    _drill("kill", "Parts and the database are killed while requests come in: nothing acknowledged is lost or doubled"),
    _drill("redis_loss", "The broker is destroyed in the middle of work: no job is lost, none is done twice"),
    _drill("sweeps", "A sweep of 50,000 duties loses worker, beat or broker 20 times: each is done exactly once"),
    _drill("tampering", "A superuser rewrites the ledger: each way is found, and the first bad entry is named"),
    _drill("merkle", "Every proof of the tree holds, every corrupted one is refused"),
    _drill("time_travel", "Two years with outages and clock jumps: no notice is missed, none is doubled"),
    _drill("canary", "Personal data stays out of ledger, logs, Redis and addresses, and is gone after its erasure"),
    _drill("oidc", "A real OpenID provider, a real browser: only the own account proves a person, whatever goes wrong"),
    _drill("restoring", "A machine is lost after its backup: every later opt-out is kept, the cut ledger is refused"),
    _drill("access_matrix", "Every address, visitor and method answers as the committed tables say"),
    _drill("guess_race", "Guesses and repetitions at the same moment are judged one after another"),
    _drill(
        "identity_attack",
        "10,000 guesses, stolen facts and codes, and requests in another's name: none beyond the limits, nothing told, "
        "nothing reached, nobody blocked",
    ),
    Claim(
        "bench_call",
        "A plain request by phone is filed in less than 90 s of typing, by keyboard alone",
        "script/bench call",
    ),
    Claim(
        "bench_sweep",
        "20,000 duties among a million open requests are done in less than 200 MiB, as fast as among 100,000",
        "script/bench sweep",
    ),
    Claim("bench_verify", "A million entries are checked offline in less than 300 MiB", "script/bench verify"),
    Claim(
        "bench_silence",
        "Known and unknown people are answered alike: the same statements, times that overlap; a leak would be seen",
        "script/bench silence",
    ),
    Claim(
        "bench_ledger",
        "Sixteen writers append at 0.8 or more of a plain insert of the same row; against a bare insert of two columns "
        "the ratio is told without a goal",
        "script/bench ledger",
    ),
)


@dataclass(frozen=True)
class Line:
    """One claim with the figures of its last run; none where it was never run."""

    name: str
    claim: str
    command: str
    outcome: Outcome
    figures: dict[str, int | float | str] = field(default_factory=dict)
    seed: int | None = None
    full: bool = False
    duration_s: float = 0.0
    commit: str = ""
    at: str = ""


def lines(file: Path | None = None) -> list[Line]:
    """Every claim in the order of the list, then results of claims that are no longer made.

    A report that is missing or cannot be read claims nothing: each line then says that it was never run.
    """
    results = _results(file or settings.BASE_DIR / "reports" / "assurance.json")
    known = [_line(claim, results.pop(claim.name, None)) for claim in CLAIMS]
    return known + [_line(Claim(name, name, ""), one) for name, one in sorted(results.items())]


def _results(file: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(file.read_text())["results"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    sound = (one for one in found if isinstance(one, dict) and isinstance(one.get("figures"), dict))
    return {str(one["name"]): one for one in sound if "name" in one}


def _line(claim: Claim, one: dict[str, Any] | None) -> Line:
    if one is None:
        return Line(claim.name, claim.sentence, claim.command, Outcome.NEVER)
    return Line(
        claim.name,
        str(one.get("claim") or claim.sentence),
        claim.command,
        _outcome(one),
        one["figures"],
        one.get("seed"),
        bool(one.get("full")),
        float(one.get("duration_s") or 0),
        str(one.get("commit") or ""),
        str(one.get("at") or ""),
    )


def _outcome(one: dict[str, Any]) -> Outcome:
    """A run that found nothing but ended before its full size proves less, and says so."""
    if not one.get("passed"):
        return Outcome.FAILED
    return Outcome.HELD if one.get("complete", True) else Outcome.SHORT
