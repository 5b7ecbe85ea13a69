"""Names in one spelling: hyphens, particles, the order of two surnames, and what stands behind a name. Pure."""

import unicodedata

# Letters that no decomposition takes apart.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ′."))
# Written apart or together, they belong to the word that follows: de la Cruz, van der Berg, O Brien, Mc Donald.
PARTICLES = frozenset(
    {
        "a", "al", "ap", "ben", "bin", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos",
        "du", "el", "ibn", "la", "las", "le", "lo", "los", "mac", "mc", "o", "san", "santa", "st", "ste", "ten", "ter",
        "van", "vom", "von", "zu",
    }
)  # fmt: skip
LINKS = frozenset({"y", "e", "i"})  # García y López
# A father and a son of one name: their files are two.
SUFFIXES = {
    "sr": "1", "senior": "1", "jr": "2", "junior": "2", "ii": "2", "2nd": "2", "iii": "3", "3rd": "3", "iv": "4",
    "4th": "4",
}  # fmt: skip


def folded(value: str) -> str:
    """Without case, accents and ligatures; what is no letter or digit stays."""
    plain = value
    for _round in range(3):  # folding one letter can bring out another
        plain = unicodedata.normalize("NFKD", plain).casefold().translate(LETTERS)
    return "".join(char for char in plain if not unicodedata.combining(char))


def family(value: str) -> str:
    """Surnames without particles apart, links, suffix; two surnames in either order are one spelling."""
    return "".join(sorted(_joined(_without_suffix(_words(value)))))


def given(value: str) -> str:
    """First names in their order, without a middle initial or a suffix."""
    words = _without_suffix(_words(value))
    full = [word for place, word in enumerate(words) if len(word) > 1 or place == 0]
    return "".join(full)


def suffix(*names: str) -> str:
    """Which of several of one name: `1` the elder, `2` the younger; empty where nothing is said."""
    found = (SUFFIXES.get(word, "") for name in names for word in _words(name)[1:])
    return next((one for one in found if one), "")


def _words(value: str) -> list[str]:
    plain = folded(value).translate(APOSTROPHES)
    return "".join(char if char.isalnum() else " " for char in plain).split()


def _without_suffix(words: list[str]) -> list[str]:
    return [word for place, word in enumerate(words) if place == 0 or word not in SUFFIXES]


def _joined(words: list[str]) -> list[str]:
    joined: list[str] = []
    prefix = ""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if word in LINKS and joined and not last:
            continue
        if word in PARTICLES and not last:
            prefix += word
        else:
            joined.append(prefix + word)
            prefix = ""
    return joined
