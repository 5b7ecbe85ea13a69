"""Checks and their evidence. Nouns only; keyed by an opaque reference, never by a foreign key upward."""

from .check import Check
from .code import Attempt, Code
from .evidence import Declaration, Evidence
from .outreach import CallBack, PostedCode

__all__ = ["Attempt", "CallBack", "Check", "Code", "Declaration", "Evidence", "PostedCode"]
