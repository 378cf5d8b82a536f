"""The page « Tiers » and the filing of what waits, in the real window on a real company."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Status, ThirdParty
from stockage_partage.company.third_party_checks import Field
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.placing import Given
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.ui.places import Place
from stockage_partage.ui.tiers.classify_dialog import ClassifyDialog
from stockage_partage.ui.tiers.import_dialog import ImportDialog
from stockage_partage.ui.tiers.page import ThirdPartiesPage
from stockage_partage.ui.tiers.remove_dialog import RemoveDialog
from stockage_partage.ui.tiers.third_party_dialog import ThirdPartyDialog

WITHIN_MS = 2000
US = Someone("BIJOU SA", "732829320")
NEWCOMER = Someone("Étoile", "404833048")


@pytest.fixture
def page(at_window: AtTheWindow, qtbot: QtBot) -> ThirdPartiesPage:
    at_window.program.window.go_to(Place.THIRD_PARTIES)
    shown = at_window.program.window.third_parties
    qtbot.waitUntil(lambda: codes(shown) != [], timeout=PAGE_MS)
    return shown


def codes(page: ThirdPartiesPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def typed(dialog: ThirdPartyDialog, field: Field, text: str) -> None:
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
    typed(form, Field.CODE, "carat")
    typed(form, Field.NAME, "Étoile")
    typed(form, Field.SIREN, "404 833 049")
    form.save.click()
    assert form.fields[Field.SIREN].note.text().startswith("Ce SIREN n’existe pas")
    typed(form, Field.SIREN, "404 833 048")
    form.save.click()
    note = form.fields[Field.CODE].note
    qtbot.waitUntil(lambda: note.text().startswith("Un autre tiers"), timeout=PAGE_MS)
    typed(form, Field.CODE, "etoile")
    form.save.click()
    qtbot.waitUntil(lambda: "ETOILE" in codes(page), timeout=PAGE_MS)
    assert company.third_parties.get("ETOILE") == ThirdParty(
        "ETOILE", "clients", "Étoile", "404833048"
    )


def test_one_is_removed_only_when_asked(
    at_window: AtTheWindow, page: ThirdPartiesPage, qtbot: QtBot
) -> None:
    page.table.selectRow(codes(page).index("DIAMANT"))
    page.remove.click()
    at_window.answer(RemoveDialog, "remove_now")
    qtbot.waitUntil(lambda: "DIAMANT" not in codes(page), timeout=PAGE_MS)


def test_an_import_keeps_what_it_can_and_names_the_rest(
    at_window: AtTheWindow, page: ThirdPartiesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "tiers.csv"
    lines_of_file = ("code;nom;siren", "NEUF;Neuf;", "FAUX;Faux;12", "DOUTE;Doute;552100545")
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
    doubtful = told.findChild(QListWidget, "doubtful_lines")
    assert doubtful is not None
    assert doubtful.accessibleName() == "Repris, mais numéro à vérifier"
    assert "DOUTE\u00a0: ce SIREN n’existe pas" in doubtful.item(0).text()
    told.close_button.click()
    qtbot.waitUntil(lambda: {"NEUF", "DOUTE"} <= set(codes(page)), timeout=PAGE_MS)
    assert "FAUX" not in codes(page)


def waits(company: CompanyDatabase, folder: Path, number: str, buyer: Someone) -> int:
    """An invoice that waits for its place."""
    path = folder / f"{number}.xml"
    path.write_bytes(Invoice(number, seller=US, buyer=buyer).xml())
    return deposit(company, path, Given(), "marie", Application.COMPTABILITE).document_id


@pytest.fixture
def active(company: CompanyDatabase, at_window: AtTheWindow) -> CompanyDatabase:
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "g", "Sage – BIJOU SA", None, "a@b.fr", "comptabilite")
    at_window.until(lambda state: state.link is not None)
    return company


def classify_dialog(at_window: AtTheWindow) -> ClassifyDialog:
    controller = at_window.program.controller
    assert controller is not None
    at_window.program.window.menus.works[DocumentWork.CLASSIFY].trigger()
    return at_window.opened(ClassifyDialog)


def test_two_in_a_row_the_first_creates_its_customer_and_the_second_has_it(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    dialog = classify_dialog(at_window)
    assert not dialog.classify.isEnabled()
    dialog.picker.create_button.click()
    qtbot.waitUntil(dialog.and_next.isEnabled, timeout=PAGE_MS)
    assert "Clients › ETOILE › Documents ventes › 202603" in dialog.place.text()
    dialog.and_next.click()
    qtbot.waitUntil(
        lambda: dialog.document is not None and dialog.document.row.id == ids[1], timeout=PAGE_MS
    )
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    dialog.classify.click()
    qtbot.waitUntil(lambda: active.register.counters().to_classify == 0, timeout=PAGE_MS)
    rows = [active.register.get(each) for each in ids]
    assert [row.third_party_code for row in rows if row is not None] == ["ETOILE", "ETOILE"]
    assert all(row is not None and row.status is not Status.TO_CLASSIFY for row in rows)


def test_a_customer_found_as_one_types_is_remembered(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    waits(active, tmp_path, "F1", NEWCOMER)
    dialog = classify_dialog(at_window)
    dialog.picker.search.setText("jolie")
    dialog.picker.search.textEdited.emit("jolie")
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    assert "BOUTIQUE" in dialog.place.text()
    # The dialog ends once what was chosen is remembered, which follows the filing.
    with qtbot.waitSignal(dialog.finished, timeout=PAGE_MS):
        dialog.classify.click()
    waits(active, tmp_path, "F2", NEWCOMER)
    assert active.register.counters().to_classify == 0


def test_those_that_are_certain_now_go_in_one_click(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    waits(active, tmp_path, "F1", NEWCOMER)
    at_window.program.window.go_to(Place.THIRD_PARTIES)
    page = at_window.program.window.third_parties
    active.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    qtbot.waitUntil(page.certain.action.isVisible, timeout=WITHIN_MS)
    page.certain.action.click()
    qtbot.waitUntil(lambda: active.register.counters().to_classify == 0, timeout=PAGE_MS)
    qtbot.waitUntil(page.certain.isHidden, timeout=PAGE_MS)


def test_asked_for_twice_before_it_is_there_one_dialog_opens(
    at_window: AtTheWindow, active: CompanyDatabase, tmp_path: Path
) -> None:
    document = waits(active, tmp_path, "F1", NEWCOMER)
    classify_dialog(at_window).later.click()
    controller = at_window.program.controller
    assert controller is not None
    assert controller.desk is not None
    controller.desk.classify(document)
    controller.desk.classify(document)
    dialog = at_window.opened(ClassifyDialog)
    made = at_window.program.window.findChildren(ClassifyDialog)
    assert [each for each in made if each.isVisible()] == [dialog]
    dialog.later.click()


def test_with_nothing_waiting_it_is_said(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot
) -> None:
    at_window.program.window.menus.works[DocumentWork.CLASSIFY].trigger()
    bar = at_window.program.window.exchanges.troubles
    qtbot.waitUntil(bar.isVisible, timeout=PAGE_MS)
    assert bar.what.text() == "Aucun document n’attend d’être classé."
    assert not at_window.program.window.findChildren(ClassifyDialog)
