"""What a list is asked for in its address: names, values and cursors, each checked."""

import base64
import binascii
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import QueryDict

from accounts.principals import Principal
from requests_app.choices import Channel, Right
from requests_app.input_fields import FieldError, Invalid
from requests_app.lifecycle import Status
from requests_app.profile import GROUP, PROFILE
from requests_app.regimes import REGIMES
from requests_app.selectors import QueueFilters
from requests_app.selectors.queue import ORDERINGS

T = TypeVar("T")
PAGE = 25
MOST = 100
DAY_WORDS = "Give a day as year-month-day, like 2026-11-23."
TIME_WORDS = "Give a day, or an instant with its offset, like 2026-11-23T15:00:00Z."


class Parameters:
    """The parameters of one call; `finish` refuses those that nobody read."""

    def __init__(self, query: QueryDict) -> None:
        self.query, self.read, self.errors = query, set[str](), list[FieldError]()

    def text(self, name: str) -> str:
        self.read.add(name)
        return self.query.get(name, "").strip()

    def value(self, name: str, convert: Callable[[str], T], words: str) -> T | None:
        text = self.text(name)
        try:
            return convert(text) if text else None
        except (ValueError, OverflowError):
            self.refuse(name, words)
            return None

    def choice(self, name: str, options: Iterable[str]) -> str:
        allowed = [str(option) for option in options]
        text = self.text(name)
        if text and text not in allowed:
            self.refuse(name, f"Choose one of: {', '.join(allowed)}.")
        return text

    def refuse(self, name: str, words: str) -> None:
        self.errors.append(FieldError(f"#/{name}", words))

    def finish(self) -> None:
        strange = [name[:60].encode("ascii", "replace").decode() for name in self.query if name not in self.read]
        self.errors += [FieldError(f"#/{name}", "There is no parameter of this name.") for name in strange]
        if any("\x00" in value for name in self.query for value in self.query.getlist(name)):
            self.errors.append(FieldError("#", "Remove the NUL character."))
        if self.errors:
            raise Invalid(self.errors)


def day(text: str) -> date:
    if len(text) != 10:
        raise ValueError
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """An instant, or the start of a day in UTC."""
    found = datetime.fromisoformat(text)
    if len(text) == 10:
        return found.replace(tzinfo=UTC)
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise ValueError
    return int(text)


def yes_no(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower()) or _false(text)


def _false(text: str) -> bool:
    if text.lower() not in {"false", "0"}:
        raise ValueError
    return False


def queue_filters(given: Parameters, by: Principal) -> QueueFilters:
    """The filters of the queue."""
    statuses = [one for part in given.query.getlist("status") for one in part.split(",") if one]
    if given.text("status") and not set(statuses) <= {*map(str, Status), "open"}:
        given.refuse("status", f"Choose from: {', '.join(map(str, Status))}, open.")
    who = given.text("assignee")
    named = {"me": by.user_id, "none": None}
    assignee = named[who] if who in named else given.value("assignee", UUID, "Give an id, me, or none.")
    return QueueFilters(
        status=tuple(statuses),
        right=given.choice("right", Right),
        channel=given.choice("channel", Channel),
        company=given.choice("company", (GROUP, *PROFILE.slugs)),
        assignee=assignee,
        unassigned=who == "none",
        regime=given.choice("regime", REGIMES),
        due_before=given.value("due_before", day, DAY_WORDS),
        due_after=given.value("due_after", day, DAY_WORDS),
        received_before=given.value("received_before", moment, TIME_WORDS),
        received_after=given.value("received_after", moment, TIME_WORDS),
        overdue=given.value("overdue", yes_no, "Answer true or false."),
        q=given.text("q")[:200],
        ordering=given.choice("ordering", ORDERINGS) or "respond_by",
    )


def page_size(given: Parameters, *, most: int = MOST, usual: int = PAGE) -> int:
    """How many rows a page holds."""
    size = given.value("page_size", whole, f"Give a number from 1 to {most}.")
    if size is not None and not 1 <= size <= most:
        given.refuse("page_size", f"Give a number from 1 to {most}.")
    return size or usual


def cursor(given: Parameters) -> str:
    """The cursor itself, or the whole address in which it was handed out."""
    text = given.text("cursor")
    return parse_qs(urlsplit(text).query).get("cursor", [""])[0] if text.startswith("http") else text


def address(path: str, query: QueryDict, **changed: str | None) -> str | None:
    """The same list from another place; None where there is nothing more."""
    if None in changed.values():
        return None
    kept = [(name, value) for name in query for value in query.getlist(name) if name not in changed]
    return f"{settings.BASE_URL}{path}?{urlencode([*kept, *changed.items()])}"


def packed(place: UUID) -> str:
    """An opaque cursor behind this row."""
    return base64.urlsafe_b64encode(place.bytes).decode().rstrip("=")


def unpacked(text: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text.encode() + b"=="))
    except (binascii.Error, UnicodeError):
        raise ValueError from None


def page(path: str, query: QueryDict, results: list[Any], **cursors: str | None) -> dict[str, Any]:
    """One page of a list with the addresses of its neighbours."""
    near = {name: address(path, query, cursor=found) for name, found in cursors.items()}
    return {"next": near.get("next"), "previous": near.get("previous"), "results": results}
