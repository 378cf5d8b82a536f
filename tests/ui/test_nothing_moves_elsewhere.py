"""On the page « Modèles » and in the dialogs: what is said moves no control that is not its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from previews.catalogue import all_previews
from previews.documents_previews import NOW
from previews.panel_previews import INACTIVE
from previews.printing_previews import FOLDER, GESTION, WATCHED
from previews.printing_previews import previews as printing_previews
from stockage_partage.activation.panel_rules import describe
from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintOutcome,
    PrintResult,
)
from stockage_partage.errors import DatabaseBusy, FolderRefused, PrinterRefused, SignInNeeded
from stockage_partage.messages import classifying as classify_texts
from stockage_partage.messages import third_parties as party_texts
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.assistants.export_assistant import ExportAssistant
from stockage_partage.ui.assistants.synchronise import SynchroniseAssistant
from stockage_partage.ui.attaching.attach_dialog import AttachDialog
from stockage_partage.ui.attaching.document_manager import DocumentManagerDialog
from stockage_partage.ui.attaching.group_files import GroupDialog
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.printing.templates_page import ChoicesCard
from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.third_parties.third_party_editor import ThirdPartyDialog
from stockage_partage.ui.window.main_window import MainWindow

SIZES = [QSize(1072, 704), QSize(900, 560), QSize(683, 384)]
AIMED_AT = (QAbstractButton, QLineEdit, QComboBox)


def on_screen(qtbot: QtBot, widget: QWidget, size: QSize | None = None) -> None:
    qtbot.addWidget(widget)
    if size is not None:
        widget.resize(size)
    with qtbot.waitExposed(widget):
        widget.show()
    settle(qtbot)


def settle(qtbot: QtBot) -> None:
    """What was put off for the layouts is done."""
    for _ in range(4):
        QApplication.sendPostedEvents()
        qtbot.wait(1)


def aimed_at(over: QWidget, *besides: QWidget) -> dict[str, QRect]:
    """Where each control is in its window, but for those of a notice itself."""
    found = [each for kind in AIMED_AT for each in over.findChildren(kind)]
    return {
        each.objectName(): QRect(each.mapTo(over.window(), QPoint(0, 0)), each.size())
        for each in found
        if each.objectName()
        and each.isVisible()
        and not any(notice.isAncestorOf(each) for notice in besides)
    }


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_templates_page_moves_for_what_is_said(qtbot: QtBot, size: QSize) -> None:
    shown = printing_previews()["templates"]()
    assert isinstance(shown, MainWindow)
    on_screen(qtbot, shown, size)
    page = shown.body.templates
    before = aimed_at(page, page.troubles)
    assert len(before) > 20

    page.troubles.show_trouble(DatabaseBusy())
    settle(qtbot)
    assert aimed_at(page, page.troubles) == before
    bar = page.troubles
    bottom = bar.mapTo(page, QPoint(0, bar.height())).y()
    assert bar.isVisible()
    assert 0 < bottom <= page.height(), "it is in sight"

    page.troubles.clear()
    page.show_state(describe(INACTIVE))
    settle(qtbot)
    assert aimed_at(page, page.troubles) == before
    assert page.reason.isVisible()


def test_the_cards_stand_alike_whether_something_was_said_from_the_start_or_not(
    qtbot: QtBot,
) -> None:
    edges = []
    for name in ("templates", "templates-off"):
        shown = printing_previews()[name]()
        qtbot.addWidget(shown)
        shown.show()
        settle(qtbot)
        card = shown.findChildren(ChoicesCard)[0]
        edges.append(card.mapTo(shown, card.rect().topRight()).x())
    assert edges[0] == edges[1]


@pytest.mark.parametrize("size", SIZES)
def test_what_the_watched_folder_says_moves_no_choice(qtbot: QtBot, size: QSize) -> None:
    shown = printing_previews()["templates"]()
    assert isinstance(shown, MainWindow)
    page = shown.body.templates
    on_screen(qtbot, shown, size)
    before = aimed_at(page)
    many = tuple(PrintResult("f", outcome) for outcome in PrintOutcome for _ in range(30))
    for said in (
        FolderScan(FolderState.WATCHED, FOLDER, many, WATCHED.waiting),
        FolderScan(FolderState.WATCHED, FOLDER, trouble=FolderRefused(), whole=1200),
        FolderScan(FolderState.ABSENT, FOLDER),
        FolderScan(FolderState.ABSENT, FOLDER, trouble=FolderRefused()),
    ):
        page.folder.show_round(said)
        settle(qtbot)
        assert aimed_at(page) == before, said


def _print(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, PrintDialog)
    dialog.show_problem(explain(PrinterRefused()).sentence)
    dialog.show_problem(explain(FolderRefused()).sentence)
    return (dialog.problem,)


def _third_party(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, ThirdPartyDialog)
    dialog.refuse_for(DatabaseBusy())
    dialog.refuse(party_texts.CHANGED_MEANWHILE)
    return (dialog.refused,)


def _classify(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, ClassifyDialog)
    dialog.refuse(explain(DatabaseBusy()).sentence)
    dialog.refuse(classify_texts.ALREADY_DONE)
    return (dialog.refused,)


def _attach(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, AttachDialog)
    dialog.show_outcome(None)
    dialog.progress.show()
    return (dialog.outcome, dialog.progress)


def _document_manager(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, DocumentManagerDialog)
    dialog.show_trouble_text(explain(FolderRefused()).sentence)
    return (dialog.outcome,)


def _group(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, GroupDialog)
    dialog.show_trouble(SignInNeeded())
    return (dialog.way_out,)


def _browser(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, BrowserWait)
    dialog.show_address("https://login.microsoftonline.com/")
    return (dialog.missing,)


def _printers(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, PrintDialog)
    dialog.show_state(describe(GESTION), {})
    dialog.show_printers(("Accueil",), "Accueil")
    dialog.show_printers((), "")
    return (dialog.printer_field.note,)


def _counted(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, ExportAssistant)
    dialog.form.since.setText("31/02/2026")
    dialog.show_count(4_218)
    return (dialog.counted, dialog.form.fields["bring_back_since"].note)


def _last_time(dialog: QWidget) -> tuple[QWidget, ...]:
    assert isinstance(dialog, SynchroniseAssistant)
    dialog.show_last_time(NOW - timedelta(days=2), NOW)
    return (dialog.last_time,)


@pytest.mark.parametrize(
    ("make", "tell"),
    [
        (printing_previews()["dialog-print"], _print),
        (all_previews()["dialog-third-party"], _third_party),
        (all_previews()["dialog-classify"], _classify),
        (all_previews()["dialog-attach"], _attach),
        (all_previews()["dialog-document-manager"], _document_manager),
        (all_previews()["dialog-group-files"], _group),
        (BrowserWait, _browser),
        (lambda: PrintDialog(GESTION.application), _printers),
        (ExportAssistant, _counted),
        (SynchroniseAssistant, _last_time),
    ],
    ids=[
        "print",
        "third-party",
        "classify",
        "attach",
        "document-manager",
        "group",
        "browser",
        "printers",
        "counted",
        "last-time",
    ],
)
def test_what_a_dialog_is_told_moves_neither_field_nor_button(
    qtbot: QtBot, make: Callable[[], QWidget], tell: Callable[[QWidget], tuple[QWidget, ...]]
) -> None:
    dialog = make()
    on_screen(qtbot, dialog)
    before = aimed_at(dialog)
    told = tell(dialog)
    settle(qtbot)
    assert all(each.isVisible() for each in told)
    now = aimed_at(dialog)
    assert {name: now[name] for name in before} == before


def test_what_was_seen_online_of_a_document_moves_none_of_its_buttons(qtbot: QtBot) -> None:
    window = all_previews()["documents-preview"]()
    assert isinstance(window, MainWindow)
    on_screen(qtbot, window)
    details = window.body.documents.details
    row = details.row
    assert row is not None
    before = aimed_at(window, details.preview)
    details.show_row(row, NOW, changed=True)
    settle(qtbot)
    assert details.note.isVisible()
    assert aimed_at(window, details.preview) == before
