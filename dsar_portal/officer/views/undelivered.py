"""Letters that did not reach their reader, in words: on the case page, and in a row of the queue."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar_portal import wording
from dsar_portal.officer.forms.bulk import ByPostForm
from dsar_portal.templatetags.ui import short_day
from dsar_portal.wording import word
from notifications.troubles import Undelivered
from requests_app.selectors import CaseView
from requests_app.services import days
from requests_app.services.troubles import Trouble, troubles

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

# What happened, as the beginning of a sentence about one letter.
HAPPENED: wording.Words = {
    "bounced": gettext_lazy("%(letter)s bounced."),
    "refused": gettext_lazy("%(letter)s was refused by the mail server of the recipient."),
    "came_back": gettext_lazy("%(letter)s was brought back by the post."),
    "held": gettext_lazy("%(letter)s waits here: no address is known to which it is safe to write."),
    "unknown": gettext_lazy("%(letter)s may have arrived or not: our process died while handing it over."),
    "unsent": gettext_lazy("%(letter)s has not left. The extension holds only if it leaves by %(day)s."),
}
IN_A_ROW: wording.Words = {
    "returned": gettext_lazy("Notice bounced: send it by post by %(day)s"),
    "failed": gettext_lazy("Notice refused: send it by post by %(day)s"),
    "held": gettext_lazy("Notice held: no safe address"),
    "unknown": gettext_lazy("Notice: not certain whether it arrived"),
}


def cards(request: "PrivacyRequest", case: CaseView, *, now: datetime) -> list[dict[str, Any]]:
    """One card for each letter that a person has to look at."""
    return [_card(one, late=one.day < days.day_of(now)) for one in troubles(request, case.letters, now=now)]


def in_a_row(stuck: Undelivered, *, today: date) -> str:
    """The most urgent of a request's notices, in a few words."""
    said = str(IN_A_ROW.get(stuck.status, gettext_lazy("Notice bounced: on paper, post it by %(day)s")))
    return said % {"day": short_day(max(stuck.post_by or today, today))}


def _card(one: Trouble, *, late: bool) -> dict[str, Any]:
    names = {"letter": word(wording.LETTERS, one.kind), "day": short_day(one.day), "code": one.code}
    # To act on: the date, the address, the mail room; what is only to be known has no button.
    may_post = one.may_post and not one.paper
    return {
        "happened": str(HAPPENED[one.cause]) % names,
        "code": one.code,
        "next": _next(one, names),
        "form": ByPostForm(initial={"letter": str(one.letter)}, auto_id=f"by-post-{one.letter}-%s")
        if may_post
        else None,
        "urgent": one.statutory and (late or not one.paper),
    }


def _next(one: Trouble, names: dict[str, str]) -> str:
    """What is left to do."""
    if one.cause == "unsent":
        return _("See under Letters where it waits.")
    if one.paper:
        return _("It goes on paper: the mail room has to post it by %(day)s.") % names
    if one.secret:
        return _("A code takes no other way. The person can ask for a new one at an address that works.")
    if not one.may_post:
        return (
            _("No postal address is known that is safe. Reach the person another way by %(day)s, and note it.") % names
        )
    if one.statutory:
        return _("Send it by post by %(day)s.") % names
    return _("You can send it by post.")
