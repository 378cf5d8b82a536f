"""The window « Documents », used as a person does, on a real company and a local Microsoft 365."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from at_the_window import AtTheWindow
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from invoice_making import Invoice
from person import Person
from stockage_partage.company import tables
from stockage_partage.company.engine import connect, writing
from stockage_partage.company.facts import DocumentRow, Status
from stockage_partage.company.location import parse
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.workplace import Workplace
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.graph.account import DeviceCode
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.storage.panel_state import Phase
from stockage_partage.ui.consult.consult_desk import ConsultDesk
from stockage_partage.ui.consult.detail_pane import Deed
from stockage_partage.ui.consult.document_model import PAGE, STATUS
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.ui.consult.withdraw_dialog import WithdrawDialog

WAIT_MS = 15_000
MOST_GAP_MS = 50.0


class Consulting:
    """A person in front of the window."""

    def __init__(self, there: AtTheWindow) -> None:
        self.there = there
        user = there.microsoft365.people.with_role("administrateur")
        self.person = Person(user.username, user.password, there.microsoft365.certificate.authority)

    @property
    def place(self) -> Workplace:
        controller = self.there.program.controller
        assert controller is not None
        assert controller._opened is not None
        return controller._opened.workplace

    def activate(self) -> None:
        """Without the pages: another test looks at them."""

        def approve(code: DeviceCode) -> None:
            self.person.approve_device(code.verification_uri, code.user_code)

        service = self.place.service
        service.sign_in_with_device_code(approve, lambda: False)
        service.ask_activation()
        service.activate()
        service.find_library()
        self.there.until(lambda state: state.phase is Phase.READY)

    def keep(self, number: str, content: bytes = b"", kind: str = "facture") -> int:
        """Handed over; the program sends it by itself."""
        file = self.there.folder / f"{number}.pdf"
        file.write_bytes(content or Invoice().pdf() + number.encode())
        given = Given("CARAT", kind, number, None)
        kept = deposit(self.place.database, file, given, "marie@bijou.fr", self.place.application)
        return kept.document_id

    def filed(self, number: str) -> DocumentRow:
        """The same, once it is online."""
        document_id = self.keep(number)
        desk = self.desk
        desk._desk.wake_sender()
        self.until(lambda: self.row(document_id).status is Status.FILED)
        return self.row(document_id)

    def row(self, document_id: int) -> DocumentRow:
        row = self.place.database.register.get(document_id)
        assert row is not None
        return row

    @property
    def desk(self) -> ConsultDesk:
        controller = self.there.program.controller
        assert controller is not None
        desk = controller._desk()
        assert desk is not None
        if desk._consulting is None:
            desk.open(DocumentWork.CONSULT)
            self.until(lambda: desk._consulting is not None)
        assert desk._consulting is not None
        return desk._consulting

    def open(self) -> DocumentsWindow:
        self.there.program.window.menus.works[DocumentWork.CONSULT].trigger()
        self.until(lambda: self.desk.window.isVisible())
        return self.desk.window

    def shown(self) -> list[str]:
        """The numbers on screen."""
        model = self.desk.window.model
        return [row.number for _, row in sorted(model.known_rows(), key=lambda each: each[0])]

    def until(self, holds: Callable[[], bool]) -> None:
        self.there.bot.waitUntil(holds, timeout=WAIT_MS)

    def choose(self, number: str) -> DocumentsWindow:
        window = self.open()
        self.until(lambda: number in self.shown())
        window.table.choose(self.shown().index(number))
        return window

    def press(self, deed: Deed) -> None:
        button = self.desk.window.details.buttons[deed]
        self.until(button.isVisible)
        button.click()

    def told(self) -> str:
        bar = self.desk.window.troubles
        self.until(lambda: not bar.isHidden())
        return bar.what.text()


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield Consulting(there)
    there.close()


@pytest.fixture
def active(person: Consulting) -> Consulting:
    person.activate()
    return person


def test_while_storage_is_off_consulting_is_closed_and_says_why(active: Consulting) -> None:
    window = active.open()
    active.until(lambda: not window.is_closed and window.stack.currentWidget() is window.message)
    assert window.message.title.text() == "Aucun document pour l’instant"
    active.keep("FA00001")
    active.until(lambda: "FA00001" in active.shown())
    active.place.database.activation.deactivate("admin", "comptabilite")
    active.until(lambda: window.is_closed)
    assert window.message.title.text() == "La consultation est fermée"
    assert "activé" in window.message.text.text()
    assert not any(button.isVisible() for button in window.details.buttons.values())


def test_a_document_is_found_as_it_is_typed_and_shown(active: Consulting) -> None:
    active.filed("FA00042")
    active.filed("BL00007")
    window = active.open()
    assert window.windowTitle() == "Documents – BIJOU SA"
    active.until(lambda: len(active.shown()) == 2)
    assert window.focusWidget() is window.filters.search
    QTest.keyClicks(window.filters.search, "00042")
    active.until(lambda: active.shown() == ["FA00042"])
    QTest.keyClick(window.filters.search, Qt.Key.Key_Down)
    assert window.details.heading.text() == "Facture FA00042"
    active.until(lambda: window.details.preview.shows_pages)
    QTest.keyClicks(window.filters.search, "9")
    active.until(lambda: window.stack.currentWidget() is window.message)
    assert "000429" in window.message.text.text()
    window.message.button.click()
    active.until(lambda: len(active.shown()) == 2)


def test_a_document_opens_as_a_private_copy_and_in_sharepoint(active: Consulting) -> None:
    row = active.filed("FA00042")
    active.choose("FA00042")
    links = active.there.opened_links
    active.press(Deed.OPEN)
    active.until(lambda: len(links) == 1)
    copy = Path(QUrl(links[0]).toLocalFile())
    assert copy.name == "Facture_FA00042.pdf"
    assert copy.read_bytes() == Invoice().pdf() + b"FA00042"
    active.press(Deed.OPEN_ONLINE)
    active.until(lambda: len(links) == 2)
    assert links[1] == row.url
    active.press(Deed.COPY_LINK)
    assert active.told() == "Lien copié."
    assert QGuiApplication.clipboard().text() == row.url


def test_a_document_is_saved_where_the_person_says(active: Consulting, tmp_path: Path) -> None:
    active.filed("FA00042")
    window = active.choose("FA00042")
    active.press(Deed.SAVE)
    [dialog] = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Facture_FA00042.pdf")
    target = tmp_path / "copie.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert "copie.pdf" in active.told()
    assert target.read_bytes() == Invoice().pdf() + b"FA00042"


def test_a_document_deleted_online_says_so_and_offers_the_recycle_bin(active: Consulting) -> None:
    row = active.filed("FA00042")
    graph = active.place.drive._graph
    drive_id = active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{row.item_id}").status == 204
    window = active.choose("FA00042")
    active.until(lambda: "supprimé" in window.details.note.text.text())
    visible = [deed for deed, button in window.details.buttons.items() if button.isVisible()]
    assert visible == [Deed.RECYCLE_BIN]
    state = window.model.index(0, STATUS)
    active.until(lambda: window.model.data(state) == "Supprimé")
    active.press(Deed.RECYCLE_BIN)
    assert active.there.opened_links[-1].endswith("/_layouts/15/AdminRecycleBin.aspx?view=5")


OTHER = "FA99999"


def blocked(active: Consulting, number: str) -> tuple[int, str]:
    """Steps aside: its place is taken online by other bytes. Its id, and those bytes' item id."""
    path = (active.filed(OTHER).path or "").replace(OTHER, number)
    there = active.place.drive.put_new(active.place.library(), path, b"other bytes", 11)
    document_id = active.keep(number)
    active.desk._desk.wake_sender()
    active.until(lambda: active.row(document_id).status is Status.BLOCKED)
    return document_id, there.id


def test_a_blocked_document_shows_its_reason_and_can_be_taken_back(active: Consulting) -> None:
    document_id, _ = blocked(active, "FA00042")
    window = active.choose("FA00042")
    # The list is a second behind what the sender has just found.
    note = window.details.note.text
    active.until(lambda: "Un autre fichier porte déjà ce nom" in note.text())
    assert "réessayez" in note.text()
    active.until(lambda: window.details.preview.shows_pages)
    active.press(Deed.WITHDRAW)
    question = active.there.opened(WithdrawDialog)
    assert any("effacée" in label.text() for label in question.findChildren(type(window.found)))
    question.reject()
    assert active.row(document_id).status is Status.BLOCKED
    active.press(Deed.WITHDRAW)
    active.there.answer(WithdrawDialog, "withdraw")
    active.until(lambda: active.place.database.register.get(document_id) is None)
    active.until(lambda: active.shown() == [OTHER])


def test_the_notice_of_blocked_documents_leads_to_them(active: Consulting) -> None:
    blocked(active, "FA00042")
    notices = active.there.program.window.exchanges.notices

    def way_out() -> QPushButton | None:
        found = notices.findChildren(QPushButton)
        return next((b for b in found if b.isVisible() and b.text() == "Voir pourquoi"), None)

    active.until(lambda: way_out() is not None)
    button = way_out()
    assert button is not None
    button.click()
    active.until(lambda: active.desk.window.isVisible() and active.shown() == ["FA00042"])


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


def test_a_blocked_document_is_tried_again(active: Consulting) -> None:
    document_id, in_the_way = blocked(active, "FA00042")
    active.choose("FA00042")
    graph, drive_id = active.place.drive._graph, active.place.library()
    assert graph.ask("DELETE", f"/drives/{drive_id}/items/{in_the_way}").status == 204
    active.press(Deed.RETRY)
    active.until(lambda: active.row(document_id).status is Status.FILED)
    window = active.desk.window
    active.until(lambda: window.details.buttons[Deed.COPY_LINK].isVisible())


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


def test_a_long_list_scrolls_from_end_to_end_without_a_pause(active: Consulting) -> None:
    active.filed("FA00001")
    fill(active, 30_000)
    window = active.open()
    active.until(lambda: window.model.rowCount() == 30_001)
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(5)
    bar = window.table.verticalScrollBar()
    for step in range(1, 21):
        bar.setValue(bar.maximum() * step // 20)
        active.there.bot.wait(20)
    active.until(lambda: window.model.row_at(30_000) is not None)
    timer.stop()
    assert window.model.row_at(30_000).number == "FA00001"  # type: ignore[union-attr]  # just seen
    assert len(list(window.model.known_rows())) <= 60 * PAGE
    assert max(after - before for before, after in pairwise(beats)) * 1000 < MOST_GAP_MS + 5
