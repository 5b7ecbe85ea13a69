"""Files requests from outside while things break, and keeps its own record of what was acknowledged."""

# ruff: noqa: S310  # addresses of the drill's own portal

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from uuid import uuid4

PATIENCE_SECONDS = 180


def submission(number: int) -> dict[str, object]:
    """One synthetic person asking for access; an invented address that only the mail catcher knows."""
    return {
        "rights": [{"right": "access", "scope": "categories"}],
        "companies": ["group"],
        "consumer": {"given_name": "Drill", "family_name": f"Number{number}", "email": f"drill-{number}@example.org"},
        "requester": {"capacity": "self"},
        "residence": {"country": "US", "state": "WI"},
        "language": "en",
    }


@dataclass
class Filer:
    """Files until `wanted` are acknowledged or `enough` is set, several at a time.

    An unclear answer is asked again with the same key, as a careful client does, until it is clear. `first` is the
    number of the first one.
    """

    web: str
    key: str
    wanted: int
    clients: int = 4
    first: int = 0
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    attempts: int = 0
    refused: dict[int, int] = field(default_factory=dict)
    enough: threading.Event = field(default_factory=threading.Event)
    trouble: Exception | None = None

    def run(self) -> None:
        """Let all clients file; returns when each has its last answer."""
        numbers = iter(range(self.first, self.first + self.wanted))
        lock = threading.Lock()

        def client() -> None:
            while not self.enough.is_set():
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                self._file(number)

        threads = [threading.Thread(target=self._guarded, args=(client,)) for _ in range(self.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _guarded(self, client: Callable[[], None]) -> None:
        try:
            client()
        except Exception as trouble:  # told to the main thread, which fails the drill with it
            self.trouble = trouble
            self.enough.set()

    def _file(self, number: int) -> None:
        body = json.dumps(submission(number)).encode()
        idempotency = uuid4().hex
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE_SECONDS:
            self.attempts += 1
            answer = self._post(body, idempotency)
            if answer is not None:
                references = [filed["reference"] for filed in answer["requests"]]
                self.acknowledged[f"drill-{number}@example.org"] = references
                return
            time.sleep(0.2)
        raise AssertionError(f"no clear answer to submission {number} within {PATIENCE_SECONDS} s")

    def _post(self, body: bytes, idempotency: str) -> dict | None:
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f'"{idempotency}"',
        }
        asked = urllib.request.Request(f"{self.web}/api/v1/submissions/", data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                self.refused[refused.code] = self.refused.get(refused.code, 0) + 1
                if refused.code not in {409, 429} and refused.code < 500:
                    raise AssertionError(refused.read().decode()) from refused
        except (OSError, HTTPException, ValueError):
            pass
        return None
