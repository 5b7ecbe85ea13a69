"""Access codes and passphrases: made here, shown once, kept only as hashes."""

import secrets

from django.contrib.auth.hashers import check_password, make_password

from requests_app.reference import ALPHABET
from requests_app.services.passphrase_words import KNOWN, WORDS
from vault.blind import blind_index

# 16 characters of 30: 78 bits, more than the 64 that the contract asks for.
CODE_LENGTH = 16
PASSPHRASE_WORDS = 4


def new_access_code() -> str:
    """A fresh code in four groups that can be read aloud."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(body[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def access_code_hash(code: str) -> bytes:
    """The stored form. Accepts lower case, spaces and missing dashes."""
    return blind_index("".join(char for char in code.upper() if char.isalnum()), purpose="access-code")


def new_passphrase(language: str = "en") -> str:
    """Four words that a machine chose, in the caller's language. They open the status by phone, and never data."""
    words = WORDS.get(language, WORDS["en"])
    return " ".join(secrets.SystemRandom().sample(words, PASSPHRASE_WORDS))


def is_offered(phrase: str) -> bool:
    """Whether a phrase is made of words that we offer, each once: what people make up themselves is guessed."""
    words = phrase.lower().split()
    return len(words) == PASSPHRASE_WORDS == len(set(words)) and KNOWN.issuperset(words)


def passphrase_hash(phrase: str) -> str:
    return make_password(" ".join(phrase.lower().split()))


def passphrase_fits(phrase: str, stored: str) -> bool:
    return bool(stored) and check_password(" ".join(phrase.lower().split()), stored)
