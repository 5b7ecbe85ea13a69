"""A strict stand-in for ClamAV's daemon: it speaks INSTREAM as the manual of clamd describes it, and nothing else.

Like a real one with a database of hashes it knows a file by its digest, never by a text that it searches for.
"""

import hashlib
import socket
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_MAX = 25 * 1024 * 1024


class _Session(socketserver.StreamRequestHandler):
    server: "Daemon"

    def handle(self) -> None:
        if self.server.answer is not None:
            self.wfile.write(self.server.answer)
            return
        command = self._until_zero()
        if command != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(self._exactly(4), "big"):
            content += self._exactly(size)
            if len(content) > STREAM_MAX:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        name = self.server.known.get(hashlib.sha256(content).hexdigest())
        self.server.scanned.append(len(content))
        self.wfile.write(f"stream: {name} FOUND\0".encode() if name else b"stream: OK\0")

    def _exactly(self, size: int) -> bytes:
        got = self.rfile.read(size)
        if len(got) != size:
            raise ConnectionError("the stream broke off")
        return got

    def _until_zero(self) -> bytes:
        said = b""
        while not said.endswith(b"\0"):
            said += self._exactly(1)
        return said[:-1]


class Daemon(socketserver.ThreadingTCPServer):
    """The daemon. `known` maps digests to names; `answer`, where set, is said to everybody instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.known: dict[str, str] = {}
        self.scanned: list[int] = []
        self.answer: bytes | None = None

    @property
    def address(self) -> str:
        """As it stands in CLAMD_ADDRESS."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"

    def learn(self, content: bytes, name: str) -> None:
        """Take a file into the database."""
        self.known[hashlib.sha256(content).hexdigest()] = name

    def handle_error(self, request: object, client_address: object) -> None:
        """A stream that breaks off ends its session and nothing else."""


@contextmanager
def running() -> Iterator[Daemon]:
    """A daemon on a free port."""
    with Daemon() as daemon:
        thread = Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield daemon
        finally:
            daemon.shutdown()
            thread.join()


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
