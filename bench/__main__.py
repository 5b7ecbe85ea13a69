"""`script/bench [NAME...]`: run benchmarks; results go to bench/results.json and bench/RESULTS.md."""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import call, intake, ledger, silence, sweep, verify
from tests.drills.report import Result, commit, now_text, write

HERE = Path(__file__).resolve().parent
BENCHES: dict[str, Callable[[], dict[str, float]]] = {
    "call": call.run,
    "intake": intake.run,
    "ledger": ledger.run,
    "silence": silence.run,
    "sweep": sweep.run,
    "verify": verify.run,
}
# What the portal claims of a benchmark: the sentence with its figures, the figure that decides, and its least value.
GOALS = {
    "call": (
        "A plain request by phone is filed with {letters} letters and {other_keys} other keys, without a mouse: "
        "{seconds} s of typing at a calm pace, {seconds_below_90} s below the limit of 90",
        "seconds_below_90",
        0,
    ),
    "ledger": (
        "Sixteen writers append at {ratio_to_plain_16} of a plain insert of the same row (0.8 is the goal), and at "
        "{ratio_to_bare_16} of a bare insert of two columns (no goal)",
        "ratio_to_plain_16",
        0.8,
    ),
    "silence": (
        "Known and unknown people are answered alike on {paths} public paths: the same statements on "
        "{paths_with_one_sql_sequence}, and an AUC of answer times at most {ours} from 0.5 ({limit} is the limit, "
        "{floor} the floor of one class against itself); a planted leak of {planted_leak_ms} ms is caught on "
        "{paths_on_which_the_leak_is_caught}, at a load of the machine of {load_of_the_machine}",
        "room_below_limit",
        0,
    ),
    "sweep": (
        "20,000 duties among 1,000,000 open requests are done in {sweep_s_1000000} s: {growth_with_open_requests} "
        "times as long as among 100,000, {ratio_to_bare_update_1000000} times as long as one bare UPDATE of the same "
        "rows; memory stays {memory_below_200_mib} MiB below the limit of 200",
        "memory_below_200_mib",
        0,
    ),
    "verify": (
        "A million entries are checked offline, {memory_below_300_mib} MiB below the limit of 300",
        "memory_below_300_mib",
        0,
    ),
}
USAGE = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHES)} (all)")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHES)
    if unknown:
        sys.stderr.write(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.\n")
        return USAGE
    file = HERE / "results.json"
    results = json.loads(file.read_text()) if file.exists() else {}
    for name in chosen.names or BENCHES:
        sys.stderr.write(f"{name} ...\n")
        started = time.monotonic()
        figures = BENCHES[name]()
        about = {"commit": commit(), "at": now_text(), "cores": os.cpu_count(), "python": platform.python_version()}
        results[name] = {"figures": figures, **about, "duration_s": round(time.monotonic() - started, 1)}
        _claim(name, results[name])
    file.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    (HERE / "RESULTS.md").write_text(_table(results))
    print(json.dumps({name: results[name] for name in chosen.names or BENCHES}, indent=1))
    return 0


def _claim(name: str, result: dict) -> None:
    """A benchmark with a goal is a line of the report."""
    if name not in GOALS:
        return
    sentence, figure, least = GOALS[name]
    figures = result["figures"]
    passed = figures[figure] >= least
    told = Result(f"bench_{name}", sentence.format(**figures), passed, figures, None, full=True)
    write([replace(told, duration_s=result["duration_s"], commit=result["commit"], at=result["at"])])


def _table(results: dict[str, dict]) -> str:
    lines = ["# Benchmarks", "", "Written by `script/bench`; do not edit.", ""]
    lines += ["| benchmark | figure | value | commit | cores |", "|---|---|---|---|---|"]
    for name, result in sorted(results.items()):
        for figure, value in result["figures"].items():
            lines.append(f"| {name} | {figure} | {value} | {result['commit']} | {result['cores']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
