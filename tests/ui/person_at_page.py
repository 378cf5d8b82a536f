"""A person in front of the embedded sign-in page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import shiboken6
from pytestqt.qtbot import QtBot

from stockage_partage.ui.sign_in.sign_in_window import SignInWindow

PAGE_MS = 15_000
Open = Callable[..., SignInWindow]


def take_apart(qtbot: QtBot, window: SignInWindow) -> None:
    """Closes the window and waits until Chromium has let go of everything."""
    browser = window.browser
    if shiboken6.isValid(window):
        window.close()
    if browser is not None:
        qtbot.waitUntil(lambda: browser.is_gone, timeout=PAGE_MS)


class PersonAtPage:
    """Types into the page by its ids, as a person would, and waits for what comes."""

    def __init__(self, qtbot: QtBot, window: SignInWindow) -> None:
        # The window is there first, then its browser.
        qtbot.waitUntil(lambda: window.browser is not None, timeout=PAGE_MS)
        assert window.browser is not None
        self._bot = qtbot
        self.page = window.browser.page

    def ask(self, script: str) -> Any:
        """What the page answers; arrays and objects travel as JSON."""
        got: list[Any] = []
        self.page.runJavaScript(f"JSON.stringify({script})", 0, got.append)
        self._bot.waitUntil(lambda: bool(got), timeout=PAGE_MS)
        return json.loads(got[0]) if got[0] else None

    def sees(self, element: str) -> bool:
        """True when the page has that element now, and is not the one just left by a press."""
        here = "!document.documentElement.dataset.pressed"
        return bool(self.ask(f"{here} && !!document.getElementById('{element}')"))

    def wait_for(self, *elements: str) -> str:
        """The first of `elements` that appears."""
        found: list[str] = []

        def look() -> bool:
            found.extend(element for element in elements if self.sees(element))
            return bool(found)

        self._bot.waitUntil(look, timeout=PAGE_MS)
        return found[0]

    def type_in(self, element: str, text: str) -> None:
        """Fills a field and presses the page's main button."""
        self.wait_for(element)
        self.ask(f"(document.getElementById('{element}').value = {json.dumps(text)}, 1)")
        self.press("submit")

    def press(self, element: str) -> None:
        """Clicks."""
        self.wait_for(element)
        self.page.runJavaScript(
            "document.documentElement.dataset.pressed = 1;"
            f"document.getElementById('{element}').click()"
        )

    def sign_in(self, username: str, password: str) -> None:
        """Name, then password; another account than the one that the page expects, where it is."""
        if self.wait_for("username", "password") == "password" and not self._is_asked(username):
            self.press("other")
            self.wait_for("username")
        if self.sees("username"):
            self.type_in("username", username)
        self.type_in("password", password)

    def _is_asked(self, username: str) -> bool:
        return bool(self.ask("document.querySelector('[name=known]').value") == username)
