"""Whoever has two companies open is told, by every title, which one a window and its dialogs are about."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, window
from stockage_partage import __version__
from stockage_partage.activation.panel_rules import describe
from stockage_partage.errors import GroupCreationForbidden
from stockage_partage.ui.panel.panel_actions import ask_to_deactivate
from stockage_partage.ui.widgets.base_dialog import put_company
from stockage_partage.ui.widgets.link_opening import AddressDialog
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.window.main_window import MainWindow, about


@pytest.fixture
def shown(qtbot: QtBot) -> MainWindow:
    made = window(ACTIVE)
    qtbot.addWidget(made)
    return made


def test_the_title_names_company_application_and_product(shown: MainWindow) -> None:
    assert shown.windowTitle() == "BIJOU SA – Comptabilité – Stockage et partage"


def test_a_dialog_names_the_company_of_the_window_that_opens_it(shown: MainWindow) -> None:
    for dialog in (
        about(shown),
        ask_to_deactivate(describe(ACTIVE), shown),
        AddressDialog("https://bijou.sharepoint.com", shown.body.documents),  # from inside it
    ):
        assert dialog.windowTitle().endswith(" – BIJOU SA")


def test_a_dialog_without_a_window_has_its_title_alone(qtbot: QtBot) -> None:
    alone = about(None)
    qtbot.addWidget(alone)
    over = QWidget()
    qtbot.addWidget(over)
    assert alone.windowTitle() == about(over).windowTitle() == "À propos de Stockage et partage"


def test_the_details_that_are_copied_say_where_and_when(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    put_company(window, "BIJOU SA")
    bar = TroubleBar()
    QVBoxLayout(window).addWidget(bar)
    bar.show_trouble(GroupCreationForbidden("Authorization_RequestDenied 42"))
    bar.copy.click()
    where, said, known = QGuiApplication.clipboard().text().split("\n")
    assert where.startswith(f"Stockage et partage {__version__} · BIJOU SA · ")
    assert datetime.now() - datetime.strptime(where[-16:], "%d/%m/%Y %H:%M") < timedelta(minutes=2)
    assert said == "Ce compte n’a pas le droit de créer des groupes dans Microsoft 365."
    assert known == "GroupCreationForbidden Authorization_RequestDenied 42"
