"""What is claimed of a benchmark names every figure that bears on it, and says what the last run counted."""

import json

import pytest

from bench.__main__ import GOALS
from dsar_portal.assurance import CLAIMS
from tests.drills.report import FILE

RECORDED = {entry["name"]: entry for entry in json.loads(FILE.read_text())["results"]}


@pytest.mark.parametrize("name", sorted(GOALS))
def test_the_recorded_claim_is_the_sentence_with_its_own_figures(name: str) -> None:
    recorded = RECORDED[f"bench_{name}"]
    sentence, figure, least = GOALS[name]
    assert recorded["claim"] == sentence.format(**recorded["figures"])
    assert recorded["passed"] is (recorded["figures"][figure] >= least)


def test_the_ledger_is_measured_against_the_same_row_and_against_a_bare_one() -> None:
    recorded = RECORDED["bench_ledger"]
    for ratio, to_what in (("ratio_to_plain_16", "the same row"), ("ratio_to_bare_16", "two columns")):
        assert f"{recorded['figures'][ratio]} of a " in recorded["claim"]
        assert to_what in recorded["claim"]
        assert to_what in next(claim.sentence for claim in CLAIMS if claim.name == "bench_ledger")
