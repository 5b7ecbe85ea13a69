"""Intake: requests a second of `POST /api/v1/submissions/` beside a bare insert view on the same servers.

The portal's workers do meanwhile what each filing sets going: they match, look for duplicates, and send the letter.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from bench import bare_table
from bench.pressure import posts_per_second
from dsar_portal.childproc import free_port
from dsar_portal.parts import web_options
from tests.drills.intake_load import submission
from tests.drills.stack import ROOT, Stack, clean_environment, portal

SECONDS = 10.0
ROWS = 300


def run() -> dict[str, float]:
    """Both in one run, in turns, so that a noisy machine bothers both."""
    with portal(requests=1) as stack:
        key = stack.api_key("requests:create,requests:read")
        with _bare_view(stack) as bare:
            ours, plain, load = [], [], os.getloadavg()[0]
            for _ in range(2):
                plain.append(_measure(bare, {}))
                ours.append(_measure(f"{stack.run['web']}/api/v1/submissions/", {"Authorization": f"Bearer {key}"}))
        batch = _batch(f"{stack.run['web']}/api/v1/submissions/batch/", key)
    portal_rate, bare_rate = max(rate for rate, _ in ours), max(rate for rate, _ in plain)
    return {
        "portal_requests_per_s": portal_rate,
        "bare_insert_requests_per_s": bare_rate,
        "ratio": round(portal_rate / bare_rate, 3),
        "portal_median_ms": min(median for _, median in ours),
        "bare_median_ms": min(median for _, median in plain),
        f"batch_of_{ROWS}_s": batch,
        "load_of_the_machine_before": round(load, 1),
    }


def _batch(url: str, key: str) -> float:
    """How long one call with many rows takes; the better of two."""
    times = []
    for turn in range(2):
        rows = [submission(1_000_000 * (turn + 1) + number) for number in range(ROWS)]
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        request = urllib.request.Request(  # noqa: S310  # our own server
            url.replace("localhost", "127.0.0.1"), json.dumps({"submissions": rows}).encode(), headers
        )
        begun = time.perf_counter()
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310  # our own server
            if json.load(answer)["filed"] != ROWS:
                raise RuntimeError("The portal refused rows of the batch.")
        times.append(time.perf_counter() - begun)
    return round(min(times), 2)


def _measure(url: str, headers: dict[str, str]) -> tuple[float, float]:
    def body(number: int) -> bytes:
        return json.dumps(submission(number)).encode()

    return posts_per_second(
        url.replace("localhost", "127.0.0.1"),
        body=body,
        headers={"Content-Type": "application/json", **headers},
        seconds=SECONDS,
    )


@contextmanager
def _bare_view(stack: Stack) -> Iterator[str]:
    """The yardstick under the same gunicorn options, on the same database."""
    connection = psycopg2.connect(stack.run["owner_url"])
    with connection, connection.cursor() as cursor:
        cursor.execute(bare_table.TABLE)
    connection.close()
    port = free_port()
    options = [option for option in web_options(port) if option != "dsar_portal.wsgi:application"]
    secrets = Path(stack.folder) / "secrets"
    env = clean_environment() | {
        "DATABASE_URL": stack.run["database_url"],
        "REDIS_URL": stack.run["redis_url"],
        "DSAR_SECRET_KEY_FILE": str(secrets / "secret-key"),
        "DSAR_FIELD_KEYS_FILE": str(secrets / "field-keys.json"),
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "bench.bare:application", *options]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=env)  # noqa: S603  # our own command
    try:
        _wait(f"http://127.0.0.1:{port}/bare/")
        yield f"http://127.0.0.1:{port}/bare/"
    finally:
        server.terminate()
        server.wait(30)


def _wait(url: str) -> None:
    for _ in range(100):
        with suppress(urllib.error.URLError):
            try:
                urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # our own server
            except urllib.error.HTTPError as answer:
                answer.close()
                return
        time.sleep(0.1)
    raise RuntimeError("The bare view did not start.")
