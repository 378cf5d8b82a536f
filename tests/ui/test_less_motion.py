"""What moves by itself stands still when the person has asked the system for that."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.screen import less_motion_wanted
from stockage_partage.ui.widgets.thin_bar import ThinBar, let_nothing_move


def desktop_that_says(folder: Path, answer: str) -> None:
    """A GNOME whose settings say that; only for the question that is meant."""
    asked = '"$*" = "get org.gnome.desktop.interface enable-animations"'
    program = folder / "gsettings"
    program.write_text(f"#!/bin/sh\n[ {asked} ] && echo {answer}\n")
    program.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="the settings of GNOME")
@pytest.mark.parametrize(("answer", "less"), [("false", True), ("true", False)])
def test_gnome_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str, less: bool
) -> None:
    desktop_that_says(tmp_path, answer)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert less_motion_wanted() is less


@pytest.mark.skipif(sys.platform != "linux", reason="the settings of GNOME")
def test_a_system_that_cannot_tell_asks_for_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not less_motion_wanted()


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        """Looks on."""
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> Iterator[ThinBar]:
    made = ThinBar("Lecture")
    qtbot.addWidget(made)
    yield made
    qapp.setProperty("nothing_moves", None)


def test_a_bar_that_travels_stops_and_one_that_comes_later_never_starts(
    qtbot: QtBot, bar: ThinBar
) -> None:
    bar.show()
    moving = Paints(bar)
    qtbot.waitUntil(lambda: moving.count > 2)  # it travels
    let_nothing_move()
    qtbot.waitUntil(lambda: not bar._timer.isActive())
    bar.hide()
    bar.show()
    assert not bar._timer.isActive()
