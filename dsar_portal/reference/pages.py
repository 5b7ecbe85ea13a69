"""Which reference pages there are, and whether those on disk are fresh."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils import translation

from dsar_portal.reference import code, law, proofs, verification

PAGES: Mapping[str, Callable[[], str]] = {
    "assurance.md": proofs.assurance_page,
    "commands.md": code.commands_page,
    "events.md": code.events_page,
    "grounds.md": law.grounds_page,
    "letters.md": law.letters_page,
    "lifecycle.md": law.lifecycle_page,
    "permissions.md": code.permissions_page,
    "regimes.md": law.regimes_page,
    "settings.md": code.settings_page,
    "urls.md": code.urls_page,
    "verification.md": verification.verification_page,
}


def texts() -> dict[str, str]:
    """Every page, in English whatever the caller's language."""
    with translation.override("en"):
        return {name: write_page() for name, write_page in PAGES.items()}


def stale(folder: Path) -> list[str]:
    """The pages in `folder` that differ from the code, missing ones included."""
    return [name for name, text in texts().items() if _read(folder / name) != text]


def write(folder: Path) -> None:
    """Write all pages into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
