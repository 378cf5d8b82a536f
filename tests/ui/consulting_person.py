"""A person in front of the window « Documents », on a real company and a local Microsoft 365."""

from __future__ import annotations

from collections.abc import Callable

from at_the_window import AtTheWindow

from invoice_making import Invoice
from person import Person
from stockage_partage.company.facts import DocumentRow, Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.workplace import Workplace
from stockage_partage.graph.account import DeviceCode
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.storage.panel_state import Phase
from stockage_partage.ui.consult.consult_desk import ConsultDesk
from stockage_partage.ui.consult.detail_pane import Deed
from stockage_partage.ui.consult.documents_window import DocumentsWindow

WAIT_MS = 15_000
#: The document whose place tells where the others go.
OTHER = "FA99999"


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


def blocked(active: Consulting, number: str) -> tuple[int, str]:
    """Steps aside: its place is taken online by other bytes. Its id, and those bytes' item id."""
    path = (active.filed(OTHER).path or "").replace(OTHER, number)
    there = active.place.drive.put_new(active.place.library(), path, b"other bytes", 11)
    document_id = active.keep(number)
    active.desk._desk.wake_sender()
    active.until(lambda: active.row(document_id).status is Status.BLOCKED)
    return document_id, there.id
