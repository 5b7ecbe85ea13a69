"""How long a person needs to type what a scripted run pressed: counted, never timed."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Forty words a minute of plain text, a slow second for a key that moves or chooses: seconds for each key.
LETTER, MOVE = 0.3, 0.35


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

    def write(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.letters += len(text)
        self.page.keyboard.type(text)

    def tick(self, name: str, value: str | None = None) -> None:
        self.tab_to(name, value)
        self.press("Space")
