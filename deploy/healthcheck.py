"""`python deploy/healthcheck.py web|pump|sequencer|beat`: exit 0 while that part does its work."""

import os
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

LATE_JOB = "SELECT count(*) FROM jobs_job WHERE state = 'ready' AND run_after < now() - interval '5 minutes'"
LATE_ENTRY = (
    "SELECT count(*) FROM audit.pending p JOIN audit.entry e ON e.id = p.entry_id "
    "WHERE e.recorded_at < now() - interval '60 seconds'"
)
BEAT_SCHEDULE = Path("/tmp/beat-schedule")  # noqa: S108  # inside the container


def web() -> bool:
    """The process answers. It accepts only its own host name."""
    host = urlsplit(os.environ["DSAR_BASE_URL"]).netloc
    asked = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  # our own address
        return bool(answer.status == 200)


def none_late(url_file: str, query: str) -> bool:
    """Nothing has waited too long."""
    connection = psycopg2.connect(Path(os.environ[url_file]).read_text().strip(), connect_timeout=5)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return bool(cursor.fetchone()[0] == 0)
    finally:
        connection.close()


def beat() -> bool:
    """Beat writes its schedule down every three minutes."""
    return any(time.time() - path.stat().st_mtime < 900 for path in BEAT_SCHEDULE.parent.glob(f"{BEAT_SCHEDULE.name}*"))


CHECKS = {
    "web": web,
    "pump": lambda: none_late("DATABASE_URL_FILE", LATE_JOB),
    "sequencer": lambda: none_late("DATABASE_SEQUENCER_URL_FILE", LATE_ENTRY),
    "beat": beat,
}

if __name__ == "__main__":
    raise SystemExit(0 if CHECKS[sys.argv[1]]() else 1)
