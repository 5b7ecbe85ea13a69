"""One gate for all channels, and none for an opt-out: as far as a machine can see it in the code."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from requests_app.choices import Kind
from tests.architecture.test_laws import name_of, sources
from verification import proof_table
from verification.assurance import AUTHORITIES, RULES, Tier, required_tier

OUTSIDE = ("accounts", "audit", "dsar_portal", "fulfillment", "jobs", "notifications", "outbound", "requests_app")
# What an opt-out runs through after it was read, in every channel.
OF_OPT_OUTS = ("opt_out", "unsubscribe")


def calls(path: Path) -> Iterator[str]:
    """The names of what a file calls or hands on."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Name | ast.Attribute):
            yield node.id if isinstance(node, ast.Name) else node.attr


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_a_check_is_opened_in_one_place() -> None:
    found = {name_of(path) for path in sources(*OUTSIDE) if "open_check" in called(path)}
    assert found == {"requests_app/services/identity.py"}


def test_the_level_is_worked_out_in_the_core_and_never_by_a_room() -> None:
    asking = {name_of(path) for path in sources("dsar_portal") if {"required_tier", "raise_bar"} & called(path)}
    assert asking == set()


def called(path: Path) -> set[str]:
    nodes = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in nodes}


def test_what_proof_is_worth_knows_no_channel() -> None:
    judging = [
        path
        for path in sources("verification")
        if path.parent.name == "methods" or path.stem in {"assurance", "settling", "proof_table", "permissions"}
    ]
    assert len(judging) > 10
    assert [name_of(path) for path in judging if "channel" in calls(path)] == []


def test_nothing_that_an_opt_out_runs_through_can_ask_for_proof() -> None:
    through = [path for path in sources("requests_app", "dsar_portal") if path.stem.startswith(OF_OPT_OUTS)]
    assert {path.parent.parent.name for path in through} >= {"requests_app", "consumer"}
    wrong = {
        name_of(path): sorted(one for one in imports(path) if one.split(".")[0] == "verification") for path in through
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_an_opt_out_needs_nothing_whoever_asks_and_whatever_it_stops() -> None:
    for kind, capacity in product(Kind, [*AUTHORITIES, "somebody"]):
        assert (
            required_tier(right="opt_out", kinds=[kind], capacity=capacity, relationships=["policyholder"]) is Tier.T0
        )


def test_the_printed_table_offers_nothing_where_nothing_is_asked() -> None:
    rows = list(proof_table.rows())
    assert len(rows) == len(RULES) * len(AUTHORITIES)
    for row in rows:
        asks = (row.methods, row.points, row.papers, row.also, row.declaration)
        assert any(asks) == (row.rule.tier > Tier.T0), (row.rule.right, row.requester)
    agents = [row for row in rows if row.requester == "authorized_agent" and row.rule.tier > Tier.T0]
    assert all("authority_paper" in row.methods and "account_sign_in" not in row.methods for row in agents)
    assert {row.becomes for row in rows if row.rule.right == "access" and row.rule.scope is None} == {"categories"}
