"""Ways to send a text message. Each provider is one class of the same shape: send, and say whether it is there.

Which one is used says `SMS_URL`: `twilio://…` for people, `file:` and `console:` for demonstrations. Without one no
text is sent and no page offers it. "Sent" means that the provider took the message over; whether a phone showed it is
not asked, because nothing here rests on it: a code that did not arrive is asked for again.
"""

from typing import Protocol
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings

PREMIUM = phonenumbers.PhoneNumberType.PREMIUM_RATE


class Provider(Protocol):
    """Who carries a text to a phone."""

    slug: str

    def send(self, *, to: str, text: str, key: str) -> str:
        """Hand one text over; gives the provider's own name for it, or nothing.

        `to` is E.164, `key` stays the same in every attempt. Raises `channels.Unreachable` for later, and
        `channels.Refused` for never; their codes hold no number.
        """
        ...

    def check(self) -> None:
        """Raise `channels.Unreachable` or `channels.Refused` where a text could not be sent now."""
        ...


def is_on() -> bool:
    """Whether text messages can be sent at all."""
    return bool(settings.SMS_URL)


def textable(number: str) -> bool:
    """Whether a number may get a text: one of a country that we text to, and none that costs its caller dearly.

    What kind of line it is otherwise is not judged.
    """
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_possible_number(parsed) or phonenumbers.number_type(parsed) == PREMIUM:
        return False
    return phonenumbers.region_code_for_number(parsed) in settings.SMS_COUNTRIES


def provider() -> Provider:
    """The configured provider. Raises `LookupError` where none is."""
    from notifications.texting.console import Console
    from notifications.texting.folder import Folder
    from notifications.texting.twilio import Twilio

    parts = urlsplit(settings.SMS_URL)
    made: dict[str, type[Provider]] = {"twilio": Twilio, "twilio+http": Twilio, "file": Folder, "console": Console}
    if parts.scheme not in made:
        raise LookupError("Text messages are not set up.")
    return made[parts.scheme](settings.SMS_URL)  # type: ignore[call-arg]  # all are made from their address
