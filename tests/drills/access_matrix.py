"""Every address x everybody x every method, against the committed tables of addresses and permissions."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

from tests.drills import ground
from tests.drills.report import ROOT, Result

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAMPLED = 300
SAMPLES = {"uuid": "01a2058f-3345-7272-bcae-e79ba0de57c4", "int": "2026", "slug": "x", "str": "JM-7K3F-92QX"}
SIGN_OUT = "/staff/logout/"  # leads to the door, whoever comes
PASSWORD_STAGE = "staff who gave their password"


def access_matrix(*, seed: int, full: bool) -> Result:
    """Who may enter does, and nobody else; no answer is an error of ours; every answer has its protective headers."""
    ground.ready()
    addresses, grants = _table("urls.md"), _table("permissions.md")
    roles = _roles(grants)
    with ground.fresh_database():
        people = _people(roles)
        cells = list(product(sorted(addresses), people, METHODS))
        if not full:
            cells = random.Random(seed).sample(cells, SAMPLED)
        count: Counter[str] = Counter()
        odd = [told for cell in cells for told in _try(*cell, addresses[cell[0]], roles, count)]
    unlisted = sorted(set(_urlconf()) - set(addresses))
    figures: dict[str, int | float | str] = {
        "addresses": len(addresses),
        "unlisted_addresses": len(unlisted),
        "kinds_of_visitor": len(people),
        "requests": len(cells),
        "let_in": count["in"],
        "kept_out": count["out"],
        "unexpected": len(odd),
        "first_unexpected": "; ".join([*unlisted, *odd][:5]),
    }
    every = len(addresses) * len(people) * len(METHODS)
    claim = f"{len(cells)} of {every} combinations of address, visitor and method: 0 unexpected answers"
    return Result("access_matrix", claim, not odd and not unlisted, figures, seed, full)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session, or a program with a key, or neither."""

    name: str
    role: str = ""
    scope: str = ""
    session: str = ""
    key: str = ""


def _try(
    address: str, visitor: Visitor, method: str, who: str, roles: dict[str, set[str]], count: Counter[str]
) -> Iterator[str]:
    """One request, undone at once; gives what was not as it should be."""
    answer = _ask(_filled(address), visitor, method)
    wanted, happened = _expected(address, _for_method(who, method), visitor, roles), _outcome(answer)
    count["in" if happened == "in" else "out"] += 1
    cell = f"{method} {address} as {visitor.name}"
    if happened not in wanted:
        yield f"{cell}: {happened} ({answer.status_code}), not {' or '.join(sorted(wanted))}"
    missing = [name for name in ("Content-Security-Policy", "X-Content-Type-Options") if not answer.headers.get(name)]
    if visitor.session and "no-store" not in answer.headers.get("Cache-Control", "") and who.startswith("staff"):
        missing.append("Cache-Control: no-store")
    if missing:
        yield f"{cell}: no {', '.join(missing)}"


def _expected(address: str, who: str, visitor: Visitor, roles: dict[str, set[str]]) -> set[str]:
    named = set(re.findall(r"`([^`]+)`", who))
    if address == SIGN_OUT:
        return {"in", "sign in"}
    if who.startswith(PASSWORD_STAGE):
        return {"in"} if visitor.role else {"sign in"}
    if who.startswith(("staff", "all staff")):
        if not visitor.role:
            return {"sign in"}
        return {"in"} if not named or named & roles[visitor.role] else {"refused"}
    if who.startswith(("keys", "any key")):
        if not visitor.scope:
            return {"no key"}
        return {"in"} if not named or visitor.scope in named else {"refused"}
    return {"in"}


def _outcome(answer: Any) -> str:
    """In, or how one is kept out. What an object's own rules say of somebody who is in is not looked at here."""
    if answer.status_code >= 500:
        return "error"
    if answer.status_code == 302 and answer.headers["Location"].startswith("/staff/login"):
        return "sign in"
    if answer.status_code == 401:
        return "no key"
    if answer.status_code == 403 and answer.request["REQUEST_METHOD"] == "HEAD" and "json" in answer["Content-Type"]:
        return "refused"  # an answer without a body cannot say why
    text = answer.content.decode(errors="replace") if answer.status_code == 403 and not answer.streaming else ""
    templates = {template.name for template in getattr(answer, "templates", [])}
    return "refused" if "accounts/not_allowed.html" in templates or "This needs a key with" in text else "in"


def _ask(path: str, visitor: Visitor, method: str) -> Any:
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    client = Client(
        headers={"Authorization": f"Bearer {visitor.key}"} if visitor.key else {}, raise_request_exception=False
    )
    if visitor.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = visitor.session
    with transaction.atomic():
        answer = client.generic(method, path, content_type="application/json" if visitor.key else "text/plain")
        transaction.set_rollback(True)
    return answer


def _people(roles: dict[str, set[str]]) -> list[Visitor]:
    from accounts.scopes import GRANTS
    from tests.accounts.cast import hire, signed_in
    from tests.api.caller import key_of

    now = datetime.now(UTC)
    found = [Visitor("nobody")]
    for role in roles:
        client = signed_in(hire(f"a-{role}", role, now=now), now=now)
        found.append(Visitor(role, role=role, session=next(iter(client.cookies.values())).value))
    # One key with each scope: what it may not do shows as clearly as what it may.
    found += [Visitor(f"a key for {scope}", scope=scope, key=key_of("olu", scope, now=now).key) for scope in GRANTS]
    return found


def _table(name: str) -> dict[str, str]:
    """The first table of a committed reference page: first column to the rest of the line."""
    text = (ROOT / "docs" / "reference" / name).read_text()
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", text.split("\n## ")[0], re.MULTILINE)
    return {name: rest.strip() for name, rest in rows}


def _roles(grants: dict[str, str]) -> dict[str, set[str]]:
    """Role to permissions, from the columns of the committed page."""
    text = (ROOT / "docs" / "reference" / "permissions.md").read_text()
    heads = next(line for line in text.splitlines() if line.startswith("| Permission"))
    names = [cell.strip() for cell in heads.strip("|").split("|")][1:]
    cells = {permission: [cell.strip() for cell in rest.split("|")] for permission, rest in grants.items()}
    return {role: {p for p, row in cells.items() if row[place] == "yes"} for place, role in enumerate(names)}


def _urlconf() -> Iterator[str]:
    from django.urls import get_resolver

    from dsar_portal.reference.code import _views

    for address, _view in _views(get_resolver().url_patterns):
        yield f"/{address}"


def _for_method(who: str, method: str) -> str:
    """Where an address names somebody else for a method, it is they."""
    general, *special = who.split("; ")
    named = dict(one.split(": ", 1) for one in special if ": " in one)
    return named.get(method, named.get("GET", general) if method == "HEAD" else general)


def _filled(address: str) -> str:
    def sample(found: re.Match[str]) -> str:
        return SAMPLES.get(found[1] or "str", "x")

    return re.sub(r"<(?:(\w+):)?\w+>", sample, address)
