"""Access codes and passphrases: made here, shown once, kept only as hashes."""

import secrets

from django.contrib.auth.hashers import check_password, make_password

from requests_app.reference import ALPHABET
from vault.blind import blind_index

# 16 characters of 30: 78 bits, more than the 64 that the contract asks for.
CODE_LENGTH = 16
WORDS = ["apple", "anchor", "arrow", "autumn", "bamboo", "barley", "basket", "beacon", "birch", "blanket", "border", "bottle", "breeze", "bridge", "bronze", "bucket", "butter", "button", "cabin", "camel", "candle", "canyon", "carpet", "castle", "cedar", "cherry", "chimney", "cinder", "circle", "clover", "cobalt", "coffee", "comet", "copper", "coral", "cotton", "cradle", "cricket", "crystal", "curtain", "dahlia", "desert", "diamond", "dolphin", "dragon", "eagle", "ember", "engine", "fabric", "falcon", "feather", "fiddle", "finger", "flower", "forest", "fountain", "galaxy", "garden", "garnet", "ginger", "glacier", "goblet", "granite", "guitar", "hammer", "harbor", "hazel", "helmet", "hollow", "honey", "horizon", "island", "ivory", "jacket", "jasmine", "jungle", "kettle", "kitten", "ladder", "lantern", "laurel", "lemon", "lilac", "linen", "lizard", "lobster", "magnet", "maple", "marble", "meadow", "melon", "mirror", "mitten", "monkey", "mountain", "nectar", "needle", "noodle", "nutmeg", "oasis", "ocean", "olive", "onion", "opal", "orange", "orchid", "otter", "paddle", "palace", "panda", "paper", "parrot", "peach", "pebble", "pencil", "pepper", "pigeon", "pillow", "pine", "planet", "pocket", "pony", "poplar", "potato", "prairie", "pumpkin", "puzzle", "quartz", "quilt", "rabbit", "raisin", "ribbon", "river", "robin", "rocket", "saddle", "saffron", "salmon", "sandal", "satin", "silver", "spoon", "spruce", "squirrel", "stable", "summer", "sunset", "sweater", "table", "temple", "thimble", "thunder", "tiger", "timber", "tomato", "trumpet", "tulip", "tunnel", "turtle", "umbrella", "valley", "velvet", "violet", "violin", "walnut", "water", "whistle", "willow", "window", "winter", "wizard", "wooden", "yellow", "zebra"]


def new_access_code() -> str:
    """A fresh code in four groups that can be read aloud."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(body[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def access_code_hash(code: str) -> bytes:
    """The stored form. Accepts lower case, spaces and missing dashes."""
    return blind_index("".join(char for char in code.upper() if char.isalnum()), purpose="access-code")


def new_passphrase() -> str:
    return " ".join(secrets.choice(WORDS) for _ in range(4))


def passphrase_hash(phrase: str) -> str:
    return make_password(" ".join(phrase.lower().split()))


def passphrase_fits(phrase: str, stored: str) -> bool:
    return bool(stored) and check_password(" ".join(phrase.lower().split()), stored)
