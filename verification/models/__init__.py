"""Checks and their evidence. Nouns only; keyed by an opaque reference, never by a foreign key upward."""

from .check import Check
from .code import Attempt, Code
from .evidence import Declaration, Evidence

__all__ = ["Attempt", "Check", "Code", "Declaration", "Evidence"]
