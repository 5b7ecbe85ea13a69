"""Entries as the pages show them: who by name, what as a sentence, the facts as short words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.selectors import staff_names
from audit.events import EVENTS
from audit.selectors import EntryView
from dsar_portal.wording import STATUSES, word
from requests_app.services.auditing import references_of
from requests_app.services.telling import Told

DAY_WORDS = {"acknowledge_by": _lazy("Confirm by"), "respond_by": _lazy("Answer by")}


@dataclass(frozen=True)
class Row:
    """One entry in a list."""

    entry: EntryView
    sentence: str
    by: str
    facts: str
    reference: str = ""


def rows_of(entries: Iterable[EntryView]) -> list[Row]:
    """The entries with names, sentences and the references of their requests."""
    found = list(entries)
    names, references = staff_names(entry.actor_id for entry in found), references_of(found)
    return [
        Row(
            entry,
            sentence_of(entry.action),
            by_words(entry.actor_type, entry.actor_id, names),
            facts_text(entry.facts),
            references.get(entry.request, "") if entry.request else "",
        )
        for entry in found
    ]


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


def history_rows(told: Iterable[Told]) -> list[dict[str, Any]]:
    """A history as rows: each entry in words, with its step, its days and what vouches for it."""
    found = list(told)
    names = staff_names(one.entry.actor_id for one in found)
    return [
        {
            "entry": one.entry,
            "text": sentence_of(one.entry.action),
            "by": by_words(one.entry.actor_type, one.entry.actor_id, names),
            "facts": facts_text(one.entry.facts),
            "step": _step(one.entry),
            "days": [(DAY_WORDS[name], date.fromisoformat(day)) for name, day in sorted(one.days.items())],
            "moved": one.moved,
            "covered": one.covered,
        }
        for one in found
    ]


def _step(entry: EntryView) -> tuple[str, str] | None:
    """The statuses before and after, in words, where the entry moved a request."""
    if entry.subject_type != "request" or entry.before == entry.after or not entry.after:
        return None
    return word(STATUSES, entry.before or ""), word(STATUSES, entry.after)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value) or "–"
    return str(value)
