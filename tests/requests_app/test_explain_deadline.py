"""The command that others script against: one regime, one file, or a clear refusal."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from requests_app import deadline_words
from requests_app.clock import compute
from requests_app.regimes import REGIMES

VECTORS = Path(__file__).with_name("deadline_vectors.csv")


def _run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("explain_deadline", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def _ask(regime="ccpa", right="access", at="2026-11-23T15:00:00Z", zone="America/Chicago", *more):
    return _run("--regime", regime, "--right", right, "--received-at", at, "--timezone", zone, *more)


def test_the_dates_and_how_they_come_about():
    said, _ = _ask()
    assert "acknowledge_by: 2026-12-08" in said
    assert "respond_by: 2027-01-07" in said
    assert "45 days after Nov. 23, 2026 is Jan. 7, 2027" in said or "45 days after" in said
    assert "federal holidays are not counted" in said


def test_json_says_the_same():
    said, _ = _ask("jm_policy", "objection", "2026-11-23T15:00:00Z", "America/Chicago", "--extended", "--json")
    answer = json.loads(said)
    assert answer["respond_by"] == "2027-02-21"
    assert answer["extension_notice_by"] == "2027-01-07"
    assert answer["respond_by_instant"] == "2027-02-22T05:59:59Z"
    # The policy promises no acknowledgement; that it is given is a rule of the house.
    assert answer["acknowledge_by"] is None
    assert answer["house_acknowledge_by"] == "2026-12-08"
    assert answer["steps"][0]["sentence"]


def test_a_file_is_answered_row_by_row(tmp_path):
    with VECTORS.open(encoding="utf-8") as source:
        expected = list(csv.DictReader(source))
    said, complaints = _run("--csv", str(VECTORS))
    answered = list(csv.DictReader(io.StringIO(said)))
    assert complaints == ""
    assert said.splitlines()[0].endswith("acknowledge_by,respond_by,extension_notice_by,respond_by_instant")
    names = ("acknowledge_by", "respond_by", "extension_notice_by", "respond_by_instant")
    assert [[row[n] for n in names] for row in answered] == [[row[n] for n in names] for row in expected]


def test_a_file_with_the_needed_columns_only(tmp_path):
    asked = tmp_path / "asked.csv"
    asked.write_text(
        "regime,right,received_at,timezone,extended\nccpa,limit_use,2026-11-23T15:00:00Z,America/Chicago,n\n"
    )
    said, _ = _run("--csv", str(asked))
    assert said.splitlines()[1].endswith(",n,,2026-12-15,,2026-12-16T05:59:59Z")


def test_a_bad_row_keeps_its_place_and_is_named(tmp_path, capsys):
    asked = tmp_path / "asked.csv"
    asked.write_text(
        "regime,right,received_at,timezone,extended\n"
        "ccpa,access,yesterday,America/Chicago,n\nccpa,access,2026-11-23T15:00:00Z,America/Chicago,n\n"
    )
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 rows") as refused:
        call_command("explain_deadline", "--csv", str(asked), stdout=out, stderr=err)
    assert refused.value.returncode == 2
    assert "line 2: 'yesterday' is not an instant" in err.getvalue()
    assert len(out.getvalue().splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"regime": "atlantis"}, "there is no regime 'atlantis'"),
        ({"right": "flying"}, "ccpa knows no right flying"),
        ({"at": "2026-11-23T15:00:00"}, "has no offset"),
        ({"zone": "Mars/Olympus"}, "there is no time zone"),
    ],
)
def test_a_question_that_cannot_be_answered(words, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        _ask(**words)
    assert refused.value.returncode == 2


def test_half_a_clarification_and_an_extended_opt_out():
    with pytest.raises(CommandError, match="both its first and its last day"):
        _ask("ukgdpr", "access", "2026-11-23T15:00:00Z", "Europe/London", "--clarification-from", "2026-11-24")
    with pytest.raises(CommandError, match="gives no extension"):
        _ask("ccpa", "opt_out", "2026-11-23T15:00:00Z", "America/Chicago", "--extended")


def test_what_is_missing_is_named():
    with pytest.raises(CommandError, match="--right, --received-at, --timezone"):
        _run("--regime", "ccpa")


def test_a_file_that_is_not_there_or_has_other_columns(tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        _run("--csv", str(tmp_path / "nothing.csv"))
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="has no column regime"):
        _run("--csv", str(other))


def test_unconfirmed_and_future_rules_say_so():
    said, _ = _ask("ok", "access", "2026-11-23T15:00:00Z")
    assert "not confirmed" in said
    assert "not in force" in said


def test_every_step_has_a_sentence_in_every_language():
    from datetime import date, datetime

    for regime in REGIMES.values():
        for right in regime.rights:
            dates = compute(
                regime, right, datetime.fromisoformat("2028-01-31T05:30:00Z"), ("America/Chicago", "Europe/London"),
                identity_received_on=date(2028, 2, 3), clarifications=[(date(2028, 2, 4), date(2028, 2, 6))],
            )  # fmt: skip
            for language in ("en", "es"):
                with translation.override(language):
                    assert all(line and "%(" not in line for line in deadline_words.sentences(dates))
