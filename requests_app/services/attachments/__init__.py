"""Files that go with messages, both ways: taken, scanned and drawn anew, opened on record, destroyed."""

from .destroying import destroy, destroy_of
from .looking import look, sent_page
from .opening import fetch, find, open_file, page
from .preparing import prepare
from .sending import MOST_FILES, TooManyFiles, bring_along, receive, wants_evidence, write

__all__ = [
    "MOST_FILES",
    "TooManyFiles",
    "bring_along",
    "destroy",
    "destroy_of",
    "fetch",
    "find",
    "look",
    "open_file",
    "page",
    "prepare",
    "receive",
    "sent_page",
    "wants_evidence",
    "write",
]
