"""Sending to Sage Document Manager: copies into its exchange folder, while storage is off.

Storage and Sage Document Manager exclude each other for the whole database (help page): whoever has the
option or not. The database is asked before each file and again right before the file appears.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.documents.exchange.exchange_folder import usable
from stockage_partage.documents.exchange.handing_over import hand_over
from stockage_partage.documents.filing.taking import taken
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import DocumentManagerClosed, FolderGiven, Trouble
from stockage_partage.storage.states import Functions, Stored, functions_for

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase


class HandedOver(StrEnum):
    """What became of one file; the command line's own words."""

    SENT = "envoye"
    ALREADY_THERE = "deja_envoye"
    REFUSED = "refuse"


@dataclass(frozen=True, slots=True)
class SentThere:
    """One file. `trouble` says why a refused one was."""

    file: Path
    status: HandedOver
    place: Path | None = None
    trouble: Trouble | None = None


def require_open(db: CompanyDatabase) -> None:
    """Raises DocumentManagerClosed while storage is on for this database, activation under way apart.

    The same rule as `PanelState.document_manager_allowed`, read at this moment.
    """
    stored = Stored(db.activation.get().stored)
    if functions_for(stored, option_granted=True) is not Functions.NONE:
        raise DocumentManagerClosed


def send_files(
    workplace: Workplace,
    files: Sequence[Path],
    folder: Path | None,
    *,
    stop: Event | None = None,
    told: Callable[[int, SentThere], None] = lambda _index, _sent: None,
) -> list[SentThere]:
    """Copies each file to the exchange folder; the list ends early when `stop` is set.

    Raises DocumentManagerClosed, ExchangeFolderNotNamed, ExchangeFolderRefused when none can be sent.
    """
    require_open(workplace.database)
    place = usable(folder)
    done: list[SentThere] = []
    for index, file in enumerate(files):
        if stop is not None and stop.is_set():
            break
        sent = _send(workplace.database, file, place)
        told(index, sent)
        done.append(sent)
    return done


def _send(db: CompanyDatabase, file: Path, folder: Path) -> SentThere:
    try:
        if file.is_dir():
            raise FolderGiven
        with taken(file) as content:
            place, already = hand_over(
                content, file.name, folder, still_allowed=lambda: require_open(db)
            )
    except Trouble as trouble:
        return SentThere(file, HandedOver.REFUSED, trouble=trouble)
    return SentThere(file, HandedOver.ALREADY_THERE if already else HandedOver.SENT, place)
