"""A deed that does not fit the request as it is. Imports nothing, so that every verb can raise it. Internal."""


class NotPossible(Exception):
    """The deed does not fit the request as it is; the message says what to do instead."""
