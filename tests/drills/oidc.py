"""A real OpenID provider, a real browser, the whole way: what proves a person, and what proves nothing."""

# ruff: noqa: S310  # addresses of the drill's own portal and provider

import json
import shutil
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.drills.report import Result
from tests.drills.sign_in import node
from tests.drills.sign_in.real import RealProvider
from tests.drills.stack import ROOT, Stack, portal

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# As long as the portal believes that it has seen the newest keys, and a little more.
KEYS_ASKED_AGAIN = 32
TAKEN, FAILED, DOWN = "checking what you showed us", "did not work. Try again", "does not answer just now"
NORA: dict[str, Any] = {
    "rights": [{"right": "access", "scope": "specific_pieces", "look_back": "all"}],
    "consumer": {"given_name": "Nora", "family_name": "Quist", "email": "nora@example.org"},
    "residence": {"country": "US", "state": "WI"},
}


def oidc(*, seed: int, full: bool) -> Result:
    """Consumers and staff sign in at a real provider: each way ends as it must, and no other way opens anything."""
    folder = Path(tempfile.mkdtemp(prefix="dsar-drill-oidc-"))
    real = RealProvider(folder, node.modules())
    told = {"DSAR_SIGN_IN_FILE": str(real.write_file()), "DSAR_ALLOW_LOOPBACK": "1"}
    try:
        with portal(extra=told) as stack, _browser() as browser:
            real.start(stack.run["web"])
            story = Story(stack, real, browser)
            figures = {name: _walk(name, step) for name, step in story.steps().items()}
    finally:
        real.stop()
        shutil.rmtree(folder, ignore_errors=True)
    held = sum(figures.values())
    package = json.loads((node.HERE / "package-lock.json").read_text())["packages"]["node_modules/oidc-provider"]
    claim = (
        f"{held} of {len(figures)} ways through a real provider (oidc-provider {package['version']}) end as they must"
    )
    return Result("oidc", claim, held == len(figures), {"ways": len(figures), **figures}, seed, full)


def _walk(name: str, step: Callable[[], bool]) -> int:
    held = step()
    sys.stderr.write(f"  {name}: {'holds' if held else 'FINDING'}\n")
    return int(held)


class Story:
    """The ways through, in their order: later ones break the provider."""

    def __init__(self, stack: Stack, real: RealProvider, browser: Browser) -> None:
        self.stack, self.real, self.browser, self.web = stack, real, browser, stack.run["web"]

    def steps(self) -> dict[str, Callable[[], bool]]:
        """Each by the name under which the report tells it."""
        return {
            "doctor_knows_it": self.doctor_knows_it,
            "own_account_proves_the_person": self.own_account,
            "another_account_proves_nothing": self.another_account,
            "cancelled_changes_nothing": self.cancelled,
            "asked_anew_in_a_signed_in_browser": self.asked_anew,
            "used_return_is_refused": self.used_return,
            "return_in_another_browser_is_refused": self.another_browser,
            "staff_with_two_factors": self.staff_with_two_factors,
            "staff_with_one_factor_give_our_code": self.staff_with_one_factor,
            "staff_without_a_tie_stay_outside": self.staff_without_a_tie,
            "new_keys_are_taken_up": self.new_keys,
            "provider_down_says_so": self.provider_down,
            "doctor_misses_it": self.doctor_misses_it,
            "the_ledger_holds": lambda: self.stack.manage("check_ledger", check=False).returncode == 0,
        }

    def doctor_knows_it(self) -> bool:
        return "All answer as the issuers we know" in self.stack.manage("doctor", check=False).stdout

    def own_account(self) -> bool:
        page, filed = self._visitor()
        said = TAKEN in self._sign_in(page, "nquist")
        page.goto(f"{self.web}/status/identity/statement/")
        page.fill("[name=typed_name]", "Nora Quist")
        page.click("main form button")
        return said and self._status(filed, "in_progress")

    def another_account(self) -> bool:
        page, filed = self._visitor()
        said = TAKEN in self._sign_in(page, "person01")
        page.goto(f"{self.web}/status/identity/statement/")
        page.fill("[name=typed_name]", "Nora Quist")
        page.click("main form button")
        self._worked_off()
        return said and self._status(filed, "verifying", seconds=1)

    def cancelled(self) -> bool:
        page, filed = self._visitor()
        return FAILED in self._sign_in(page, "nquist", go="cancel") and self._status(filed, "verifying", seconds=1)

    def asked_anew(self) -> bool:
        page, _filed = self._visitor()
        self._sign_in(page, "nquist")
        self._leave(page)  # the provider's session is alive, and yet it asks
        return page.url.startswith(f"{self.real.issuer}/interaction/") and page.locator("[name=login]").count() == 1

    def used_return(self) -> bool:
        page, _filed = self._visitor()
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url) if "/back/?" in request.url else None)
        first = TAKEN in self._sign_in(page, "nquist")
        page.goto(seen[0])
        return first and FAILED in page.inner_text("main")

    def another_browser(self) -> bool:
        page, _filed = self._visitor()
        other, _hers = self._visitor()
        other.goto(self._return_of(page))
        return FAILED in other.inner_text("main")

    def staff_with_two_factors(self) -> bool:
        self._tie("olu", "c-olu")
        page = self._at_staff_door("c-olu", two=True)
        return page.url == f"{self.web}/officer/"

    def staff_with_one_factor(self) -> bool:
        page = self._at_staff_door("c-olu", two=False)
        if not page.url.endswith("/staff/login/code/"):
            return False
        page.fill("[name=otp]", self.stack.manage("otp_code", "olu").stdout.split()[-1])
        page.click("main form button")
        return page.url == f"{self.web}/officer/"

    def staff_without_a_tie(self) -> bool:
        page = self._at_staff_door("person01", two=True)
        return page.url.endswith("/staff/login/") and "opens no account here" in page.inner_text("main")

    def new_keys(self) -> bool:
        self.real.stop()
        self.real.new_keys()
        self.real.start(self.web)
        time.sleep(KEYS_ASKED_AGAIN)
        page, _filed = self._visitor()
        return TAKEN in self._sign_in(page, "nquist")

    def provider_down(self) -> bool:
        page, filed = self._visitor()
        back = self._return_of(page)
        self.real.stop()
        page.goto(back)
        return DOWN in page.inner_text("main") and self._status(filed, "verifying", seconds=1)

    def doctor_misses_it(self) -> bool:
        return "does not answer with metadata" in self.stack.manage("doctor", check=False).stdout

    def _visitor(self) -> tuple[Page, dict[str, Any]]:
        """Somebody who asked for a copy in Nora's name, at the status pages, in a browser of their own."""
        headers = {"Authorization": f"Bearer {self.stack.api_key()}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.web}/api/v1/submissions/", json.dumps(NORA).encode(), headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            filed: dict[str, Any] = json.loads(answer.read())
        page = self._context().new_page()
        page.goto(f"{self.web}/status/")
        page.fill("[name=reference]", filed["requests"][0]["reference"])
        page.fill("[name=code]", filed["access_code"])
        page.click("main form button")
        return page, filed

    def _context(self) -> BrowserContext:
        # Nothing of this needs scripts.
        return self.browser.new_context(java_script_enabled=False)

    def _leave(self, page: Page) -> None:
        page.goto(f"{self.web}/status/identity/account/")
        page.click("main form button")
        page.wait_for_url(f"{self.real.issuer}/**")

    def _sign_in(self, page: Page, login: str, *, go: str = "in") -> str:
        self._leave(page)
        page.fill("[name=login]", login)
        page.click(f"[value={go}]")
        page.wait_for_url(f"{self.web}/**")
        return page.inner_text("main")

    def _return_of(self, page: Page) -> str:
        """Sign in at the provider and stop before the return; gives its address."""
        self._leave(page)
        browser = page.context.request
        answer = browser.post(page.url, form={"login": "nquist", "go": "in"}, max_redirects=0)
        while not (there := answer.headers["location"]).startswith(self.web):
            answer = browser.get(there, max_redirects=0)
        return there

    def _at_staff_door(self, login: str, *, two: bool) -> Page:
        page = self._context().new_page()
        page.goto(f"{self.web}/officer/")
        page.click("form[action$='/with/company/'] button")
        page.wait_for_url(f"{self.real.issuer}/**")
        page.fill("[name=login]", login)
        if two:
            page.check("[name=two]")
        page.click("[value=in]")
        page.wait_for_url(f"{self.web}/**")
        return page

    def _tie(self, username: str, subject: str) -> None:
        cookie = json.loads(self.stack.manage("demo_session", "ada", "--json").stdout)
        context = self._context()
        context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": self.web}])
        ((user_id,),) = self.stack.rows("SELECT id FROM accounts_user WHERE username = %s", username)
        page = context.new_page()
        page.goto(f"{self.web}/admin-room/users/{user_id}/")
        page.fill("[name=subject]", subject)
        page.click("form[action$='/sign-in/company/'] button")
        assert "now opens this account" in page.inner_text("main")

    def _status(self, filed: dict[str, Any], wanted: str, *, seconds: float = 30) -> bool:
        reference, until = filed["requests"][0]["reference"], time.monotonic() + seconds
        while True:
            ((status,),) = self.stack.rows(
                "SELECT status FROM requests_app_privacyrequest WHERE reference = %s", reference
            )
            if status == wanted or time.monotonic() > until:
                return bool(status == wanted)
            time.sleep(0.2)

    def _worked_off(self) -> None:
        until = time.monotonic() + 30
        waiting = "SELECT 1 FROM jobs_job WHERE state IN ('ready', 'running') AND run_after <= now() LIMIT 1"
        while self.stack.rows(waiting) and time.monotonic() < until:
            time.sleep(0.2)


@contextmanager
def _browser() -> Iterator[Browser]:
    note = ROOT / ".venv" / "chromium-path"
    noted = note.read_text().strip() if note.exists() else ""
    path = next((found for found in (noted, *map(shutil.which, ("chromium", "chromium-browser"))) if found), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
