"""How hard a text is to read: school years for English, Fernández-Huerta's score for Spanish."""

import re

import textstat


def flesch_kincaid(text: str) -> float:
    """The formula itself: textstat counts English syllables only with a dictionary from the network."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(_syllables(word.lower()) for word in words)
    sentences = len(re.findall(r"[.?!:]+(?=\s|$)", text))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def fernandez_huerta(text: str) -> float:
    """Fernández-Huerta with Spanish syllables; textstat keeps its language in a global."""
    textstat.set_lang("es")
    try:
        return float(textstat.fernandez_huerta(text))
    finally:
        textstat.set_lang("en_US")


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent final e."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
