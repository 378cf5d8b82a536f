"""« Joindre des documents » and « Envoyer vers Sage Document Manager », used as a person does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from person import Person
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import Phase
from stockage_partage.applications import Application
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching.targets import TargetKind
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.messages.document_menu import SAVE_FIRST, STORAGE_OFF
from stockage_partage.ui.attaching.attach_dialog import AttachDialog
from stockage_partage.ui.attaching.chosen_files import FileStatus
from stockage_partage.ui.attaching.document_manager import DocumentManagerDialog
from stockage_partage.ui.attaching.group_files import GroupDialog

WAIT_MS = 15_000
MOST_GAP_MS = 50.0
CARAT = "Sage/Clients/CARAT"
PIECE = GivenDetails("CARAT", "facture", "FA00042", date(2026, 3, 15))


class Attaching:
    """A person in front of the window, with files on their computer."""

    def __init__(self, there: AtTheWindow) -> None:
        self.there = there
        self.bot = there.bot

    @property
    def place(self) -> AppContext:
        controller = self.there.program.controller
        assert controller is not None
        assert controller.context is not None
        return controller.context.app

    def activate(self) -> None:
        """Without the pages: another test looks at them."""
        user = self.there.microsoft365.people.with_role("administrateur")
        person = Person(user.username, user.password, self.there.microsoft365.certificate.authority)

        def approve(code: DeviceCode) -> None:
            person.approve_device(code.verification_uri, code.user_code)

        service = self.place.service
        service.sign_in_with_device_code(approve, lambda: False)
        service.ask_activation()
        service.activate()
        service.find_library()
        self.there.until(lambda state: state.phase is Phase.READY)

    def write(self, name: str, content: bytes = b"a plan") -> Path:
        path = self.there.folder / "fichiers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def open(self, work: DocumentWork, kind: type[QWidget]) -> QWidget:
        self.there.program.window.body.menus.works[work].trigger()
        return self.there.opened(kind)

    def attach_dialog(self) -> AttachDialog:
        dialog = self.open(DocumentWork.ATTACH, AttachDialog)
        assert isinstance(dialog, AttachDialog)
        return dialog

    def manager_dialog(self) -> DocumentManagerDialog:
        dialog = self.open(DocumentWork.DOCUMENT_MANAGER, DocumentManagerDialog)
        assert isinstance(dialog, DocumentManagerDialog)
        return dialog

    def drop(self, on: QWidget, files: Sequence[Path]) -> bool:
        """Drags files onto a widget; False when it does not take them."""
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(20, 20), copy, carried, left, none)
        enter.ignore()
        QApplication.sendEvent(on, enter)
        if not enter.isAccepted():
            return False
        QApplication.sendEvent(on, QDropEvent(QPointF(20, 20), copy, carried, left, none))
        return True

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=WAIT_MS)

    def choose_party(self, dialog: AttachDialog, code: str) -> None:
        picker = dialog.target.party
        QTest.keyClicks(picker.search, code)
        self.until(lambda: picker.party is not None and picker.party.code == code)

    def press(self, button: QPushButton) -> None:
        self.until(button.isEnabled)
        button.click()

    def online(self) -> dict[str, bytes]:
        """Path from the root « Sage » → bytes."""
        world = self.there.microsoft365.world
        return {
            path[path.index("Sage/") :]: world.content(item)
            for path, item in world.files().items()
            if "Sage/" in path
        }


@pytest.fixture
def at_window(
    qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> Iterator[AtTheWindow]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    person = Attaching(there)
    person.place.database.third_parties.add([ThirdParty("CARAT", "clients", "Carat S.A.R.L.")])
    yield there
    there.close()


@pytest.fixture
def person(at_window: AtTheWindow) -> Attaching:
    """Storage is active and the administrator signed in."""
    person = Attaching(at_window)
    person.activate()
    return person


def test_files_chosen_and_dropped_are_joined_and_seen_to_arrive(person: Attaching) -> None:
    dialog = person.attach_dialog()
    assert not dialog.attach.isEnabled()
    assert dialog.attach.toolTip()
    files = [person.write("plan.txt"), person.write("CON.txt", b"other"), person.there.folder]
    assert person.drop(dialog.files, files)
    person.choose_party(dialog, "CARAT")
    person.until(lambda: "Documents attachés" in dialog.target.destination.text())
    assert dialog.attach.text().replace("\u00a0", " ") == "Joindre 2 fichiers"
    person.press(dialog.attach)
    person.until(lambda: dialog.files.count(FileStatus.DONE) == 2)
    assert dialog.files.count(FileStatus.UNFIT) == 1  # the folder says that it is one
    notes = [row.said for row in dialog.files.rows]
    assert notes[0] == "en ligne"
    assert notes[1].startswith("en ligne, sous le nom")
    there = person.online()
    assert there[f"{CARAT}/Documents attachés/plan.txt"] == b"a plan"
    assert sorted(there.values()) == [b"a plan", b"other"]
    assert "2 fichiers joints" in dialog.outcome.text().replace("\u00a0", " ")
    dialog.reject()


def test_asked_for_twice_before_it_is_there_the_dialog_opens_once(person: Attaching) -> None:
    action = person.there.program.window.body.menus.works[DocumentWork.ATTACH]
    action.trigger()
    action.trigger()
    person.there.opened(AttachDialog)
    settled: list[bool] = []
    QTimer.singleShot(50, lambda: settled.append(True))  # after whatever the second one started
    person.until(lambda: bool(settled))
    there = [each for each in QApplication.topLevelWidgets() if isinstance(each, AttachDialog)]
    assert len(there) == 1
    there[0].reject()
    person.attach_dialog().reject()


def test_the_same_file_dropped_twice_is_one_row(person: Attaching) -> None:
    dialog = person.attach_dialog()
    plan = person.write("plan.txt")
    person.drop(dialog.files, [plan, plan, plan.parent / ".." / "fichiers" / "plan.txt"])
    person.until(lambda: len(dialog.files.rows) == 1)
    dialog.files.list.selectAll()
    dialog.files.remove_button.click()
    assert dialog.files.rows == []
    dialog.reject()


def test_stopping_keeps_what_was_kept_and_says_which(person: Attaching) -> None:
    dialog = person.attach_dialog()
    names = ["a.txt", "b.bin", "c.txt"]
    sizes = [10, 48 * 1024 * 1024, 10]
    files = [person.write(name, b"x" * size) for name, size in zip(names, sizes, strict=True)]
    person.drop(dialog.files, files)
    person.choose_party(dialog, "CARAT")
    person.press(dialog.attach)
    person.until(lambda: dialog.files.rows[1].standing is FileStatus.READING)
    dialog.reject()  # Escape: a wish to stop, not yet to close
    assert dialog.isVisible()
    person.until(lambda: not dialog.running)
    standings = [row.standing for row in dialog.files.rows]
    assert standings[0] in (FileStatus.WAITING, FileStatus.DONE)
    assert standings[1:] == [FileStatus.STOPPED, FileStatus.STOPPED]
    person.until(
        lambda: [each.title for each in person.place.database.register.search()] == ["a.txt"]
    )
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.alone
def test_the_window_stays_alive_while_a_large_file_is_read(person: Attaching) -> None:
    dialog = person.attach_dialog()
    person.drop(dialog.files, [person.write("film.bin", b"0123456789abcdef" * 4_000_000)])
    person.choose_party(dialog, "CARAT")
    person.until(dialog.attach.isEnabled)
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(5)
    dialog.attach.click()
    seen: set[int] = set()

    def over() -> bool:
        seen.add(dialog.progress.value())
        return not dialog.running

    person.until(over)
    timer.stop()
    gaps = sorted((after - before) * 1000 for before, after in pairwise(beats))
    assert len(seen) > 3  # it moved
    assert gaps[int(len(gaps) * 0.98)] < MOST_GAP_MS
    dialog.reject()


def test_a_file_of_the_group_is_chosen_and_copied_there(person: Attaching) -> None:
    app = person.place
    app.drive.put_new(app.library(), "Divers/contrat.docx", b"a contract", 10)
    dialog = person.attach_dialog()
    person.press(dialog.files.group_button)
    group = person.there.opened(GroupDialog)
    person.until(lambda: group.list.count() > 0)
    names = [group.list.item(row).text() for row in range(group.list.count())]
    group.list.setCurrentRow(next(row for row, name in enumerate(names) if "Divers" in name))
    QTest.keyClick(group.list, Qt.Key.Key_Return)
    person.until(lambda: group.where.text().endswith("Divers") and group.list.count() == 1)
    assert not group.choose.isEnabled()
    group.list.setCurrentRow(0)
    group.list.item(0).setSelected(True)
    person.press(group.choose)
    assert [row.name for row in dialog.files.rows] == ["contrat.docx"]
    person.choose_party(dialog, "CARAT")
    person.press(dialog.attach)
    person.until(lambda: dialog.files.count(FileStatus.DONE) == 1)
    assert person.online()[f"{CARAT}/Documents attachés/contrat.docx"] == b"a contract"
    dialog.reject()


def test_a_document_chosen_elsewhere_takes_files_in_either_folder(person: Attaching) -> None:
    db, application = person.place.database, Application.GESTION_COMMERCIALE
    kept = deposit(db, person.write("f.pdf", b"%PDF-1.7 f"), PIECE, "", application)
    controller = person.there.program.controller
    assert controller is not None
    desk = controller._dialogs()
    assert desk is not None
    desk.attach_to(kept.document_id)
    dialog = person.there.opened(AttachDialog)
    person.until(lambda: "FA00042" in dialog.fixed.text())
    dialog.target.pieces.folder.transmit.setChecked(True)
    person.until(lambda: dialog.target.destination.text().endswith("A transmettre"))
    person.drop(dialog.files, [person.write("plan.txt")])
    person.press(dialog.attach)
    person.until(lambda: dialog.files.count(FileStatus.DONE) == 1)
    place = f"{CARAT}/Documents ventes/202603/Facture_FA00042/A transmettre/plan.txt"
    assert person.online()[place] == b"a plan"
    dialog.reject()


def test_a_piece_is_chosen_among_those_of_the_third_party(person: Attaching) -> None:
    db, application = person.place.database, Application.GESTION_COMMERCIALE
    deposit(db, person.write("f.pdf", b"%PDF-1.7 f"), PIECE, "", application)
    dialog = person.attach_dialog()
    dialog.target.buttons[TargetKind.DOCUMENT].click()
    person.choose_party(dialog, "CARAT")
    person.until(lambda: dialog.target.pieces.list.count() == 2)
    person.until(lambda: "Facture_FA00042" in dialog.target.destination.text())
    # Another one, by hand: what is lacking is asked for, then the place is known.
    dialog.target.pieces.list.setCurrentRow(1)
    person.until(lambda: "Indiquez" in dialog.target.destination.text())
    fields = dialog.target.pieces.fields
    fields.type.show_name("ventes/devis")
    QTest.keyClicks(fields.number, "DE00007")
    QTest.keyClicks(fields.date, "02/04/2026")
    person.until(lambda: "202604 › Devis_DE00007" in dialog.target.destination.text())
    dialog.reject()


def test_while_storage_is_off_the_window_takes_no_files(at_window: AtTheWindow) -> None:
    person = Attaching(at_window)
    assert not person.drop(at_window.program.window, [person.write("plan.txt")])
    action = at_window.program.window.body.menus.works[DocumentWork.ATTACH]
    assert not action.isEnabled()
    assert action.toolTip() == STORAGE_OFF


def test_sage_document_manager_takes_files_until_storage_is_turned_on(
    at_window: AtTheWindow,
) -> None:
    person = Attaching(at_window)
    exchange = at_window.folder / "échange"
    exchange.mkdir()
    dialog = person.manager_dialog()
    person.drop(dialog.files, [person.write("plan.txt"), person.write("vide.txt", b"")])
    person.until(lambda: len(dialog.files.rows) == 2)
    assert not dialog.send.isEnabled()
    # Not yet a mistake: said quietly, beside the folder.
    assert (dialog.needed.isVisible(), dialog.needed.property("role")) == (True, "quiet")
    assert dialog.outcome.isHidden()
    dialog.folder_chosen.emit(exchange)
    assert dialog.needed.isHidden()
    person.press(dialog.send)
    person.until(lambda: dialog.files.count(FileStatus.DONE) == 1)
    person.until(lambda: dialog.files.count(FileStatus.REFUSED) == 1)
    assert (exchange / "plan.txt").read_bytes() == b"a plan"
    person.until(dialog.send.isHidden)  # over: until then, closing is a wish to stop
    dialog.reject()

    again = person.manager_dialog()
    person.until(lambda: again.where.text() == str(exchange))  # remembered
    person.drop(again.files, [person.write("autre.txt")])
    person.until(again.send.isEnabled)
    person.activate()  # somebody turns storage on while the dialog is open
    person.until(lambda: not again.send.isEnabled())
    assert "Sage Document Manager" in again.send.toolTip()
    again.send_wanted.emit()  # as if it had been pressed a moment before
    person.until(lambda: "suspendu" in again.outcome.text())
    assert sorted(each.name for each in exchange.iterdir()) == ["plan.txt"]
    again.reject()
    action = at_window.program.window.body.menus.works[DocumentWork.DOCUMENT_MANAGER]
    person.until(lambda: not action.isEnabled())
    assert "Sage Document Manager" in action.toolTip()


def test_what_is_kept_without_anybody_signed_in_says_why_it_waits(person: Attaching) -> None:
    person.place.service.sign_out()
    person.there.until(lambda state: state.facts.account is None)
    dialog = person.attach_dialog()
    person.drop(dialog.files, [person.write("plan.txt")])
    person.choose_party(dialog, "CARAT")
    person.press(dialog.attach)
    person.until(lambda: dialog.files.count(FileStatus.WAITING) == 1)
    person.until(lambda: "Il partira quand quelqu’un se sera connecté" in dialog.outcome.text())
    [row] = person.place.database.register.search()
    assert row.status is Status.WAITING
    dialog.reject()


def test_an_attachment_of_outlook_on_the_main_window_is_said_to_be_saved_first(
    person: Attaching,
) -> None:
    carried = QMimeData()
    carried.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"\x01")
    window, copy = person.there.program.window, Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(20, 20), copy, carried, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(20, 20), copy, carried, left, none))
    assert window.body.exchanges.troubles.what.text() == SAVE_FIRST
