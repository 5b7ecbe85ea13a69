"""Nothing half-written: what a refused deed must leave exactly as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Sum

from audit.selectors import find_entries
from fulfillment.models import Item, Task
from jobs.models import Job
from notifications.models import Letter
from requests_app.models import Attachment, Inquiry, Message, Note, PrivacyRequest, Submission, Suppression

TABLES = (Submission, PrivacyRequest, Suppression, Note, Message, Attachment, Inquiry, Letter, Job, Item, Task)
# Hidden signs, each refused wherever a person types: NUL, bell, right-to-left override, zero width, C1, escape.
HIDDEN = {"NUL": "a\x00b", "bell": "a\x07b", "override": "a\u202eb", "zero width": "a\u200bb", "C1": "a\x85b"}
# What other programs would run, and we show as it was typed.
RUNNABLE = (
    "<script>alert(1)</script>", "{{ 7|add:7 }}", "{% debug %}", "=HYPERLINK(1)", "+1", "-1", "@SUM(1)",
    "'; DROP TABLE x; --",
)  # fmt: skip


def state(besides: frozenset[str] = frozenset()) -> dict[str, int]:
    """How many rows each table has, how often requests were revised, and how long the ledger is."""
    rows = {model.__name__: model.objects.count() for model in TABLES}
    revised = PrivacyRequest.objects.aggregate(all=Sum("rev"))["all"] or 0
    # How members of staff came in is another story.
    done = [entry.action for entry in find_entries(limit=1_000) if not entry.action.startswith(("staff.", "user."))]
    written = [action for action in done if action not in besides]
    return {**rows, "revisions": revised, "entries": len(written)}


@contextmanager
def nothing_written(*besides: str) -> Iterator[None]:
    """The block leaves requests and ledger as they were. `besides` names entries about looking, not about doing."""
    before = state(frozenset(besides))
    yield
    after = state(frozenset(besides))
    assert after == before, {name: (before[name], after[name]) for name in after if after[name] != before[name]}
