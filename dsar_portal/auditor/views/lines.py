"""Entries as the pages show them: who by name, what as a sentence, the facts as short words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.selectors import staff_names
from audit.events import EVENTS
from audit.selectors import EntryView
from requests_app.timeline import Line


@dataclass(frozen=True)
class Row:
    """One entry in a list."""

    entry: EntryView
    sentence: str
    by: str


def rows_of(entries: Iterable[EntryView]) -> list[Row]:
    """The entries with names and sentences."""
    found = list(entries)
    names = staff_names(entry.actor_id for entry in found)
    return [Row(entry, sentence_of(entry.action), by_words(entry.actor_type, entry.actor_id, names)) for entry in found]


def sentence_of(action: str) -> str:
    """What the action means. Actions of older versions may be gone from the registry."""
    return EVENTS[action].sentence if action in EVENTS else action


def by_words(kind: str, actor: str, names: Mapping[str, str]) -> str:
    """Who did it, in words."""
    if actor in names:
        return names[actor]
    if kind == "consumer":
        return _("the requester")
    if kind == "api_client":
        return _("a program with a key")
    if kind == "system":
        return _("the portal (%(part)s)") % {"part": actor}
    return _("a member of staff who is no longer here")


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts as `name: value` pairs."""
    return " · ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in sorted(facts.items()) if value != ""
    )


def history_rows(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A history as rows, newest first."""
    found = list(lines)
    names = staff_names(line.actor_id for line in found)
    return [
        {
            "at": line.at,
            "text": line.text,
            "by": by_words(line.actor_type, line.actor_id, names),
            "facts": facts_text(line.facts),
            "reason": line.reason,
            "entry": line.entry,
        }
        for line in found
    ]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value) or "–"
    return str(value)
