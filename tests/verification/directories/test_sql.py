"""A second, real database as a directory, read through the account that the manual makes."""

from datetime import date, datetime
from pathlib import Path

import psycopg2
import pytest
import sqlalchemy as sa

from outbound.sql import NotReadable, Reader, address
from tests.verification.directories.conftest import Connect, blocks
from verification.directories import configured, normalise
from verification.directories.base import FEW, Candidate, DirectoryDown, OnFile
from verification.services import asking

NASTY = "55-102938' OR 1=1; DROP TABLE policy; --%s:x{}\\"


def found(**typed: str) -> list[Candidate]:
    return configured.together().find(normalise.of_person(typed))


def test_a_person_is_found_by_each_fact_however_it_is_spelled(customers: None) -> None:
    by = [
        {"policy_number": "55-102938"}, {"email": "nora@example.org"}, {"phone": "920 555 0142"},
        {"family_name": "obrien quist", "date_of_birth": "4/9/1961"},
    ]  # fmt: skip
    assert [[one.person_key for one in found(**typed)] for typed in by] == [["customer:7"]] * 4
    nora = found(policy_number="55-777777")[0]
    assert nora.facts["policy_number"] == {"55102938", "55777777"}
    assert nora.facts["last_premium_month"] == {"2026-10"}
    assert nora.facts["postal_code"] == {"54956"}
    assert OnFile("email", "nora@example.org", date(2019, 5, 2), date(2025, 1, 1)) in nora.on_file
    assert OnFile("phone", "+19205550142", None) in nora.on_file
    assert found(given_name="Nora", item_type="engagement ring", family_name="Quist") == []


def test_a_value_of_ten_million_signs_is_cut_where_it_lies(customers: None) -> None:
    assert max(len(value) for value in found(policy_number="66-1")[0].facts["item_type"]) <= 400


@pytest.mark.parametrize("kind", ["policy_number", "email", "account_username", "phone", "family_name"])
def test_a_typed_statement_is_a_value_and_nothing_else(customers: None, kind: str) -> None:
    assert found(**{kind: NASTY, "date_of_birth": "1961-04-09"}) == []
    assert [one.person_key for one in found(email="nora@example.org")] == ["customer:7"]


def test_only_reading_is_possible_and_an_account_that_can_write_is_told(
    connect: Connect, company: dict[str, str], now: datetime
) -> None:
    connect(blocks("toml")[0], customers_url=company["reader"])
    assert asking.remarks("customers", now=now) == []
    connect(blocks("toml")[0], customers_url=company["owner"])
    assert "may change data" in asking.remarks("customers", now=now)[0]
    erase = sa.text("DELETE FROM policy")
    with pytest.raises(NotReadable, match="ReadOnlySqlTransaction"):
        Reader(address(company["owner"]), seconds=2).ask(lambda asking: asking._connection.execute(erase))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seconds = 5": "seconds = 0.2", '"policy"': '"slow"'}, "could not be read (QueryCanceled)"),
        ({'"customer_id"': '"no_such_column"'}, "could not be read (UndefinedColumn)"),
        ({'"policy"': '"pg_authid"'}, "could not be read"),
    ],
)
def test_a_directory_that_hangs_or_is_not_as_declared_is_down_and_says_no_value(
    connect: Connect, company: dict[str, str], changes: dict[str, str], words: str
) -> None:
    mapping = blocks("toml")[0]
    for before, after in changes.items():
        mapping = mapping.replace(before, after)
    connect(mapping, customers_url=company["reader"])
    with pytest.raises(DirectoryDown) as down:
        found(policy_number="55-102938", email="nora@example.org")
    assert words in str(down.value)
    assert "nora" not in str(down.value)


def test_no_server_a_wrong_password_and_no_address_are_down_too(connect: Connect, company: dict[str, str]) -> None:
    for wrong in ("postgresql://a:b@127.0.0.1:9/x", company["reader"].replace("choose", "other"), "no address"):
        connect(blocks("toml")[0], customers_url=wrong)
        with pytest.raises(DirectoryDown) as down:
            found(email="nora@example.org")
        assert "127.0.0.1" not in str(down.value)


def test_a_fact_that_everybody_shares_finds_nobody_and_proves_nothing(customers: None, company: dict[str, str]) -> None:
    with psycopg2.connect(company["owner"]) as owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customer (id, first_name, last_name, born, mobile)"
            " SELECT n, 'Ann', 'Other', '1900-01-01', '000-555-0100' FROM generate_series(1000, 11000) n"
        )
        cursor.execute("UPDATE customer SET mail = 'none@example.org' WHERE id >= 1000 OR id = 7")
    owner.close()
    try:
        assert found(email="none@example.org") == []
        nora = found(email="none@example.org", policy_number="55-102938")
        assert [one.person_key for one in nora] == ["customer:7"]
        assert "email" not in nora[0].facts
        assert found(family_name="Other", date_of_birth="1900-01-01") == []
        assert FEW < 10_000
    finally:
        with psycopg2.connect(company["owner"]) as owner, owner.cursor() as cursor:
            cursor.execute(
                "DELETE FROM customer WHERE id >= 1000; UPDATE customer SET mail = 'Nora@Example.org' WHERE id = 7"
            )
        owner.close()


def test_a_database_of_another_make_is_read_by_the_same_mapping(
    connect: Connect, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "customers.sqlite"
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for statement in blocks("sql")[0].split(";")[:2]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            "INSERT INTO customer (id, first_name, last_name, born, mail, mail_since)"
            " VALUES (7, 'Nora', 'Quist', '1961-04-09', 'nora@example.org', '2019-05-02')"
        )
        connection.exec_driver_sql("INSERT INTO policy VALUES ('55-102938', 7, 'ring', NULL, '2026-10-05')")
    engine.dispose()
    connect(blocks("toml")[0], customers_url=f"sqlite:///{file}")
    nora = found(policy_number="55 102938")[0]
    assert nora.facts["last_premium_month"] == {"2026-10"}
    assert OnFile("email", "nora@example.org", date(2019, 5, 2)) in nora.on_file
    assert "cannot say" in asking.remarks("customers", now=now)[0]
