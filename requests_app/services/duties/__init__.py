"""What the clock makes due: acknowledge, remind, escalate, flag the breach, ask who it is, deny the unverified.

One sweep does them all; each is done exactly once per request and legal day, however often, how late, and by how many
schedulers it runs. What is owed when is `requests_app.owing`; when to look is `services.plans`.
"""

from collections.abc import Collection
from datetime import datetime

from requests_app.owing import Kind
from requests_app.services.duties.deeds import once
from requests_app.services.duties.sweep import Pass

__all__ = ["Kind", "carry_out", "once"]


def carry_out(*, now: datetime, only: Collection[Kind] = tuple(Kind)) -> int:
    """Do what is due. Gives for how many requests something was done. May run at once with itself.

    `only` some of the duties: the others stay owed. Raises, at the end, the first trouble that one request made.
    """
    return Pass(now=now, only=only).run()


def acknowledge_due(*, now: datetime) -> int:
    """Acknowledge what nobody acknowledged yet."""
    return carry_out(now=now, only=[Kind.ACKNOWLEDGE])


def remind(*, now: datetime) -> int:
    """The reminders of the ladder."""
    return carry_out(now=now, only=[Kind.REMIND])


def escalate(*, now: datetime) -> int:
    """The escalations of the ladder."""
    return carry_out(now=now, only=[Kind.ESCALATE])


def flag_breaches(*, now: datetime) -> int:
    """The instant has passed without an answer: it counts as late for ever."""
    return carry_out(now=now, only=[Kind.BREACH])


def ask_for_identity(*, now: datetime) -> int:
    """A day after asking, who has not shown enough gets it in writing: what we need, how to send it, and why.

    The public pages say the same at once; this letter reaches those who have no e-mail or did not go on.
    """
    return carry_out(now=now, only=[Kind.ASK_IDENTITY])


def propose_denials(*, now: datetime) -> int:
    """Identity not shown some days before the day: propose the denial to an officer.

    A copy that nobody may get becomes a request for categories instead, where enough was shown for those.
    """
    return carry_out(now=now, only=[Kind.PROPOSE_DENIAL])


def deny_unverified(*, now: datetime) -> int:
    """On the due day, deny what nobody proved, with ground ID-UNVERIFIED and its notice."""
    return carry_out(now=now, only=[Kind.DENY_UNVERIFIED])
