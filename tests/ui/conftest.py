"""The window without a screen, and a person in front of the embedded sign-in page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Before Qt is loaded. Chromium refuses to start as root with its sandbox; only tests go without.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --log-level=3")
# Every computer draws with the same font, in the same way: the pictures are compared.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parents[2] / "src/previews/fonts/fonts.conf")

import pytest
import shiboken6
from at_the_window import AtTheWindow
from person_at_page import Open, PersonAtPage, take_apart
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.errors import Trouble
from stockage_partage.graph.auth.account import SignInAttempt
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from stockage_partage.ui.widgets.theme import dress

#: For windows to go; Chromium takes its time.
PATIENCE_S = 10.0


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """QtWebEngine wants shared contexts, asked for before the application exists."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication


@pytest.fixture(autouse=True, scope="session")
def _dressed(qapp: QApplication) -> None:
    dress(qapp, dark=False)


@pytest.fixture(autouse=True)
def no_window_outlives_its_test(qapp: QApplication) -> Iterator[None]:
    """What a test left is closed and deleted, with its timers; the test fails when a window survives."""
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
    deadline = time.monotonic() + PATIENCE_S
    while (left := qapp.topLevelWidgets()) and time.monotonic() < deadline:
        for widget in left:
            if widget.parent() is None:
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    assert not left


@pytest.fixture
def troubles() -> list[Trouble]:
    """What the background showed by default."""
    return []


@pytest.fixture
def background(qtbot: QtBot, troubles: list[Trouble]) -> Iterator[Background]:
    runner = Background(troubles.append)
    yield runner
    assert runner.shutdown()


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    """Whatever belongs to it, timers too, ends with the test."""
    made = QObject()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


@pytest.fixture
def sign_in(microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[SignIn]:
    """The real sign-in of the program, against the local Microsoft 365."""
    told = microsoft365.description()
    http_client = HttpClient(microsoft365.certificate.authority)
    yield SignIn(
        Registration(told["authority"], told["client_id"]),
        SessionStore(tmp_path / "session", KeyringStore(deadline_s=5)),
        http_client,
    )
    http_client.close()


@pytest.fixture
def at_window(
    qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> Iterator[AtTheWindow]:
    """A person in front of the program's window, storage off, nobody signed in."""
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield there
    there.close()


@pytest.fixture
def company(at_window: AtTheWindow) -> Iterator[CompanyDatabase]:
    """The same company, open in another program."""
    with CompanyDatabase.open(str(at_window.company)) as database:
        yield database


@pytest.fixture
def attempt(sign_in: SignIn) -> SignInAttempt:
    return sign_in.begin()


@pytest.fixture
def open_window(
    qtbot: QtBot, microsoft365: LocalMicrosoft365, attempt: SignInAttempt
) -> Iterator[Open]:
    """Opens the sign-in window; what is still open at the end is closed and taken apart."""
    opened: list[SignInWindow] = []

    def open_window(url: str | None = None, **options: Any) -> SignInWindow:
        asked = (
            attempt if url is None else SignInAttempt(url, attempt.redirect_uri, "localhost", {})
        )
        options.setdefault("ca_file", microsoft365.certificate.authority)
        window = SignInWindow(asked, **options)
        opened.append(window)
        window.start()
        window.open()
        return window

    yield open_window
    for window in opened:
        take_apart(qtbot, window)


@pytest.fixture
def person(qtbot: QtBot) -> Callable[[SignInWindow], PersonAtPage]:
    return lambda window: PersonAtPage(qtbot, window)
