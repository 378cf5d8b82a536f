"""A company for measurements: storage on, documents waiting."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from functools import partial

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import NewDocument


def switch_on(db: CompanyDatabase, group_id: str, drive_id: str) -> None:
    """Storage active on that library."""
    db.activation.claim("bench", "bench", "comptabilite", timedelta(minutes=2))
    db.activation.hold_group("bench", group_id, "Sage – BIJOU", None, "x", "comptabilite")
    db.activation.library_seen(group_id, drive_id, "https://light.example")


def keep(db: CompanyDatabase, number: int, size: int) -> None:
    """A document of so many bytes, its own, that waits in the queue."""
    content = os.urandom(size)
    document = NewDocument(
        f"key-{number}",
        f"{number}.pdf",
        size,
        hashlib.sha256(content).hexdigest(),
        interactive=False,
    )
    where = f"Sage/Clients/CARAT/{number}.pdf"
    db.outbox.add(document, io.BytesIO(content), partial(_always, where))


def _always(where: str, _version: int) -> str:
    return where
