"""The filing of what waits, one document after the other, in the real window on a real company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone, blank_pdf
from previews.catalogue import all_previews
from previews.classifying_previews import page
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.messages import classifying as texts
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog
from stockage_partage.ui.classifying.waiting_documents import words_of
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.preview import Preview
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.toast import toasts_of

US = Someone("BIJOU SA", "732829320")
NEWCOMER = Someone("Étoile", "404833048")
#: What a document costs whoever uses the keyboard alone, where the proposal is right.
KEYS = 8


def waits(company: CompanyDatabase, folder: Path, number: str, buyer: Someone) -> int:
    """An electronic invoice that waits for its place."""
    return kept(company, folder / f"{number}.xml", Invoice(number, seller=US, buyer=buyer).xml())


def kept(company: CompanyDatabase, path: Path, content: bytes) -> int:
    path.write_bytes(content)
    return deposit(company, path, GivenDetails(), "marie", Application.COMPTABILITE).document_id


def printed(number: str, day: str) -> bytes:
    """A supplier's invoice as a PDF without anything electronic in it."""
    return page(
        (
            (0, 18, "Fonderie de Loire"),
            (60, 14, f"FACTURE N° {number}"),
            (100, 10, f"Saumur, le {day}"),
            (140, 10, "BIJOU SA"),
        )
    )


@pytest.fixture
def active(company: CompanyDatabase, at_window: AtTheWindow) -> CompanyDatabase:
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "g", "Sage – BIJOU SA", None, "a@b.fr", "comptabilite")
    at_window.until(lambda state: state.link is not None)
    return company


def classify_dialog(at_window: AtTheWindow) -> ClassifyDialog:
    at_window.program.window.body.menus.works[DocumentWork.CLASSIFY].trigger()
    return at_window.opened(ClassifyDialog)


def until_shown(qtbot: QtBot, dialog: ClassifyDialog, document_id: int) -> None:
    qtbot.waitUntil(
        lambda: dialog.document is not None and dialog.document.row.id == document_id,
        timeout=PAGE_MS,
    )


def rows_of(company: CompanyDatabase, ids: Sequence[int]) -> list[DocumentRow]:
    rows = [company.register.get(each) for each in ids]
    return [row for row in rows if row is not None]


def note(dialog: QWidget, name: str) -> str:
    field = dialog.findChild(FormField, f"{name}_field")
    assert field is not None
    return field.note.text()


# --- one after the other -------------------------------------------------------------------------


def test_two_in_a_row_the_first_creates_its_customer_and_the_second_has_it(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    dialog = classify_dialog(at_window)
    assert not dialog.classify.isEnabled()
    assert dialog.classify.text() == "Classer et suivant"
    dialog.picker.create_button.click()
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    assert "Clients › ETOILE › Documents ventes › 202603" in dialog.place.text()
    dialog.classify.click()
    until_shown(qtbot, dialog, ids[1])
    assert dialog.classify.text() == "Classer"
    # What was made ready before the customer was there is proposed anew.
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    with qtbot.waitSignal(dialog.finished, timeout=PAGE_MS):
        dialog.classify.click()
    rows = rows_of(active, ids)
    assert [row.third_party_code for row in rows] == ["ETOILE", "ETOILE"]
    assert all(row.status is not Status.TO_CLASSIFY for row in rows)


def test_by_keyboard_alone_what_is_rightly_proposed_takes_few_keys(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    active.third_parties.add([ThirdParty("FONDERIE", "fournisseurs", "Fonderie de Loire")])
    days = ["3 novembre 2026", "17 novembre 2026", "24 novembre 2026"]
    ids = [
        kept(active, tmp_path / f"scan{n}.pdf", printed(f"FB-{n}", day))
        for n, day in enumerate(days, start=1)
    ]
    dialog = classify_dialog(at_window)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    keys = 0
    for number, document_id in enumerate(ids, start=1):
        until_shown(qtbot, dialog, document_id)
        qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
        qtbot.waitUntil(dialog.classify.hasFocus, timeout=PAGE_MS)
        assert (dialog.piece.number.text(), note(dialog, "document_number")) == (
            f"FB-{number}",
            "Lu dans le document",
        )
        pressed = QApplication.focusWidget()
        assert pressed is not None
        QTest.keyClick(pressed, Qt.Key.Key_Return)
        keys += 1
    qtbot.waitUntil(lambda: active.register.counters().to_classify == 0, timeout=PAGE_MS)
    assert keys <= KEYS * len(ids)
    rows = rows_of(active, ids)
    assert [row.date for row in rows] == [date(2026, 11, day) for day in (3, 17, 24)]
    assert {(row.third_party_code, row.type) for row in rows} == {("FONDERIE", "facture")}
    assert at_window.until_done("3 documents classés.").action.text() == "Voir"
    qtbot.waitUntil(lambda: bool(ended), timeout=PAGE_MS)


def test_a_hand_that_presses_twice_files_one_document(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    active.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    dialog = classify_dialog(at_window)
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    dialog.classify.click()
    dialog.classify.click()
    until_shown(qtbot, dialog, ids[1])
    assert not dialog.classify.isEnabled()
    dialog.classify.click()
    assert dialog.classify.toolTip() == texts.JUST_SHOWN
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    assert active.register.counters().to_classify == 1
    dialog.later.click()


def test_what_is_being_filed_when_the_dialog_closes_is_told_all_the_same(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    active.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", "404833048")])
    dialog = classify_dialog(at_window)
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)

    dialog.classify.click()
    dialog.later.click()

    at_window.until_done("1 document classé.")
    first, second = rows_of(active, ids)
    assert first.status is not Status.TO_CLASSIFY
    assert second.status is Status.TO_CLASSIFY


def test_one_passes_and_comes_back_and_nothing_is_filed(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2", "F3")]
    dialog = classify_dialog(at_window)
    until_shown(qtbot, dialog, ids[0])
    assert dialog.queue.which.text() == "1 sur 3"
    dialog.skip.click()
    until_shown(qtbot, dialog, ids[1])
    QTest.keyClick(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    until_shown(qtbot, dialog, ids[2])
    assert dialog.queue.which.text() == "3 sur 3"
    dialog.queue.next.click()
    until_shown(qtbot, dialog, ids[0])
    dialog.queue.previous.click()
    until_shown(qtbot, dialog, ids[2])
    assert active.register.counters().to_classify == 3
    dialog.later.click()


def test_one_is_withdrawn_when_that_is_confirmed_and_the_next_is_shown(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    dialog = classify_dialog(at_window)
    dialog.withdraw.click()
    at_window.answer("withdraw_dialog", "withdraw")
    until_shown(qtbot, dialog, ids[1])
    assert dialog.skip.isHidden()  # it is the only one left
    assert active.register.get(ids[0]) is not None  # not yet
    (told,) = toasts_of(dialog).toasts
    told.leave()  # as its time does
    qtbot.waitUntil(lambda: active.register.get(ids[0]) is None, timeout=PAGE_MS)
    dialog.later.click()


def test_one_that_is_being_withdrawn_comes_back_when_it_is_kept(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2")]
    dialog = classify_dialog(at_window)
    dialog.withdraw.click()
    at_window.answer("withdraw_dialog", "withdraw")
    until_shown(qtbot, dialog, ids[1])
    dialog.piece.number.setText("F2-TYPED")
    toasts_of(dialog).toasts[0].action.click()
    qtbot.waitUntil(lambda: dialog.queue.which.text() == "2 sur 2", timeout=PAGE_MS)
    assert dialog.piece.number.text() == "F2-TYPED"  # what was typed meanwhile stays
    dialog.later.click()
    assert active.register.counters().to_classify == 2


def test_the_last_one_withdrawn_can_still_be_kept_once_the_window_has_closed(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    alone = waits(active, tmp_path, "F1", NEWCOMER)
    dialog = classify_dialog(at_window)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    dialog.withdraw.click()
    at_window.answer("withdraw_dialog", "withdraw")
    qtbot.waitUntil(lambda: bool(closed), timeout=PAGE_MS)
    at_window.until_done("sera retiré dans une demi-minute").action.click()
    qtbot.waitUntil(lambda: not toasts_of(at_window.program.window).toasts, timeout=PAGE_MS)
    assert active.register.get(alone) is not None


def test_of_several_that_are_chosen_those_alone_are_shown_one_after_the_other(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [waits(active, tmp_path, number, NEWCOMER) for number in ("F1", "F2", "F3", "F4")]
    window = at_window.program.window
    window.show_documents()
    page = window.body.documents
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=PAGE_MS)
    shown = [row.id for _, row in sorted(page.model.known_rows(), key=lambda each: each[0])]
    wanted = {ids[1], ids[3]}
    flags = QItemSelectionModel.SelectionFlag
    for place, each in enumerate(shown):
        if each in wanted:
            index = page.model.index(place, 0)
            page.table.selectionModel().select(index, flags.Select | flags.Rows)
    classify = page.details.buttons[DocumentAction.CLASSIFY]
    qtbot.waitUntil(lambda: {row.id for row in page.details.rows} == wanted, timeout=PAGE_MS)
    classify.click()
    dialog = at_window.opened(ClassifyDialog)
    seen = []
    which = dialog.queue.which
    for turn in ("1 sur 2", "2 sur 2"):
        qtbot.waitUntil(partial(lambda told: which.text() == told, turn), timeout=PAGE_MS)
        assert dialog.document is not None
        seen.append(dialog.document.row.id)
        dialog.skip.click()
    assert seen == [each for each in shown if each in wanted]
    dialog.later.click()


def test_one_that_was_filed_elsewhere_meanwhile_is_told_and_the_next_is_shown(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    active.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    other = Someone("Personne")
    ids = [
        waits(active, tmp_path, "F1", other),
        waits(active, tmp_path, "F2", other),
        waits(active, tmp_path, "F3", other),
    ]
    dialog = classify_dialog(at_window)
    until_shown(qtbot, dialog, ids[0])
    active.outbox.withdraw(ids[0])
    active.outbox.withdraw(ids[1])
    party = active.third_parties.get("ETOILE")
    assert party is not None
    dialog.choose(party)
    qtbot.waitUntil(dialog.classify.isEnabled, timeout=PAGE_MS)
    dialog.classify.click()
    until_shown(qtbot, dialog, ids[2])
    assert dialog.refused.what.text() == texts.ONE_LESS
    dialog.later.click()


# --- what is shown and proposed ------------------------------------------------------------------


def test_the_pages_are_beside_what_is_said_of_them(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    scan = kept(active, tmp_path / "DE90011 Carat.pdf", blank_pdf())
    invoice = waits(active, tmp_path, "F1", NEWCOMER)
    dialog = classify_dialog(at_window)
    until_shown(qtbot, dialog, scan)
    assert dialog.preview.shows_pages
    assert dialog.piece.number.text() == "DE90011"
    assert note(dialog, "document_number") == "D’après le nom du fichier"
    assert dialog.read.isHidden()
    dialog.skip.click()
    until_shown(qtbot, dialog, invoice)
    assert dialog.preview.shows_pages
    assert not dialog.read.isHidden()
    assert note(dialog, "document_number") == "Lu dans la facture électronique"
    dialog.later.click()


def test_where_a_proposal_comes_from_is_said_until_it_is_changed(qtbot: QtBot) -> None:
    dialog = all_previews()["dialog-classify-proposed"]()
    assert isinstance(dialog, ClassifyDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    assert note(dialog, "party_search") == "Lu dans le document"
    assert note(dialog, "document_date") == "D’après le nom du fichier"
    assert dialog.why.what.text() == texts.PROPOSED
    QTest.keyClicks(dialog.piece.number, "9")
    assert note(dialog, "document_number") == ""
    assert note(dialog, "document_date") != ""


def test_the_focus_is_where_the_hand_is_needed(qtbot: QtBot) -> None:
    dialog = all_previews()["dialog-classify-remembered"]()
    assert isinstance(dialog, ClassifyDialog)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.focusWidget() is dialog.piece.number


@pytest.mark.parametrize(
    ("name", "order"),
    [
        (
            "dialog-classify-proposed",
            "next_document preview_pages party_search document_type document_number classify later",
        ),
        ("dialog-print", "preview_pages choose_file party_search send_to_storage print cancel"),
    ],
)
def test_tab_follows_the_eye(qtbot: QtBot, name: str, order: str) -> None:
    dialog = all_previews()[name]()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    names: list[str] = []
    start = each = dialog.nextInFocusChain()
    while each is not None:
        names.append(each.objectName())
        each = each.nextInFocusChain()
        if each is start:
            break
    wanted = order.split()
    assert [each for each in names if each in wanted] == wanted


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


def test_the_next_pages_are_drawn_before_they_are_asked_for(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(480, 640)
    with qtbot.waitExposed(preview):
        preview.show()
    preview.show_pdf(blank_pdf())
    following = page()
    preview.get_ready(following)
    assert preview.shows_pages
    ready = preview._ready
    assert ready is not None
    qtbot.waitUntil(lambda: ink(ready.view) > 0, timeout=PAGE_MS)
    preview.show_pdf(following)
    # At once: no turn of the event loop in between.
    assert ink(preview) > 0


def ink(widget: QWidget) -> int:
    """How many dark points a part of the picture has."""
    drawn = widget.grab().toImage()
    return sum(
        drawn.pixelColor(x, y).lightness() < 100
        for x in range(20, drawn.width() - 40, 3)
        for y in range(20, drawn.height() // 2, 3)
    )


def test_the_words_of_a_scan_and_of_a_broken_pdf_are_none() -> None:
    assert words_of(blank_pdf()).strip() == ""
    assert words_of(b"%PDF-1.7 nothing") == ""
    assert "FACTURE N° FB-26-1187" in words_of(page())


# --- around --------------------------------------------------------------------------------------


def test_asked_for_twice_before_it_is_there_one_dialog_opens(
    at_window: AtTheWindow, active: CompanyDatabase, tmp_path: Path
) -> None:
    document = waits(active, tmp_path, "F1", NEWCOMER)
    classify_dialog(at_window).later.click()
    controller = at_window.program.controller
    assert controller is not None
    assert controller.dialogs is not None
    controller.dialogs.classify(document)
    controller.dialogs.classify(document)
    dialog = at_window.opened(ClassifyDialog)
    made = at_window.program.window.findChildren(ClassifyDialog)
    assert [each for each in made if each.isVisible()] == [dialog]
    dialog.later.click()


def test_with_nothing_waiting_it_is_said(at_window: AtTheWindow, active: CompanyDatabase) -> None:
    at_window.program.window.body.menus.works[DocumentWork.CLASSIFY].trigger()
    at_window.until_done("Aucun document n’attend d’être classé.")
    assert not at_window.program.window.findChildren(ClassifyDialog)
