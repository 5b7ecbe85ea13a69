"""The real provider as a process of its own."""

import json
import secrets
import subprocess
from pathlib import Path

from joserfc.jwk import ECKey, RSAKey

from dsar_portal.childproc import free_port
from tests.drills.sign_in import node


class RealProvider:
    """The provider's process, with two clients of the portal."""

    def __init__(self, folder: Path, node_folder: Path) -> None:
        self.folder, self.node_folder, self.port = folder, node_folder, free_port()
        self.issuer, self.secret = f"http://localhost:{self.port}", secrets.token_urlsafe(32)
        self.process: subprocess.Popen[str] | None = None
        self.new_keys()

    def new_keys(self) -> None:
        """Other keys from the next start on."""
        made = [RSAKey.generate_key(2048), ECKey.generate_key("P-256")]
        for key in made:
            key.ensure_kid()
        self.jwks = {"keys": [{**key.as_dict(private=True), "use": "sig"} for key in made]}

    def write_file(self) -> Path:
        """What the portal is told about it."""
        (self.folder / "secret").write_text(self.secret)
        common = f'issuer = "{self.issuer}"\nsecret_file = "secret"\nscopes = ["profile"]\n'
        file = self.folder / "sign-in.toml"
        file.write_text(
            f'[customers.my-account]\nlabel = "My Account"\nclient_id = "consumers"\n{common}'
            'claim = "preferred_username"\nstands_for = "account_username"\nopened_claim = "opened"\n'
            f'[staff.company]\nlabel = "Company"\nclient_id = "staff"\n{common}amr = ["mfa"]\n'
        )
        return file

    def start(self, web: str) -> None:
        """Run it for a portal at this address."""
        doors = {"consumers": "status/identity/account/my-account/back/", "staff": "staff/login/with/company/back/"}
        clients = [
            {"client_id": name, "client_secret": self.secret, "redirect_uris": [f"{web}/{door}"], **_signing(name)}
            for name, door in doors.items()
        ]
        told = {"issuer": self.issuer, "port": self.port, "clients": clients, "jwks": self.jwks}
        settings = self.folder / "settings.json"
        settings.write_text(json.dumps(told))
        command = [*node.commands()[0], "provider.mjs", str(settings)]
        log = (self.folder / "provider.log").open("a")
        self.process = subprocess.Popen(
            command, cwd=self.node_folder, stdout=subprocess.PIPE, stderr=log, text=True, env={"PATH": "/usr/bin:/bin"}
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready", (self.folder / "provider.log").read_text()

    def stop(self) -> None:
        """End it, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def _signing(client: str) -> dict[str, str]:
    return {"id_token_signed_response_alg": "ES256" if client == "staff" else "RS256"}
