"""A scanner and a person at one keyboard: the scanner types as fast as the browser takes it, whatever layout is on."""

from __future__ import annotations

import time

from playwright.sync_api import Page

_US = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_CODES = (
    "Backquote", *(f"Digit{each}" for each in "1234567890"), "Minus", "Equal",
    *(f"Key{each}" for each in "QWERTYUIOP"), "BracketLeft", "BracketRight",
    *(f"Key{each}" for each in "ASDFGHJKL"), "Semicolon", "Quote",
    *(f"Key{each}" for each in "ZXCVBNM"), "Comma", "Period", "Slash",
)  # fmt: skip
RUSSIAN = "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю."
UZBEK = RUSSIAN.replace("-=", "ғҳ").replace("щ", "ў").replace("ы", "қ")
# A scanner's keys come a few milliseconds apart, however slow the machine is that runs the tests.
BETWEEN_KEYS = 0.004
ENTER = {"key": "Enter", "code": "Enter", "text": "\r", "unmodifiedText": "\r", "windowsVirtualKeyCode": 13}
_COUNT_CLICKS = """
  window.clicks = 0;
  for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
    window.addEventListener(kind, () => { window.clicks += 1; }, true);
  }
"""


class Scanner:
    """Types codes and Enter at once; on another layout each key gives that layout's character."""

    def __init__(self, page: Page, layout: str = _US) -> None:
        self.page, self.layout = page, layout
        self.wire = page.context.new_cdp_session(page)
        self.at = 0.0

    def __call__(self, *codes: str) -> None:
        self.at = max(self.at, time.time())
        for code in codes:
            for character in code:
                self.at += BETWEEN_KEYS
                self.key(character, at=self.at)
            self.at += BETWEEN_KEYS
            self._send("keyDown", {**ENTER, "timestamp": self.at})
            self._send("keyUp", {**ENTER, "timestamp": self.at, "text": ""})

    def _send(self, kind: str, event: dict[str, object]) -> None:
        self.wire.send("Input.dispatchKeyEvent", {"type": kind, **event})

    def key(self, character: str, *, at: float | None = None) -> None:
        """Press the key that gives this character on the US layout; `at` is the instant that the page is told."""
        place = _US.index(character.lower())
        shifted = character.isupper()
        text = self.layout[place].upper() if shifted else self.layout[place]
        sent = {
            "key": text, "code": _CODES[place], "text": text, "unmodifiedText": text, "modifiers": 8 if shifted else 0,
            "windowsVirtualKeyCode": ord(_US[place].upper()), **({"timestamp": at} if at else {}),
        }  # fmt: skip
        self._send("keyDown", sent)
        self._send("keyUp", {**sent, "text": ""})

    def by_hand(self, character: str) -> None:
        """Press one key as a person does, not within the milliseconds of a scanner."""
        self.page.wait_for_timeout(200)
        self.key(character)


def count_clicks(page: Page) -> None:
    """Count from now on what only a mouse or a finger can do."""
    page.context.add_init_script(_COUNT_CLICKS)


def clicks(page: Page) -> int:
    """Return how often the mouse was used since the page was opened."""
    return int(page.evaluate("window.clicks"))


def type_by_hand(page: Page, text: str) -> None:
    """Type as a person does."""
    page.wait_for_timeout(200)
    page.keyboard.type(text, delay=90)
    page.wait_for_timeout(200)
