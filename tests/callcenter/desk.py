"""A member of staff at the call screen, and what a caller says."""

import re
from datetime import datetime

from django.http import HttpResponse

from accounts.principals import Principal
from audit.ids import new_id
from tests.accounts.cast import hire, signed_in

NORA = {
    "consent": "yes", "language": "en", "capacity": "self", "given_name": "Nora", "family_name": "Quist",
    "state": "WI", "postal_code": "54956", "phone": "920-555-0142", "street": "12 Elm St", "city": "Neenah",
    "delivery": "secure_download", "safe": "yes", "company": "group", "passphrase": "apple bridge cedar dragon",
    "relationships": ["policyholder"], "delete_yes": "on",
}  # fmt: skip


class Caller:
    """One call on one desk, by HTTP as the page sends it."""

    def __init__(self, now: datetime, name: str = "casey", role: str = "call_agent") -> None:
        self.now, self.user = now, hire(name, role, now=now)
        self.client, self.principal = signed_in(self.user, now=now), Principal.staff(self.user)
        self.call = str(new_id())

    def open(self) -> HttpResponse:
        return self.client.get("/phone/new/")

    def _sent(self, fields: dict[str, object]) -> dict[str, object]:
        return {"call": self.call, "started_at": self.now.isoformat(), **fields}

    def send(self, fields: dict[str, object]) -> HttpResponse:
        return self.client.post("/phone/new/", self._sent(fields))

    def save(self, fields: dict[str, object]) -> HttpResponse:
        return self.client.post("/phone/new/save/", self._sent(fields))

    def live(self) -> str:
        return self.client.get(f"/phone/calls/{self.call}/live/").content.decode()

    def mark(self, fields: dict[str, object]) -> str:
        """What the page knows of the text that was read back."""
        self.save(fields)
        found = re.search(r'name="shown" value="(\w+)"', self.live())
        assert found
        return found[1]

    def confirmed(self, fields: dict[str, object]) -> dict[str, object]:
        return {**fields, "shown": self.mark(fields), "confirmed": "on"}

    def file(self, fields: dict[str, object]) -> str:
        """Read back, tick, file, and follow to the panel."""
        sent = {"consent": "yes", **fields}
        self.ready = self._sent(self.confirmed(sent))
        return self.click()

    def click(self) -> str:
        """Send the page that stands on the screen; a second time is a double click or the back button."""
        answer = self.client.post("/phone/new/", self.ready, follow=True)
        page: str = answer.content.decode()
        assert answer.redirect_chain, page[page.find("<main") : page.find("<main") + 1500]
        return page
