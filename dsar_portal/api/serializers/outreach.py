"""The bodies of what is asked of us: a letter needs none, a call its time of day."""

from dsar_portal.api.serializers.strict import Choice, Strict, Text
from verification.methods.call_back import WINDOWS


class LetterCodeIn(Strict):
    """The code from the letter."""

    code = Text(longest=60, help_text="twelve characters, with or without dashes")


class CallBackIn(Strict):
    """When the person may be called."""

    window = Choice(choices=list(WINDOWS), default="", allow_blank=True, help_text="Central Time; empty is any time")
