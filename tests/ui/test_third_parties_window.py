"""The page « Tiers » in the real window on a real company."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import ThirdPartyField
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.third_parties.third_parties_controller import ImportDialog
from stockage_partage.ui.third_parties.third_parties_page import ThirdPartiesPage
from stockage_partage.ui.third_parties.third_party_editor import ThirdPartyDialog
from stockage_partage.ui.widgets.toast import Toast

WITHIN_MS = 2000
US = Someone("BIJOU SA", "732829320")
NEWCOMER = Someone("Étoile", "404833048")


@pytest.fixture
def page(at_window: AtTheWindow, qtbot: QtBot) -> ThirdPartiesPage:
    at_window.program.window.go_to(PageId.THIRD_PARTIES)
    shown = at_window.program.window.body.third_parties
    qtbot.waitUntil(lambda: codes(shown) != [], timeout=PAGE_MS)
    return shown


def codes(page: ThirdPartiesPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def typed(dialog: ThirdPartyDialog, field: ThirdPartyField, text: str) -> None:
    editor = dialog.fields[field].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)


def test_what_another_program_adds_is_seen_within_two_seconds(
    page: ThirdPartiesPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    company.third_parties.add([ThirdParty("AJOUT", "clients", "Ajout")])
    qtbot.waitUntil(lambda: "AJOUT" in codes(page), timeout=WITHIN_MS)


def test_the_table_follows_what_is_typed_and_the_order_asked_for(
    page: ThirdPartiesPage, qtbot: QtBot
) -> None:
    page.search.setText("jolie")
    qtbot.waitUntil(lambda: codes(page) == ["BOUTIQUE"], timeout=PAGE_MS)
    page.search.clear()
    page.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: codes(page)[:2] == ["MARTINL", "BOUTIQUE"], timeout=PAGE_MS)


def test_one_is_added_once_it_is_right_and_changed_without_its_code(
    at_window: AtTheWindow, page: ThirdPartiesPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    page.add.click()
    form = at_window.opened(ThirdPartyDialog)
    typed(form, ThirdPartyField.CODE, "carat")
    typed(form, ThirdPartyField.NAME, "Étoile")
    typed(form, ThirdPartyField.SIREN, "404 833 049")
    form.save.click()
    assert form.fields[ThirdPartyField.SIREN].note.text().startswith("Ce SIREN n’existe pas")
    typed(form, ThirdPartyField.SIREN, "404 833 048")
    form.save.click()
    note = form.fields[ThirdPartyField.CODE].note
    qtbot.waitUntil(lambda: note.text().startswith("Un autre tiers"), timeout=PAGE_MS)
    typed(form, ThirdPartyField.CODE, "etoile")
    form.save.click()
    qtbot.waitUntil(lambda: "ETOILE" in codes(page), timeout=PAGE_MS)
    assert company.third_parties.get("ETOILE") == ThirdParty(
        "ETOILE", "clients", "Étoile", "404833048"
    )


def test_escape_empties_the_search(page: ThirdPartiesPage, qtbot: QtBot) -> None:
    page.window().activateWindow()
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus, timeout=PAGE_MS)
    page.search.setText("diamant")
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""


def removed(at_window: AtTheWindow, page: ThirdPartiesPage, qtbot: QtBot) -> Toast:
    """What is told of DIAMANT, gone from the list."""
    page.table.selectRow(codes(page).index("DIAMANT"))
    page.remove.click()
    told = at_window.until_done("est retiré de la liste")
    qtbot.waitUntil(lambda: "DIAMANT" not in codes(page), timeout=PAGE_MS)
    return told


def test_one_that_is_removed_can_be_taken_back(
    at_window: AtTheWindow, page: ThirdPartiesPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    told = removed(at_window, page, qtbot)
    # Not yet: whatever happens to this program now removes nothing.
    assert company.third_parties.get("DIAMANT") is not None
    assert told.action.text() == "Annuler"
    told.action.click()
    qtbot.waitUntil(lambda: "DIAMANT" in codes(page), timeout=PAGE_MS)
    assert company.third_parties.get("DIAMANT") is not None


def test_one_that_nobody_takes_back_is_removed_for_good(
    at_window: AtTheWindow, page: ThirdPartiesPage, company: CompanyDatabase, qtbot: QtBot
) -> None:
    told = removed(at_window, page, qtbot)
    controller = at_window.program.controller
    assert controller is not None
    assert controller.work is not None
    assert controller.work._tiers is not None
    controller.work._tiers._poll.stop()  # what was read before is all that is known
    with qtbot.waitSignals([page.table.model().modelReset], timeout=PAGE_MS):
        told.leave()  # as its time does
    qtbot.waitUntil(lambda: company.third_parties.get("DIAMANT") is None, timeout=PAGE_MS)
    assert "DIAMANT" not in codes(page), "it came back for a moment"


def test_an_import_keeps_what_it_can_and_names_the_rest(
    at_window: AtTheWindow, page: ThirdPartiesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "tiers.csv"
    lines_of_file = (
        "code;nom;siren",
        "NEUF;Neuf;",
        "FAUX;Faux;12",
        "DOUTE;Doute;552100545",
        f"LONG;{'L' * 70};",
    )
    file.write_text("\n".join(lines_of_file), encoding="utf-8")
    controller = at_window.program.controller
    assert controller is not None
    assert controller.work is not None
    assert controller.work._tiers is not None
    controller.work._tiers.bring_in(file)
    told = at_window.opened(ImportDialog)
    lines = told.findChild(QListWidget, "refused_lines")
    assert lines is not None
    assert "SIREN" in lines.item(0).text()
    assert "ce SIREN n’existe pas" in lines.item(1).text()
    doubtful = told.findChild(QListWidget, "doubtful_lines")
    assert doubtful is not None
    assert doubtful.accessibleName() == "Repris, mais numéro à vérifier"
    assert "LONG\u00a0: un nom a soixante-neuf" in doubtful.item(0).text()
    told.close_button.click()
    qtbot.waitUntil(lambda: {"NEUF", "LONG"} <= set(codes(page)), timeout=PAGE_MS)
    assert not {"FAUX", "DOUTE"} & set(codes(page))


def waits(company: CompanyDatabase, folder: Path, number: str, buyer: Someone) -> int:
    """An invoice that waits for its place."""
    path = folder / f"{number}.xml"
    path.write_bytes(Invoice(number, seller=US, buyer=buyer).xml())
    return deposit(company, path, GivenDetails(), "marie", Application.COMPTABILITE).document_id


@pytest.fixture
def active(company: CompanyDatabase, at_window: AtTheWindow) -> CompanyDatabase:
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "g", "Sage – BIJOU SA", None, "a@b.fr", "comptabilite")
    at_window.until(lambda state: state.link is not None)
    return company


def test_those_that_are_certain_now_go_in_one_click(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    waits(active, tmp_path, "F1", NEWCOMER)
    at_window.program.window.go_to(PageId.THIRD_PARTIES)
    page = at_window.program.window.body.third_parties
    active.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    qtbot.waitUntil(page.certain.action.isVisible, timeout=WITHIN_MS)
    page.certain.action.click()
    qtbot.waitUntil(lambda: active.register.counters().to_classify == 0, timeout=PAGE_MS)
    qtbot.waitUntil(page.certain.isHidden, timeout=PAGE_MS)
