"""`rotate_keys`: which keys there are, and moving on to new ones. Each change is an entry of the ledger."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit import checkpoints, keyfile, ledger, notes
from audit.actors import Actor, Subject
from audit.keyfile import CannotRotate
from vault import rotation

ROTATOR = Actor.system("command.rotate_keys")
DOCUMENT_KEYS = "document.vkey"


class Command(BaseCommand):
    help = (
        "Show the keys, or move on to a new one: log (signs checkpoints), field (encrypts personal data), document "
        "(signs packages). See docs/explanation/keys.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", choices=["log", "field", "document"], help="which key to change")
        parser.add_argument("--finish", action="store_true", help="log: the old key stops signing")
        parser.add_argument("--reseal", action="store_true", help="field: encrypt old rows anew instead of a new key")
        parser.add_argument(
            "--retire", metavar="NAME", help="field: take an old key, which no row needs, out of the file"
        )
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        deeds = {None: _show, "log": _log, "field": _field, "document": _document}
        try:
            said = deeds[options["key"]](options)
        except (CannotRotate, rotation.StillInUse) as refused:
            raise CommandError(str(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps(said))
            return
        for name, value in said.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {_words(value)}")


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return "".join(f"\n  {line}" for line in value) if isinstance(value, list) else str(value)


def _show(options: Mapping[str, Any]) -> dict[str, Any]:
    """Every key this process can see, and who needs it."""
    published = checkpoints.keys(checkpoints.folder())
    return {
        "log_keys_published": [f"{_name('log', key)} {key.fingerprint}" for key in published],
        "log_keys_signing": [_name("log", key) for key in _signing(settings.LOG_KEY_FILE)],
        "field_keys_by_rows": rotation.usage(),
        "document_keys": [f"{_name('doc', key)} {key.fingerprint}" for key in _signing(settings.DOCUMENT_KEY_FILE)],
    }


def _log(options: Mapping[str, Any]) -> dict[str, Any]:
    path = _path(settings.LOG_KEY_FILE, "DSAR_LOG_KEY_FILE")
    before = keyfile.verifiers(path, "log")
    if options["finish"]:
        keyfile.drop_old(path)
        for old in before[1:]:
            _record("key.retired", "log", {"key_id": _name("log", old)})
        return {"signs": _name("log", before[0]), "retired": [_name("log", old) for old in before[1:]]}
    keyfile.add_key(path)
    new, old = keyfile.verifiers(path, "log")
    _record("key.rotated", "log", {"key_id": _name("log", new), "previous": _name("log", old)})
    return {
        "signs": [_name("log", new), _name("log", old)],
        "fingerprint": new.fingerprint,
        "next": "Tell the new fingerprint to whoever keeps notes; after a month: rotate_keys log --finish",
    }


def _field(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["retire"]:
        rotation.retire_key(options["retire"])
        _record("key.retired", "field", {"key_id": options["retire"]})
        return {"retired": options["retire"]}
    if options["reseal"]:
        return {"resealed": rotation.reseal(by=ROTATOR, now=timezone.now()), "rows_by_key": rotation.usage()}
    name, previous = rotation.add_key()
    _record("key.rotated", "field", {"key_id": name, "previous": previous})
    return {
        "current": name,
        "rows_by_key": rotation.usage(),
        "next": f"Back up the key file; rotate_keys field --reseal; then rotate_keys field --retire {previous}",
    }


def _document(options: Mapping[str, Any]) -> dict[str, Any]:
    """The public half of the old key is kept: what it signed is still checked against it."""
    path = _path(settings.DOCUMENT_KEY_FILE, "DSAR_DOCUMENT_KEY_FILE")
    (old,) = keyfile.verifiers(path, "documents")[:1]
    _keep_public(path.with_name(DOCUMENT_KEYS), old)
    keyfile.replace_key(path)
    (new,) = keyfile.verifiers(path, "documents")
    _keep_public(path.with_name(DOCUMENT_KEYS), new)
    _record("key.rotated", "document", {"key_id": _name("doc", new), "previous": _name("doc", old)})
    return {
        "signs": _name("doc", new),
        "fingerprint": new.fingerprint,
        "public_keys": str(path.with_name(DOCUMENT_KEYS)),
    }


def _keep_public(path: Path, key: notes.Verifier) -> None:
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if str(key) not in known:
        path.write_text("".join(f"{line}\n" for line in [*known, str(key)]), encoding="utf-8")


def _signing(named: str) -> list[notes.Verifier]:
    """The keys in a file, or none where this process may not read it."""
    try:
        return keyfile.verifiers(Path(named), "portal") if named else []
    except CannotRotate:
        return []


def _path(named: str, variable: str) -> Path:
    if not named:
        raise CannotRotate(f"{variable} is not set here. Run this where the key file lies.")
    return Path(named)


def _name(kind: str, key: notes.Verifier) -> str:
    """A key's short name: the same whatever the log is called, and no bare number, which the ledger refuses."""
    return f"{kind}-{key.fingerprint[:9].replace(' ', '')}"


def _record(event: str, kind: str, facts: dict[str, ledger.FactValue]) -> None:
    with transaction.atomic():
        subject = Subject.event("key")
        ledger.record(event, actor=ROTATOR, subject=subject, at=timezone.now(), facts=facts, reason=kind)
