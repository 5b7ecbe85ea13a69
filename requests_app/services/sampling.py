"""A random sample that anybody can draw again from the list and the seed, with nothing but SHA-256."""

import hashlib
from collections.abc import Iterable

ALGORITHM = """\
How the sample was drawn, so that you can draw it again:
1. Take every reference of the log, once, in capital letters with its dashes.
2. For each, compute SHA-256 of the UTF-8 text: seed, a colon, the reference. Write it in lower-case hexadecimal.
3. Sort by that hash. The first n references are the sample, in this order.
On a command line, for one reference:  printf '%s' "SEED:REFERENCE" | sha256sum
Whoever chooses the seed after the log is fixed cannot be served a convenient sample.
"""


def draw(references: Iterable[str], *, n: int, seed: str) -> list[tuple[str, str]]:
    """The sample in its order, each reference with its hash; fewer than `n` where there are not as many."""
    ranked = sorted((hashlib.sha256(f"{seed}:{one}".encode()).hexdigest(), one) for one in set(references))
    return [(reference, rank) for rank, reference in ranked[:n]]
