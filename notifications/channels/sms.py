"""Text message through the configured provider. "Sent" is the provider's word that it took the message over."""

from datetime import timedelta

from notifications import texting
from notifications.channels import Parcel, Refused, Result, Unreachable
from notifications.models import Outcome, Status


def deliver(parcel: Parcel) -> Result:
    """Hand the text to the provider, under a key that stays the same in every attempt."""
    if _too_late(parcel):
        # A code that does not work any more would only puzzle its reader; a new one is one press away.
        raise Refused("expired")
    try:
        provider = texting.provider()
    except LookupError:
        raise Unreachable("no_provider") from None
    sid = provider.send(to=parcel.to.phone or "", text=words(parcel), key=str(parcel.letter.id))
    return Result(status=Status.SENT, outcome=Outcome.SENT, event="letter.sent", tracking=sid)


def words(parcel: Parcel) -> str:
    """The letter as one line: a text has no paragraphs."""
    return " ".join(str(block.get("text") or "") for block in parcel.content.blocks).strip()


def _too_late(parcel: Parcel) -> bool:
    minutes = int((parcel.letter.context or {}).get("valid_minutes") or 0)
    return bool(minutes) and parcel.now >= parcel.letter.created_at + timedelta(minutes=minutes)
