"""The drills in their short form, at every run of the suite; `script/drill --full` runs the long ones."""

import json

from tests.drills import faults, report, tampering
from tests.drills.stack import portal

SEED = 20261123


def test_every_kind_of_tampering_is_found(django_db_setup):
    result = tampering.tampering(seed=SEED, full=False)
    assert result.passed, result.figures


def test_nothing_acknowledged_is_lost_or_doubled_when_parts_and_the_broker_die():
    with portal() as stack:
        for drill in (faults.redis_loss_on, faults.kill_on):
            result = drill(stack, seed=SEED, full=False)
            assert result.passed, result.figures


def test_the_report_keeps_the_newest_result_of_each_drill(tmp_path):
    file = tmp_path / "reports" / "assurance.json"
    older = report.Result("kill", "claim", False, {"lost": 1}, 1)
    report.write([older, report.Result("other", "claim", True, {}, 2)], file=file)
    report.write([report.Result("kill", "claim", True, {"lost": 0}, 3)], file=file)
    results = {entry["name"]: entry for entry in json.loads(file.read_text())["results"]}
    assert (results["kill"]["passed"], results["kill"]["seed"], set(results)) == (True, 3, {"kill", "other"})
