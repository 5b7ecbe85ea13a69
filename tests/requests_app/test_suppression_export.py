"""The list of opt-outs as a file, for a system that cannot call the API."""

import csv
import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit import ledger
from audit.selectors import find_entries
from tests import cast

pytestmark = pytest.mark.django_db


def export(path: Path, **options: str) -> list[dict[str, str]]:
    said = StringIO()
    call_command("export_suppressions", out=path, as_json=True, stdout=said, **options)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert json.loads(said.getvalue())["rows"] == len(rows)
    return rows


def test_the_list_leaves_as_a_file_for_its_owner_alone_and_that_is_recorded(tmp_path: Path, clock, now) -> None:
    cast.ask(cast.body({"right": "opt_out", "kinds": ["sale_sharing", "marketing_email"]}), now=now)
    rows = export(tmp_path / "list.csv")
    assert {(row["point"], row["kinds"]) for row in rows} >= {("email", "sale_sharing marketing_email")}
    assert {row["value"] for row in rows} >= {"nora@example.org", "'+19205550142", "55-102938"}
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600
    assert find_entries(action="export.made")[0].facts == {"kind": "suppressions", "rows": len(rows)}
    assert export(tmp_path / "later.csv", since="2027-01-01T00:00:00Z") == []


def test_what_cannot_be_recorded_leaves_no_file(tmp_path: Path, clock, now, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.ask(cast.body({"right": "opt_out", "kinds": ["marketing_email"]}), now=now)
    monkeypatch.setattr(ledger, "record", lambda *_args, **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(tmp_path / "list.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("since", ["yesterday", "2026-11-23", "2026-11-23T00:00:00"])
def test_a_moment_without_a_zone_is_refused(tmp_path: Path, since: str) -> None:
    with pytest.raises(CommandError, match="zone"):
        export(tmp_path / "list.csv", since=since)


def test_a_file_that_is_there_already_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("mine")
    with pytest.raises(CommandError, match="Cannot write there"):
        export(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text() == "mine"
