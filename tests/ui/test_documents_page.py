"""The page « Documents », used as a person does, on a real company and a local Microsoft 365."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from at_the_window import AtTheWindow
from documents_person import Consulting
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from invoice_making import CARAT, Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from previews.capture import draw, settle
from previews.documents_previews import previews
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import OnlineState, SearchCriteria, SortOrder
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import connect, parse, writing
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import MissingDetail
from stockage_partage.errors import DatabaseMissing
from stockage_partage.messages.documents_page import reason
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.document_model import ORDERS, PAGE, STATUS, DocumentModel
from stockage_partage.ui.documents.documents_page import DocumentsPage, Way
from stockage_partage.ui.documents.list_loader import ListLoader
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.window.main_window import MainWindow

MOST_GAP_MS = 50.0


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield Consulting(there)
    there.close()


@pytest.fixture
def active(person: Consulting) -> Consulting:
    person.activate()
    return person


def test_a_document_is_found_as_it_is_typed_and_shown(active: Consulting) -> None:
    active.filed("FA00042")
    active.filed("BL00007")
    window = active.open()
    active.until(lambda: len(active.shown()) == 2)
    assert window.focusWidget() is window.filters.search
    QTest.keyClicks(window.filters.search, "00042")
    active.until(lambda: active.shown() == ["FA00042"])
    QTest.keyClick(window.filters.search, Qt.Key.Key_Down)
    assert window.details.heading.text() == "Facture FA00042"
    active.until(lambda: window.details.preview.shows_pages)
    QTest.keyClicks(window.filters.search, "9")
    active.until(lambda: window.stack.currentWidget() is window.message)
    assert "000429" in window.message.advice.text()
    window.ways[Way.SHOW_ALL].click()
    active.until(lambda: len(active.shown()) == 2)


def test_a_document_opens_as_a_private_copy_and_in_sharepoint(active: Consulting) -> None:
    row = active.filed("FA00042")
    active.choose("FA00042")
    links = active.there.opened_links
    active.press(DocumentAction.OPEN)
    active.until(lambda: len(links) == 1)
    copy = Path(QUrl(links[0]).toLocalFile())
    assert copy.name == "Facture_FA00042.pdf"
    assert copy.read_bytes() == Invoice().pdf() + b"FA00042"
    active.press(DocumentAction.OPEN_ONLINE)
    active.until(lambda: len(links) == 2)
    assert links[1] == row.url
    active.press(DocumentAction.COPY_LINK)
    active.there.until_done("Lien copié.")
    assert QGuiApplication.clipboard().text() == row.url


def test_a_document_is_saved_where_the_person_says(active: Consulting, tmp_path: Path) -> None:
    active.filed("FA00042")
    window = active.choose("FA00042")
    active.press(DocumentAction.SAVE)
    [dialog] = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Facture_FA00042.pdf")
    target = tmp_path / "copie.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    told = active.there.until_done("copie.pdf")
    assert told.action.text() == "Voir"
    told.action.click()
    assert active.there.opened_links[-1] == tmp_path.as_uri()
    assert target.read_bytes() == Invoice().pdf() + b"FA00042"


def test_a_saving_that_another_press_replaces_is_told(active: Consulting, tmp_path: Path) -> None:
    active.filed("FA00042")
    window = active.choose("FA00042")
    active.until(lambda: window.details.preview.shows_pages)  # fetched, as the saving will be
    told: list[str] = []
    window.troubles.changed.connect(lambda: told.append(window.troubles.what.text()))
    faults, links = active.there.microsoft365.faults, active.there.opened_links
    faults.add("slow", kind="download", at=1, seconds=1)
    target = tmp_path / "copie.pdf"
    active.documents_controller.actions.save(window.details.row, target)  # type: ignore[arg-type]  # it is chosen
    active.until(lambda: faults.lines[0].seen == 1)
    active.press(DocumentAction.OPEN)
    active.until(lambda: len(links) == 1 and window.doing.isHidden())
    active.until(lambda: any("Facture FA00042" in each for each in told))
    assert "a pris sa place. Rien n’a été enregistré." in "".join(told)
    assert not target.exists()


def test_an_invoice_that_contradicts_another_says_which(active: Consulting) -> None:
    database, folder = active.place.database, active.there.folder
    sold = Invoice("FA1", seller=Someone("BIJOU SA", "732829320"), buyer=CARAT)
    for name, content in (
        ("x.pdf", sold.pdf()),
        ("y.xml", sold.ubl().replace(b"120.00", b"150.00")),
    ):
        (folder / name).write_bytes(content)
        kept = deposit(
            database, folder / name, GivenDetails("CARAT"), "marie", active.place.application
        )
    assert kept.lacking == (MissingDetail.ALREADY_ISSUED,)
    page = active.open()
    model, details = page.model, page.details
    active.until(lambda: kept.document_id in {row.id for _, row in model.known_rows()})
    page.table.choose(
        next(place for place, row in model.known_rows() if row.id == kept.document_id)
    )
    assert details.note.bar.advice.text() == unbroken(reason(active.row(kept.document_id)))
    said = "La société a déjà émis sous ce numéro une pièce du 15/03/2026"
    active.until(lambda: said in details.note.bar.advice.text().replace("\u00a0", " "))
    assert "120,00" in details.note.bar.advice.text()
    # Nothing else is said of it once the list was read anew.
    details.show_row(active.row(kept.document_id), active.place.clock())
    assert "120,00" in details.note.bar.advice.text()


def test_a_document_deleted_online_says_so_and_offers_the_recycle_bin(active: Consulting) -> None:
    row = active.filed("FA00042")
    graph = active.place.drive._graph
    drive_id = active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{row.item_id}").status == 204
    window = active.choose("FA00042")
    active.until(lambda: "supprimé" in window.details.note.bar.advice.text())
    visible = [action for action, button in window.details.buttons.items() if button.isVisible()]
    assert visible == [DocumentAction.RECYCLE_BIN, DocumentAction.JOURNAL]
    state = window.model.index(0, STATUS)
    active.until(lambda: window.model.data(state) == "Supprimé")
    # Whoever opens « Documents » later, here or elsewhere, sees the same.
    kept = active.place.database.register.get(row.id)
    assert kept is not None
    assert kept.online == OnlineState.DELETED
    active.press(DocumentAction.RECYCLE_BIN)
    assert active.there.opened_links[-1].endswith("/_layouts/15/AdminRecycleBin.aspx?view=5")


def test_what_was_told_of_a_document_goes_when_another_is_chosen(active: Consulting) -> None:
    active.filed("FA00001")
    active.filed("FA00002")
    window = active.choose("FA00001")
    active.until(lambda: "FA00002" in active.shown())

    def told() -> list[QLabel]:
        facts = window.details.findChildren(QLabel, "fact_0")
        return [each for each in facts if each.isVisible()]

    active.until(lambda: bool(told()))
    before = told()  # and no turn of the event loop from here on
    window.table.choose(active.shown().index("FA00002"))
    # Before the event loop has removed them: a picture taken now shows one document only.
    assert window.details.heading.text() == "Facture FA00002"
    assert not any(each.isVisible() for each in before)


def test_what_keeps_the_list_from_being_read_stays_told_until_it_is_over(
    active: Consulting,
) -> None:
    active.filed("FA00001")
    active.filed("FA00002")
    window = active.choose("FA00001")
    active.until(lambda: len(active.shown()) == 2)
    company = active.there.company
    away = company.rename(company.with_name("away.db"))
    active.until(lambda: isinstance(window.troubles.trouble, DatabaseMissing))
    window.table.choose(active.shown().index("FA00002"))
    assert window.details.heading.text() == "Facture FA00002"
    assert isinstance(window.troubles.trouble, DatabaseMissing)
    away.rename(company)
    active.until(window.troubles.isHidden)


def test_what_comes_from_elsewhere_appears_and_the_choice_stays(active: Consulting) -> None:
    active.filed("FA00001")
    window = active.choose("FA00001")
    active.until(lambda: window.details.preview.shows_pages)
    active.keep("FA00002")
    active.until(lambda: active.shown() == ["FA00002", "FA00001"])
    assert window.table.currentIndex().row() == 1
    assert window.details.row is not None
    assert window.details.row.number == "FA00001"
    assert window.details.preview.shows_pages
    active.until(lambda: window.filters.statuses[None].text().endswith("2"))


def test_the_counts_of_the_filters_follow_the_search(active: Consulting) -> None:
    active.filed("FA00001")
    active.filed("BL00007")
    window = active.open()
    every, filed = window.filters.statuses[None], window.filters.statuses[Status.FILED]
    active.until(lambda: every.text() == filed_text("Tous", 2))
    window.filters.search.setText("FA00001")
    active.until(lambda: active.shown() == ["FA00001"])
    active.until(lambda: (every.text(), filed.text()) == both(1))
    window.filters.search.setText("rien de tel")
    active.until(lambda: (every.text(), filed.text()) == both(0))
    window.filters.clear()
    active.until(lambda: (every.text(), filed.text()) == both(2))


def filed_text(title: str, count: int) -> str:
    return f"{title}\u00a0\u00a0{count}"


def both(count: int) -> tuple[str, str]:
    return filed_text("Tous", count), filed_text("Classés", count)


class HeldClock:
    """The register asks it when a page is read: the page that is held is told once it is let go."""

    def __init__(self) -> None:
        self._held = False
        self.reached, self._free = Event(), Event()

    def __call__(self) -> datetime:
        if self._held:
            self._held = False
            self.reached.set()
            assert self._free.wait(10)
        return datetime.now(UTC)

    def hold_the_next(self) -> None:
        self._held = True

    def let_go(self) -> None:
        self._free.set()


class ListAlone:
    """A list without its window, whose answers can be held."""

    def __init__(
        self, database: CompanyDatabase, active: Consulting, background: Background, owner: QObject
    ) -> None:
        self._background = background
        self.active = active
        self.model = DocumentModel()
        context = replace(active.place, database=database)
        self.loader = ListLoader(context, background, self.model, owner)

    def numbers(self) -> list[str]:
        return [row.number for _, row in self.model.known_rows()]

    def ask(self, text: str, found: list[str]) -> None:
        self.loader.ask(SearchCriteria(text))
        self.active.until(lambda: self.numbers() == found)

    def refresh(self) -> None:
        with self.active.there.bot.waitSignal(self.loader.refreshed):
            self.loader.refresh(0, 0)

    def settle(self) -> None:
        self.active.until(lambda: not self._background.busy)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def alone(
    active: Consulting, clock: HeldClock, background: Background, owner: QObject
) -> Iterator[ListAlone]:
    with CompanyDatabase.open(str(active.there.company), clock=clock) as database:
        yield ListAlone(database, active, background, owner)
        clock.let_go()


def test_rows_of_an_earlier_question_stay_out_of_the_list(
    alone: ListAlone, clock: HeldClock
) -> None:
    alone.active.keep("FA00001")
    alone.active.keep("FA00002")
    alone.ask("FA00001", ["FA00001"])
    clock.hold_the_next()
    alone.model.pages_wanted.emit([0])
    assert clock.reached.wait(10)
    alone.refresh()
    alone.ask("FA00002", ["FA00002"])
    clock.let_go()
    alone.settle()
    assert alone.numbers() == ["FA00002"]


def test_rows_read_before_a_refresh_are_asked_for_again(alone: ListAlone, clock: HeldClock) -> None:
    alone.active.keep("FA00001")
    alone.ask("", ["FA00001"])
    clock.hold_the_next()
    alone.model.pages_wanted.emit([0])
    assert clock.reached.wait(10)
    alone.active.keep("FA00002")
    alone.refresh()
    assert alone.numbers() == ["FA00002", "FA00001"]
    clock.let_go()
    alone.settle()
    assert alone.numbers() == ["FA00002", "FA00001"]


def fill(active: Consulting, count: int) -> None:
    """Many rows at once, as years of filing leave them."""
    engine = connect(parse(str(active.there.company)))
    with engine.connect() as connection, writing(connection):
        row = dict(connection.execute(sa.select(tables.document).limit(1)).mappings().one())
        rows = [
            row | {"id": 10 + n, "key": f"k{n}", "place": f"p{n}", "number": f"FA{n:06}"}
            for n in range(count)
        ]
        connection.execute(sa.insert(tables.document), rows)
        meta = tables.meta
        connection.execute(
            sa.update(meta).values(revision=meta.c.revision + 1, filed=meta.c.filed + count)
        )
    engine.dispose()


@pytest.mark.alone
def test_a_long_list_scrolls_from_end_to_end_without_a_pause(active: Consulting) -> None:
    active.filed("FA00001")
    fill(active, 30_000)
    window = active.open()
    active.until(lambda: window.model.rowCount() == 30_001)
    # The best of three ways through: what else the computer does can only add to one.
    longest = min(longest_gap(active, window, down=way != 1) for way in range(3))
    assert window.model.row_at(30_000).number == "FA00001"  # type: ignore[union-attr]  # just seen
    assert len(list(window.model.known_rows())) <= 60 * PAGE
    assert longest * 1000 < MOST_GAP_MS + 5


def longest_gap(active: Consulting, window: DocumentsPage, *, down: bool) -> float:
    """Seconds in which the window answered nothing, on the way through the whole list."""
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(5)
    bar = window.table.verticalScrollBar()
    for step in range(1, 21):
        bar.setValue(bar.maximum() * (step if down else 20 - step) // 20)
        active.there.bot.wait(20)
    active.until(lambda: window.model.row_at(30_000 if down else 0) is not None)
    timer.stop()
    return max(after - before for before, after in pairwise(beats))


def lowest_ink(picture: QImage, cell: QRect) -> int:
    """The lowest row of the cell, below its middle, on which something dark is written."""
    written = [
        y
        for y in range(cell.center().y(), cell.bottom() - 2)
        if any(picture.pixelColor(x, y).lightness() < 140 for x in range(cell.left(), cell.right()))
    ]
    return max(written)


def test_the_state_is_written_on_the_line_of_the_other_columns(qtbot: QtBot) -> None:
    window = previews()["documents"]()
    qtbot.addWidget(window)
    window.resize(1700, 720)  # room for every column
    settle(window)
    assert isinstance(window, MainWindow)
    page = window.body.documents
    picture, table = draw(window), page.table
    row = next(at for at, each in page.model.known_rows() if each.number == "FA04256")

    def cell(column: int) -> QRect:
        place = table.visualRect(page.model.index(row, column))
        return place.translated(table.viewport().mapTo(window, QPoint()))

    word, state = ORDERS.index(SortOrder.TYPE), cell(STATUS)
    after_the_dot = state.adjusted(state.width() // 4, 0, 0, 0)
    assert [page.model.data(page.model.index(row, column)) for column in (word, STATUS)] == [
        "Facture",
        "Classé",
    ]
    assert lowest_ink(picture, after_the_dot) == lowest_ink(picture, cell(word))
