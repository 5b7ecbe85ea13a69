"""Forms on paper: they go out on the day of the request, come back with their bar code, and are looked at."""

from .arriving import Arrived, NoSuchForm, ThereAlready, arrive, arrived_since, draw
from .judging import CAUSES, FormView, count, forms_of, look, page, refuse, tray, waiting
from .making import needed, send, wish
from .numbers import Mistyped

__all__ = [
    "CAUSES",
    "Arrived",
    "FormView",
    "Mistyped",
    "NoSuchForm",
    "ThereAlready",
    "arrive",
    "arrived_since",
    "count",
    "draw",
    "forms_of",
    "look",
    "needed",
    "page",
    "refuse",
    "send",
    "tray",
    "waiting",
    "wish",
]
