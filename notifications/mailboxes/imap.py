"""A mailbox at a mail server: IMAP over TLS, with the certificate checked. Mails are moved, never deleted."""

import imaplib
import re
import ssl
from typing import Any
from urllib.parse import SplitResult, unquote

from notifications.mailboxes import Away, Gone, Place

PORT = 993
SECONDS = 10


class ImapBox:
    """One session. `imaps://user:password@host:993/INBOX`; a word in the address may be percent-encoded."""

    def __init__(self, address: SplitResult) -> None:
        self.inbox = unquote(address.path.lstrip("/")) or "INBOX"
        try:
            self.line = imaplib.IMAP4_SSL(
                address.hostname or "",
                address.port or PORT,
                ssl_context=ssl.create_default_context(),
                timeout=SECONDS,
            )
        except (OSError, imaplib.IMAP4.error) as trouble:
            raise Away(f"The server of the returned mail does not answer ({type(trouble).__name__}).") from None
        try:
            self._enter(unquote(address.username or ""), unquote(address.password or ""))
        except Away:
            self.close()
            raise

    def _enter(self, user: str, password: str) -> None:
        self._ask("login", user, password)
        for place in Place:
            self._try("create", place)  # "no" means that it is there
        self._ask("select", _quoted(self.inbox))

    def waiting(self, most: int) -> list[str]:
        """By UID, so that what others do in the box does not change what a key means."""
        said = self._ask("uid", "SEARCH", "ALL")
        return [key.decode("ascii", "ignore") for line in said if isinstance(line, bytes) for key in line.split()][
            :most
        ]

    def beginning(self, key: str, most: int) -> bytes:
        """Ask for the first bytes alone: however large a mail is, no more of it comes here."""
        said = self._ask("uid", "FETCH", key, f"(BODY.PEEK[]<0.{most}>)")
        found = [part[1] for part in said if isinstance(part, tuple) and len(part) > 1]
        if not found:
            raise Gone
        return bytes(found[0])

    def put(self, key: str, place: Place) -> None:
        """MOVE where the server knows it; else copy first, and only then take away what was copied."""
        if "MOVE" in self.line.capabilities:
            self._ask("uid", "MOVE", key, place)
            return
        if "UIDPLUS" not in self.line.capabilities:
            raise Away("The server of the returned mail knows neither MOVE nor UIDPLUS: mails cannot be put aside.")
        self._ask("uid", "COPY", key, place)
        self._ask("uid", "STORE", key, "+FLAGS.SILENT", r"(\Deleted)")
        self._ask("uid", "EXPUNGE", key)

    def count(self, place: Place) -> int:
        said = self._ask("status", place, "(MESSAGES)")
        found = re.search(rb"MESSAGES (\d+)", said[0] if said and isinstance(said[0], bytes) else b"")
        return int(found[1]) if found else 0

    def close(self) -> None:
        self._try("logout")

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        """Give a command. Raises `Away`: the server's own words may name people, and are not repeated."""
        try:
            answer, said = getattr(self.line, command)(*arguments)
        except (OSError, imaplib.IMAP4.error) as trouble:
            raise Away(f"The server of the returned mail broke off ({type(trouble).__name__}).") from None
        if answer != "OK":
            raise Away(f"The server of the returned mail refused {command.upper()}.")
        return list(said)

    def _try(self, command: str, *arguments: str) -> None:
        try:
            getattr(self.line, command)(*arguments)
        except (OSError, imaplib.IMAP4.error):
            return


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
