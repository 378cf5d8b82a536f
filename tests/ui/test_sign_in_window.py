"""The embedded sign-in with a real browser, against the local Microsoft 365."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from person_at_page import PAGE_MS, Open, PersonAtPage
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.graph.auth.account import SignInAttempt
from stockage_partage.graph.auth.sign_in import SignIn
from stockage_partage.messages import sign_in as texts
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow

AtPage = Callable[[SignInWindow], PersonAtPage]


@pytest.fixture
def administrator(microsoft365: LocalMicrosoft365) -> tuple[str, str]:
    user = microsoft365.people.with_role("administrateur")
    return user.username, user.password


def says(qtbot: QtBot, window: SignInWindow, notice: texts.SignInMessage) -> None:
    """Waits until the window shows that notice in place of the page."""
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=PAGE_MS)
    assert window.notice.what.text() == unbroken(notice.what)
    assert window.notice.advice.text() == unbroken(notice.advice)


def test_a_sign_in_lands_with_an_answer_that_opens_a_session(
    qtbot: QtBot,
    open_window: Open,
    person: AtPage,
    administrator: tuple[str, str],
    sign_in: SignIn,
    attempt: SignInAttempt,
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.sign_in(*administrator)
    at_page.wait_for("for_everybody")
    # All of it without scrolling, and no button of ours bears the name of one of the page's.
    foot = "document.getElementById('submit').getBoundingClientRect().bottom"
    assert at_page.ask(f"{foot} <= innerHeight")
    assert window.cancel.text() == "Annuler la connexion"
    with qtbot.waitSignal(window.landed, timeout=PAGE_MS) as landed:
        at_page.press("submit")

    account = sign_in.finish(attempt, landed.args[0])

    assert account.username == administrator[0]


def test_the_redirect_is_caught_before_anything_goes_over_the_network(
    qtbot: QtBot,
    open_window: Open,
    person: AtPage,
    administrator: tuple[str, str],
    microsoft365: LocalMicrosoft365,
    attempt: SignInAttempt,
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.sign_in(*administrator)
    with qtbot.waitSignal(window.landed, timeout=PAGE_MS):
        at_page.press("submit")

    asked = [entry.path for entry in microsoft365.journal.entries]
    assert not [path for path in asked if QUrl(attempt.redirect_uri).path() in path]


def test_closing_the_window_cancels_once_and_leaves_no_folder(
    qtbot: QtBot, open_window: Open, person: AtPage
) -> None:
    window = open_window()
    person(window).wait_for("username")
    cancelled: list[bool] = []
    window.cancelled.connect(lambda: cancelled.append(True))
    browser = window.browser
    assert browser is not None
    assert browser.folder.exists()

    with qtbot.waitSignal(browser.gone, timeout=PAGE_MS):
        window.close()

    assert cancelled == [True]
    qtbot.waitUntil(lambda: not browser.folder.exists(), timeout=PAGE_MS)


def test_escape_cancels(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    with qtbot.waitSignal(window.cancelled, timeout=PAGE_MS):
        QTest.keyClick(window, Qt.Key.Key_Escape)


def test_the_other_way_in_is_one_click_away(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    with qtbot.waitSignal(window.browser_wanted, timeout=PAGE_MS):
        window.open_browser.click()


def test_the_host_of_the_page_is_shown_beside_a_lock_that_is_read_aloud(
    qtbot: QtBot, open_window: Open, person: AtPage, microsoft365: LocalMicrosoft365
) -> None:
    window = open_window()
    person(window).wait_for("username")
    host = QUrl(microsoft365.addresses.login)
    assert window.host.text() == f"{host.host()}:{host.port()}"
    assert window.lock.accessibleName() == texts.secure(window.host.text())


def test_a_popup_opens_in_the_same_view(
    qtbot: QtBot, open_window: Open, person: AtPage, microsoft365: LocalMicrosoft365
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.wait_for("username")
    target = f"{microsoft365.addresses.login}/elsewhere"
    at_page.page.runJavaScript(f"window.open('{target}')")
    qtbot.waitUntil(lambda: at_page.page.url().path() == "/elsewhere", timeout=PAGE_MS)


def test_a_download_is_refused(
    qtbot: QtBot, open_window: Open, person: AtPage, tmp_path: Path
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.wait_for("username")
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    at_page.page.profile().setDownloadPath(str(downloads))
    with qtbot.waitSignal(at_page.page.profile().downloadRequested, timeout=PAGE_MS) as asked:
        at_page.page.runJavaScript(
            "(() => { const a = document.createElement('a'); a.download = 'x.txt';"
            " a.href = URL.createObjectURL(new Blob(['x'])); a.click(); })()"
        )
    download = asked.args[0]
    qtbot.waitUntil(download.isFinished, timeout=PAGE_MS)
    assert list(downloads.iterdir()) == []


def test_an_unknown_certificate_is_refused_and_named(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(ca_file=None)
    says(qtbot, window, texts.certificate("localhost"))
    assert "Prévenez votre administrateur" in texts.certificate("localhost").advice
    assert window.lock.accessibleName() == texts.NO_PAGE
    assert not window.open_browser.isVisible()  # the notice has its own


def test_an_address_that_does_not_answer_is_said_in_our_words(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window("https://localhost:9/authorize")
    says(qtbot, window, texts.OFFLINE)


def test_nobody_finishing_in_time_ends_the_sign_in(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(timeout_s=0.05)
    with qtbot.waitSignal(window.timed_out, timeout=PAGE_MS):
        pass


def test_a_policy_that_refuses_this_browser_offers_the_other_one_by_itself(
    qtbot: QtBot, open_window: Open, person: AtPage, microsoft365: LocalMicrosoft365
) -> None:
    user = microsoft365.people.with_role("poste-non-conforme")
    window = open_window()
    person(window).sign_in(user.username, user.password)
    says(qtbot, window, texts.POLICY)
    with qtbot.waitSignal(window.browser_wanted, timeout=PAGE_MS):
        window.other_browser.click()


def test_token_protection_is_said_without_offering_a_browser_that_would_be_refused_too(
    qtbot: QtBot, open_window: Open, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("sign-in-refused", kind="authorize", number=530084)
    window = open_window()
    says(qtbot, window, texts.TOKEN_PROTECTION)
    assert not window.other_browser.isVisible()
    assert window.retry.isVisible()
    microsoft365.faults.clear()
    window.retry.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.view, timeout=PAGE_MS)


def test_a_page_that_crashes_is_said_and_can_be_tried_again(
    qtbot: QtBot, open_window: Open, person: AtPage
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.wait_for("username")
    os.kill(at_page.page.renderProcessPid(), signal.SIGKILL)
    says(qtbot, window, texts.CRASHED)
    assert window.lock.accessibleName() == texts.NO_PAGE
    window.retry.click()
    assert at_page.wait_for("username") == "username"
    qtbot.waitUntil(
        lambda: window.lock.accessibleName() == texts.secure(window.host.text()), timeout=PAGE_MS
    )


def test_a_load_that_the_crash_cut_does_not_hide_the_page_that_was_tried_again(
    qtbot: QtBot, open_window: Open, person: AtPage
) -> None:
    window = open_window()
    at_page = person(window)
    page = at_page.page
    with qtbot.waitSignal(page.urlChanged, timeout=PAGE_MS):
        pass
    # Tried again before Chromium says that the load of before came to nothing.
    page.renderProcessTerminated.connect(lambda *_: window.retry.click())
    with qtbot.waitSignal(page.renderProcessTerminated, timeout=PAGE_MS):
        os.kill(page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(
        lambda: window.lock.accessibleName() == texts.secure(window.host.text()), timeout=PAGE_MS
    )
    assert window.stack.currentWidget() is window.view
    assert at_page.wait_for("username") == "username"


def test_the_next_sign_in_knows_nothing_of_the_former_one(
    qtbot: QtBot,
    open_window: Open,
    person: AtPage,
    administrator: tuple[str, str],
) -> None:
    first = open_window()
    at_page = person(first)
    at_page.sign_in(*administrator)
    with qtbot.waitSignal(first.landed, timeout=PAGE_MS):
        at_page.press("submit")

    second = open_window()

    assert person(second).wait_for("username", "password", "other") == "username"


def test_a_wrong_password_stays_on_the_page_with_its_own_words(
    qtbot: QtBot, open_window: Open, person: AtPage, administrator: tuple[str, str]
) -> None:
    window = open_window()
    at_page = person(window)
    at_page.sign_in(administrator[0], "not this one")
    assert at_page.wait_for("error") == "error"
    assert not window.notice.isVisible()
