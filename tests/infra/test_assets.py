"""The committed assets are what the lock says, call nobody else's server, and stay light."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
LOCK = ROOT / "frontend" / "vendor.lock"
TEXT = {".css", ".js", ".svg", ".html", ".txt"}
# Names of XML vocabularies are not addresses that a browser calls; localhost is the resolver base in the library.
NAMESPACES = ("http://www.w3.org/",)


def _locked() -> list[tuple[str, str]]:
    lines = [line for line in LOCK.read_text().splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.split()[1]) for line in lines]


def _texts(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in TEXT]


def _gzip_size(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


@pytest.mark.parametrize(("digest", "name"), _locked())
def test_each_vendored_file_is_the_one_that_was_locked(digest: str, name: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_every_file_from_elsewhere_is_in_the_lock() -> None:
    named = {name for _, name in _locked()}
    vendored = {str(path.relative_to(STATIC)) for part in ("vendor", "fonts") for path in (STATIC / part).iterdir()}
    assert vendored <= named


def test_each_vendored_package_brings_its_licence() -> None:
    licences = {path.stem for path in (ROOT / "frontend" / "LICENSES").iterdir()}
    assert licences == {"govuk-frontend", "public-sans", "lucide-static"}


def test_no_file_names_a_source_map_because_collectstatic_would_look_for_it() -> None:
    assert [path.name for path in _texts(STATIC) if "sourceMappingURL" in path.read_text()] == []


def test_no_page_or_asset_calls_somebody_elses_server() -> None:
    found = []
    for path in _texts(STATIC, ROOT / "templates" / "base", ROOT / "templates" / "components"):
        for address in re.findall(r"https?://[^\s\"'<>)]+", path.read_text()):
            if not address.startswith(NAMESPACES):
                found.append((path.name, address))
    assert found == []


def test_nothing_looks_like_a_government_site() -> None:
    text = (STATIC / "theme.css").read_text() + (STATIC / "app.css").read_text()
    assert re.search(r"GDS Transport|crown|/assets/", text) is None


def test_no_template_carries_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "letters" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []


def test_a_public_page_stays_below_its_weight() -> None:
    scripts = ["boot.js", "app.js", "vendor/govuk-frontend.min.js"]
    packed = sum(_gzip_size(name) for name in ["theme.css", "app.css", "icons.svg", *scripts])
    font = (STATIC / "fonts" / "public-sans-latin.woff2").stat().st_size
    assert packed + font + 6_000 <= 75 * 1024


def test_scripts_of_public_pages_run_in_every_browser_that_knows_modules() -> None:
    """The floor that the accessibility page states: Chrome 61, Firefox 60, Safari 11. Newer words would stop them."""
    newer = re.compile(
        r"\?\.[a-zA-Z_$\[(]|\?\?|\|\|=|&&=|\bstatic\s*\{|this\.#|\.at\(|replaceAll|structuredClone|import\("
    )
    scripts = ["boot.js", "app.js", "vendor/govuk-frontend.min.js"]
    assert {name: newer.findall((STATIC / name).read_text()) for name in scripts} == {name: [] for name in scripts}


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    pages = (ROOT / "templates").rglob("*.html")
    used = {name for path in pages for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert used <= known


def test_the_lockfile_names_no_registry() -> None:
    assert "resolved" not in (ROOT / "frontend" / "package-lock.json").read_text()
