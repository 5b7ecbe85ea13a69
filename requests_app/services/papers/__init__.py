"""Papers that show who somebody is, or that they may ask for another: sent, entered, looked at, judged, destroyed."""

from .inbox import Waiting, inbox
from .letting_go import destroy_due
from .reviewing import (
    accept,
    ask_look,
    decline_look,
    destroy,
    find,
    grant_look,
    open_paper,
    page,
    refuse,
)
from .sending import ask_for_document, enter, send, take_upload
from .telling import tell_unfit

__all__ = [
    "Waiting",
    "accept",
    "ask_for_document",
    "ask_look",
    "decline_look",
    "destroy",
    "destroy_due",
    "enter",
    "find",
    "grant_look",
    "inbox",
    "open_paper",
    "page",
    "refuse",
    "send",
    "take_upload",
    "tell_unfit",
]
