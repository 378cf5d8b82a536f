"""What became of a document that was handed over. Plain facts, free of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.documents.filing.placing import Lacking
from stockage_partage.documents.reading.invoice import Reading, Unread


class Filing(StrEnum):
    """What became of a document; the command line's own words."""

    FILED = "classe"
    WAITING = "en_attente"
    ALREADY_FILED = "deja_classe"
    TO_CLASSIFY = "a_classer"
    REFUSED = "refuse"
    BLOCKED = "bloque"


@dataclass(frozen=True, slots=True)
class Deposited:
    """A document kept. `path` is None while it is to classify; `lacking` and `unread` then say why."""

    status: Filing
    document_id: int
    path: str | None
    version: int | None
    reading: Reading | None = None
    lacking: tuple[Lacking, ...] = ()
    unread: Unread | None = None
