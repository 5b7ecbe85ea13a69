"""Addresses somebody else chose: none leads inside, none leads on."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from outbound import http


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_receiver_on_this_machine_is_for_demonstrations_only(receiver: str, settings) -> None:
    settings.ALLOW_LOOPBACK = True
    assert http.request("POST", f"{receiver}/hook", body=b"{}").status_code == 204
    settings.ALLOW_LOOPBACK = False
    with pytest.raises(http.NotAllowed):
        http.request("POST", f"{receiver}/hook", body=b"{}")


def test_a_redirect_is_not_followed(receiver: str, settings) -> None:
    settings.ALLOW_LOOPBACK = True
    assert http.request("POST", f"{receiver}/away", body=b"{}").status_code == 302


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://0.0.0.0/", "https://169.254.169.254/",
        "https://10.0.0.1/", "https://192.168.1.1/", "https://100.64.0.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    ],
)  # fmt: skip
def test_no_address_inside_is_called(url: str, settings) -> None:
    settings.ALLOW_LOOPBACK = False
    with pytest.raises(requests.RequestException):
        http.request("GET", url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/"])
def test_only_web_addresses_are_called(url: str) -> None:
    with pytest.raises(http.NotAllowed):
        http.request("GET", url)


class Flood(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"x" * (5000 if self.path == "/long" else 50))

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_a_bounded_answer_is_read_whole_or_not_at_all(settings) -> None:
    settings.ALLOW_LOOPBACK = True
    server = HTTPServer(("127.0.0.1", 0), Flood)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        there = f"http://127.0.0.1:{server.server_port}"
        assert http.fetch("GET", f"{there}/short", at_most=4000, seconds=5).body == b"x" * 50
        with pytest.raises(http.TooMuch):
            http.fetch("GET", f"{there}/long", at_most=4000, seconds=5)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_an_answer_that_drips_ends_in_time(begins: bytes, settings, monkeypatch) -> None:
    settings.ALLOW_LOOPBACK = True
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.1)
    end = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=(server, begins, end), daemon=True).start()
        before = time.monotonic()
        with pytest.raises(http.TooMuch):
            http.fetch("GET", f"http://127.0.0.1:{server.getsockname()[1]}/", at_most=4000, seconds=0.2)
        took = time.monotonic() - before
        end.set()
    assert took < 2


def _drip(server: socket.socket, begins: bytes, end: threading.Event) -> None:
    client, _address = server.accept()
    with client:
        client.recv(4096)
        client.sendall(begins)
        for _byte in range(100):
            if end.wait(0.05):
                return
            client.sendall(b"a")
