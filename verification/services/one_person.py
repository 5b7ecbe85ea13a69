"""A check is about one person. What somebody showed of one file counts for no other, however alike the names are."""

from datetime import datetime, timedelta

from django.db.models import Q

from verification.assurance import Tier
from verification.methods.facts_on_file import Match
from verification.models import AgentQuestion, CallBack, Check

# Whoever says how a call went has seen the number for it a moment ago.
SHOWN_FOR = timedelta(hours=1)


def stay(check: Check, found: Match, *, now: datetime) -> Match:
    """Who the check is about after a look: who was found now, or still who was found before.

    Once something was shown that rests on one person's file, other facts find nobody else: they fit nothing, and a
    member of staff sees a check that does not go on. The known contacts stay, so that who is on file can be warned.
    """
    if not check.person_key or found.person_key == check.person_key or not _settled(check, now=now):
        return found
    return Match(check.person_key, [], None)


def _settled(check: Check, *, now: datetime) -> bool:
    """Whether a level was reached, or this person was called or asked. A letter is bound by its address."""
    if check.reached > Tier.T0:
        return True
    called = Q(outcome=CallBack.Outcome.CONFIRMED) | Q(outcome="", shown_at__gt=now - SHOWN_FOR)
    asked = Q(answer="yes") | Q(answer="", expires_at__gt=now)
    return (
        CallBack.objects.filter(called, subject_ref=check.subject_ref).exists()
        or AgentQuestion.objects.filter(asked, subject_ref=check.subject_ref).exists()
    )
