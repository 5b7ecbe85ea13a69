"""Two engines written apart agree on every row: the portal's, and one that knows only the words of the law."""

import csv
import io
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.requests_app import second_engine

COLUMNS = (
    "regime", "right", "received_at", "timezone", "extended", "identity_received_on", "clarification_from",
    "clarification_to",
)  # fmt: skip
ZONES = {"gdpr": ("Europe/Berlin", "Europe/Lisbon"), "ukgdpr": ("Europe/London",), "pipeda": ("America/Toronto",)}
AMERICA = (
    "America/Chicago", "America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu",
    "America/Indiana/Indianapolis",
)  # fmt: skip
EACH = 8


def _rows() -> list[dict[str, str]]:
    """Eight instants for each rule of the table: about 900 rows, the same in every run."""
    dice = random.Random(20261122)
    return [_row(dice, *key) for key in sorted(second_engine.table()) for _ in range(EACH)]


def _row(dice: random.Random, regime: str, right: str) -> dict[str, str]:
    received = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(6 * 365 * 86400))
    longer = second_engine.table()[regime, right][2]
    row = dict.fromkeys(COLUMNS, "") | {
        "regime": regime,
        "right": right,
        "received_at": f"{received:%Y-%m-%dT%H:%M:%SZ}",
    }
    row["timezone"] = dice.choice(ZONES.get(regime, AMERICA))
    row["extended"] = dice.choice("yn") if longer else "n"
    if regime == "ukgdpr":
        row |= _pauses(dice, received.date())
    return row


def _pauses(dice: random.Random, received: date) -> dict[str, str]:
    """Proof of identity that came later, a clarification inside the first month, both, or neither."""
    proved = received + timedelta(days=dice.choice((0, 0, 3, 9, 20)))
    asked = proved + timedelta(days=dice.randrange(2, 20))
    answered = asked + timedelta(days=dice.randrange(12))
    clarified = dice.random() < 0.5
    return {
        "identity_received_on": str(proved) if proved > received else "",
        "clarification_from": str(asked) if clarified else "",
        "clarification_to": str(answered) if clarified else "",
    }


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return _rows()


def test_both_engines_agree_on_every_row(rows, tmp_path: Path):
    asked = tmp_path / "rows.csv"
    with asked.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    said = io.StringIO()
    call_command("explain_deadline", csv=str(asked), stdout=said)
    answers = list(csv.DictReader(said.getvalue().splitlines()))
    assert len(answers) == len(rows) > 800
    wrong = [(row, ours) for row, ours in zip(rows, answers, strict=True) if second_engine.answer(row) != _four(ours)]
    assert not wrong, wrong[:3]


def _four(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("acknowledge_by", "respond_by", "extension_notice_by", "respond_by_instant")}


def test_the_second_engine_knows_the_published_vectors():
    """It is a second opinion only if it is right by itself."""
    vectors = Path(__file__).with_name("deadline_vectors.csv").read_text(encoding="utf-8").splitlines()
    known = [row for row in csv.DictReader(vectors) if (row["regime"], row["right"]) in second_engine.table()]
    assert len(known) > 50
    for row in known:
        assert second_engine.answer(row) == _four(row), row


@pytest.mark.parametrize(
    ("year", "day"), [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2028, date(2028, 4, 16))]
)
def test_its_easter_is_the_church_s(year, day):
    assert second_engine.easter(year) == day
