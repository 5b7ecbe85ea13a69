"""Files that go with messages, both ways: taken, scanned and drawn anew, opened on record, destroyed."""

from .destroying import destroy, destroy_of
from .opening import fetch, find, open_file, page
from .preparing import prepare
from .sending import MOST_FILES, TooManyFiles, receive, wants_evidence, write

__all__ = [
    "MOST_FILES",
    "TooManyFiles",
    "destroy",
    "destroy_of",
    "fetch",
    "find",
    "open_file",
    "page",
    "prepare",
    "receive",
    "wants_evidence",
    "write",
]
