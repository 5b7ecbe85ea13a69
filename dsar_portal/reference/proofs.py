"""The page of figures: what the drills and benchmarks counted, from their own report."""

from pathlib import Path

from dsar_portal import assurance
from dsar_portal.assurance import Line, Outcome
from dsar_portal.reference.markdown import code, page, table

WORDS = {
    Outcome.HELD: "held",
    Outcome.SHORT: "held, but the run ended before its full size",
    Outcome.FAILED: "did not hold",
    Outcome.NEVER: "never run",
}


def assurance_page(file: Path | None = None) -> str:
    """Every claim with its last figures; one that was never tried says so. `file` is another report than ours."""
    lines = assurance.lines(file)
    rows = [(code(one.name), one.claim, WORDS[one.outcome], _run(one), code(one.command)) for one in lines]
    tried = [one for one in lines if one.figures]
    return page(
        "Assurance",
        "What the portal claims, and what the last run of each proof counted, from `reports/assurance.json`. "
        "`script/drill` and `script/bench` write that file and this page; no figure is typed by hand. "
        "A seed repeats a run: `script/drill NAME --seed N`.",
        table(("Proof", "Claim", "Outcome", "Run", "Command"), rows),
        *(f"## {one.name}\n\n{table(('Figure', 'Value'), _figures(one))}" for one in tried),
    )


def _run(line: Line) -> str:
    if line.outcome is Outcome.NEVER:
        return ""
    seed = f", seed {line.seed}" if line.seed is not None else ""
    return f"{line.at}, {line.duration_s} s, {'full' if line.full else 'short form'}, commit {line.commit}{seed}"


def _figures(line: Line) -> list[tuple[str, object]]:
    return [(key.replace("_", " "), value) for key, value in line.figures.items()]
