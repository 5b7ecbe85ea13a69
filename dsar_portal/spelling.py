"""References and codes as they are read aloud: in groups, each letter with its word."""

from requests_app import reference


def letters(code: str) -> list[list[dict[str, str]]]:
    """Groups of characters, each letter with its word: P as in Papa."""
    return [[{"char": char, "word": _word(char)} for char in group] for group in code.split("-")]


def _word(char: str) -> str:
    spoken = reference.spoken(char)
    return "" if spoken == char else spoken
