"""The drills in their short form, at every run of the suite; `script/drill --full` runs the long ones."""

import json

import pytest

from dsar_portal.assurance import CLAIMS
from tests.drills import faults, report
from tests.drills.__main__ import DRILLS
from tests.drills.canary import canary_on
from tests.drills.stack import portal
from tests.drills.sweeps import sweeps_on

SEED = 20261123


@pytest.mark.parametrize("name", ["tampering", "merkle", "guess_race", "time_travel", "access_matrix"])
def test_the_claim_holds_in_the_short_form(name, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        result = DRILLS[name](seed=SEED, full=False)
    assert result.passed, result.figures


def test_a_portal_under_attack_loses_nothing_and_tells_nothing():
    with portal() as stack:
        for drill in (canary_on, sweeps_on, faults.redis_loss_on, faults.kill_on):
            result = drill(stack, seed=SEED, full=False)
            assert (result.passed, result.complete) == (True, True), (result.name, result.figures)


def test_the_report_keeps_the_newest_result_of_each_drill(tmp_path):
    file, page = tmp_path / "reports" / "assurance.json", tmp_path / "assurance.md"
    older = report.Result("kill", "claim", False, {"lost": 1}, 1)
    report.write([older, report.Result("other", "claim", True, {}, 2)], file=file, page=page)
    report.write([report.Result("kill", "nothing is lost", True, {"lost": 0}, 3)], file=file, page=page)
    results = {entry["name"]: entry for entry in json.loads(file.read_text())["results"]}
    assert (results["kill"]["passed"], results["kill"]["seed"], set(results)) == (True, 3, {"kill", "other"})
    assert "| `kill` | nothing is lost | held |" in page.read_text()
    assert "| `merkle` |" in page.read_text()
    assert "never run" in page.read_text()


def test_every_drill_is_a_claim_of_the_portal_and_the_other_way_round():
    claimed = {claim.name for claim in CLAIMS if claim.command.startswith("script/drill")}
    assert claimed == set(DRILLS)
