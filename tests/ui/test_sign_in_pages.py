"""Pages of a company's own sign-in, as they come: empty, refusing, with links to everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from person_at_page import PAGE_MS, Open, PersonAtPage
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stockage_partage.messages import sign_in as texts
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from tls_peer import Peer, Seen

_HTML = {"Content-Type": "text/html; charset=utf-8"}
_PAGE = """<!DOCTYPE html><html lang="fr"><title>Se connecter</title><body>
<input id="username" type="email"> <button id="submit">Suivant</button>
<p><a href="/aide">Vous ne pouvez pas accéder à votre compte ?</a></p>
<a id="mail" href="mailto:aide@bijou.fr">Écrire</a>
<a id="phone" href="tel:+33123456789">Appeler</a>
<a id="store" href="ms-windows-store://x">Installer</a>
<a id="plain" href="http://localhost:9/aide">Aide</a>
<a id="redirected" href="/redirige">Suite</a>
<form action="http://localhost:9/"><button id="form">Envoyer</button></form>
<button id="moved" onclick="location.href = 'http://localhost:9/'">Ailleurs</button>
<a id="mail_apart" target="_blank" href="mailto:aide@bijou.fr">Écrire</a>
<a id="plain_apart" target="_blank" href="http://localhost:9/aide">Aide</a>
<a id="script_apart" target="_blank" href="javascript:void(0)">Plus</a>
<button id="blank" onclick="window.open('')">Vide</button>
<button id="script" onclick="window.open('javascript:1')">Rien</button>
<a id="apart" target="_blank" href="/aide">Aide</a></body></html>"""
_HELP = "<!DOCTYPE html><title>Aide</title><p id='help'>Appelez le 12 34.</p>"
_ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/401": (401, {"WWW-Authenticate": "Negotiate"}, b""),
    "/password-dialog": (401, {"WWW-Authenticate": 'Basic realm="bijou"'}, b""),
    "/403": (403, {}, b""),
    "/500": (500, {}, b""),
    "/empty": (200, _HTML, b""),
    "/redirige": (302, {"Location": "http://localhost:9/"}, b""),
    "/aide": (200, _HTML, _HELP.encode()),
}


@pytest.fixture(scope="module")
def company_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    def reply(seen: Seen) -> tuple[int, dict[str, str], bytes]:
        return _ANSWERS.get(seen.path.partition("?")[0], (200, _HTML, _PAGE.encode()))

    folder: Path = tmp_path_factory.mktemp("peer")
    with Peer(folder, reply) as peer:
        yield peer


@pytest.fixture
def at(company_page: Peer, open_window: Open) -> Callable[[str], SignInWindow]:
    """The sign-in window on a path of the company's own page."""
    return lambda path: open_window(company_page.url + path, ca_file=company_page.ca_file)


def click(qtbot: QtBot, window: SignInWindow, element: str) -> PersonAtPage:
    """A real click of the mouse: a page may open less by itself than for a person."""
    there = PersonAtPage(qtbot, window)
    there.wait_for(element)
    box = there.ask(
        f"(b => [b.x + b.width / 2, b.y + b.height / 2])"
        f"(document.getElementById('{element}').getBoundingClientRect())"
    )
    target = window.view.focusProxy()
    assert target is not None
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, box)))
    return there


@pytest.mark.parametrize(
    ("path", "notice"),
    [
        ("/401", texts.NOT_FOR_US),
        ("/password-dialog", texts.NOT_FOR_US),
        ("/403", texts.NOT_FOR_US),
        ("/500", texts.EMPTY_PAGE),
        ("/empty", texts.EMPTY_PAGE),
    ],
)
def test_an_empty_page_is_said_and_the_browser_offered(
    qtbot: QtBot, at: Callable[[str], SignInWindow], path: str, notice: texts.SignInMessage
) -> None:
    window = at(path)
    qtbot.waitUntil(window.notice.isVisible, timeout=PAGE_MS)
    assert window.notice.what.text() == unbroken(notice.what)
    assert window.notice.advice.text() == unbroken(notice.advice)
    assert window.other_browser.isVisible()


def test_an_ordinary_page_with_a_link_about_access_stays(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/")
    there = PersonAtPage(qtbot, window)
    there.wait_for("username")
    qtbot.waitUntil(window.progress.isHidden, timeout=PAGE_MS)
    there.ask("1")  # what was asked of the page before has been answered
    assert not window.notice.isVisible()


@pytest.mark.parametrize("element", ["mail", "phone", "store", "mail_apart", "plain_apart"])
def test_a_link_to_something_else_is_refused_and_the_page_stays(
    qtbot: QtBot, at: Callable[[str], SignInWindow], element: str
) -> None:
    window = at("/")
    there = click(qtbot, window, element)
    qtbot.waitUntil(lambda: window.refused_link.text() == texts.LINK_REFUSED, timeout=PAGE_MS)
    assert there.sees("username")
    assert not window.notice.isVisible()


@pytest.mark.parametrize("element", ["plain", "redirected", "form", "moved"])
def test_a_page_that_is_not_protected_is_refused_and_the_one_before_it_stays(
    qtbot: QtBot, at: Callable[[str], SignInWindow], element: str
) -> None:
    window = at("/")
    there = PersonAtPage(qtbot, window)
    there.wait_for("username")
    qtbot.waitUntil(window.progress.isHidden, timeout=PAGE_MS)
    there.ask("(document.getElementById('username').value = 'marie@bijou.fr', 1)")

    click(qtbot, window, element)

    qtbot.waitUntil(lambda: window.refused_link.text() == texts.PAGE_REFUSED, timeout=PAGE_MS)
    assert there.ask("document.getElementById('username').value") == "marie@bijou.fr"
    qtbot.waitUntil(window.progress.isHidden, timeout=PAGE_MS)
    assert window.stack.currentWidget() is window.view
    assert window.host.text().startswith("localhost:")
    click(qtbot, window, "mail")  # and goes on
    qtbot.waitUntil(lambda: window.refused_link.text() == texts.LINK_REFUSED, timeout=PAGE_MS)


def test_a_first_page_that_is_not_protected_is_said_in_place_of_it(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/redirige")
    qtbot.waitUntil(window.notice.isVisible, timeout=PAGE_MS)
    assert window.notice.what.text() == unbroken(texts.UNSAFE_PAGE.what)
    window.retry.click()
    qtbot.waitUntil(lambda: not window.notice.isVisible(), timeout=PAGE_MS)
    qtbot.waitUntil(window.notice.isVisible, timeout=PAGE_MS)
    assert window.notice.what.text() == unbroken(texts.UNSAFE_PAGE.what)


@pytest.mark.parametrize("element", ["plain", "mail"])
def test_what_was_refused_is_said_of_no_later_page(
    qtbot: QtBot, at: Callable[[str], SignInWindow], element: str
) -> None:
    window = at("/")
    click(qtbot, window, element)
    qtbot.waitUntil(lambda: bool(window.refused_link.text()), timeout=PAGE_MS)

    click(qtbot, window, "apart").wait_for("help")

    qtbot.waitUntil(lambda: not window.refused_link.text(), timeout=PAGE_MS)
    assert window.refused_link.toolTip() == ""


def test_loads_that_overlap_do_not_keep_what_was_refused(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/")
    there = click(qtbot, window, "mail")
    qtbot.waitUntil(lambda: bool(window.refused_link.text()), timeout=PAGE_MS)
    # As Qt does when the first page is still loading: no word of a second load that begins.
    there.page.loadStarted.disconnect()

    click(qtbot, window, "apart").wait_for("help")

    qtbot.waitUntil(lambda: not window.refused_link.text(), timeout=PAGE_MS)


def test_what_was_refused_is_not_said_below_a_notice(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/")
    click(qtbot, window, "mail")
    qtbot.waitUntil(lambda: bool(window.refused_link.text()), timeout=PAGE_MS)
    window.show_words(texts.CRASHED)
    assert window.refused_link.text() == ""


@pytest.mark.parametrize("element", ["script_apart", "blank", "script"])
def test_a_window_with_nothing_in_it_is_not_opened(
    qtbot: QtBot, at: Callable[[str], SignInWindow], element: str
) -> None:
    window = at("/")
    there = PersonAtPage(qtbot, window)
    there.wait_for(element)
    with qtbot.waitSignal(there.page.newWindowRequested, timeout=PAGE_MS):
        click(qtbot, window, element)
    assert there.sees("username")
    assert not window.address.back.isVisible()


def test_a_link_that_wants_its_own_window_has_a_way_back(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/")
    there = click(qtbot, window, "apart")
    there.wait_for("help")
    assert window.address.back.isVisible()

    window.address.back.click()

    there.wait_for("username")
    qtbot.waitUntil(window.address.back.isHidden, timeout=PAGE_MS)
    assert not window.notice.isVisible()


def test_escape_closes_while_the_page_has_the_focus(
    qtbot: QtBot, at: Callable[[str], SignInWindow]
) -> None:
    window = at("/")
    there = PersonAtPage(qtbot, window)
    there.wait_for("username")
    window.activateWindow()
    page = window.view.focusProxy()
    assert page is not None
    with qtbot.waitSignal(window.cancelled, timeout=PAGE_MS):
        QTest.keyClick(page, Qt.Key.Key_Escape)
