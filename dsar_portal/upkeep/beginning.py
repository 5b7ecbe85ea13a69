"""The first start in production: roles, tables, keys, facts about the organisation, the first administrator."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings
from django.db import transaction
from psycopg2 import sql

from accounts.principals import Principal
from accounts.roles import Role
from accounts.selectors import everybody
from accounts.services import change_password, create_user
from dsar_portal import roles_sql
from requests_app.profile import PROFILE
from requests_app.regimes import BOOK
from vault.blind import blind_index

ADMIN_URL = "DATABASE_ADMIN_URL"
VARIABLES = {
    "portal_app": "DATABASE_URL",
    "portal_owner": "DATABASE_OWNER_URL",
    "audit_seq": "DATABASE_SEQUENCER_URL",
}
AWAY = "The database does not answer. Is DATABASE_OWNER_URL right, does the server run, and does the database exist?"


class NotReady(Exception):
    """Something that only a person can give is missing. The text says what."""


@dataclass(frozen=True)
class Administrator:
    """The first account. `password` is None when there was one already."""

    username: str
    password: str | None


def given() -> dict[str, str]:
    """The environment as the operator gave it: manage.py puts the owner's address in the place of the application's."""
    return {**os.environ, "DATABASE_URL": os.environ.get("PORTAL_APP_URL") or os.environ["DATABASE_URL"]}


def make_roles(given: Mapping[str, str]) -> bool:
    """Make database and roles as the cluster's administrator, with the passwords of the three addresses.

    False without `DATABASE_ADMIN_URL`: then somebody else has made them. Raises `NotReady`. May be repeated.
    """
    admin = settings.DATABASE_ADMIN_URL
    if not admin:
        return False
    passwords = {role: _password(role, given.get(variable, "")) for role, variable in VARIABLES.items()}
    database = urlsplit(given["DATABASE_URL"]).path.lstrip("/")
    try:
        _execute(admin, roles_sql.roles(passwords))
        _make_database(admin, database)
        _execute(f"{admin.rpartition('/')[0]}/{database}", roles_sql.privileges(database))
    except psycopg2.Error as trouble:
        raise NotReady(f"{ADMIN_URL} did not let us make the roles ({type(trouble).__name__}).") from trouble
    return True


def check_roles(given: Mapping[str, str]) -> None:
    """Each address opens the database, as a role of its own. Raises `NotReady`."""
    for role, variable in VARIABLES.items():
        address = given.get(variable, "")
        if not address:
            raise NotReady(f"{variable} is not set. It is the address of the role {role}.")
        try:
            psycopg2.connect(address, connect_timeout=5).close()
        except psycopg2.OperationalError as trouble:
            hint = f"Set {ADMIN_URL} to the address of the cluster's administrator, once, and run this again."
            raise NotReady(f"{variable} does not open the database. {hint}") from trouble


def check_keys() -> None:
    """The field keys can be used. Raises `NotReady`."""
    try:
        blind_index("init", purpose="init")
    except RuntimeError as trouble:
        raise NotReady(str(trouble)) from trouble


def remarks() -> list[str]:
    """What a person should look at before the first request comes; none of it stops the start."""
    found = []
    if not settings.SECURE:
        found.append("DSAR_BASE_URL is not https: sign-in cookies and personal data would travel in clear.")
    if settings.DEMO:
        found.append("DSAR_DEMO is on: this is a demonstration, with known codes.")
    if "EMAIL_URL" not in os.environ:
        found.append("EMAIL_URL is not set: letters wait until there is a mail server.")
    if PROFILE.mail_from.endswith((".example", "@example.com", "@localhost")):
        found.append("config/profile.toml still has an example as the sender of letters.")
    unconfirmed = [regime.slug for regime in BOOK.regimes.values() if not regime.confirmed]
    if unconfirmed:
        found.append(f"Counsel has not confirmed these legal rules: {', '.join(unconfirmed)}.")
    return found


def first_administrator(*, username: str, name: str, now: datetime) -> Administrator:
    """Make the first administrator, with a password that works once, unless there is one who can enter."""
    there = next((user for user in everybody() if Role.ADMIN in user.roles and user.may_enter(now)), None)
    if there is not None:
        return Administrator(there.username, None)
    password = secrets.token_urlsafe(18)
    by = Principal.system("init")
    with transaction.atomic():
        user = create_user(username=username, display_name=name, roles=[Role.ADMIN], by=by, now=now)
        # Set by somebody else: it opens the account only for choosing one's own.
        change_password(user_id=user.id, password=password, by=by, now=now)
    return Administrator(username, password)


def _password(role: str, address: str) -> str:
    parts = urlsplit(address)
    password = unquote(parts.password or "")
    if unquote(parts.username or "") != role or not password:
        raise NotReady(f"{VARIABLES[role]} must name the role {role} and a password of its own.")
    if not password.replace("-", "").replace("_", "").isalnum():
        raise NotReady(f"The password in {VARIABLES[role]} may hold letters, digits, - and _ only.")
    return password


def _make_database(admin: str, database: str) -> None:
    made = sql.SQL("CREATE DATABASE {} OWNER portal_owner ENCODING 'UTF8' TEMPLATE template0")
    connection = psycopg2.connect(admin)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [database])
            if cursor.fetchone() is None:
                cursor.execute(made.format(sql.Identifier(database)))
    finally:
        connection.close()


def _execute(address: str, statements: list[str]) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()
