"""File a draft exactly once, whatever is clicked how often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.principals import Principal
from requests_app.choices import Channel
from requests_app.services import draft_papers, drafts
from requests_app.services.intake import Filed, submit
from requests_app.submission_input import NewSubmission


class DraftGone(Exception):
    """The draft expired or was never there; the form has to be started again."""


@transaction.atomic
def file_draft(
    *,
    token: str,
    submission: NewSubmission,
    channel: Channel,
    by: Principal,
    now: datetime,
    page: Callable[[Filed], dict[str, Any]],
    **more: Any,
) -> dict[str, Any]:
    """File the draft with its papers and return its confirmation page; a second call gives the same page again."""
    draft = drafts.lock(token=token, now=now)
    if draft is None:
        raise DraftGone
    if draft.filed_page is not None:
        return draft.filed_page
    filed = submit(submission=submission, channel=channel, by=by, now=now, **more)
    shown = page(filed)
    draft_papers.hand_over(draft=draft, filed=filed, by=by, now=now)
    drafts.mark_filed(draft_id=draft.id, submission=filed.submission.id, page=shown, now=now)
    return shown
