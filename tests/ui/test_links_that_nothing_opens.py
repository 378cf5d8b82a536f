"""A computer where nothing opens a link: said, and the address offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.messages import sign_in, window
from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.widgets.link_opening import AddressDialog, opener
from stockage_partage.ui.window.guide_window import GuideWindow

LINK = "https://bijou.sharepoint.com/sites/sage-bijou-sa"


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The system opens nothing; what it was asked for."""
    asked: list[str] = []

    def refuse(url: QUrl) -> bool:
        asked.append(url.toString())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    return asked


def offered(over: QWidget) -> AddressDialog:
    found = over.findChild(AddressDialog)
    assert found is not None
    return found


def test_a_link_that_nothing_opens_is_offered_to_be_copied(
    qtbot: QtBot, no_browser: list[str]
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    assert opener(over)(LINK) is False
    dialog = offered(over)
    assert no_browser == [LINK]
    assert dialog.windowTitle() == window.NOTHING_OPENED

    dialog.copy.click()

    assert QGuiApplication.clipboard().text() == LINK
    assert dialog.copy.text() == window.ADDRESS_COPIED


@pytest.mark.parametrize("answer", [True, None])
def test_a_link_that_opens_says_nothing(qtbot: QtBot, answer: object) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    assert opener(over, lambda _: answer)(LINK) is True
    assert over.findChild(AddressDialog) is None


def test_a_folder_is_offered_by_its_path_and_a_file_is_left_to_whoever_fetched_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    file = tmp_path / "facture.pdf"
    file.touch()
    refuse: Callable[[str], bool] = lambda _: False  # noqa: E731
    opener(over, refuse)(QUrl.fromLocalFile(str(file)).toString())
    assert over.findChild(AddressDialog) is None
    opener(over, refuse)(QUrl.fromLocalFile(str(tmp_path)).toString())
    assert offered(over).address.text() == str(tmp_path)


@pytest.mark.usefixtures("no_browser")
def test_the_guide_s_links_are_offered_too(qtbot: QtBot) -> None:
    guide = GuideWindow()
    qtbot.addWidget(guide)
    guide.text.anchorClicked.emit(QUrl("https://learn.microsoft.com/"))
    assert offered(guide).address.text() == "https://learn.microsoft.com/"


@pytest.mark.usefixtures("no_browser")
def test_a_sign_in_without_any_browser_says_so_and_shows_the_address(
    at_window: AtTheWindow,
) -> None:
    controller = at_window.program.controller
    assert controller is not None
    assert controller.context is not None
    flow = controller.context.sign_in
    flow.start_in_browser()
    wait = at_window.opened(BrowserWait)
    at_window.bot.waitUntil(wait.copy.isVisible)
    assert wait.text.text() == sign_in.NO_BROWSER_TEXT
    assert not wait.missing.isVisible()
    wait.copy.click()
    assert at_window.microsoft365.addresses.login in QGuiApplication.clipboard().text()
    wait.cancel.click()
    at_window.bot.waitUntil(lambda: not flow.active)


@pytest.mark.parametrize(
    "url",
    [
        "http://bijou.sharepoint.com/x",
        "javascript:alert(1)",
        "ms-msdt:/id PCWDiagnostic",
        "search-ms:query=x",
        "smb://evil.example/x",
        "mailto:x@evil.example",
        "https:///x",
        "x",
        "file:///tmp/a.desktop",
        "file:///tmp/a.exe",
        "file:///tmp/a.RDP",
    ],
)
def test_what_is_neither_a_page_nor_something_to_show_is_never_handed_to_the_system(
    qtbot: QtBot, no_browser: list[str], url: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    assert opener(over)(url) is False
    assert no_browser == []
    assert over.findChild(AddressDialog) is None
