"""A local process that speaks Twilio's Messages API as strictly as Twilio does, and refuses everything else.

What it says and which codes it gives follows Twilio's reference of the Message resource and its list of error codes.
"""

import base64
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ACCOUNT, TOKEN, SENDER = "AC" + "0" * 31 + "1", "se/cret+token", "+15005550006"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
E164 = re.compile(r"\+[1-9]\d{6,14}")
FORM = re.compile(r"application/x-www-form-urlencoded(; ?charset=utf-8)?", re.IGNORECASE)
LONGEST = 1600
KNOWN = frozenset({"To", "From", "MessagingServiceSid", "Body"})
# Twilio's own test numbers, and what each is refused with.
REFUSED = {"+15005550001": 21211, "+15005550009": 21614, "+15005550004": 21610, "+15005550002": 21612}
WORDS = {
    21211: "Invalid 'To' Phone Number",
    21610: "Attempt to send to unsubscribed recipient",
    21606: "not a valid From",
}


class TwilioServer(ThreadingHTTPServer):
    """`sent` are the messages it took; `trouble` is a status that it answers with, so many times."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.sent: list[dict[str, str]] = []
        self.trouble: list[int] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, *, account: str = ACCOUNT, token: str = "se%2Fcret%2Btoken", sender: str = SENDER) -> str:
        return f"twilio+http://{account}:{token}@127.0.0.1:{self.server_address[1]}?from={sender}"


class _Api(BaseHTTPRequestHandler):
    server: TwilioServer

    def do_GET(self) -> None:
        if self._signed() and self.path == f"/2010-04-01/Accounts/{ACCOUNT}.json":
            self._answer(200, {"sid": ACCOUNT, "status": "active"})
        else:
            self._refuse(*(404, 20404) if self._signed() else (401, 20003))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        status, code = self._fault(parse_qs(body, strict_parsing=True))
        if code:
            self._refuse(status, code)
            return
        self.server.sent.append({name: values[0] for name, values in parse_qs(body).items()})
        sid = f"SM{len(self.server.sent):032x}"
        self._answer(201, {"sid": sid, "status": "queued", "error_code": None})

    def _fault(self, form: dict[str, list[str]]) -> tuple[int, int]:
        """Status and code of what is wrong with the call; code 0 for nothing."""
        if self.server.trouble:
            status = self.server.trouble.pop(0)
            return status, 20429 if status == 429 else 20500
        if not self._signed():
            return 401, 20003
        if self.path != MESSAGES:
            return 404, 20404
        if not FORM.fullmatch(self.headers.get("Content-Type", "")):
            return 400, 21602
        return 400, _unsound(form)

    def _signed(self) -> bool:
        wanted = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return self.headers.get("Authorization") == wanted

    def _refuse(self, status: int, code: int) -> None:
        words = WORDS.get(code, "Refused")
        self._answer(status, {"code": code, "message": words, "more_info": "https://example.com", "status": status})

    def _answer(self, status: int, content: dict[str, object]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _unsound(form: dict[str, list[str]]) -> int:
    fields = {name: values[0] for name, values in form.items()}
    to, body = fields.get("To", ""), fields.get("Body", "")
    faults = {
        20001: bool(set(fields) - KNOWN) or any(len(values) != 1 for values in form.values()),
        21604: not to,
        21211: not E164.fullmatch(to),
        21603: ("From" in fields) == ("MessagingServiceSid" in fields),
        21606: fields.get("From", SENDER) != SENDER,
        21602: not body,
        21617: len(body) > LONGEST,
        REFUSED.get(to, 0): True,
    }
    return next(code for code, wrong in faults.items() if wrong)
