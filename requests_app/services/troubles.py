"""What of a case's letters did not reach its reader, and what is left to do about each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from notifications import letters as catalogue
from notifications.selectors import TROUBLED, WAITING, LetterView
from requests_app.calendars import business_days_before
from requests_app.models import PrivacyRequest, RequestDeadline
from requests_app.services import by_post, dates
from requests_app.services.extension_notices import WARN_AHEAD
from requests_app.services.undelivered import post_by

CAUSES = {"returned": "bounced", "failed": "refused", "held": "held", "unknown": "unknown"}


@dataclass(frozen=True)
class Trouble:
    """One letter. `cause`: bounced, refused, came_back (post), held, unknown, or unsent for a notice of more time.

    `paper`: it waits in the mail room already. `may_post`: an address is known to which it is safe to write.
    """

    letter: UUID | None
    kind: str
    cause: str
    code: str
    day: date
    paper: bool = False
    may_post: bool = False
    secret: bool = False
    statutory: bool = True


def troubles(request: PrivacyRequest, letters: Collection[LetterView], *, now: datetime) -> list[Trouble]:
    """Everything that a person has to look at, the oldest letter first."""
    found = [one for letter in letters if (one := _trouble(request, letter, letters, now)) is not None]
    notice = _unsent_notice(request, now)
    told = any(one.kind == "extension" for one in found)
    return [*found, *([notice] if notice and not told else [])]


def _trouble(
    request: PrivacyRequest, letter: LetterView, letters: Collection[LetterView], now: datetime
) -> Trouble | None:
    secret = catalogue.CATALOGUE[letter.kind].secret
    newer = next((one for one in letters if one.supersedes == letter.id), None)
    failed = next((proof for proof in reversed(letter.proofs) if proof.outcome in {"returned", "refused"}), None)
    if newer is not None and failed is not None and newer.channel == "post" and newer.status in WAITING:
        cause = _cause("returned" if failed.outcome == "returned" else "failed", letter)
        return Trouble(newer.id, letter.kind, cause, failed.detail_code, post_by(newer.post_by, now=now), paper=True)
    if letter.status not in TROUBLED or (not letter.statutory and _came_again(letter, letters)):
        return None
    to_post = not secret and letter.channel == "email"
    return Trouble(
        letter=letter.id,
        kind=letter.kind,
        cause=_cause(letter.status, letter),
        code=failed.detail_code if failed else "",
        day=post_by(letter.post_by, now=now),
        may_post=to_post and by_post.paper_recipient(request.submission, letter.kind) is not None,
        secret=secret,
        statutory=letter.statutory,
    )


def _cause(status: str, letter: LetterView) -> str:
    return "came_back" if status == "returned" and letter.channel == "post" else CAUSES[status]


def _came_again(letter: LetterView, letters: Collection[LetterView]) -> bool:
    """A code, or a word that something waits, was written anew since: the old one matters to nobody."""
    return any(one.kind == letter.kind and one.created_at > letter.created_at for one in letters)


def _unsent_notice(request: PrivacyRequest, now: datetime) -> Trouble | None:
    if request.extended_at is None or not request.is_open:
        return None
    row = RequestDeadline.objects.filter(request=request, duty=dates.EXTENSION_NOTICE).order_by("by").first()
    if row is None or row.met_at is not None or business_days_before(row.by, WARN_AHEAD) > dates.received_on(now):
        return None
    return Trouble(None, "extension", "unsent", "", row.by)
