"""Marked personal data through a whole lifecycle, and then: where did the marks turn up, and what is left of them?"""

# ruff: noqa: S310  # addresses of the drill's own portal

import json
import random
import string
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

from tests.drills.aftermath import settle
from tests.drills.report import Result
from tests.drills.stack import Stack, portal

SCOPES = "requests:create,requests:read,requests:read_all,requests:work,requests:decide"
# What lies outside: letters that went to the person. Everything else under the data folder is searched.
OUTSIDE = ("mail", "secrets", "run.json")


def canary(*, seed: int, full: bool) -> Result:
    """No mark in leaves, logs, Redis, jobs, addresses, subjects and the dump; after the erasure none anywhere."""
    with portal() as stack:
        return canary_on(stack, seed=seed, full=full)


def canary_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already. `full` sends ten people through, not one."""
    birds = [Bird(random.Random(seed + number)) for number in range(10 if full else 1)]
    seen = Seen()
    for bird in birds:
        _live(stack, bird, seen)
    settle(stack, seconds=120, expire_leases=False)
    marks = [mark for bird in birds for mark in bird.marks]
    figures: dict[str, int | float | str] = {"people": len(birds), "marks": len(marks), "requests_sent": seen.count}
    during = _hits(stack, marks) | seen.hits(marks) | {"mail_subjects": _subjects(stack, marks)}
    figures |= {f"hits_in_{place}": count for place, count in during.items()}
    figures |= _erased(stack, birds, marks)
    after = _hits(stack, marks)
    figures |= {f"after_erasure_hits_in_{place}": count for place, count in after.items()}
    figures["ledger_holds"] = int(stack.manage("check_ledger", check=False).returncode == 0)
    clean = not any(during.values()) and not any(after.values()) and not figures["after_erasure_readable_with_keys"]
    # Marks that cannot be found with the keys either were never there, and prove nothing.
    told = bool(figures["readable_with_keys"]) and bool(figures["rows_erased"])
    claim = f"{len(marks)} marked values through a whole lifecycle: 0 hits outside, 0 after their erasure"
    return Result("canary", claim, clean and told and figures["ledger_holds"] == 1, figures, seed, full)


class Bird:
    """One made-up person, in whom every value is unmistakable."""

    def __init__(self, chance: random.Random) -> None:
        def mark() -> str:
            return "Zq" + "".join(chance.choices(string.ascii_lowercase, k=10))

        self.given, self.family, self.street, self.city, self.words = mark(), mark(), mark(), mark(), mark()
        self.note, self.message, self.why = mark(), mark(), mark()
        self.email = f"{mark().lower()}@example.org"
        self.phone = "+1920555" + "".join(chance.choices(string.digits, k=4))
        self.policy = "".join(chance.choices(string.digits, k=12))

    @property
    def marks(self) -> list[str]:
        texts = [self.given, self.family, self.street, self.city, self.words, self.note, self.message, self.why]
        return [*texts, self.email.split("@")[0], self.phone[1:], self.policy]

    def submission(self) -> dict[str, Any]:
        address = {"lines": [f"1 {self.street} St"], "city": self.city, "state": "WI", "postal_code": "54956"}
        return {
            "rights": [{"right": "access", "scope": "categories"}, {"right": "deletion"}],
            "companies": ["group"],
            "consumer": {
                "given_name": self.given, "family_name": self.family, "email": self.email, "phone": self.phone,
                "postal_address": {**address, "country": "US"},
            },
            "requester": {"capacity": "self"},
            "identifiers": [{"kind": "policy_number", "value": self.policy}],
            "details": f"Please look under {self.words}.",
            "residence": {"country": "US", "state": "WI"},
            "language": "en",
        }  # fmt: skip


class Seen:
    """What came back over HTTP: addresses anywhere, and whole error answers."""

    def __init__(self) -> None:
        self.count = 0
        self.urls: list[str] = []
        self.errors: list[str] = []

    def hits(self, marks: list[str]) -> dict[str, int]:
        return {"urls": _count(self.urls, marks), "error_pages": _count(self.errors, marks)}


def _live(stack: Stack, bird: Bird, seen: Seen) -> None:
    """Ask, make mistakes, be written about and to, get an extension, take it back."""
    _post(stack, seen, "submissions/", {**bird.submission(), "language": bird.given, "residence": {"state": bird.city}})
    _post(stack, seen, "submissions/", f'{{"rights": [{bird.given}'.encode())
    _post(stack, seen, "requests/JM-0000-0000/notes/", {"body": bird.note})
    filed = _post(stack, seen, "submissions/", bird.submission())
    for request in filed["requests"]:
        one = f"requests/{request['reference']}"
        _post(stack, seen, f"{one}/notes/", {"body": f"Saw {bird.note}."})
        _post(stack, seen, f"{one}/messages/", {"body": f"Dear {bird.message}."})
        _post(stack, seen, f"{one}/extend/", {"reason": "COMPLEXITY", "explanation": f"Because of {bird.why}."})
        _post(stack, seen, f"{one}/nowhere/", {"body": bird.note})
        _post(stack, seen, f"{one}/withdraw/", {})


def _post(stack: Stack, seen: Seen, path: str, body: object) -> Any:
    headers = {"Authorization": f"Bearer {stack.api_key(SCOPES)}", "Content-Type": "application/json"}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    asked = urllib.request.Request(f"{stack.run['web']}/api/v1/{path}", data=sent, headers=headers, method="POST")
    seen.count += 1
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            text = answer.read().decode()
            seen.urls += [answer.url, answer.headers.get("Location", ""), *_links(text)]
            return json.loads(text)
    except urllib.error.HTTPError as refused:
        with refused:
            seen.errors.append(refused.read().decode())
            seen.urls.append(refused.url or "")


def _links(text: str) -> list[str]:
    return [word for word in text.replace("\\/", "/").split('"') if word.startswith(("http", "/"))]


def _subjects(stack: Stack, marks: list[str]) -> int:
    return _count([json.loads(file.read_text())["subject"] for file in (stack.folder / "mail").glob("*.json")], marks)


def _hits(stack: Stack, marks: list[str]) -> dict[str, int]:
    """Every place in which a mark lies readable. The broker's own journal holds all that ever went through it."""
    files = [path for path in stack.folder.rglob("*") if path.is_file()]
    inside = [path for path in files if path.relative_to(stack.folder).parts[0] not in OUTSIDE]
    places: Counter[str] = Counter({"leaves": 0, "logs": 0, "redis": 0, "jobs": 0, "dump": 0, "files": 0})
    for path in inside:
        where = path.relative_to(stack.folder).parts[0]
        if where != "postgres":  # the database is read through its dump: its files hold every old page as well
            places[{"log": "logs", "valkey": "redis"}.get(where, "files")] += _count([_text(path)], marks)
    places["leaves"] = _count([row[0] for row in stack.rows("SELECT leaf FROM audit.entry")], marks)
    places["jobs"] = _count([row[0] for row in stack.rows("SELECT args::text || last_error FROM jobs_job")], marks)
    places["dump"] = _count([stack.dump()], marks)
    return dict(places)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:  # gone since it was listed
        return ""


def _count(texts: list[str], marks: list[str]) -> int:
    return sum(text.lower().count(mark.lower()) for text in texts for mark in marks)


def _erased(stack: Stack, birds: list[Bird], marks: list[str]) -> dict[str, int]:
    """Erase inside the portal, with its own keys; how often the marks could be read before and after."""
    emails = [bird.email for bird in birds]
    code = f"marks = {marks!r}; print(it.tell(marks), it.erase({emails!r}), it.tell(marks))"
    code = f"from tests.drills import canary_inside as it; {code}"
    before, rows, after = stack.manage("shell", "--verbosity=0", "-c", code).stdout.split()[-3:]
    names = ("readable_with_keys", "rows_erased", "after_erasure_readable_with_keys")
    return dict(zip(names, map(int, (before, rows, after)), strict=True))
