"""The house's own laws, as far as a machine can see them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import access_of
from audit.events import EVENTS
from audit.facts import PersonalData, check_facts

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "audit": 0, "vault": 1, "jobs": 1, "outbound": 1, "notifications": 2, "accounts": 3, "verification": 4,
    "fulfillment": 4, "requests_app": 5, "dsar_portal": 6,
}  # fmt: skip
MAX_LINES = 300
# Facts that are called a name and are one of a thing, not of a person.
NAMES_OF_THINGS = {"sweep.ran": {"name"}}
# Migrations are written by a machine. The verifier is one file so that an outsider can read and run it alone;
# tests/audit/test_verifier.py holds it to 400 lines.
MAY_BE_LONG = {"audit/verifier/verify_ledger.py"}


def sources(*packages: str) -> Iterator[Path]:
    """Our Python files, without migrations."""
    for package in packages or tuple(FLOORS):
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_foreign_key_points_upward_or_to_a_stranger_on_the_same_floor() -> None:
    # A string such as ForeignKey("requests_app.PrivacyRequest") is an import that import-linter cannot see.
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            there = getattr(field.related_model, "_meta", None) if field.is_relation and field.concrete else None
            if here not in FLOORS or there is None or there.app_label not in FLOORS or there.app_label == here:
                continue
            if FLOORS[there.app_label] >= FLOORS[here]:
                wrong.append(f"{here}.{model.__name__}.{field.name} -> {there.app_label}")
    assert wrong == []


def test_the_ledger_has_no_foreign_key_to_anything() -> None:
    related = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("audit").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label != "audit"
    ]
    assert related == []


def views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def test_every_address_says_who_may_enter() -> None:
    silent = [address for address, view in views(get_resolver().url_patterns) if access_of(view) is None]
    assert silent == []


def test_the_status_of_a_privacy_request_is_written_in_one_place() -> None:
    found = {place for path in sources("requests_app", "dsar_portal") for place in status_writes(path)}
    assert found == {"requests_app/models/privacy_request.py: apply"}


def status_writes(path: Path) -> Iterator[str]:
    """Where a file assigns `.status`, or sets it through the queryset of privacy requests."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if writes_status(node):
            inside = [one.name for one in functions if one.lineno <= node.lineno <= (one.end_lineno or 0)]
            # An exception that carries the status it found is no row.
            if inside[-1:] != ["__init__"]:
                yield f"{name_of(path)}: {inside[-1] if inside else 'module'}"


def writes_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [leaf for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Attribute)]
        return any(leaf.attr == "status" for leaf in names)
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    if called in {"setattr", "object.__setattr__"}:
        return any(isinstance(arg, ast.Constant) and arg.value == "status" for arg in node.args)
    sets = called.endswith((".update", ".update_or_create"))
    return sets and "PrivacyRequest" in called and any(keyword.arg == "status" for keyword in node.keywords)


def test_the_look_for_status_writes_finds_one(tmp_path: Path) -> None:
    for line in (
        "x.status = 1",
        "x.status, y = 1, 2",
        "setattr(x, 'status', 1)",
        "PrivacyRequest.objects.update(status=1)",
    ):
        assert any(writes_status(node) for node in ast.walk(ast.parse(line))), line


def test_nothing_is_called_utils_or_helpers() -> None:
    banned = {"utils", "helpers", "misc", "common"}
    assert [name_of(path) for path in sources(*FLOORS, "tests") if {path.stem, *path.parts} & banned] == []


def test_no_file_is_too_long_to_read() -> None:
    long = {name_of(path) for path in sources(*FLOORS, "tests") if len(path.read_text().splitlines()) > MAX_LINES}
    assert long - MAY_BE_LONG == set()


def test_every_verb_states_its_contract() -> None:
    mute = []
    for path in sources():
        if path.name == "services.py" or "services" in path.parts:
            tree = ast.parse(path.read_text())
            mute += [f"{name_of(path)}: {verb.name}" for verb in verbs_of(tree) if not ast.get_docstring(verb)]
    assert mute == []


def verbs_of(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Public functions that act: somebody does them (`by`), at an instant."""
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if public and "by" in {argument.arg for argument in node.args.kwonlyargs}:
            yield node


def test_every_event_is_one_plain_sentence_about_no_one_in_particular() -> None:
    personal = re.compile(r"(^|_)(given|family|full|typed)?_?(name|email|phone|address|birth|ip)$")
    for event, spec in EVENTS.items():
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", event)
        assert spec.sentence.endswith("."), event
        named = {fact for fact in spec.facts if personal.search(fact)} - NAMES_OF_THINGS.get(event, set())
        assert named == set(), event


@pytest.mark.parametrize(
    "value",
    [
        "nora@example.org",
        "Nora Quist",
        "+19205550142",
        "12 Elm St",
        "Nora",
        "55-102938",
        "a\u0000b",
        "x" * 81,
        9205550142,
    ],
)
def test_the_ledger_refuses_what_looks_like_a_person(value: object) -> None:
    with pytest.raises(PersonalData):
        check_facts({"ground": value})
