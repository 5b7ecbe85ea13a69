"""Reading a directory of agents (Data Rights Protocol). Read leniently: real entries break their own schema.

What is read is put forward, never confirmed; a confirmed agent that would be recognised by something else from now on,
a key, a domain or an address, waits for a person again.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction

from audit.actors import Actor
from audit.facts import FactValue
from verification.models import Agent

from .agents import PUBLIC_MAILBOXES, save

MOST = 5_000
KEY_BYTES = 32  # Ed25519


class NotADirectory(ValueError):
    """The file is no list of agents; the message says what is wrong."""


@dataclass(frozen=True)
class Read:
    """What became of the entries. `skipped`: number in the file and why."""

    new: int
    changed: int
    same: int
    skipped: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Entry:
    """One agent as the directory has it."""

    directory_id: str
    name: str
    verify_key: str
    website: str
    contact_email: str


@transaction.atomic
def read_directory(*, raw: object, by: Actor, now: datetime) -> Read:
    """Take over a directory: a list of entries, or an object with a list in `agents`. Raises `NotADirectory`.

    An entry without an id, a name or a key of 32 bytes is left out; the others are taken.
    """
    listed = raw.get("agents") if isinstance(raw, Mapping) else raw
    if not isinstance(listed, list):
        raise NotADirectory("The file must hold a list of agents.")
    if len(listed) > MOST:
        raise NotADirectory(f"The file holds more than {MOST} agents.")
    counts = {"new": 0, "changed": 0, "same": 0}
    skipped: list[tuple[int, str]] = []
    for number, one in enumerate(listed, start=1):
        entry = _entry(one)
        if isinstance(entry, str):
            skipped.append((number, entry))
        else:
            counts[_take(entry, by=by, now=now)] += 1
    return Read(**counts, skipped=tuple(skipped))


def _take(entry: Entry, *, by: Actor, now: datetime) -> str:
    agent = Agent.objects.select_for_update().filter(directory_id=entry.directory_id).first()
    if agent is None:
        agent = Agent(directory_id=entry.directory_id, proposed_at=now)
        _fill(agent, entry, now.date())
        save(agent, "agent.proposed", by=by, now=now, facts={"source": "directory", "keys": 1, "previous": "new"})
        return "new"
    new_key = all(entry.verify_key != known["key"] for known in agent.verify_keys)
    if not new_key and (agent.name, agent.website) == (entry.name, entry.website):
        return "same"
    before = (agent.domain, agent.contact_email)
    _fill(agent, entry, now.date())
    other = new_key or before != (agent.domain, agent.contact_email)
    facts: dict[str, FactValue] = {"source": "directory", "keys": len(agent.verify_keys)}
    if other and agent.status == Agent.Status.CONFIRMED:
        # Whoever has the new key or mailbox would speak for the agent: a person looks first.
        agent.status, agent.proposed_by, agent.proposed_at = Agent.Status.PROPOSED, None, now
        agent.decided_by, agent.decided_at = None, None
        facts["previous"] = "confirmed"
        save(agent, "agent.proposed", by=by, now=now, facts=facts)
    else:
        save(agent, "agent.read", by=by, now=now, facts=facts)
    return "changed"


def _fill(agent: Agent, entry: Entry, day: date) -> None:
    agent.name, agent.website = entry.name, entry.website
    if not agent.contact_email:
        agent.contact_email = entry.contact_email
    if not agent.domain:
        agent.domain = _domain(entry)
    if all(entry.verify_key != known["key"] for known in agent.verify_keys):
        agent.verify_keys = [*agent.verify_keys, {"key": entry.verify_key, "since": day.isoformat()}]


def _domain(entry: Entry) -> str:
    """The mail domain, where it is that of the agent's own website and nobody else has it."""
    domain = entry.contact_email.rpartition("@")[2].lower()
    host = (urlsplit(entry.website).hostname or "").removeprefix("www.")
    own = domain and domain not in PUBLIC_MAILBOXES and (host == domain or host.endswith(f".{domain}"))
    return domain if own and not Agent.objects.filter(domain=domain).exists() else ""


def _entry(raw: object) -> Entry | str:
    if not isinstance(raw, Mapping):
        return "no object"
    known, name, key = (_text(raw, member, most) for member, most in (("id", 80), ("name", 200), ("verify_key", 120)))
    if not known or not name:
        return "no id or no name"
    if not _is_key(key):
        return "no key of 32 bytes"
    contact = next(_emails(raw.get("business_contact"), raw.get("technical_contact")), "")
    return Entry(known, name, key, _text(raw, "web_url", 200), contact)


def _text(raw: Mapping[str, object], member: str, most: int) -> str:
    value = raw.get(member)
    plain = " ".join(value.split()) if isinstance(value, str) else ""
    return plain if len(plain) <= most and plain.isprintable() else ""


def _emails(*contacts: object) -> Iterator[str]:
    for contact in contacts:
        text = contact.get("email") if isinstance(contact, Mapping) else contact
        if isinstance(text, str) and text.count("@") == 1 and len(text) <= 254 and not set(text) & set(" <>,;\r\n"):
            yield text.removeprefix("mailto:")


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
