"""The deeds around a paper that somebody sent as proof: given, made ready, looked at, judged, destroyed."""

from .destroying import destroy, destroy_due, destroy_of
from .errors import LookFirst, NoSuchPaper, NotTheSame, NotWanted, TooManyPapers, Unjudged
from .giving import ask_for_document, give
from .judging import accept, refuse
from .looking import ask_look, decline_look, grant_look, open_paper, page
from .preparing import prepare

__all__ = [
    "LookFirst",
    "NoSuchPaper",
    "NotTheSame",
    "NotWanted",
    "TooManyPapers",
    "Unjudged",
    "accept",
    "ask_for_document",
    "ask_look",
    "decline_look",
    "destroy",
    "destroy_due",
    "destroy_of",
    "give",
    "grant_look",
    "open_paper",
    "page",
    "prepare",
    "refuse",
]
