"""The search box: qualifiers such as `is:overdue type:deletion "quist"`, read once for box, form, chips and export."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.selectors import id_of
from dsar_portal import wording
from requests_app.choices import Channel, Right
from requests_app.lifecycle import Status
from requests_app.places import US_STATES
from requests_app.profile import GROUP, PROFILE
from requests_app.regimes import REGIMES
from requests_app.selectors import QueueFilters

KEYS = ("is", "status", "type", "state", "assignee", "due", "received", "lang", "channel", "company", "regime", "waiting", "sort")  # fmt: skip  # noqa: E501 - the whole list at a glance
# Other words people use for a key or a value, in the sense of the privacy laws.
SAME_KEY = {"right": "type", "owner": "assignee", "language": "lang", "blocked": "waiting"}
SAME_TYPE = {"delete": "deletion", "know": "access", "correct": "correction", "optout": "opt_out", "opt-out": "opt_out"}
SORTS = {"due": "respond_by", "-due": "-respond_by", "received": "received_at", "-received": "-received_at"}
LONGEST = 300
_PAIR = re.compile(r"^-?[A-Za-z_]+:")


class Unreadable(ValueError):
    """One qualifier cannot be understood; the message says which and what is possible."""


@dataclass(frozen=True)
class Token:
    """One qualifier as it was typed."""

    key: str
    value: str

    def __str__(self) -> str:
        value = f'"{self.value}"' if " " in self.value else self.value
        return f"{self.key}:{value}"


@dataclass(frozen=True)
class Query:
    """What the box says."""

    tokens: tuple[Token, ...] = ()
    text: str = ""
    errors: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = [str(token) for token in self.tokens]
        return " ".join([*words, f'"{self.text}"' if self.text else ""]).strip()

    def value(self, key: str) -> str:
        return next((token.value for token in self.tokens if token.key == key), "")

    def without(self, *gone: Token) -> "Query":
        return replace(self, tokens=tuple(token for token in self.tokens if token not in gone))

    def with_values(self, values: Mapping[str, str]) -> "Query":
        """The same query with these keys set anew: what was typed into the box wins over a list."""
        typed = {token.key for token in self.tokens}
        added = tuple(Token(key, value) for key, value in values.items() if value and key not in typed)
        return replace(self, tokens=self.tokens + added)

    @property
    def fields(self) -> list[str]:
        """What was searched by, never for what."""
        return sorted({token.key for token in self.tokens} | ({"text"} if self.text else set()))


def parse(typed: str) -> Query:
    """Read the box. Nothing raises: what is not understood becomes an error to show beside it."""
    if len(typed) > LONGEST:
        return Query(errors=(_("Use %(most)s characters or fewer in the search box.") % {"most": LONGEST},))
    tokens: list[Token] = []
    words: list[str] = []
    errors: list[str] = []
    for part in _parts("".join(char for char in typed if char.isprintable())):
        if not _PAIR.match(part):
            words.append(part)
            continue
        key, _colon, value = part.partition(":")
        key = SAME_KEY.get(key.lower(), key.lower())
        if key not in KEYS:
            known = ", ".join(f"{one}:" for one in KEYS)
            errors.append(_("“%(key)s:” is not a qualifier. Use one of %(known)s") % {"key": key, "known": known})
        elif not value:
            errors.append(_("Write something after “%(key)s:”.") % {"key": key})
        else:
            tokens.append(Token(key, value))
    return Query(tuple(dict.fromkeys(tokens)), " ".join(words), tuple(errors))


def _parts(typed: str) -> list[str]:
    lexer = shlex.shlex(typed, posix=True, punctuation_chars="")
    lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
    try:
        return list(lexer)
    except ValueError:  # a quotation mark that is never closed: read it as if it were not there
        return typed.replace('"', " ").split()


@dataclass
class Draft:
    """Filters being put together from tokens."""

    by: Principal
    today: date
    now: datetime
    found: dict[str, Any] = field(default_factory=dict)


def filters_of(query: Query, *, by: Principal, now: datetime) -> tuple[QueueFilters, list[str]]:
    """The filters that the query means, and what could not be understood."""
    today = now.astimezone(ZoneInfo(PROFILE.time_zone)).date()
    draft, errors = Draft(by, today, now), list(query.errors)
    for token in query.tokens:
        try:
            READERS[token.key](draft, token.value)
        except Unreadable as unreadable:
            errors.append(str(unreadable))
    # Without a word about status the queue is what is open; a search for a person or reference looks everywhere.
    if "status" not in draft.found and not query.text:
        draft.found["status"] = ("open",)
    return QueueFilters(**draft.found, q=query.text), errors


def _is(draft: Draft, value: str) -> None:
    states: dict[str, dict[str, Any]] = {
        "open": {"status": ("open",)},
        "answered": {"status": ("completed", "partly_completed", "denied")},
        "overdue": {"overdue": True},
        "due-week": {"overdue": False, "due_before": draft.today + timedelta(days=7)},
        "unassigned": {"unassigned": True},
        "unread": {"unread": True},
        # An answer that came back concerns a request that is over: all are shown.
        "undelivered": {"undelivered": True, "status": ()},
        "to-approve": {"status": ("in_review",), "not_proposed_by": draft.by.user_id},
        "mine": {"assignee": draft.by.user_id},
    }
    draft.found |= states[_one_of("is", value.lower(), states)]


def _status(draft: Draft, value: str) -> None:
    wanted = tuple(_one_of("status", one, [*Status, "open"]) for one in value.lower().replace("-", "_").split(","))
    draft.found["status"] = wanted


def _type(draft: Draft, value: str) -> None:
    draft.found["right"] = _one_of("type", SAME_TYPE.get(value.lower(), value.lower().replace("-", "_")), Right)


def _state(draft: Draft, value: str) -> None:
    draft.found["state"] = _one_of("state", value.upper(), US_STATES)


def _assignee(draft: Draft, value: str) -> None:
    if value == "@me":
        draft.found["assignee"] = draft.by.user_id
    elif value == "none":
        draft.found["unassigned"] = True
    else:
        draft.found["assignee"] = _colleague(value)


def _colleague(value: str) -> UUID:
    found = id_of(value)
    if found is None:
        raise Unreadable(
            _("No colleague has the user name “%(name)s”. Use @me, none or a user name.") % {"name": value}
        )
    return found


def _due(draft: Draft, value: str) -> None:
    before, day = _span("due", value, draft.today)
    draft.found["due_before" if before else "due_after"] = day


def _received(draft: Draft, value: str) -> None:
    before, day = _span("received", value, draft.today, past=True)
    instant = datetime.combine(day, time(), ZoneInfo(PROFILE.time_zone))
    if before:
        draft.found["received_before"] = instant
    else:
        draft.found["received_after"] = instant + timedelta(days=1)


def _span(key: str, value: str, today: date, *, past: bool = False) -> tuple[bool, date]:
    """`<7d`, `>30d`, `<2026-12-01`, `today`: before or after which day."""
    if value == "today":
        return True, today + timedelta(days=1)
    sign, rest = value[:1], value[1:]
    try:
        if sign not in "<>" or not sign:
            raise ValueError
        days = re.fullmatch(r"([0-9]{1,4})d", rest)
        day = today + timedelta(days=int(days[1]) * (-1 if past else 1)) if days else date.fromisoformat(rest)
    except ValueError:
        message = _("“%(key)s:%(value)s” is not a time. Write it like %(key)s:<7d or %(key)s:>2026-12-01.")
        raise Unreadable(message % {"key": key, "value": value[:30]}) from None
    # "Received less than 7 days ago" means after the day seven days ago.
    before = (sign == "<") != (past and bool(days))
    return before, day


def _sort(draft: Draft, value: str) -> None:
    draft.found["ordering"] = SORTS[_one_of("sort", value, SORTS)]


def _listed(key: str, name: str, allowed: Any, change: Callable[[str], str]) -> Callable[[Draft, str], None]:
    def read(draft: Draft, value: str) -> None:
        draft.found[name] = _one_of(key, change(value), allowed)

    return read


def _one_of(key: str, value: str, allowed: Any) -> str:
    options = [str(option) for option in allowed]
    if value not in options:
        shown = ", ".join(options if len(options) <= 12 else [*options[:6], "…"])
        message = _("“%(key)s:%(value)s” is not known. Possible: %(options)s.")
        raise Unreadable(message % {"key": key, "value": value[:30], "options": shown})
    return value


READERS: Mapping[str, Callable[[Draft, str], None]] = {
    "is": _is, "status": _status, "type": _type, "state": _state, "assignee": _assignee, "due": _due,
    "received": _received, "sort": _sort,
    "lang": _listed("lang", "language", wording.LANGUAGES, str.lower),
    "channel": _listed("channel", "channel", Channel, str.lower),
    "company": _listed("company", "company", (GROUP, *PROFILE.slugs), str.lower),
    "regime": _listed("regime", "regime", REGIMES, str.lower),
    "waiting": _listed("waiting", "blocked_by", wording.BLOCKERS, str.lower),
}  # fmt: skip
