"""Pages about the program: permissions, events, commands, settings, addresses."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import Access, Kind, access_of
from accounts.roles import HOME, MATRIX, Permission, Role
from accounts.scopes import GRANTS
from audit.events import (
    accounts,
    agents,
    desk,
    fulfillment,
    holds,
    identity,
    law,
    notifications,
    post_and_calls,
    requests,
    safety,
    system,
)
from dsar_portal.reference.markdown import code, codes, page, table
from dsar_portal.reference.variables import VARIABLES

EVENT_PARTS = (
    ("Requests", requests), ("The phone desk", desk), ("Identity", identity), ("Post and call-backs", post_and_calls),
    ("Safety", safety), ("Agents and children", agents), ("Fulfillment", fulfillment), ("Legal holds", holds),
    ("Legal rules", law), ("Letters", notifications), ("Staff and keys", accounts), ("The portal itself", system),
)  # fmt: skip


def permissions_page() -> str:
    """Role by permission, and scope by permission."""
    rows = [(code(one), *("yes" if one in MATRIX[role] else "" for role in Role)) for one in Permission]
    homes = [(code(role), code(HOME[role])) for role in Role]
    scopes = [(code(scope), codes(sorted(grants))) for scope, grants in GRANTS.items()]
    return page(
        "Permissions",
        "What each role may do (`accounts/roles.py`). The rules of a single request come on top "
        "(`requests_app/permissions.py`): nobody decides what they typed in, and releases and deletions need two.",
        table(("Permission", *(role.value for role in Role)), rows),
        "## Where each role begins",
        table(("Role", "Page"), homes),
        "## Scopes of API keys",
        table(("Scope", "Permissions"), scopes),
    )


def events_page() -> str:
    """Everything the ledger can hold."""
    parts = []
    for title, module in EVENT_PARTS:
        rows = [(code(name), spec.sentence, codes(sorted(spec.facts))) for name, spec in sorted(module.EVENTS.items())]
        parts.append(f"## {title}\n\n" + table(("Event", "Meaning", "Facts it may carry"), rows))
    return page(
        "Events of the ledger",
        "The closed registry (`audit/events/`). Facts are codes, numbers, days and ids; never names or free text.",
        *parts,
    )


def commands_page() -> str:
    """Our management commands and their arguments."""
    rows = []
    for name, app in sorted(_our_commands()):
        command: Any = load_command_class(app, name)
        parser = command.create_parser("manage.py", name)
        ours = [action for action in parser._actions if _is_ours(action, command)]
        rows.append((code(name), command.help.strip(), codes(_argument(action) for action in ours)))
    return page(
        "Commands", "Run them as `script/manage COMMAND`.", table(("Command", "What it does", "Arguments"), rows)
    )


def settings_page() -> str:
    """The environment variables that the settings read."""
    rows = [(code(name), *VARIABLES[name]) for name in sorted(variables())]
    return page(
        "Settings",
        "All settings come from the environment (`dsar_portal/settings.py`). In containers each variable may also be "
        "given as a file: `NAME_FILE` (`deploy/entrypoint.sh`).",
        table(("Variable", "Meaning", "Default"), rows),
    )


def variables() -> set[str]:
    """Every variable that settings.py names."""
    tree = ast.parse((Path(settings.BASE_DIR) / "dsar_portal" / "settings.py").read_text())
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if re.fullmatch(r"(DSAR|DATABASE|REDIS|EMAIL|METRICS|CLAMD)_[A-Z_]+", text)} - {
        "DATABASE_SEQUENCER_", "EMAIL_BACKEND",
    }  # fmt: skip


def urls_page() -> str:
    """Every address and who may enter."""
    rows = [(code("/" + address), _who(view)) for address, view in _views(get_resolver().url_patterns)]
    return page(
        "Addresses",
        "Every address declares who may enter; one that says nothing lets nobody in (`accounts/access.py`).",
        table(("Address", "Who"), sorted(set(rows))),
    )


def _our_commands() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        if not Path(config.path).is_relative_to(settings.BASE_DIR) or ".venv" in Path(config.path).parts:
            continue
        folder = Path(config.path) / "management" / "commands"
        for module in pkgutil.iter_modules([str(folder)]):
            importlib.import_module(f"{config.name}.management.commands.{module.name}")
            yield module.name, config.name


_DJANGOS = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
            "--force-color", "--skip-checks"}  # fmt: skip


def _is_ours(action: Any, command: Any) -> bool:
    return not set(action.option_strings) & _DJANGOS


def _argument(action: Any) -> str:
    name = action.option_strings[-1] if action.option_strings else (action.metavar or action.dest).upper()
    value = "" if not action.option_strings or action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return f"{name}{value}" if action.required else f"[{name}{value}]"


def _views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, address)
        else:
            yield re.sub(r"\\Z|[\^$]", "", address), pattern.callback


def _who(view: Any) -> str:
    access = access_of(view)
    if access is None:
        return "nobody"
    methods = [f"{method}: {_words(one)}" for method, one in sorted(access.methods.items())]
    return "; ".join([_words(access), *methods])


def _words(access: Access) -> str:
    if access.kind is Kind.STAFF:
        return f"staff with {codes(sorted(access.permissions))}" if access.permissions else "all staff"
    if access.kind is Kind.API:
        return f"keys with {codes(sorted(access.scopes))}" if access.scopes else "any key"
    words = {Kind.PUBLIC: "anybody", Kind.CONSUMER: "the requester, with reference and access code"}
    return words.get(access.kind, "staff who gave their password, before the second factor")
