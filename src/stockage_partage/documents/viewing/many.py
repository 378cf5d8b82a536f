"""One work with many documents: a document that refuses does not keep the others from their turn.

What came of it, and for how many it is done at once, is told with the list of documents; what saves them is
loaded when somebody saves some.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage import disk
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.errors import DocumentTrouble, Trouble
from stockage_partage.streams import Stopped

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.viewing.fetch import Progress

#: Documents that are worked on at once, at most; and of those, how many open each in a window of its own.
MOST, MOST_OPENED = 500, 10


@dataclass(frozen=True, slots=True)
class ManyResult:
    """What became of all. `unchanged`: there was nothing to do any more; `left`: they had no turn.

    `ended_by` is what would have met those left as well, None when somebody stopped or all had a turn.
    """

    done: int = 0
    unchanged: int = 0
    refused: tuple[tuple[DocumentRow, Trouble], ...] = ()
    left: int = 0
    ended_by: Trouble | None = None


def with_each(
    rows: Sequence[DocumentRow],
    act: Callable[[DocumentRow], bool],
    *,
    progress: Progress,
    stop: Event,
) -> ManyResult:
    """Does `act` with each document; False of it means that nothing was to be done.

    `progress` is told how many had their turn, and of how many. A trouble of one document is kept and the
    others go on; any other ends it. No trouble is raised.
    """
    done = unchanged = 0
    refused: list[tuple[DocumentRow, Trouble]] = []
    ended_by: Trouble | None = None
    for turn, row in enumerate(rows):
        progress(turn, len(rows))
        if stop.is_set():
            break
        try:
            if act(row):
                done += 1
            else:
                unchanged += 1
        except Stopped:
            break
        except DocumentTrouble as trouble:
            refused.append((row, trouble))
        except Trouble as trouble:
            ended_by = trouble
            break
    left = len(rows) - done - unchanged - len(refused)
    return ManyResult(done, unchanged, tuple(refused), left, ended_by)


def save_all(
    app: AppContext, rows: Sequence[DocumentRow], folder: Path, *, progress: Progress, stop: Event
) -> ManyResult:
    """Saves each document under its own name; beside a file of that name, under « … (2) »."""
    from stockage_partage.documents.viewing.view import own_name, save

    def one(row: DocumentRow) -> bool:
        save(app, row.id, free_place(folder, own_name(row)), progress=lambda *_: None, stop=stop)
        return True

    return with_each(rows, one, progress=progress, stop=stop)


def free_place(folder: Path, name: str) -> Path:
    """Where a file of that name can be written without replacing one: « Facture (2).pdf ».

    Raises FolderRefused for a folder that cannot be looked into.
    """
    place, number = folder / name, 1
    with disk.as_troubles():
        while place.exists():
            number += 1
            place = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return place
