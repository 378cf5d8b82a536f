"""`envoyer --continu` on a watched print folder, as the tests see it: the folder, and a process to stop or kill."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.printing.folder_settings import DONE, IN_HAND, LEFT_OUT, REFUSED
from stockage_partage.documents.tree.document_types import APPLICATION_FOLDERS
from workstation import Workstation

OURS = (DONE, IN_HAND, LEFT_OUT, REFUSED)


def print_folder(station: Workstation) -> Path:
    """The folder that the station's application prints into, made and named to its settings."""
    root = station.folder / "impressions"
    label = next(name for key, name in APPLICATION_FOLDERS.items() if key == station.application)
    station.extra["STOCKAGE_PARTAGE_DOSSIER_IMPRESSION"] = str(root)
    (root / label).mkdir(parents=True)
    return root / label


def printed(folder: Path) -> dict[str, bytes]:
    """The files that nobody has taken."""
    found: dict[str, bytes] = {}
    for each in folder.iterdir():
        if each.is_file() and not each.name.startswith("."):
            with suppress(FileNotFoundError):  # taken meanwhile
                found[each.name] = each.read_bytes()
    return found


def moved(folder: Path, label: str) -> list[str]:
    """The names of the files that were moved to one of the folder's own folders."""
    return sorted(each.name for each in (folder / label).rglob("*") if each.is_file())


def rows(station: Workstation) -> list[DocumentRow]:
    """Every document that the company's database knows."""
    with CompanyDatabase.open(station.company) as database:
        return database.register.search(limit=1000)


@contextmanager
def watching(station: Workstation, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The process, gone at the end whatever the test did with it."""
    process = station.start("envoyer", "--continu", "--json", *options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
