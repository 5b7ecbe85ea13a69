"""Whoever silences a check says why, on the line itself. A list of rules is no reason."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_laws import FLOORS, ROOT, name_of

# Formatting (`fmt: skip`) silences no check: it keeps a table a table.
SILENCES = re.compile(r"#\s*(ruff:\s*)?noqa\b|#\s*type:\s*ignore\b|#\s*mypy:|#\s*pragma:\s*no")
RULES = re.compile(
    r"#\s*(?:ruff:\s*)?noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?"
    r"|#\s*type:\s*ignore(?:\[[\w, -]+\])?|#\s*mypy:\s*[\w-]+|#\s*pragma:\s*no\s*\w+|#\s*fmt:\s*\w+"
)
A_REASON = re.compile(r"[A-Za-z]{2,}")


def ours() -> Iterator[Path]:
    """Every Python file of the project, the scripts without an ending included; not what a machine wrote."""
    for folder in (*FLOORS, "bench", "deploy", "tests"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    yield from (path for path in sorted((ROOT / "script").iterdir()) if path.is_file())
    yield ROOT / "manage.py"


def mute(source: str) -> Iterator[int]:
    """The lines on which a check is silenced without a word why."""
    if not SILENCES.search(source):
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        silences = token.type == tokenize.COMMENT and SILENCES.search(token.string)
        if silences and not A_REASON.search(RULES.sub("", token.string)):
            yield token.start[0]


def test_every_silenced_check_gives_its_reason_on_its_line() -> None:
    assert [f"{name_of(path)}:{line}" for path in ours() for line in mute(path.read_text())] == []


def test_the_look_for_silenced_checks_finds_them() -> None:
    for comment in (
        "noqa",
        "noqa: S608",
        "noqa: N802, RUF100",
        "type: ignore[misc]",
        "ruff: noqa: S608",
        "mypy: strict",
    ):
        assert list(mute(f"x = 1  # {comment}\n")) == [1], comment
        assert list(mute(f"x = 1  # {comment}  # a constant of this file\n")) == [], comment
    assert list(mute("x = 1  # type: ignore[misc]  # noqa: S603\n")) == [1]
    assert list(mute("x = '# noqa'\n")) == []
