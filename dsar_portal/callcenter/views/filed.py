"""The panel after filing: reference and code in groups and words, the day in words, what happens next."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dsar_portal import wording
from dsar_portal.spelling import letters
from dsar_portal.templatetags.ui import day_in_words
from requests_app.profile import PROFILE


def context(page: dict[str, Any]) -> dict[str, Any]:
    """What the template shows, from the page that was kept at filing."""
    requests = [_line(one) for one in page["requests"]]
    return {
        "page": page,
        "requests": requests,
        "all_done": all(one["done"] for one in requests),
        # One check serves all that was asked in one call.
        "to_prove": next((one for one in requests if one["needs_proof"]), None),
        "code": letters(page["access_code"]),
        "language": page["language"],
    }


def _line(one: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(one["respond_by"])
    with translation.override("es"):
        spanish = day_in_words(day)
    return {
        **one,
        "right_words": wording.RIGHTS[one["right"]],
        "kind_words": [wording.KINDS[kind] for kind in one["kinds"]],
        "company_words": _("whole group") if one["company"] == "group" else PROFILE.company_name(one["company"]),
        "letters": letters(one["reference"]),
        "day": day,
        "day_es": spanish,
        "needs_proof": one["status"] == "verifying",
    }
