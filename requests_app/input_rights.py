"""What is asked for: the rights part of a submission."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from requests_app import input_fields as read
from requests_app.choices import ASKABLE, CORRECTABLE, Kind, Right, Scope
from requests_app.input_fields import Bag
from requests_app.profile import GROUP, PROFILE

MOST_RIGHTS = 16
RIGHT_MEMBERS = {"right", "scope", "kinds", "look_back", "corrections"}


@dataclass(frozen=True)
class RightAsked:
    """One right with what narrows it."""

    right: str
    scope: str = ""
    kinds: tuple[str, ...] = ()
    look_back: Any = "all"
    corrections: tuple[dict[str, str], ...] = ()


def rights(bag: Bag) -> tuple[RightAsked, ...]:
    found: list[RightAsked] = []
    for number, raw in enumerate(bag.listed("rights", most=MOST_RIGHTS)):
        inner = Bag.of(raw, RIGHT_MEMBERS, path=f"{bag.path}/rights/{number}", errors=bag.errors)
        asked = _right(inner)
        if asked is None:
            continue
        if any(other.right == asked.right and other.scope == asked.scope for other in found):
            inner.refuse("right", _("This right is in the list twice. Ask for it once."))
        found.append(asked)
    if not found and not bag.errors:
        bag.refuse("rights", _("Choose at least one thing that we shall do."))
    return tuple(found)


def _right(inner: Bag) -> RightAsked | None:
    right = read.choice(inner, "right", ASKABLE)
    if not right:
        inner.refuse("right", _("Choose a right from the list."))
        return None
    scope = read.choice(inner, "scope", Scope)
    kinds = read.choices(inner, "kinds", Kind, most=len(Kind))
    corrections = _corrections(inner)
    _fits(inner, right, scope, kinds, corrections)
    return RightAsked(
        right=right,
        scope=scope or (Scope.SPECIFIC_PIECES if right == Right.ACCESS else ""),
        kinds=kinds or ((Kind.MARKETING_EMAIL, Kind.SALE_SHARING) if right == Right.OPT_OUT else ()),
        look_back=_look_back(inner),
        corrections=corrections,
    )


def _fits(inner: Bag, right: str, scope: str, kinds: tuple[str, ...], corrections: tuple[dict[str, str], ...]) -> None:
    if scope and right != Right.ACCESS:
        inner.refuse("scope", _("Only a request to see information has a scope."))
    if kinds and right != Right.OPT_OUT:
        inner.refuse("kinds", _("Only an opt-out has kinds."))
    if corrections and right != Right.CORRECTION:
        inner.refuse("corrections", _("Only a correction has a list of corrections."))
    if right == Right.CORRECTION and not corrections and not inner.errors:
        inner.refuse("corrections", _("Say what shall be corrected, and how it should read."))


def _look_back(inner: Bag) -> Any:
    raw = inner.values.get("look_back")
    if isinstance(raw, dict):
        span = Bag.of(raw, {"from", "to"}, path=f"{inner.path}/look_back", errors=inner.errors)
        start, end = read.day(span, "from"), read.day(span, "to")
        if start and end and start > end:
            span.refuse("to", _("The last day must not be before the first day."))
        return {"from": start.isoformat() if start else None, "to": end.isoformat() if end else None}
    return read.choice(inner, "look_back", ("12_months", "all"), default="all")


def _corrections(inner: Bag) -> tuple[dict[str, str], ...]:
    found = []
    for number, raw in enumerate(inner.listed("corrections", most=30)):
        one = Bag.of(
            raw,
            {"field", "requested", "current", "reason"},
            path=f"{inner.path}/corrections/{number}",
            errors=inner.errors,
        )
        entry = {
            "field": read.choice(one, "field", CORRECTABLE),
            "requested": read.text(one, "requested", longest=2_000, lines=True),
            "current": read.text(one, "current", longest=2_000, lines=True),
            "reason": read.text(one, "reason", longest=2_000, lines=True),
        }
        if not entry["field"]:
            one.refuse("field", _("Say which information is wrong."))
        if not entry["requested"]:
            one.refuse("requested", _("Say how it should read."))
        found.append(entry)
    return tuple(found)


def companies(bag: Bag) -> tuple[str, ...]:
    """The companies asked; empty means: decide by relationship, else the whole group."""
    return read.choices(bag, "companies", (GROUP, *PROFILE.slugs), most=len(PROFILE.slugs) + 1)
