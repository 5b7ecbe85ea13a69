"""The texts marked for translation, read from the code without GNU gettext: what the catalogue has to hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.core.management.utils import is_ignored_path
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from dsar_portal.management.commands.extract_catalogs import IGNORED, STAFF_FILES

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "accounts", "audit", "dsar_portal", "fulfillment", "jobs", "notifications", "outbound", "requests_app", "vault",
    "verification",
)  # fmt: skip
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
ARGUMENT = re.compile(r"""\b_\((["'])(.+?)\1\)""")


def marked() -> dict[str, str]:
    """Each text that a consumer, caller or recipient may read, and the file where it stands."""
    return {text: name for name, path in files() for text in _texts(path)}


def files() -> Iterator[tuple[str, Path]]:
    """Python modules and templates outside the rooms that only staff read."""
    modules = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    for path in sorted([*modules, *(ROOT / "templates").rglob("*.html")]):
        name = str(path.relative_to(ROOT))
        if not any(is_ignored_path(part, [*IGNORED, *STAFF_FILES]) for part in _trail(name)):
            yield name, path


def _trail(name: str) -> list[str]:
    """a/b/c.py -> a, a/b, a/b/c.py: a folder that is left out leaves out all that it holds."""
    parts = name.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _texts(path: Path) -> Iterator[str]:
    yield from _in_python(path) if path.suffix == ".py" else _in_template(path)


def _in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in MARKS and node.args:
            text = node.args[1] if _name(node.func).startswith("pgettext") else node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def _name(call: ast.expr) -> str:
    return call.id if isinstance(call, ast.Name) else getattr(call, "attr", "")


def _in_template(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    template = engines["django"].from_string(source).template
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        if isinstance(node.filter_expression.var.literal, str):
            yield node.filter_expression.var.literal
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        yield node.render_token_list(node.singular)[0]
    for _quote, text in ARGUMENT.findall(source):
        yield text
