"""Directories as the manual connects them: its own examples, over a real database and a real service."""

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[3]
MANUAL = (ROOT / "docs/how-to/connect-a-directory.md").read_text(encoding="utf-8")
NORA_THERE = """
INSERT INTO customer VALUES
 (7, 'Nora', 'QUIST-O''Brien', '1961-04-09', 'Nora@Example.org', '2019-05-02', '2025-01-01', '(920) 555-0142', NULL,
  '12 Elm Street', 'Neenah', 'WI', '54956-1234', '2019-05-02', NULL),
 (8, 'José', 'López García', '1975-12-24', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO policy VALUES ('55 102938', 7, 'Engagement Ring', 'Gold Corner LLC', '2026-10-05'),
 ('55-777777', 7, 'wrist watch', NULL, NULL), ('66-1', 8, repeat('ring ', 2000000), NULL, NULL);
CREATE VIEW slow AS SELECT policy.* FROM policy WHERE pg_sleep(5) IS NOT NULL;
"""


def blocks(language: str) -> list[str]:
    """The examples of the manual in one language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)


def _run(address: str, *statements: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


@pytest.fixture(scope="session")
def company() -> Iterator[dict[str, str]]:
    """The company's own database, made by the manual's words, with its reader and its owner."""
    admin, mark = os.environ["DSAR_TEST_ADMIN_URL"], uuid4().hex[:12]
    database, reader = f"company_{mark}", f"reader_{mark}"
    _run(admin, f"CREATE DATABASE {database}")
    owner = f"{admin.rsplit('/', 1)[0]}/{database}"
    tables, account = blocks("sql")
    _run(owner, tables, NORA_THERE, account.replace("portal_reader", reader), f"GRANT SELECT ON slow TO {reader}")
    host = owner.rpartition("@")[2]
    yield {"owner": owner, "reader": f"postgresql://{reader}:choose-a-long-one@{host}"}
    _run(owner, f"DROP OWNED BY {reader}")
    _run(admin, f"DROP DATABASE {database} WITH (FORCE)", f"DROP ROLE {reader}")


class Service:
    """A service of the company: answers what the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.body: bytes = blocks("json")[1].encode()
        self.status = 200
        self.headers: dict[str, str] = {}
        self.hang = threading.Event()
        self.hang.set()
        self.asked: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.tokens.append(self.headers.get("Authorization", ""))
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.hang.wait(10)
                self.send_response(outer.status)
                for name, value in {"Content-Type": "application/json", **outer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/privacy/people"


@pytest.fixture
def service() -> Iterator[Service]:
    served = Service()
    yield served
    served.hang.set()
    served.server.shutdown()
    served.server.server_close()


Connect = Callable[..., Path]


@pytest.fixture
def connect(tmp_path: Path, settings) -> Connect:
    """Write `directories.toml` with these tables and secrets, and let the portal use it."""

    def write(*tables: str, **secrets: str) -> Path:
        (tmp_path / "secrets").mkdir(exist_ok=True)
        for name, value in secrets.items():
            (tmp_path / "secrets" / name).write_text(value)
        path = tmp_path / f"directories-{uuid4().hex}.toml"
        path.write_text("\n".join(tables), encoding="utf-8")
        settings.DIRECTORIES_FILE = path
        return path

    return write


@pytest.fixture
def customers(connect: Connect, company: dict[str, str]) -> None:
    """The manual's database, connected by the manual's mapping."""
    connect(blocks("toml")[0], customers_url=company["reader"])


@pytest.fixture
def claims(connect: Connect, service: Service) -> Service:
    """The manual's service, connected by the manual's mapping."""
    connect(claims_table(service), claims_token="s3cret")
    return service


def claims_table(service: Service) -> str:
    """The manual's mapping of its service, at the address where it is served here."""
    return blocks("toml")[1].replace("https://claims.example.com/privacy/people", service.url)
