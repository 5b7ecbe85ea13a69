"""Reading another organisation's database: read-only, declared queries, an end to every wait.

PostgreSQL works as it is; for another make its driver is installed beside the portal, and its address names it.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from outbound.patience import TooSlow, within

T = TypeVar("T")
Rows = list[dict[str, Any]]
CONNECT_SECONDS = 5
DRIVERS = {"postgres": "postgresql+psycopg2", "postgresql": "postgresql+psycopg2"}
# Said at the beginning of each transaction, as far as the make knows such words. Times in milliseconds.
FIRST: dict[str, tuple[str, ...]] = {
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = {ms}", "SET LOCAL lock_timeout = {ms}"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION MAX_EXECUTION_TIME = {ms}"),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION max_statement_time = {ms} / 1000.0"),
    "oracle": ("SET TRANSACTION READ ONLY",),
    "mssql": ("SET LOCK_TIMEOUT {ms}",),
    "sqlite": ("PRAGMA query_only = ON",),
}
# One row and column: whether the account may change anything of the data. A make without an entry cannot say.
MAY_WRITE: dict[str, str] = {
    "postgresql": (
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper)"
        " OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND n.nspname NOT LIKE 'pg\\_%' AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))"
    ),
    "mysql": (
        "SELECT EXISTS (SELECT 1 FROM information_schema.user_privileges"
        " WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'SUPER'))"
        " OR EXISTS (SELECT 1 FROM information_schema.schema_privileges"
        " WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE'))"
        " OR EXISTS (SELECT 1 FROM information_schema.table_privileges"
        " WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE'))"
    ),
}
MAY_WRITE["mariadb"] = MAY_WRITE["mysql"]


class NotReadable(Exception):
    """The database did not answer, or not as declared. The text holds no address, no password and no value."""


class Reader:
    """One database, asked through one account. Connections are opened for a question and closed after it."""

    def __init__(self, url: URL, *, seconds: float) -> None:
        self.seconds = seconds
        self.url = url

    def ask(self, questions: Callable[["Asking"], T]) -> T:
        """Put questions in one read-only transaction. Raises `NotReadable` on any failure, and after the time."""
        try:
            # The wall clock stands behind the database's own: a stopped server says nothing at all.
            return within(self.seconds * 2 + CONNECT_SECONDS, lambda: self._ask(questions))
        except TooSlow:
            raise NotReadable("gave no answer in time") from None
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise NotReadable(f"could not be read ({type(cause).__name__})") from None
        except (OSError, UnicodeError, ValueError, ArithmeticError) as error:
            raise NotReadable(f"could not be read ({type(error).__name__})") from None

    def _ask(self, questions: Callable[["Asking"], T]) -> T:
        engine = _engine(self.url)
        with engine.connect() as connection, connection.begin() as transaction:
            for statement in FIRST.get(engine.dialect.name, ()):
                connection.exec_driver_sql(statement.format(ms=int(self.seconds * 1000)))
            answer = questions(Asking(connection))
            transaction.rollback()
        engine.dispose()
        return answer


class Asking:
    """The open transaction: each question is a statement built of declared names and bound values."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: sa.Select[Any], *, most: int) -> Rows:
        """At most so many rows, as dictionaries."""
        found = self._connection.execute(statement.limit(most))
        return [dict(row) for row in found.mappings().fetchmany(most)]

    def may_write(self) -> bool | None:
        """Whether the account could change data; None where this make of database cannot be asked."""
        question = MAY_WRITE.get(self._connection.dialect.name)
        if question is None:
            return None
        return bool(self._connection.exec_driver_sql(question.replace("%", "%%")).scalar())


def address(text: str) -> URL:
    """A database's address, such as `postgresql://reader:secret@host/name`. Raises `ValueError`, without the text."""
    try:
        url = make_url(text.strip())
        url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise ValueError(f"is no address of a database whose driver is installed ({type(error).__name__})") from None
    return url


def table(name: str, columns: Sequence[str]) -> sa.TableClause:
    """A table or view by its declared name, `schema.name` or `name`. Odd names are quoted by the library."""
    schema, _dot, plain = name.rpartition(".")
    return sa.table(plain, *(sa.column(one) for one in dict.fromkeys(columns)), schema=schema or None)


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        options = {"connect_args": {"connect_timeout": CONNECT_SECONDS, "application_name": "dsar-portal"}}
    # `hide_parameters`: values must never stand in the text of an error.
    return sa.create_engine(url, poolclass=NullPool, hide_parameters=True, **options)
