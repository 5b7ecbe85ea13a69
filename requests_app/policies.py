"""The privacy policies of the organisation, in every version: what was promised to whom, and when.

They lie beside the profile as `policies/VERSION.LANGUAGE.txt`. The first line gives the day of the last change, the
rest is in the block format of letters. A version is never edited, only followed by another: each request remembers the
one that was in force when it was made.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.blocks import Block, parse
from requests_app.profile import PROFILE

FIRST = "updated: "


@dataclass(frozen=True)
class Policy:
    """One version in one language. `updated_on` is the day that the policy itself names as its last change."""

    version: str
    language: str
    updated_on: date
    blocks: tuple[Block, ...]


def load(folder: Path) -> dict[tuple[str, str], Policy]:
    """All versions, by version and language. Raises ImproperlyConfigured for a file that cannot be read."""
    found = {}
    for file in sorted(folder.glob("*.*.txt")):
        version, language, _txt = file.name.rsplit(".", 2)
        found[version, language] = _read(file, version, language)
    if not any(version == PROFILE.policy_version for version, _language in found):
        raise ImproperlyConfigured(
            f"The profile names the policy {PROFILE.policy_version}, but {folder} has no file of it."
        )
    return found


def _read(file: Path, version: str, language: str) -> Policy:
    first, _end, rest = file.read_text(encoding="utf-8").partition("\n")
    try:
        updated_on = date.fromisoformat(first.removeprefix(FIRST).strip())
    except ValueError:
        raise ImproperlyConfigured(f"{file} begins with a line like: {FIRST}2026-11-23") from None
    return Policy(version, language, updated_on, tuple(parse(rest)))


POLICIES = load(settings.PROFILE_FILE.parent / "policies")


def policy(version: str, *, language: str) -> Policy | None:
    """One version, in this language or else in the one there is; None for a version that never was."""
    own = POLICIES.get((version, language))
    return own or next((one for (known, _language), one in POLICIES.items() if known == version), None)


def versions(*, language: str) -> list[Policy]:
    """Each version once, the newest first."""
    known = {version for version, _language in POLICIES}
    found = [one for version in known if (one := policy(version, language=language))]
    return sorted(found, key=lambda one: (one.updated_on, one.version), reverse=True)
