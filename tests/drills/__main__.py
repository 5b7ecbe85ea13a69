"""`script/drill [NAME...] [--full] [--json] [--seed N] [--minutes N]`: run drills, write the report.

Exit code 1: a claim does not hold.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from tests.drills import faults, report
from tests.drills.access_matrix import access_matrix
from tests.drills.canary import canary
from tests.drills.guess_race import guess_race
from tests.drills.identity_attack import identity_attack
from tests.drills.merkle import merkle
from tests.drills.oidc import oidc
from tests.drills.restoring import restoring
from tests.drills.sweeps import sweeps
from tests.drills.tampering import tampering
from tests.drills.time_travel import time_travel

DRILLS: dict[str, Callable[..., report.Result]] = {
    "merkle": merkle,
    "tampering": tampering,
    "guess_race": guess_race,
    "identity_attack": identity_attack,
    "time_travel": time_travel,
    "access_matrix": access_matrix,
    "canary": canary,
    "oidc": oidc,
    "restoring": restoring,
    "redis_loss": faults.redis_loss,
    "kill": faults.kill,
    "sweeps": sweeps,
}
USAGE = 2


def run(name: str, *, seed: int, full: bool) -> report.Result:
    """Run one drill; a drill that breaks down is a finding, not a silence."""
    started = time.monotonic()
    try:
        result = DRILLS[name](seed=seed, full=full)
    except Exception as trouble:  # whatever it is, the report has to say so
        result = report.Result(
            name, "broke down", False, {"trouble": f"{type(trouble).__name__}: {trouble}"[:2000]}, seed, full
        )
    taken = round(time.monotonic() - started, 1)
    return replace(result, duration_s=taken, commit=report.commit(), at=report.now_text())


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/drill", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(DRILLS)} (all)")
    parser.add_argument("--full", action="store_true", help="the long form")
    parser.add_argument("--json", action="store_true", help="results as JSON on stdout")
    parser.add_argument("--seed", type=int, default=None, help="repeat an earlier run")
    parser.add_argument("--minutes", type=float, default=None, help="when a full run under fire stops by itself")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(DRILLS)
    if unknown:
        sys.stderr.write(f"No such drill: {', '.join(sorted(unknown))}. There are: {', '.join(DRILLS)}.\n")
        return USAGE
    faults.FULL_MINUTES = chosen.minutes or faults.FULL_MINUTES
    seed = chosen.seed if chosen.seed is not None else secrets.randbelow(2**32)
    results = []
    for name in chosen.names or DRILLS:
        sys.stderr.write(f"{name} (seed {seed}) ...\n")
        results.append(run(name, seed=seed, full=chosen.full))
        report.write(results)
    _show(results, as_json=chosen.json)
    return 0 if all(result.passed for result in results) else 1


def _show(results: list[report.Result], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps([asdict(result) for result in results], indent=1) + "\n")
        return
    for result in results:
        word = "FINDING" if not result.passed else "holds" if result.complete else "holds so far"
        figures = ", ".join(f"{key} {value}" for key, value in result.figures.items())
        sys.stdout.write(f"{result.name}: {word} in {result.duration_s} s ({result.claim}): {figures}\n")


if __name__ == "__main__":
    raise SystemExit(main())
