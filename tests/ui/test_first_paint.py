"""The window paints before anything slow is loaded, and stays alive while its parts are made."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previews.capture import settle
from previews.panel_previews import STATES, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.applications import Application
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.opening import Skeleton
from stockage_partage.ui.window.window_builder import WindowBuilder

_PAINTED = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from stockage_partage.applications import Application
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.window.main_window import MainWindow
from stockage_partage.ui.window.program import the_application
application = the_application()
window = MainWindow(Application.COMPTABILITE, demonstration=True)
window.show()
window.grab()
print(*sorted(sys.modules))
"""


def test_nothing_slow_is_imported_before_the_first_paint() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PAINTED], capture_output=True, text=True, timeout=60, check=True
    )
    imported = set(done.stdout.split())
    slow = {"msal", "requests", "keyring", "sqlalchemy", "alembic", "cryptography", "urllib3"}
    assert imported.isdisjoint(slow)
    assert not [name for name in imported if "WebEngine" in name]
    # Nothing is known of the company yet: what it is told by comes afterwards.
    later = ("activation", "company", "documents", "graph")
    parts = {name.split(".")[1] for name in imported if name.startswith("stockage_partage.")}
    assert parts.isdisjoint(later)


_PAGES = """
for step in window.body.page_steps():
    step()
print(*sorted(name.split(".")[0] for name in sys.modules))
"""


def test_no_page_loads_what_a_worker_is_to_load() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PAINTED + _PAGES],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    imported = set(done.stdout.splitlines()[-1].split())
    assert "stockage_partage" in imported
    assert imported.isdisjoint({"msal", "requests", "keyring", "sqlalchemy", "alembic"})


def test_a_skeleton_stands_in_until_the_parts_are_made(qtbot: QtBot) -> None:
    made = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(made)
    assert isinstance(made.centralWidget(), Skeleton)

    built: list[bool] = []
    made.build(lambda: built.append(True))
    qtbot.waitUntil(lambda: bool(built))

    assert not isinstance(made.centralWidget(), Skeleton)
    assert made.body.exchanges.panel.storage.value.isVisibleTo(made)


def test_the_parts_are_made_at_once_when_somebody_needs_them(qtbot: QtBot) -> None:
    made = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(made)
    assert isinstance(made.body.exchanges, QWidget)


def test_a_page_is_made_when_it_is_asked_for_and_shows_what_is_known(qtbot: QtBot) -> None:
    made = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(made)
    made.show_state(describe(STATES["many-notices"]))
    assert [page is made.body.exchanges for page in made.body.standing()] == [True]

    made.go_to(PageId.IDENTIFICATION)

    assert made.body.stack.currentWidget() is made.body.identification
    assert "BIJOU" in made.body.identification.name.value.text()  # type: ignore[attr-defined]  # a label

    made.build_pages()
    qtbot.waitUntil(lambda: len(made.body.standing()) == len(PageId))
    assert made.body.standing().count(made.body.identification) == 1


@pytest.mark.alone
def test_no_step_of_the_building_holds_the_window_up(qtbot: QtBot) -> None:
    first = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(first)
    _ = first.body  # imports are not what is measured here
    made = MainWindow(Application.COMPTABILITE)
    qtbot.addWidget(made)
    clock = QElapsedTimer()
    longest = 0
    builder = WindowBuilder(made, demonstration=True)
    for step in (*builder.steps(), *builder.page_steps()):
        clock.start()
        step()
        longest = max(longest, clock.elapsed())
    assert longest < 150  # fifty on a quiet machine; this one may be shared


def test_showing_the_same_state_twice_touches_nothing(qtbot: QtBot) -> None:
    shown = window(STATES["many-notices"])
    qtbot.addWidget(shown)
    settle(shown)
    settle(shown)
    touched: list[str] = []

    class Watch(QObject):
        def eventFilter(  # noqa: N802  # Qt's name
            self, watched: QObject, event: QEvent
        ) -> bool:
            if event.type() in (
                QEvent.Type.LayoutRequest,
                QEvent.Type.UpdateRequest,
                QEvent.Type.StyleChange,
                QEvent.Type.EnabledChange,
                QEvent.Type.Show,
            ):
                touched.append(f"{event.type().name} of {watched!r}")
            return False

    watch = Watch()
    for widget in shown.findChildren(QWidget):
        widget.installEventFilter(watch)
    shown.show_state(describe(STATES["many-notices"]))
    settle(shown)
    assert touched == []
