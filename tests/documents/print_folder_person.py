"""One print folder and the programs that watch it, looked at a second after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from invoice_making import Invoice, Someone
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintResult,
    WaitReason,
)
from stockage_partage.documents.printing.print_folder import PrintFolder, places_of

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat Joaillerie", "552100554")
PLACE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"


def invoice(number: str = "FA00042") -> bytes:
    return Invoice(seller=US, buyer=CARAT, number=number).pdf()


@dataclass
class Bench:
    """One print folder, and the programs that watch it; each look is a second after the one before."""

    folder: Path
    open_program: Callable[..., AppContext]
    now: float = 0.0
    last: FolderScan = field(default_factory=lambda: FolderScan(FolderState.OFF))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.program = self.open_program()
        self.watched = self.watch(self.program)

    def watch(self, app: AppContext) -> PrintFolder:
        return PrintFolder(
            app,
            places_of(app),
            self.folder,
            lambda trouble: f"pourquoi {trouble.kind}",
            clock=lambda: self.now,
        )

    def prints(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def look(self, times: int = 4) -> list[PrintResult]:
        """Everything that the next looks take."""
        taken: list[PrintResult] = []
        for _ in range(times):
            self.last = self.watched.round()
            taken += self.last.taken
            self.now += 1.0
        return taken

    @property
    def rows(self) -> list[DocumentRow]:
        return self.program.database.register.search()

    def names(self, label: str = "") -> list[str]:
        """What lies in the folder, or in everything below one of its own folders."""
        where = self.folder / label
        files = where.rglob("*") if label else where.iterdir()
        return sorted(each.name for each in files if each.is_file() and each.name[0] != ".")

    @property
    def waiting(self) -> dict[str, WaitReason]:
        return dict(self.last.waiting)
