"""script/manage: `manage.py` against the servers of script/server, or against servers started for the call."""

import os
import subprocess
import sys
from pathlib import Path

from dsar_portal import surroundings
from dsar_portal.embedded import StartFailed

# The signing key goes to the sequencer alone, also by hand; the rest reads public keys.
# A backup may take it along, sealed; a restore brings it back. Who makes roles is told the cluster's administrator.
KEYS_FOR = {
    **dict.fromkeys(("sequencer", "backup", "rotate_keys"), ("DSAR_LOG_KEY_FILE",)),
    "init": ("DATABASE_ADMIN_URL",),
    "restore": ("DSAR_LOG_KEY_FILE", "DATABASE_ADMIN_URL"),
}
ENVIRONMENT = 3


def split_data_dir(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Take a leading `--data-dir DIR` off the arguments."""
    if arguments[:1] == ["--data-dir"] and len(arguments) > 1:
        return arguments[1], arguments[2:]
    if arguments and arguments[0].startswith("--data-dir="):
        return arguments[0].partition("=")[2], arguments[1:]
    return None, arguments


def run(arguments: list[str]) -> int:
    """Run one management command; returns its exit code."""
    given, rest = split_data_dir(arguments)
    folder = surroundings.data_dir(given)
    outside = surroundings.outside_servers()
    if outside is not None:
        return _manage(outside | surroundings.around(outside, folder), folder, rest)
    with surroundings.servers_for_a_call(folder) as servers:
        return _manage(servers, folder, rest)


def _manage(servers: dict[str, str], folder: Path, arguments: list[str]) -> int:
    env = surroundings.complete(servers, folder)
    command = arguments[0] if arguments else "help"
    keep = ("DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL", "DSAR_DOCUMENT_KEY_FILE", *KEYS_FOR.get(command, ()))
    manage = [sys.executable, str(surroundings.ROOT / "manage.py"), *arguments]
    code = subprocess.run(manage, env=surroundings.without_guarded(env, *keep), check=False).returncode  # noqa: S603  # our own manage.py, no shell
    # A command ended by a signal answers as shells do.
    return code if code >= 0 else 128 - code


def main() -> int:
    os.umask(0o077)
    try:
        return run(sys.argv[1:])
    except (surroundings.Refused, StartFailed) as problem:
        sys.stderr.write(f"{problem}\n")
        return ENVIRONMENT
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
