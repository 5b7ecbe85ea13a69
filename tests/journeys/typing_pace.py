"""How long a person needs to type what a scripted run pressed: counted, never timed."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

# Forty words a minute of plain text, a slow second for a key that moves or chooses: seconds for each key.
LETTER, MOVE = 0.3, 0.35
# Names the file in which `script/bench call` wants the figures of a run.
FIGURES = "DSAR_TYPING_FIGURES"


@dataclass
class Typist:
    """Hands on a keyboard, without a mouse. Every key is counted."""

    page: Page
    letters: int = 0
    moves: int = 0

    @property
    def seconds(self) -> float:
        """What all keys so far take at a calm pace."""
        return self.letters * LETTER + self.moves * MOVE

    def leave_figures(self) -> None:
        """Write down what was counted, where somebody asked for it."""
        if wanted := os.environ.get(FIGURES):
            counted = {"letters": self.letters, "other_keys": self.moves, "seconds": round(self.seconds, 1)}
            Path(wanted).write_text(json.dumps(counted), encoding="utf-8")

    def press(self, key: str) -> None:
        self.moves += 1
        self.page.keyboard.press(key)

    def tab_to(self, name: str, value: str | None = None) -> None:
        """Press Tab until the field has the focus; only forward, because the page follows the talk."""
        for _press in range(80):
            at = self.page.evaluate("(() => { const at = document.activeElement; return [at.name, at.value]; })()")
            if at[0] == name and value in (None, at[1]):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reached {name} {value or ''}")

    def tab_to_words(self, words: str) -> None:
        """Press Tab until a button or a link with these words has the focus."""
        for _press in range(80):
            at = self.page.evaluate("document.activeElement.innerText || ''")
            if at.strip() == words:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reached “{words}”")

    def push(self, words: str) -> None:
        """Press a button, or follow a link, by its words."""
        expect(self.page.get_by_text(words, exact=True).first).to_be_visible()
        self.tab_to_words(words)
        self.press("Enter")

    def follow(self, words: str, to: str) -> None:
        """The same where another page comes, and wait for it."""
        self.push(words)
        expect(self.page).to_have_url(re.compile(to))

    def write(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.letters += len(text)
        self.page.keyboard.type(text)

    def tick(self, name: str, value: str | None = None) -> None:
        self.tab_to(name, value)
        self.press("Space")
