"""The demonstration's mail catcher: accepts every letter, delivers none, and shows them on a page.

Not for production. `*@bounce.example` is refused at the door, and mail to `bounce@` any other domain is taken and then
sent back with a report, so that both ways to fail can be tried out.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import threading
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from dsar_portal import mailpage, mailreturn
from dsar_portal.clocktext import utc_text

Message = dict[str, Any]
BOUNCES = "@bounce.example"


def _readable(raw: bytes) -> Message:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  # what this policy makes
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    return {
        "from": str(mail.get("From", "")),
        "subject": str(mail.get("Subject", "")),
        "message_id": str(mail.get("Message-ID", "")).strip(),
        "text": plain.get_content().replace("\r\n", "\n") if plain else "",
        "html": rich.get_content() if rich else "",
        "attachments": [
            {"name": part.get_filename() or "", "type": part.get_content_type(), "size": len(part.get_content())}
            for part in mail.iter_attachments()
        ],
    }


class MailCatcher:
    """SMTP in, HTTP out, one JSON file a letter in `folder`."""

    def __init__(self, folder: Path, *, returned: Path | None = None) -> None:
        self.folder, self.returned = folder, returned
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.smtp_port = 0
        self.http_port = 0
        self._loop = asyncio.new_event_loop()
        self._http: ThreadingHTTPServer | None = None
        self._threads: list[threading.Thread] = []

    # What aiosmtpd calls -----------------------------------------------------
    async def handle_RCPT(  # noqa: N802, RUF100  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address.lower().endswith(BOUNCES):
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, RUF100  # aiosmtpd's name
        raw: bytes = envelope.content or b""  # type: ignore[assignment]  # bytes, as decode_data is off
        self.keep(raw, envelope.rcpt_tos)
        # Never an answer to a mail without a sender: reports would answer each other for ever (RFC 5321, 4.5.5).
        sender = (envelope.mail_from or "").strip("<>")
        if self.returned is not None and sender:
            for to in filter(mailreturn.comes_back, envelope.rcpt_tos):
                mailreturn.send_back(raw=raw, sender=sender, to=to, folder=self.returned)
        return "250 Kept"

    # What we offer -----------------------------------------------------------
    def keep(self, raw: bytes, recipients: Iterable[str]) -> None:
        """Store one letter per recipient; the acknowledgement follows only once it is on disk."""
        for recipient in recipients:
            letter = {"id": uuid4().hex, "to": recipient, "at": utc_text(), **_readable(raw)}
            draft = self.folder / f".{letter['id']}"
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
                json.dump(letter, out)
            draft.rename(self.folder / f"{letter['at'].replace(':', '')}-{letter['id']}.json")

    def messages(self, to: str | None = None) -> list[Message]:
        """The letters, oldest first, to one address or to all."""
        letters = [json.loads(path.read_text()) for path in sorted(self.folder.glob("*.json"))]
        return [letter for letter in letters if to is None or letter["to"].lower() == to.lower()]

    def start(self, *, smtp_port: int, http_port: int) -> None:
        """Listen on 127.0.0.1; a port of 0 takes a free one."""
        self._http = ThreadingHTTPServer(("127.0.0.1", http_port), _page_handler(self))
        self.http_port = self._http.server_address[1]
        for work in (self._http.serve_forever, self._loop.run_forever):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)
        # In the loop's own thread: the caller's may already run a loop.
        self._smtp = asyncio.run_coroutine_threadsafe(self._listen(smtp_port), self._loop).result(5)
        self.smtp_port = self._smtp.sockets[0].getsockname()[1]

    async def _listen(self, port: int) -> asyncio.Server:
        return await self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, enable_SMTPUTF8=True), "127.0.0.1", port
        )

    def stop(self) -> None:
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
        asyncio.run_coroutine_threadsafe(self._wind_down(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        for thread in self._threads:
            thread.join(5)
        self.close()

    def close(self) -> None:
        """Let go of what even a catcher that never listened holds."""
        self._loop.close()

    async def _wind_down(self) -> None:
        self._smtp.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _page_handler(catcher: MailCatcher) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802, RUF100  # http.server's name
            asked = urlsplit(self.path)
            to = parse_qs(asked.query).get("to", [None])[0]
            if asked.path == "/api/messages":
                return self._answer(json.dumps(catcher.messages(to)), "application/json")
            if asked.path == "/":
                return self._answer(mailpage.inbox(catcher.messages(to), to), "text/html")
            found = [m for m in catcher.messages() if asked.path == f"/mail/{m['id']}"]
            if found:
                return self._answer(mailpage.letter(found[0]), "text/html")
            return self._answer(mailpage.missing(), "text/html", 404)

        def _answer(self, body: str, kind: str, status: int = 200) -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            # Letters are shown as text: nothing in them may run or load.
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
            """Say nothing: addresses are personal data."""

    return Page


def main() -> None:
    """Run until told to stop: `python -m dsar_portal.mailcatcher --folder F --smtp-port N --http-port N`."""
    parser = argparse.ArgumentParser(prog="mailcatcher")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--returned", type=Path, help="the Maildir for reports of what could not be delivered")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    chosen = parser.parse_args()
    done = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    catcher = MailCatcher(chosen.folder, returned=chosen.returned)
    catcher.start(smtp_port=chosen.smtp_port, http_port=chosen.http_port)
    done.wait()
    catcher.stop()


if __name__ == "__main__":
    main()
