"""Small sentences the company tests are written with."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AddedDocument, NewDocument
from stockage_partage.company.engine.connections import begin, connect, parse

Opened = CompanyDatabase
LEASE = timedelta(minutes=2)
GROUP = "group-1"


@dataclass
class StoppedClock:
    """A clock that moves when told."""

    now: datetime = field(default=datetime(2026, 3, 31, 10, 15, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, step: timedelta) -> None:
        """Time passes."""
        self.now += step


@contextmanager
def behind_its_back(location: str) -> Iterator[sa.Connection]:
    """A transaction of somebody who does not go through the company database's door."""
    engine = connect(parse(location))
    with engine.begin() as connection:
        begin(connection)
        yield connection
    engine.dispose()


def activate(db: CompanyDatabase, group_id: str = GROUP) -> None:
    """Storage on, library seen."""
    db.activation.claim("owner", "POSTE-1", "comptabilite", LEASE)
    db.activation.hold_group(
        "owner", group_id, "Sage – BIJOU", None, "admin@bijou.fr", "comptabilite"
    )
    db.activation.library_seen(group_id, "drive-1", "https://bijou.example/Documents")


def invoice(number: str = "FA00042", data: bytes = b"%PDF-1", **facts: Any) -> NewDocument:
    """An invoice of the customer CARAT."""
    said: dict[str, Any] = {
        "key": f"ventes/facture/{number}",
        "title": f"Facture_{number}.pdf",
        "type": "facture",
        "number": number,
        "date": date(2026, 3, 31),
        "third_party_kind": "clients",
        "third_party_code": "CARAT",
        "by": "marie@bijou.fr",
        "application": "gestion-commerciale",
    }
    return NewDocument(size=len(data), sha256=hashlib.sha256(data).hexdigest(), **(said | facts))


def path_of(number: str) -> Callable[[int], str]:
    """Where that invoice goes, version by version."""

    def path(version: int) -> str:
        suffix = "" if version == 1 else f"_v{version:02}"
        return f"Sage/Clients/CARAT/Documents ventes/202603/Facture_{number}/Facture_{number}{suffix}.pdf"

    return path


def add(
    db: CompanyDatabase, number: str = "FA00042", data: bytes = b"%PDF-1", **facts: Any
) -> AddedDocument:
    """Keeps that invoice."""
    return db.outbox.add(invoice(number, data, **facts), io.BytesIO(data), path_of(number))
