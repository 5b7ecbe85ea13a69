"""What whoever asks can see: every page, answer, mail and date of one story, with all that is chance taken out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.test import Client
from time_machine import Traveller

from jobs.sweeps import run_sweep
from notifications import services as letters
from notifications.models import Letter
from notifications.selectors import words_of
from tests import cast
from tests.api.caller import Caller

# The sweeps that do anything to a request that waits for proof.
SWEEPS = ("checks_over", "duties", "papers", "promised_calls", "release_holds", "release_holds_heal")
ROOMS = ("", "timeline/", "deadlines/", "items/")
HEADS = ("Content-Type", "ETag", "Last-Modified", "Location", "Retry-After", "Content-Length")
CHANCE = (
    (r"JM-[0-9A-Z]{4}-[0-9A-Z]{4}", "REF"),
    (r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "ID"),
    (r"[0-9a-f]{64}", "HASH"),
    (r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", "ACCESS"),
    (r"(?<![\w/-])[A-Za-z0-9_-]{40,}(?![\w/-])|(?<=/)[\w-]{43}(?![\w-])|(?<=value=\")[A-Za-z0-9]{64}", "TOKEN"),
    (r"\b\d{4} ?\d{4}\b(?= )|(?<=')\d{8}(?=')", "CODE"),
)
Seen = list[tuple[str, str]]


@dataclass
class Outside:
    """Somebody who asked, with a browser and a program, and what they got to see so far. `reads`: their mailboxes."""

    program: Caller
    clock: Traveller
    now: datetime
    reads: frozenset[str]
    browser: Client = field(default_factory=Client)
    seen: Seen = field(default_factory=list)
    filed: dict[str, Any] = field(default_factory=dict)

    def file(self, body: dict[str, Any]) -> None:
        self.filed = self.note("file", self.program.post("submissions/", body)).json()
        code = {"reference": self.references[0], "code": self.filed["access_code"]}
        self.note("enter", self.browser.post("/status/", code))
        cast.work_off(self.now)

    @property
    def references(self) -> list[str]:
        return [one["reference"] for one in self.filed["requests"]]

    def note(self, label: str, answer: Any) -> Any:
        """An answer as it came: its status, the headers and cookies that say something, its words."""
        heads = [f"{name}: {answer.headers[name]}" for name in HEADS if name in answer.headers]
        told = f"{answer.status_code} {heads} {sorted(answer.cookies)} {answer.content.decode()}"
        self.seen.append((plain(label), plain(told)))
        return answer

    def page(self, address: str, data: dict[str, Any] | None = None) -> None:
        # A page that only says where to go on is noted; what it has to say stands on the next one.
        shown = self.browser.get(address) if data is None else self.browser.post(address, data)
        self.note(f"{address} {data or ''}", shown)

    def call(self, path: str, body: object) -> None:
        self.note(f"POST {path}", self.program.post(f"requests/{self.references[0]}/{path}", body))

    def look(self) -> None:
        """Everything that there is to read now."""
        for page in ("requests/", "identity/", "identity/letter/", "identity/call/", "identity/code/"):
            self.page(f"/status/{page}")
        for reference in self.references:
            self.page(f"/status/{reference}/")
            for room in ROOMS:
                self.note(f"GET {room}", self.program.get(f"requests/{reference}/{room}"))
        self.note("GET list", self.program.get("requests/"))

    def wait(self, days: int) -> None:
        """Time passes; the workers, the sweeps and the mail room do what is theirs."""
        self.clock.shift(timedelta(days=days))
        self.now += timedelta(days=days)
        for name in SWEEPS:
            run_sweep(name, now=self.now)
        cast.work_off(self.now)
        for sheet in Letter.objects.filter(channel="post", status="to_print"):
            letters.mark_posted(letter_id=sheet.id, by=cast.staff("mo").actor, now=self.now)

    def code(self) -> str:
        """The newest code that came to their mailbox."""
        mine = Letter.objects.filter(kind="verification_code", about=self.filed["submission"])
        return str(mine.latest("created_at").context["code"])

    def mail(self) -> None:
        """What came to their own mailboxes, in the order in which it came."""
        for row in Letter.objects.order_by("created_at", "id"):
            if str(row.recipient.get("email") or "") in self.reads:
                told = words_of(row.id)
                self.seen.append(
                    (f"mail {row.kind}", plain(f"{row.created_at} {row.status} {told.subject} {told.text}"))
                )


def plain(text: str) -> str:
    """Without what is chance: references, ids, hashes, tokens, codes."""
    for pattern, name in CHANCE:
        text = re.sub(pattern, name, text)
    return text


def differences(one: Seen, other: Seen) -> list[str]:
    """Where two stories part, with a little of what stands there."""
    pairs = zip_longest(one, other, fillvalue=("nothing", ""))
    return [_parting(mine, theirs) for mine, theirs in pairs if mine != theirs]


def _parting(mine: tuple[str, str], theirs: tuple[str, str]) -> str:
    letters_of = zip_longest(mine[1], theirs[1])
    at = next((place for place, (a, b) in enumerate(letters_of) if a != b), 0)
    near = slice(max(0, at - 90), at + 120)
    return f"{mine[0]} | {theirs[0]}: …{mine[1][near]}… | …{theirs[1][near]}…"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
