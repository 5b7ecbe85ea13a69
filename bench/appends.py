"""Appends by many writers at once, with pgbench, on a PostgreSQL of its own that waits for the disk as in service."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dsar_portal import childproc, keys
from dsar_portal.embedded import Home, Postgres
from dsar_portal.surroundings import ROOT
from tests.drills.stack import clean_environment

SECONDS = 5
TURNS = 3
WRITERS = (1, 4, 16)

# The floor is a bare insert of the text. `plain` is the same row with the same search columns and indexes in a table
# that nobody guards, signs or hashes into a tree. The limit is a chain: each entry waits for the hash of the last one.
# `bench_entry` makes the same text for all, as the portal writes it.
TABLES = """
CREATE FUNCTION bench_entry(OUT id uuid, OUT leaf text) LANGUAGE sql AS $$
  SELECT v, '{"action":"case.viewed","actor":{"aal":2,"id":"' || w || '","session":null,"type":"staff"},'
   '"at":"2026-11-23T15:00:00.000000Z","corr":null,"detail":null,"facts":{"page":"case"},"from":null,"id":"' || v
   || '","reason":null,"request":"' || w || '","subject":{"id":"' || w || '","rev":1,"type":"access_event"},'
   '"to":null,"v":1,"ver":"0.1.0"}'
  FROM (SELECT uuidv7() AS v, gen_random_uuid() AS w) AS ids $$;
CREATE TABLE bench_bare_text (id uuid PRIMARY KEY, leaf text NOT NULL);
CREATE TABLE bench_plain (LIKE audit.entry INCLUDING ALL);
CREATE TABLE bench_chain (at bigserial PRIMARY KEY, id uuid NOT NULL, leaf text NOT NULL, link bytea NOT NULL);
CREATE FUNCTION bench_append(uuid, text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock(1);
  INSERT INTO bench_chain (id, leaf, link) SELECT $1, $2, sha256(coalesce(
    (SELECT link FROM bench_chain ORDER BY at DESC LIMIT 1), ''::bytea) || convert_to($2, 'UTF8'));
END $$;
GRANT SELECT, INSERT ON bench_bare_text, bench_plain, bench_chain TO portal_app;
GRANT USAGE ON SEQUENCE bench_chain_at_seq TO portal_app;
"""
WAYS = {
    "bare": "INSERT INTO bench_bare_text (id, leaf) SELECT id, leaf FROM bench_entry();",
    "plain": "INSERT INTO bench_plain (id, leaf) SELECT id, leaf FROM bench_entry();",
    "chain": "SELECT bench_append(id, leaf) FROM bench_entry();",
    "ledger": "INSERT INTO audit.entry (id, leaf) SELECT id, leaf FROM bench_entry();",
}
# A deed of the portal: the entry, and then a moment until its transaction is through.
DEED = "BEGIN;\n{insert}\n\\sleep 5 ms\nCOMMIT;"


def run() -> dict[str, float]:
    """Rates at 1, 4 and 16 writers, and of whole deeds at 16; all ways in turns, so that noise bothers all."""
    with tempfile.TemporaryDirectory(prefix="dsar-bench-") as folder, _server(Path(folder)) as postgres:
        single = {f"{way}_{n}": _Run(postgres, Path(folder), sql, n) for way, sql in WAYS.items() for n in WRITERS}
        deeds = {
            f"{way}_deeds_16": _Run(postgres, Path(folder), DEED.format(insert=sql), 16) for way, sql in WAYS.items()
        }
        every = single | deeds
        for _ in range(TURNS):
            for one in every.values():
                one.measure()
    return {name: one.median for name, one in every.items()} | _ratios(every)


def _ratios(every: "dict[str, _Run]") -> dict[str, float]:
    """Ratios of runs that were made in the same turn, of which the median counts."""
    sizes = [*map(str, WRITERS), "deeds_16"]
    pairs = {
        f"ratio_to_{other}_{size}": [
            ours / theirs
            for ours, theirs in zip(every[f"ledger_{size}"].rates, every[f"{other}_{size}"].rates, strict=True)
        ]
        for size in sizes
        for other in ("bare", "plain", "chain")
    }
    return {name: round(sorted(found)[len(found) // 2], 3) for name, found in pairs.items()}


class _Run:
    """One way to append, by so many writers."""

    def __init__(self, postgres: Postgres, folder: Path, sql: str, writers: int) -> None:
        self.postgres, self.writers = postgres, writers
        self.file = folder / f"{abs(hash((sql, writers)))}.sql"
        self.file.write_text(sql + "\n")
        self.rates: list[float] = []

    @property
    def median(self) -> float:
        return sorted(self.rates)[len(self.rates) // 2]

    def measure(self) -> None:
        command = [str(self.postgres.bin / "pgbench"), "--no-vacuum", "--protocol=prepared", "--jobs=2"]
        command += [f"--client={self.writers}", f"--time={SECONDS}", f"--file={self.file}"]
        done = subprocess.run(  # noqa: S603  # our own binary
            [*command, self.postgres.url("portal_app")], env=self.postgres.env, capture_output=True, text=True
        )
        if done.returncode or "tps = " not in done.stdout:
            raise RuntimeError(f"pgbench: {done.stderr[-2000:]}")
        self.rates.append(round(float(done.stdout.split("tps = ")[1].split()[0]), 1))


@contextmanager
def _server(folder: Path) -> Iterator[Postgres]:
    """A durable cluster with the portal's tables, and the real sequencer at work beside the writers."""
    folder.chmod(0o711)
    home = Home(folder / "data")
    postgres = Postgres(home)
    postgres.start()
    sequencer = None
    try:
        postgres.prepare()
        env = (
            clean_environment()
            | keys.ensure(folder / "secrets")
            | _addresses(postgres)
            | {
                "DSAR_DATA_DIR": str(folder / "data"),
                "DSAR_BASE_URL": "http://localhost:8000",
            }
        )
        owner = env | {"DATABASE_URL": env["DATABASE_OWNER_URL"]}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "--no-input", "--verbosity=0", "--skip-checks"], env=owner, check=True)  # noqa: S603  # our own command
        postgres.psql(TABLES, database="portal")
        sequencer = childproc.spawn([*manage, "sequencer"], env=env, log=folder / "sequencer.log", cwd=ROOT)
        yield postgres
    finally:
        childproc.end(sequencer)
        postgres.stop()


def _addresses(postgres: Postgres) -> dict[str, str]:
    roles = {"DATABASE_URL": "portal_app", "DATABASE_OWNER_URL": "portal_owner", "DATABASE_SEQUENCER_URL": "audit_seq"}
    return {name: postgres.url(role) for name, role in roles.items()} | {"REDIS_URL": "redis://127.0.0.1:1/0"}
