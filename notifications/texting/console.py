"""Texts on the standard error of the worker, for demonstrations. The number is shown by its last two digits."""

import sys


class Console:
    """Prints what would be sent."""

    slug = "console"

    def __init__(self, address: str) -> None:
        del address

    def send(self, *, to: str, text: str, key: str) -> str:
        """Print one text."""
        sys.stderr.write(f"Text to …{to[-2:]}: {text}\n")
        return key

    def check(self) -> None:
        """Always there."""
