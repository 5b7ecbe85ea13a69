"""A mail server that speaks as much IMAP as is needed, over TLS, with a certificate of its own making."""

import contextlib
import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LITERAL = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n"


class ImapServer(socketserver.ThreadingTCPServer):
    """`boxes` are the folders, each a dictionary of mails by UID. `said` are the commands it was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path, *, capabilities: str = "IMAP4rev1 MOVE UIDPLUS") -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.capabilities, self.boxes, self.said = capabilities, {"INBOX": {}}, []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = _certificate(folder)
        self.context.load_cert_chain(self.certificate)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"imaps://reader%40portal:pass%2Fword@127.0.0.1:{self.server_address[1]}/INBOX"


class _Session(socketserver.StreamRequestHandler):
    def setup(self) -> None:
        try:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        except ssl.SSLError:  # a client that does not trust us
            self.request.close()
        super().setup()

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()
        self.request.close()

    def handle(self) -> None:
        try:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline():
                tag, _, said = line.decode().strip().partition(" ")
                self.server.said.append(said)
                self.wfile.write(self._answer(said) + f"{tag} {self._last(said)}\r\n".encode())
                if said.upper().startswith("LOGOUT"):
                    return
        except (OSError, ValueError):
            return

    def _last(self, said: str) -> str:
        if said.upper().startswith("LOGIN") and 'reader@portal "pass/word"' not in said:
            return "NO reader@portal is not known"
        if said.upper().startswith("CREATE") and said.split()[1].strip('"') in self.server.boxes:
            return "NO is there"
        return "OK done"

    def _answer(self, said: str) -> bytes:
        words = said.split()
        if words[0].upper() == "UID":
            return self._of_one(words[1].upper(), words[2], words[3:])
        boxes = self.server.boxes
        if words[0].upper() == "CREATE":
            boxes.setdefault(words[1].strip('"'), {})
        told = {
            "CAPABILITY": f"* CAPABILITY {self.server.capabilities}\r\n",
            "SELECT": f"* {len(boxes['INBOX'])} EXISTS\r\n",
            "STATUS": f'* STATUS "x" (MESSAGES {len(boxes.get(words[-2], ()))})\r\n' if words[0] == "STATUS" else "",
        }
        return told.get(words[0].upper(), "").encode()

    def _of_one(self, command: str, key: str, rest: list[str]) -> bytes:
        inbox = self.server.boxes["INBOX"]
        if command == "SEARCH":
            return ("* SEARCH " + " ".join(map(str, sorted(inbox)))).strip().encode() + b"\r\n"
        uid = int(key)
        if command == "FETCH" and uid in inbox:
            part = inbox[uid][: int(re.search(r"<0\.(\d+)>", rest[0])[1])]
            return LITERAL % (uid, uid, len(part), part)
        if command in {"MOVE", "COPY"} and uid in inbox:
            self.server.boxes[rest[0]][uid] = inbox[uid]
        if command in {"MOVE", "EXPUNGE"}:
            inbox.pop(uid, None)
        return b""


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of the tests")])
    since = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "server.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
