"""Checks and their evidence. Nouns only; keyed by an opaque reference, never by a foreign key upward."""

from .agent import Agent, AgentLink, AgentPermission, AgentQuestion
from .check import Check
from .code import Attempt, Code
from .contact import Contact
from .evidence import Declaration, Evidence
from .imported import DirectoryImport, ImportedPerson, ImportedPoint
from .outreach import CallBack, PostedCode
from .paper import Look, Paper
from .sign import Sign

__all__ = [
    "Agent",
    "AgentLink",
    "AgentPermission",
    "AgentQuestion",
    "Attempt",
    "CallBack",
    "Check",
    "Code",
    "Contact",
    "Declaration",
    "DirectoryImport",
    "Evidence",
    "ImportedPerson",
    "ImportedPoint",
    "Look",
    "Paper",
    "PostedCode",
    "Sign",
]
