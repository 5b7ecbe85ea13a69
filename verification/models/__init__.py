"""Checks and their evidence. Nouns only; keyed by an opaque reference, never by a foreign key upward."""

from .agent import Agent, AgentLink, AgentPermission, AgentQuestion
from .check import Check
from .code import Attempt, Code
from .evidence import Declaration, Evidence
from .outreach import CallBack, PostedCode
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
    "Declaration",
    "Evidence",
    "PostedCode",
    "Sign",
]
