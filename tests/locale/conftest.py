"""Nora's browser, as in the consumer's stories."""

from tests.consumer.conftest import file, fill
from tests.consumer.test_answer import answered, proved

__all__ = ["answered", "file", "fill", "proved"]
