"""Every test has a database that behaves like production's: roles apart, never flushed, cloned in a blink."""

import time

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction


@pytest.mark.django_db
def test_stories_run_as_the_applications_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("portal_app", False)


@pytest.mark.django_db
def test_the_application_cannot_change_the_schema():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE graffiti (id int)")


def test_what_is_committed_is_seen_by_others(committed_db, owner_connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (committed_db,)
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("portal_owner", committed_db)


def test_a_fresh_database_takes_no_time(committed_db):
    from tests.conftest import cloned_database

    taken = []
    for _time in range(3):
        started = time.perf_counter()
        with cloned_database() as name:
            taken.append(time.perf_counter() - started)
            assert name != committed_db
    # The best of three: what copying takes, not what else the machine did meanwhile.
    assert min(taken) < 1, taken


def test_superusers_exist_only_for_attacks(committed_db, superuser_connection):
    with superuser_connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("postgres",)


@pytest.mark.django_db
def test_the_owner_may_act_for_the_ledgers_owner_and_the_application_may_not(owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SET ROLE audit_owner")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET ROLE audit_owner")


def test_a_wrong_password_is_refused(committed_db):
    options = connection.settings_dict
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(
            host=options["HOST"], port=options["PORT"], user="postgres", password="guess", dbname=committed_db
        )
