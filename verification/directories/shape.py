"""Raw values of a source become a candidate: every fact in its one spelling, every contact point with its day. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from verification.directories import normalise
from verification.directories.base import Candidate, OnFile

CONTACT_KINDS = ("email", "phone", "post")
LONGEST = 400


@dataclass(frozen=True)
class RawContact:
    """A contact point as the source spells it. For post, `value` holds lines, city, state, postal_code, country."""

    kind: str
    value: object
    since: object = None
    changed_on: object = None


def candidate(
    key: str,
    facts: Iterable[tuple[str, object]],
    contacts: Iterable[RawContact],
    *,
    key_space: str,
    without: Iterable[str] = (),
) -> Candidate:
    """One person. A contact point is a fact too; kinds in `without` say nothing, because too many share them."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, raw in facts:
        for name, value in normalise.of_person({kind: shortened(raw)}).items():
            found[name].add(value)
    on_file = tuple(entry for contact in contacts if (entry := _on_file(contact)) is not None)
    for entry in on_file:
        for name, value in _facts_of(entry):
            found[name].add(value)
    known = {kind: frozenset(values) for kind, values in found.items() if kind not in set(without)}
    return Candidate(full_key(key_space, key), known, on_file, key_space)


def full_key(key_space: str, key: str) -> str:
    """The key under which the rest of the portal remembers this person. Without a space the key stands for itself."""
    return f"{key_space}:{key}" if key_space else key


def shortened(raw: object) -> object:
    """A value no longer than a fact can be: a source may hold a novel where a number belongs."""
    return raw[:LONGEST] if isinstance(raw, str) else raw


def _on_file(contact: RawContact) -> OnFile | None:
    value: str | dict[str, Any]
    if contact.kind == "post":
        value = _postal(contact.value)
        says = bool(normalise.address(value))
    else:
        value = normalise.fact(contact.kind, shortened(contact.value))
        says = bool(value)
    if not says:
        return None
    return OnFile(contact.kind, value, normalise.since(contact.since), normalise.since(contact.changed_on))


def _postal(raw: object) -> dict[str, Any]:
    given = raw if isinstance(raw, Mapping) else {}
    lines = [str(line).strip()[:LONGEST] for line in given.get("lines") or () if line is not None]
    rest = {name: str(given.get(name) or "").strip()[:LONGEST] for name in ("city", "state", "postal_code", "country")}
    return {"lines": [line for line in lines if line], **rest}


def _facts_of(entry: OnFile) -> Iterable[tuple[str, str]]:
    if isinstance(entry.value, str):
        yield entry.kind, entry.value
        return
    yield "postal_address", normalise.address(entry.value)
    if code := normalise.fact("postal_code", entry.value.get("postal_code")):
        yield "postal_code", code
