"""Text that an agent types from what a caller says: secrets that were volunteered go no further than the field."""

from typing import Any

from dsar_portal.forms import PlainText
from requests_app.volunteered import MARKS, clean


class Heard(PlainText):
    """Plain text without Social Security and card numbers. `number` is for a field of another kind of number."""

    def __init__(self, *, number: bool = False, **kwargs: Any) -> None:
        self.number = number
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value), number=self.number).text


def was_cleaned(given: Any) -> bool:
    """Whether something was taken out of what a form gives."""
    texts = [text for text in given.values() if isinstance(text, str)]
    return any(mark in text for mark in MARKS.values() for text in texts)
