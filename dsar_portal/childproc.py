"""Start child processes that end with us and, when we are root, run as nobody in particular.

Standard library only: the scripts use it before Django is loaded.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

# PostgreSQL refuses to run as root. This number belongs to no account, so nothing else shares its files.
DROPPED_UID = 65432
PR_SET_PDEATHSIG = 1


def is_root() -> bool:
    """Whether servers have to be started under a dropped uid."""
    return os.geteuid() == 0


def passwd_uid() -> int:
    """A uid with an account, for the one program (initdb) that insists on a name."""
    for name in ("nobody", "daemon", "bin"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)


def dies_with_parent(how: int) -> Callable[[], None]:
    """Ask Linux to end the child when its parent dies, so that `kill -9` leaves no orphans."""
    # Looked up here, before the fork: a forked child should do as little as it can.
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def arrange() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)

    return arrange


def drop(uid: int | None) -> dict[str, object]:
    """Arguments for subprocess that give up root for `uid`; none when we are not root."""
    if not is_root() or uid is None:
        return {}
    return {"user": uid, "group": uid, "extra_groups": []}


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path,
    uid: int | None = None,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    cwd: str | Path = "/",
    death: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a long-running child in its own session; its output goes to `log`."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603  # our own binaries, no shell
            [str(part) for part in argv],
            env=dict(env),
            stdin=stdin,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=str(cwd),
            start_new_session=True,
            preexec_fn=dies_with_parent(death),
            **drop(uid),
        )


def runs_as(uid: int, argv: Sequence[str | Path], *, env: Mapping[str, str]) -> bool:
    """Whether a short command succeeds under `uid`: the honest test of who can reach what."""
    try:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603  # a command of our own, no shell; drop() is a dictionary
            [str(part) for part in argv], env=dict(env), cwd="/", capture_output=True, timeout=30, **drop(uid)
        )
    except OSError:
        return False
    return bool(done.returncode == 0)


def can_enter(uid: int, folder: Path) -> bool:
    """Whether `uid` may pass through every folder above and including `folder`."""
    return runs_as(uid, ["/bin/sh", "-c", 'cd "$1"', "sh", folder], env={"PATH": "/usr/bin:/bin"})


def give_to(path: Path, uid: int) -> None:
    """Hand a folder and all in it to the dropped uid (root only)."""
    if not is_root():
        return
    os.chown(path, uid, uid)
    for parent, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, uid, uid, follow_symlinks=False)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_of(pid: int) -> str:
    """The command line of a living process, or nothing."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if sys.platform == "linux":
            return ""
    ps = shutil.which("ps") or "/bin/ps"
    asked = subprocess.run([ps, "-o", "command=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S603  # ps of the system, no shell
    return asked.stdout.strip()


def end(process: "subprocess.Popen[bytes] | None", how: int = signal.SIGTERM, patience: float = 15) -> None:
    """Ask a child to stop, wait, then insist."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
