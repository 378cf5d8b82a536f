"""A person in front of the page « Documents », on a real company and a local Microsoft 365."""

from __future__ import annotations

from collections.abc import Callable

from at_the_window import AtTheWindow

from invoice_making import Invoice
from person import Person
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import Phase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.documents_controller import DocumentsController
from stockage_partage.ui.documents.documents_page import DocumentsPage

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
    def place(self) -> AppContext:
        controller = self.there.program.controller
        assert controller is not None
        assert controller.context is not None
        return controller.context.app

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
        given = GivenDetails("CARAT", kind, number, None)
        kept = deposit(self.place.database, file, given, "marie@bijou.fr", self.place.application)
        return kept.document_id

    def filed(self, number: str) -> DocumentRow:
        """The same, once it is online."""
        document_id = self.keep(number)
        self.wake()
        self.until(lambda: self.row(document_id).status is Status.FILED)
        return self.row(document_id)

    def row(self, document_id: int) -> DocumentRow:
        row = self.place.database.register.get(document_id)
        assert row is not None
        return row

    def wake(self) -> None:
        """What was kept leaves now."""
        controller = self.there.program.controller
        assert controller is not None
        assert controller.context is not None
        controller.context.wakeup.ring()

    @property
    def page(self) -> DocumentsPage:
        return self.there.program.window.body.documents

    @property
    def documents_controller(self) -> DocumentsController:
        """What is behind the page, once somebody has looked at it."""
        controller = self.there.program.controller
        assert controller is not None
        work = controller.work
        assert work is not None
        self.until(lambda: work.consulting is not None)
        assert work.consulting is not None
        return work.consulting

    def open(self) -> DocumentsPage:
        window = self.there.program.window
        window.resize(1280, 720)  # a screen as most people have
        window.body.menus.works[DocumentWork.CONSULT].trigger()
        self.until(self.page.isVisible)
        _ = self.documents_controller
        return self.page

    def shown(self) -> list[str]:
        """The numbers on screen."""
        model = self.page.model
        return [row.number for _, row in sorted(model.known_rows(), key=lambda each: each[0])]

    def until(self, holds: Callable[[], bool]) -> None:
        self.there.bot.waitUntil(holds, timeout=WAIT_MS)

    def choose(self, number: str) -> DocumentsPage:
        window = self.open()
        self.until(lambda: number in self.shown())
        window.table.choose(self.shown().index(number))
        return window

    def press(self, action: DocumentAction) -> None:
        button = self.page.details.buttons[action]
        self.until(button.isVisible)
        button.click()

    def told(self) -> str:
        bar = self.page.troubles
        self.until(lambda: not bar.isHidden())
        return bar.what.text()


def blocked(active: Consulting, number: str) -> tuple[int, str]:
    """Steps aside: what an earlier try left cut short has its place. Its id, and that item's id."""
    path = (active.filed(OTHER).path or "").replace(OTHER, number)
    ours = Invoice().pdf() + number.encode()
    there = active.place.drive.put_new(active.place.library(), path, ours[:100], 100)
    active.there.microsoft365.faults.add("503", kind="upload", at=1)
    document_id = active.keep(number, ours)
    active.wake()
    active.until(lambda: active.row(document_id).status is Status.BLOCKED)
    return document_id, there.id
