"""One printed file: kept for filing from where it lies, then moved aside, or refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import deposit, look
from stockage_partage.documents.filing.destination import GivenDetails, side_of
from stockage_partage.documents.filing.outcomes import FilingOutcome as Kept
from stockage_partage.documents.printing.folder_settings import (
    DONE,
    LEFT_OUT,
    REFUSED,
    aside,
    of_the_day,
    write_beside,
)
from stockage_partage.documents.printing.outcomes import PrintOutcome, PrintResult
from stockage_partage.documents.printing.stability import FileState, look_of
from stockage_partage.documents.printing.templates import (
    FilingMode,
    PrintTemplate,
    filing_of,
    template_named,
    template_read,
)
from stockage_partage.documents.sync.online_check import OnlineCheck
from stockage_partage.errors import FileTooLarge, FileUnreadable, LinkInTheWay, Trouble
from stockage_partage.held_folder import HeldFolder, below

#: Bytes; a print larger than that is a mistake (issue: documents up to 1 GB).
LARGEST = 1_000_000_000
SOURCE = "dossier-impression"
_BECAME = {
    Kept.TO_CLASSIFY: PrintOutcome.TO_CLASSIFY,
    Kept.ALREADY_FILED: PrintOutcome.ALREADY_FILED,
}


class PrintFiler:
    """Files what lies in a folder held open. `tell` says in French why a file is refused."""

    def __init__(self, app: AppContext, tell: Callable[[Trouble], str]) -> None:
        self._app = app
        self._tell = tell
        self._online = OnlineCheck(app)

    def begin(self) -> None:
        """A new round: what could not be reached online is asked again."""
        self._online = OnlineCheck(self._app)

    def keep(self, place: HeldFolder, name: str, title: str) -> tuple[PrintResult, FileState]:
        """Keeps the file unless its template is never filed; how it was then. It stays where it is.

        Raises what `deposit` raises, FileTooLarge, and FileUnreadable when it was written to meanwhile.
        """

        def opener() -> BinaryIO:
            try:
                return place.open(name)
            except LinkInTheWay:
                raise FileNotFoundError(name) from None  # a print no more: nothing of it is read

        path = place.path / name
        before = place.stat(name)
        if before.st_size > LARGEST:
            raise FileTooLarge(LARGEST)
        application = self._app.application
        reading = look(path, opener)
        side = side_of(reading, self._app.database.company.get()) if reading else None
        template = template_read(application, reading, side) or template_named(application, title)
        if self._is_never_filed(template):
            return PrintResult(title, PrintOutcome.LEFT_OUT), look_of(before)
        kept = deposit(
            self._app.database,
            path,
            GivenDetails(),
            self._app.who(),
            application,
            source=SOURCE,
            interactive=False,
            model=template.word if template is not None else "",
            opener=opener,
            is_there=self._online.is_there,
        )
        if look_of(place.stat(name)) != look_of(before):
            # Written to since: these are other bytes, to be kept as well.
            raise FileUnreadable("changed after it was kept")
        outcome = _BECAME.get(kept.status, PrintOutcome.KEPT)
        taken = PrintResult(title, outcome, kept.document_id, kept.particulars)
        return taken, look_of(before)

    def _is_never_filed(self, template: PrintTemplate | None) -> bool:
        chosen = self._app.database.templates.chosen(self._app.application)
        return filing_of(chosen, template) is FilingMode.NEVER

    def move_aside(
        self, root: HeldFolder, place: HeldFolder, name: str, taken: PrintResult
    ) -> tuple[str, str]:
        """Into today's folder of what became of it: the folder's day and the name it has there."""
        label = LEFT_OUT if taken.outcome is PrintOutcome.LEFT_OUT else DONE
        folders = of_the_day(label, self._app.clock().astimezone().date())
        with below(root, *folders) as to:
            return folders[1], aside(place, name, to)

    def refuse(
        self, root: HeldFolder, place: HeldFolder, name: str, title: str, trouble: Trouble
    ) -> PrintResult:
        """Aside, with a text that says why."""
        with root.child(REFUSED) as to:
            moved = aside(place, name, to)
            # Without the text, the file is told all the same.
            with suppress(OSError):
                write_beside(to, moved, f"{self._tell(trouble)}\n")
        return PrintResult(title, PrintOutcome.REFUSED)
