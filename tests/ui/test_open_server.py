"""« Ouvrir une société sur un serveur »: an address is opened, and a password goes nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from administrator import Administrator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stockage_partage.messages import companies as texts
from stockage_partage.ui.companies.company_dialogs import ServerDialog
from stockage_partage.ui.widgets.form_field import editor


@pytest.fixture
def administrator(qtbot: QtBot, tmp_path: Path) -> Administrator:
    return Administrator(qtbot, tmp_path)


def asked(administrator: Administrator) -> ServerDialog:
    """The dialog, from the menu « Fichier » of « Sociétés »."""
    window = administrator.show()
    entries = window.menuBar().actions()[0].menu().actions()  # type: ignore[attr-defined]
    (entry,) = (each for each in entries if texts.OPEN_SERVER in each.text().replace("&", ""))
    entry.trigger()
    found: list[ServerDialog] = []

    def look() -> bool:
        found.extend(
            each for each in QApplication.topLevelWidgets() if isinstance(each, ServerDialog)
        )
        return bool(found)

    administrator.until(look)
    return found[-1]


@pytest.mark.parametrize("button", ["welcome_server", "open_server"])
def test_a_button_asks_for_it_before_any_company_is_known_and_above_the_list(
    administrator: Administrator, button: str
) -> None:
    if button == "open_server":
        administrator.company("BIJOU SA")
        page = administrator.show_and_wait().page
        administrator.window.resize(1400, 700)  # where there is room for it
    else:
        page = administrator.show().page
    pressed = getattr(page, button)
    assert pressed.isVisible()
    pressed.click()
    dialog = administrator.opened_dialog(ServerDialog)
    editor(dialog.address).setText("compta/bijou")
    dialog.open_button.click()
    assert administrator.opened == [("postgresql+psycopg://compta/bijou", None)]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("compta.bijou.fr/bijou", "postgresql+psycopg://compta.bijou.fr/bijou"),
        ("marie@compta:5433/bijou", "postgresql+psycopg://marie@compta:5433/bijou"),
        (
            "postgresql://compta/bijou?sslmode=require",
            "postgresql+psycopg://compta/bijou?sslmode=require",
        ),
    ],
)
def test_an_address_is_opened(administrator: Administrator, typed: str, place: str) -> None:
    dialog = asked(administrator)
    editor(dialog.address).setText(typed)
    dialog.open_button.click()
    assert administrator.opened == [(place, None)]


@pytest.mark.parametrize(
    "typed",
    [
        "marie:s3cret@compta/bijou",
        "compta/bijou?password=s3cret",
        "compta/bijou?sslpassword=s3cret",
    ],
)
def test_a_password_is_taken_out_and_opens_nothing(
    administrator: Administrator, typed: str
) -> None:
    dialog = asked(administrator)
    editor(dialog.address).setText(typed)
    dialog.open_button.click()
    assert administrator.opened == []
    assert "s3cret" not in editor(dialog.address).text()
    assert "mot de passe" in dialog.address.note.text().replace("\N{NO-BREAK SPACE}", " ")
    dialog.open_button.click()  # read, and tried without it
    assert len(administrator.opened) == 1
    assert "s3cret" not in administrator.opened[0][0]


@pytest.mark.parametrize(
    "typed", ["", "compta", "compta/", "mysql://compta/bijou", "compta:port/bijou"]
)
def test_what_is_no_address_is_said_and_opens_nothing(
    administrator: Administrator, typed: str
) -> None:
    dialog = asked(administrator)
    editor(dialog.address).setText(typed)
    dialog.open_button.click()
    assert administrator.opened == []
    assert "serveur/base" in dialog.address.note.text()
    dialog.reject()
