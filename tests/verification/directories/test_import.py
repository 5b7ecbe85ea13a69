"""A file as a directory: taken as a whole, refused by line, encrypted, found again."""

import json
import logging
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.actors import SYSTEM
from tests.verification.directories.conftest import Connect, blocks
from verification.directories import configured, normalise
from verification.directories.base import Candidate, OnFile
from verification.services import asking, importing

pytestmark = pytest.mark.django_db
HEADING, *ROWS = blocks("csv")[0].splitlines()


@pytest.fixture(autouse=True)
def _partners(connect: Connect) -> None:
    connect(blocks("toml")[2])


def found(**typed: str) -> list[Candidate]:
    return configured.together().find(normalise.of_person(typed))


def take(*rows: str, now: datetime, heading: str = HEADING) -> list[tuple[int, str]]:
    lines = [f"{line}\n" for line in (heading, *rows)]
    people = importing.import_people(name="partners", lines=lines, by=SYSTEM, now=now)
    return [(one.line, one.reason) for one in people.refused]


def told(file: Path, *arguments: str) -> dict:
    out = StringIO()
    call_command("import_directory", str(file), "--name", "partners", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_manuals_file_is_imported_and_its_people_are_found(tmp_path: Path, caplog) -> None:
    file = tmp_path / "partners.csv"
    file.write_text("\ufeff" + blocks("csv")[0], encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        counted = told(file)
    assert (counted["rows"], counted["people"], counted["refusals"]) == (3, 2, [{"line": 4, "reason": "no_name"}])
    assert [one.person_key for one in found(family_name="Lopez-Garcia", date_of_birth="1975-12-24")] == ["partners:P-2"]
    (nora,) = found(email="NORA@example.org")
    assert nora.on_file == (OnFile("email", "nora@example.org", date(2019, 5, 2)),)
    assert "quist" not in caplog.text.casefold()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_json(p)::text || to_json(i)::text FROM verification_importedperson p"
                       " JOIN verification_importedpoint i ON i.person_id = p.id")  # fmt: skip
        raw = " ".join(row[0] for row in cursor.fetchall()).casefold()
    assert "nora" not in raw
    assert b"P-1".hex() not in raw


def test_a_new_file_takes_the_place_of_the_one_before_and_may_be_removed(now: datetime) -> None:
    take(*ROWS[:2], now=now)
    take(ROWS[1], now=now)
    assert found(email="nora@example.org") == []
    assert len(found(email="jl@example.com")) == 1
    assert importing.remove(name="partners", by=SYSTEM, now=now) == 1
    assert found(email="jl@example.com") == []


def test_lines_that_cannot_be_used_are_refused_by_number_and_reason(now: datetime) -> None:
    bad = [
        "P-4;Ann;Other;31.02.1980;;;",
        "P-5;Ann;Other;;;;someday",
        ";Ann;Other;;;;",
        "P-6;Ann",
        f"P-7;Ann;{'x' * 500};;;;",
    ]
    rows = [*ROWS[:2], *ROWS[:2], *ROWS[:2], "", *bad]
    reasons = ["no_date", "no_date", "no_key", "cells", "too_long"]
    assert take(*rows, now=now) == list(zip(range(9, 14), reasons, strict=True))


def test_rows_of_one_key_are_one_person_with_several_facts(now: datetime) -> None:
    take(ROWS[0], "P-1;Nora;Quist;4/9/1961;C-200002;quist@example.com;2026-11-01", now=now)
    (nora,) = found(customer_number="C-200002")
    assert nora.facts["email"] == {"nora@example.org", "quist@example.com"}


@pytest.mark.parametrize(
    ("heading", "rows", "words"),
    [
        (HEADING, [], "0 of 0 rows"),
        (HEADING, [ROWS[0], *["P-3;;Nameless;;;;"] * 2], "2 of 3 rows cannot be used"),
        (HEADING.replace(";", ","), ROWS, "heading line lacks .*Partner ID"),
        (f"{HEADING};Number", ROWS, "names a column twice: Number"),
        (HEADING, [ROWS[0], 'P-2;"José;'], "breaks off after line 3"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_everything_as_it_was(
    now: datetime, heading: str, rows: list[str], words: str
) -> None:
    take(*ROWS[:2], now=now)
    with pytest.raises(importing.FileUnusable, match=words) as unusable:
        take(*rows, now=now, heading=heading)
    assert "José" not in str(unusable.value)
    assert len(found(email="nora@example.org")) == 1


def test_of_a_wrong_file_or_name_the_command_says_why(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(blocks("csv")[0].encode("latin-1"))
    for file, name, words in (
        (latin, "partners", "encoding"),
        (tmp_path / "none.csv", "partners", "cannot be read"),
        (latin, "customers", "There are: partners"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("import_directory", str(file), "--name", name)


def test_an_empty_and_an_old_directory_ask_for_a_file(now: datetime) -> None:
    assert "Nothing was imported" in asking.remarks("partners", now=now)[0]
    take(*ROWS, now=now)
    assert asking.remarks("partners", now=now) == []
    assert "40 days old" in asking.remarks("partners", now=now + timedelta(days=40))[0]
