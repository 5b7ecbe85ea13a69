"""Browser windows that are watched: a broken policy, a console error or a name in an address, a title
or a browser's storage fails the story."""

from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, Response

# What nobody may read over a shoulder, in a history or in a server's log of addresses.
PRIVATE = ("nora", "quist", "example.org", "9205550142", "55-102938", "elm st")
# Runs in every page before its own scripts; the window listens to the console.
WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
{
  const kept = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);
  const tell = () => location.protocol.startsWith("http") && console.debug("kept: " + kept());
  addEventListener("DOMContentLoaded", () => { console.debug("title: " + document.title); tell(); });
  addEventListener("pagehide", tell);
}
"""


class Windows:
    """Every window of one story, and what went wrong in them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(self, *, width: int = 1280, cookie: dict[str, str] | None = None, **more: Any) -> Page:
        """A browser of somebody's own, with nothing remembered. `cookie`: already signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            locale=more.pop("locale", "en-US"),
            timezone_id="America/Chicago",
            **more,
        )
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH)
        if cookie:
            context.add_cookies([{**cookie, "url": self.address}])  # type: ignore[typeddict-item]  # the shape of Playwright's cookies
        self.contexts.append(context)
        page = context.new_page()
        self._watch(page)
        return page

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("framenavigated", self._moved)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.text.startswith(("title: ", "kept: ")):
            self._look_at(message.text)
        # A page that says 404, 409 or 429 on purpose is reported by the browser as well: see `_answered`.
        elif message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def _moved(self, frame: Frame) -> None:
        self._look_at(unquote(frame.url))

    def _look_at(self, text: str) -> None:
        self.faults += [f"{word} in {text}" for word in PRIVATE if word in text.lower()]

    def _answered(self, response: Response) -> None:
        # A page that was found wanting on purpose is fetched once more in Spanish by `rules.js`.
        opened = response.request.is_navigation_request() or "x-look-again" in response.request.headers
        if response.status >= 500 or (response.status >= 400 and not opened):
            self.faults.append(f"{response.status} {response.url}")

    def close(self) -> None:
        """Close all windows and say what went wrong."""
        for context in self.contexts:
            context.close()
        assert not self.faults, "; ".join(self.faults)
