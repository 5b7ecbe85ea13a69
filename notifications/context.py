"""The typed context of a letter: what each kind must be given, checked when it is queued and not when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

RIGHTS = frozenset(
    {
        "access",
        "correction",
        "deletion",
        "opt_out",
        "restriction",
        "objection",
        "automated_decision",
        "consent_withdrawal",
        "appeal",
    }
)
ITEM_MEMBERS = ("category", "system", "outcome", "outcome_words", "ground", "ground_words", "facts", "cite", "until")
CHANGE_MEMBERS = ("field", "system", "described")
CATEGORY_MEMBERS = ("category", "sources", "purposes", "recipients")
REGULATOR_MEMBERS = ("name", "url")


class Incomplete(ValueError):
    """The context lacks something the letter must say. The message names the key, never its content."""


@dataclass(frozen=True)
class Key:
    """One value a letter takes. `default` None means that the letter cannot be written without it."""

    name: str
    check: Callable[[Any], bool]
    says: str
    default: Any = None

    def taken_from(self, context: Mapping[str, Any]) -> Any:
        """The value for this key, or its default; raises `Incomplete`."""
        value = context.get(self.name)
        if isinstance(value, date):
            value = value.isoformat()
        if value is None or value == "":
            if self.default is None:
                raise Incomplete(f"The letter needs `{self.name}`: {self.says}.")
            return self.default
        if not self.check(value):
            raise Incomplete(f"`{self.name}` must be {self.says}.")
        return value


def checked(keys: tuple[Key, ...], context: Mapping[str, Any]) -> dict[str, Any]:
    """Only the known keys, each present and of its type. An unknown key is refused: it would be lost in silence."""
    unknown = set(context) - {key.name for key in keys}
    if unknown:
        raise Incomplete(f"The letter does not know: {', '.join(sorted(unknown))}.")
    return {key.name: key.taken_from(context) for key in keys}


def text(name: str, says: str, default: str | None = None) -> Key:
    """Some words; when required, more than white space."""
    return Key(name, lambda value: isinstance(value, str) and bool(value.strip()), f"{says} (text)", default)


def day(name: str, says: str, default: str | None = None) -> Key:
    """A day, as a date or as YYYY-MM-DD."""
    return Key(name, _is_day, f"{says} (day)", default)


def number(name: str, says: str) -> Key:
    """A whole number above zero."""
    return Key(name, lambda value: type(value) is int and value > 0, f"{says} (number)")


def flag(name: str, says: str, *, default: bool = False) -> Key:
    """Yes or no."""
    return Key(name, lambda value: isinstance(value, bool), f"{says} (true or false)", default)


def one_of(name: str, says: str, *choices: str, default: str | None = None) -> Key:
    """One code of a closed list."""
    return Key(name, lambda value: value in choices, f"{says} (one of {', '.join(sorted(choices))})", default)


def some_of(name: str, says: str, *choices: str) -> Key:
    """At least one code of a closed list."""
    return Key(
        name,
        lambda value: isinstance(value, list) and bool(value) and set(value) <= set(choices),
        f"{says} (list of {', '.join(sorted(choices))})",
    )


def any_of(name: str, says: str, *choices: str) -> Key:
    """Codes of a closed list, or none."""
    return Key(
        name,
        lambda value: isinstance(value, list) and set(value) <= set(choices),
        f"{says} (list of {', '.join(sorted(choices))})",
        [],
    )


def texts(name: str, says: str, *, required: bool = False) -> Key:
    """A list of words."""
    return Key(name, lambda value: _is_texts(value, required=required), f"{says} (list of text)", _default(required))


def rows(name: str, says: str, members: tuple[str, ...], *, required: bool = False) -> Key:
    """A list of objects with these text members; the first is required in each row, the others may be left out."""
    says = f"{says} (list of {{{', '.join(members)}}})"
    return Key(name, lambda value: _is_rows(value, members, required=required), says, _default(required))


def record(name: str, says: str, members: tuple[str, ...]) -> Key:
    """One optional object with these text members."""
    return Key(name, lambda value: value == {} or _is_row(value, members), f"{says} ({{{', '.join(members)}}})", {})


def right(name: str = "right") -> Key:
    """The right the request exercises."""
    return one_of(name, "the right asked for", *RIGHTS)


def rights() -> Key:
    """Every right the submission asks for."""
    return some_of("rights", "the rights asked for", *RIGHTS)


def _default(required: bool) -> list[Any] | None:
    return None if required else []


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_texts(value: object, *, required: bool) -> bool:
    if not isinstance(value, list) or (required and not value):
        return False
    return all(isinstance(entry, str) and entry.strip() for entry in value)


def _is_rows(value: object, members: tuple[str, ...], *, required: bool) -> bool:
    if not isinstance(value, list) or (required and not value):
        return False
    return all(_is_row(row, members) for row in value)


def _is_row(value: object, members: tuple[str, ...]) -> bool:
    if not isinstance(value, dict) or not set(value) <= set(members) or not value.get(members[0]):
        return False
    return all(entry is None or isinstance(entry, str) for entry in value.values())
