"""The reads: the queue, one case, one person's status, what is owed."""

from requests_app.selectors.case import CaseView, case_view, deadlines_of, identity_of, messages_of, notes_of
from requests_app.selectors.explained import Explanation, explained
from requests_app.selectors.figures import Figures, figures
from requests_app.selectors.inquiries import inquiries_about, open_inquiries
from requests_app.selectors.people import masked, possible_matches
from requests_app.selectors.queue import BadCursor, Page, QueueFilters, queue
from requests_app.selectors.status import requests_of, submission_of, suppressions_since, visit_holds
from requests_app.selectors.told import hidden_revisions

__all__ = [
    "BadCursor",
    "CaseView",
    "Explanation",
    "Figures",
    "Page",
    "QueueFilters",
    "case_view",
    "deadlines_of",
    "explained",
    "figures",
    "hidden_revisions",
    "identity_of",
    "inquiries_about",
    "masked",
    "messages_of",
    "notes_of",
    "open_inquiries",
    "possible_matches",
    "queue",
    "requests_of",
    "submission_of",
    "suppressions_since",
    "visit_holds",
]
