"""`python -m tests.architecture.translations`: every .mo fits the .po beside it. Exit 1 names the others."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]


def out_of_date(root: Path) -> list[str]:
    """The compiled catalogues that are missing or say something else than their source."""
    return [str(po.relative_to(root)) for po in sorted(root.glob("locale/*/LC_MESSAGES/*.po")) if _differs(po)]


def _differs(po: Path) -> bool:
    compiled = po.with_suffix(".mo")
    return not compiled.exists() or polib.pofile(str(po)).to_binary() != polib.mofile(str(compiled)).to_binary()


if __name__ == "__main__":
    late = out_of_date(ROOT)
    for name in late:
        sys.stderr.write(f"{name}: its .mo is missing or out of date; run script/manage compile_catalogs\n")
    raise SystemExit(1 if late else 0)
