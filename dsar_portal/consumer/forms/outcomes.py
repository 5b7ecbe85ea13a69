"""What came of a code, in a sentence that says what to do."""

from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def code_problem(outcome: Any) -> str:
    """Why a code was not accepted."""
    if outcome.result == "expired":
        return _("This code does not work any more. Ask for a new one.")
    if outcome.result == "locked" or not outcome.tries_left:
        return (
            wait_until(outcome.locked_until)
            if outcome.locked_until
            else _("Too many wrong tries with this code. Ask for a new one.")
        )
    left = outcome.tries_left
    return ngettext(
        "This code is not right. Check our newest message. You have %(left)d try left.",
        "This code is not right. Check our newest message. You have %(left)d tries left.",
        left,
    ) % {"left": left}


def next_code_at(moment: datetime) -> str:
    """A contact point, or a request, got its measure of codes. Whoever asked for them: anybody can name any number."""
    return _("So many codes went there that the next one can go out on %(time)s. You need not wait for it.") % {
        "time": _time(moment)
    }


def wait_until(moment: datetime) -> str:
    """A lock that ends by itself."""
    return _("There were too many tries. You can try again at %(time)s. You can also call us.") % {
        "time": _time(moment)
    }


def _time(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") + " " + _("(Central Time)")
