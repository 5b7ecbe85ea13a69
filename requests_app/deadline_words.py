"""Each step of the arithmetic as a sentence, in the reader's language. The steps themselves come from `clock`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from requests_app.clock import Deadlines, Param, Step
from requests_app.pausing import CLARIFICATION, IDENTITY, Wait
from requests_app.profile import PROFILE
from requests_app.zones import BUSINESS_ZONE, zone

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d")

SENTENCES: Mapping[str, str] = {
    "received": gettext_noop("Received on %(moment)s in %(place)s."),
    "local_day": gettext_noop("In the time zone %(zone)s that was %(day)s."),
    "day_zero": gettext_noop("Day zero is %(day)s. Counting starts on the day after it."),
    "day_zero_earlier": gettext_noop(
        "The earlier day counts: day zero is %(day)s. Counting starts on the day after it."
    ),
    "months": gettext_noop("%(period)s after %(from)s is %(day)s."),
    "months_clamped": gettext_noop(
        "%(period)s after %(from)s is %(day)s, because the month of the last day has no such date."
    ),
    "calendar_days": gettext_noop("%(period)s after %(from)s is %(day)s."),
    "business_days": gettext_noop("%(period)s after %(from)s is %(day)s. Weekends are not counted."),
    "business_days_holidays": gettext_noop(
        "%(period)s after %(from)s is %(day)s. Weekends and these federal holidays are not counted: %(skipped)s."
    ),
    "acknowledge_house": gettext_noop("This is a rule of our own, not of the law."),
    "identity_start": gettext_noop("The proof of identity came on %(day)s. The period starts then."),
    "identity_no_effect": gettext_noop("Proof of identity came on %(day)s. That does not move the date."),
    "clarification_pause": gettext_noop(
        "From %(from)s to %(to)s we waited for a clarification. These days do not count, so the date moves to %(day)s."
    ),
    "clarification_no_effect": gettext_noop("Waiting for a clarification does not move the date."),
    "rolled": gettext_noop("%(from)s is not a working day, so the law moves the date to %(day)s."),
    "not_rolled": gettext_noop("%(day)s is not a working day. The date does not move."),
    "due_instant": gettext_noop("The last moment is 11:59:59 p.m. in the time zone %(zone)s, which is %(at)s."),
    "strict": gettext_noop("Under the strictest reading the answer is due on %(day)s."),
    "work_by": gettext_noop("The last working day before it is %(day)s."),
    "extended": gettext_noop(
        "The period was extended once, counted from %(from)s. The notice had to be sent by %(notice_by)s."
    ),
}


# The steps that count a period from day zero; the last of them gives the date, whatever moves it afterwards.
COUNTING = frozenset({"months", "months_clamped", "calendar_days", "business_days"})


def sentence(step: Step) -> str:
    """One step as a sentence in the active language."""
    params = {name: _word(value) for name, value in step.params.items()}
    if step.code == "received":
        params |= {"moment": _moment(step.params["at"]), "place": str(PROFILE.address["city"])}
    if "zone" in params:
        params["zone"] = zone_words(params["zone"])
    code = step.code
    if code == "business_days" and step.params.get("skipped"):
        code = "business_days_holidays"
    if step.code in _PERIODS:
        count = step.params["count"]
        params["period"] = _PERIODS[step.code](count if isinstance(count, int) else 0)
    return _(SENTENCES[code]) % params


def zone_words(name: str) -> str:
    """A time zone as people call it; one without a common name keeps the name of its city."""
    known = {
        "America/New_York": _("Eastern Time"),
        "America/Chicago": _("Central Time"),
        "America/Denver": _("Mountain Time"),
        "America/Los_Angeles": _("Pacific Time"),
    }
    return known.get(name, name.rpartition("/")[2].replace("_", " "))


def summary(steps: Iterable[Step], *, by: date) -> str:
    """The arithmetic of one date in a line: when it arrived, how long the period is, and the day that comes of it."""
    known = list(steps)
    received = " ".join(sentence(step) for step in known if step.code == "received")
    counts = [step for step in known if step.code in COUNTING]
    if not counts:
        return received
    count = counts[-1].params["count"]
    period = _PERIODS[counts[-1].code](count if isinstance(count, int) else 0)
    extended = any(step.code == "extended" for step in known)
    line = _("Extended once, to %(period)s in all: %(day)s.") if extended else _("%(period)s: %(day)s.")
    return f"{received} {line % {'period': period, 'day': _word(by)}}".strip()


def stored_summary(stored: Iterable[Mapping[str, Any]], *, by: date) -> str:
    """The same, from the steps that a deadline keeps in its row."""
    return summary(_steps(stored), by=by)


def waits(found: Sequence[Wait]) -> list[str]:
    """For a law whose clock waits for the person: that it may, or since when it does."""
    open_ones = [wait for wait in found if wait.open]
    said = {
        IDENTITY: _(
            "Since %(day)s we have been waiting for proof of identity. Under this law the period begins with it."
        ),
        CLARIFICATION: _(
            "Since %(day)s we have been waiting for an answer to our question. Under this law these days do not count."
        ),
    }
    return [said[wait.kind] % {"day": _word(wait.since)} for wait in open_ones] or (
        [] if found else [_("This law lets the period wait for proof of identity or for a clarification.")]
    )


def sentences(dates: Deadlines, duty: str | None = None) -> list[str]:
    """How the dates of one regime come about; of one duty only, where it is named."""
    steps = dates.steps if duty is None else dates.steps_for(duty)
    return [sentence(step) for step in steps]


def stored_sentences(stored: Iterable[Mapping[str, Any]]) -> list[str]:
    """The same, from the steps that a deadline keeps in its row."""
    return [sentence(step) for step in _steps(stored)]


def _steps(stored: Iterable[Mapping[str, Any]]) -> list[Step]:
    return [Step(one["code"], {name: _restored(value) for name, value in one["params"].items()}) for one in stored]


def _restored(value: Any) -> Param:
    if isinstance(value, list):
        return [date.fromisoformat(one) for one in value]
    if isinstance(value, str) and _INSTANT.match(value):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and _DAY.match(value):
        return date.fromisoformat(value)
    return value if isinstance(value, int) else str(value)


def governs(day: date, regime: str) -> str:
    """The sentence that says which regime's date counts. `regime` is its name in the active language."""
    return _("The earliest date counts: %(day)s, from %(regime)s.") % {"day": _word(day), "regime": regime}


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _business_days(count: int) -> str:
    return ngettext("%(count)d business day", "%(count)d business days", count) % {"count": count}


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


_PERIODS: Mapping[str, Callable[[int], str]] = {
    "calendar_days": _days,
    "business_days": _business_days,
    "months": _months,
    "months_clamped": _months,
}


def _word(value: Param) -> str:
    if isinstance(value, list):
        return ", ".join(_word(day) for day in value)
    if isinstance(value, datetime):
        # Our own zone, by name, as everywhere on the pages; the steps that need another zone name it themselves.
        return _("%(at)s (Central Time)") % {"at": _moment(value)}
    if not isinstance(value, date):
        return str(value)
    # With its weekday: it is what people plan by, and what shows at once that a last day is no working day.
    return _("%(weekday)s, %(day)s") % {
        "weekday": formats.date_format(value, "l"),
        "day": formats.date_format(value, "DATE_FORMAT"),
    }


def _moment(value: Param) -> str:
    """A moment on our own clock, without the name of the zone."""
    if not isinstance(value, datetime):
        return str(value)
    local = value.astimezone(zone(BUSINESS_ZONE))
    return _("%(day)s, %(time)s") % {"day": _word(local.date()), "time": formats.date_format(local, "TIME_FORMAT")}
