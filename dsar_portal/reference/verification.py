"""The page of proof: right × requester × channel × method, what is asked, and what happens when it fails."""

from collections.abc import Iterator
from itertools import groupby

from dsar_portal.reference.markdown import code, codes, page, table
from requests_app.choices import Channel
from verification import proof_table
from verification.assurance import ASKS_ALONE_AT, MIN_POINTS, ON_FILE_DAYS, POINTS, Tier
from verification.proof_table import Row

WHEN = {"low_stakes": "web and marketing data only", "contact_or_payee": "contact or payee data"}
REQUESTERS = {
    "self": "the person",
    "authorized_agent": "an authorized agent",
    "parent_or_guardian": "a parent or guardian",
    "executor": "an executor",
    "conservator": "a conservator",
    "child_under_13": f"a child below {ASKS_ALONE_AT}, alone",
}
EVERY = ", ".join(channel.value for channel in Channel if channel is not Channel.GPC)


def verification_page() -> str:
    """The table, the methods and the points, from the code."""
    return page(
        "Proof of identity and authority",
        "Made from `verification/assurance.py`, `verification/methods/` and `verification/proof_table.py`. Read from "
        f"the top; the first row that fits decides. All channels ({EVERY}; a browser’s signal is an opt-out) have the "
        "same row: there is one gate, `requests_app/services/identity.py`, and nothing behind it knows the channel "
        "(`tests/architecture/test_one_gate.py`).",
        f"Levels: {_levels()}.",
        "## Right × requester × channel × method",
        table(
            ("Right", "About", "Requester", "Channel", "Level", "What is asked", "Methods", "When it fails"),
            [_line(rows) for rows in _alike()],
        ),
        "Signs of fraud raise the level of a request that needs proof, never that of an opt-out.",
        "## Methods",
        "The requester chooses. What is heard afterwards is the same whether somebody is known or not.",
        table(
            ("Method", "What it is", "Who starts it", "Needs to be set up"),
            [
                (code(one.slug), one.says, "staff" if one.by_staff else "requester", "yes" if one.set_up else "no")
                for one in proof_table.methods()
            ],
        ),
        "## Points",
        f"A contact point counts as on file when it was there {ON_FILE_DAYS} days before receipt. Facts of the "
        "household alone reach nothing, however many.",
        table(
            ("Point", "Weight", "Worth", "Shows a contact on file"),
            [
                (code(kind), rule.weight, rule.worth.value, "yes" if rule.on_file else "")
                for kind, rule in POINTS.items()
            ],
        ),
        "## Agents, parents, children",
        _others(),
    )


def _levels() -> str:
    points = {tier: f"{count} points" for tier, count in MIN_POINTS.items()}
    words = {
        Tier.T0: "nothing is asked",
        Tier.T1: points[Tier.T1],
        Tier.T2: f"{points[Tier.T2]}, a signed declaration, and a contact that was on file",
        Tier.T3: "as T2, with a call back or a document",
    }
    return "; ".join(f"{code(tier.name)} {text}" for tier, text in words.items())


def _alike() -> Iterator[list[Row]]:
    """The rows of a rule that differ in the requester alone, together."""
    for _rule, rows in groupby(proof_table.rows(), key=lambda row: row.rule):
        found: dict[tuple[object, ...], list[Row]] = {}
        for row in rows:
            found.setdefault((_asked(row), row.methods, _fails(row)), []).append(row)
        yield from found.values()


def _line(rows: list[Row]) -> tuple[object, ...]:
    row, rule = rows[0], rows[0].rule
    about = " ".join(part for part in (rule.scope or "", WHEN.get(rule.when or "", "")) if part) or "all else"
    who = "everybody" if len(rows) == len(REQUESTERS) else ", ".join(REQUESTERS[one.requester] for one in rows)
    return (
        code(rule.right), about, who, "every", code(rule.tier.name), _asked(row), codes(row.methods) or "none",
        _fails(row),
    )  # fmt: skip


def _asked(row: Row) -> str:
    if not row.points:
        return "nothing"
    parts = [f"{row.points} points"] + (["declaration"] if row.declaration else [])
    if row.papers:
        parts.append(f"one of {codes(row.papers)}")
    return ", ".join(parts) + (f"; staff record {codes(row.also)}" if row.also else "")


def _fails(row: Row) -> str:
    if not row.points:
        return "cannot fail: it is done"
    ground = "AGT-NOAUTH" if row.requester == "authorized_agent" else "ID-UNVERIFIED"
    without = f"without the paper: asked once, then refused ({code(ground)}); " if row.papers else ""
    less = f"becomes `{row.becomes}`; short of that too, refused" if row.becomes else "refused"
    return f"{without}{less} (`ID-UNVERIFIED`), and may be asked again"


def _others() -> str:
    return "\n".join(
        (
            "- An opt-out by an agent takes effect like anybody’s: the person is never asked to confirm it (11 CCR "
            "7026(j), 7027(j)), and the number of requests of a known agent is no sign of fraud.",
            "- For all else the person either shows who they are or confirms directly (7063(a)); an officer chooses "
            "the second case by case. A power of attorney suffices and is never demanded (7063(b)).",
            "- The person’s word about who gets the answer goes before the agent’s. A copy of the data goes to an "
            "agent only where the person said so.",
            f"- From {ASKS_ALONE_AT} on, counted on the day of receipt, nobody needs a parent. A birthday on the way "
            "changes nothing.",
            "- A report that we hold a child’s data needs no proof: the use stops, and web and marketing data is "
            "deleted. Nobody hears whether anything is held.",
        )
    )
