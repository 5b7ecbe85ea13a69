"""The set-up that every script shares. Standard library only: it runs before `.venv/` exists."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CHROMIUM_NOTE = VENV / "chromium-path"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FINDING, USAGE, ENVIRONMENT = 1, 2, 3


def say(text):
    """Progress goes to stderr; stdout is for results."""
    print(text, file=sys.stderr, flush=True)


def give_up(text):
    """Stop because the machine lacks something."""
    say(text)
    raise SystemExit(ENVIRONMENT)


def suitable_python():
    """The Python to build the environment with: this one, or a newer one on the path."""
    if sys.version_info >= (3, 11):  # noqa: UP036  # whoever starts the script may have an older one
        return sys.executable
    for minor in range(20, 10, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    give_up("Python 3.11 or newer is needed. Install it, then run this again.")
    return ""


def ensure(kind="base"):
    """Make `.venv/` hold requirements/<kind>.txt; quick when it already does. `dev` includes `base`."""
    wanted = ROOT / "requirements" / f"{kind}.txt"
    stamp = hashlib.sha256(wanted.read_bytes()).hexdigest()
    # A file that is always there serves as the lock, so that two scripts at once do not collide.
    with wanted.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _fresh(kind, stamp):
            _build(wanted)
            (VENV / f"stamp-{kind}").write_text(stamp)


def _fresh(kind, stamp):
    kinds = ("base", "dev") if kind == "base" else ("dev",)
    if not PYTHON.exists():
        return False
    dev = ROOT / "requirements" / "dev.txt"
    for name in kinds:
        note = VENV / f"stamp-{name}"
        expected = stamp if name == kind else hashlib.sha256(dev.read_bytes()).hexdigest()
        if note.exists() and note.read_text() == expected:
            return True
    return False


def _build(wanted):
    if not PYTHON.exists():
        say("Making .venv ...")
        made = subprocess.run([suitable_python(), "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode:
            give_up(f"The environment could not be made: Python's venv or pip is missing.\n{made.stdout}{made.stderr}")
    say(f"Installing {wanted.relative_to(ROOT)} (with hashes; a minute or two the first time) ...")
    # The files name every package with its hash: there is nothing left to resolve.
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    pip = [str(PYTHON), "-m", "pip", "install", *options]
    if subprocess.run([*pip, "-r", str(wanted)], stdout=sys.stderr, check=False).returncode:
        give_up("The packages could not be installed. Is a package index reachable with pip?")


def ensure_chromium():
    """Find a browser for the journeys, or install one; remembers its path."""
    if CHROMIUM_NOTE.exists():
        known = CHROMIUM_NOTE.read_text().strip()
        if not known or Path(known).exists():
            return
    path = _installed_browser() or _package_browser() or ""
    if not path:
        say("Downloading Playwright's Chromium ...")
        got = subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
        if got.returncode:
            give_up("No Chromium could be found or installed. Install one as `chromium`, then run this again.")
    CHROMIUM_NOTE.write_text(path)


def _installed_browser():
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


def _package_browser():
    """Through the system's package manager, which only root may use."""
    if os.geteuid() != 0:
        return None
    managers = {
        "apt-get": ["apt-get", "install", "-y", "-q", "chromium"],
        "dnf": ["dnf", "install", "-y", "-q", "chromium"],
        "apk": ["apk", "add", "--quiet", "chromium"],
    }
    for name, command in managers.items():
        if shutil.which(name):
            say(f"Installing Chromium with {name} ...")
            if name == "apt-get":
                subprocess.run(["apt-get", "update", "-q"], stdout=sys.stderr, check=False)
            subprocess.run(command, stdout=sys.stderr, check=False)
            return _installed_browser()
    return None


def run_module(module, arguments):
    """Become `python -m module` in the environment, at the root of the project."""
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), "-m", module, *arguments])  # noqa: S606  # our own interpreter
