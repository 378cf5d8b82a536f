"""Somebody who attaches files at a workplace in front of a real library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import DocumentRow
from stockage_partage.documents.filing_desk import send_waiting
from stockage_partage.documents.workplace import Workplace
from stockage_partage.graph.client import Graph
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.sign_in import SignIn
from stockage_partage.graph.upload_session import Uploads
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.presence import Presence
from stockage_partage.storage.service import StorageService


@dataclass(frozen=True)
class Attaching:
    """One application, with or without the option. `drive_id` is the company's library."""

    workplace: Workplace
    graph: Graph
    drive_id: str
    folder: Path

    @property
    def db(self) -> CompanyDatabase:
        return self.workplace.database

    def without_option(self) -> Workplace:
        """The same company from an application that did not buy the option."""
        return workplace(
            self.db,
            self.graph,
            self.workplace.sign_in,
            self.workplace.folder,
            self.workplace.clock,
            granted=False,
        )

    def write(self, name: str, content: bytes) -> Path:
        """A file on this computer."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def put_online(self, path: str, content: bytes) -> str:
        """Somebody puts a file into the library with a browser; its id."""
        return self.workplace.drive.put_new(self.drive_id, path, content, len(content)).id

    def delete_online(self, item_id: str) -> None:
        answer = self.graph.ask("DELETE", f"/drives/{quote(self.drive_id)}/items/{item_id}")
        assert answer.status == 204

    def names_online(self, folder: str) -> list[str]:
        return sorted(item.name for item in self.workplace.drive.children(self.drive_id, folder))

    def bytes_online(self, path: str) -> bytes:
        item = self.workplace.drive.by_path(self.drive_id, path)
        assert item is not None, path
        return b"".join(self.workplace.drive.download(self.drive_id, item.id))

    def send(self) -> None:
        """Whoever sends has a turn."""
        send_waiting(self.workplace)

    @property
    def rows(self) -> list[DocumentRow]:
        """The register, in the order of coming."""
        return self.db.register.search(limit=500)[::-1]


def workplace(
    company: CompanyDatabase,
    graph: Graph,
    sign_in: SignIn,
    folder: Path,
    clock: Callable[[], datetime],
    *,
    granted: bool = True,
    application: Application = Application.GESTION_COMMERCIALE,
) -> Workplace:
    """An application on that company, with or without the option."""
    standing = Standing.GRANTED if granted else Standing.ABSENT
    entitlement = Entitlement(standing, date(2026, 1, 1), date(2099, 12, 31), "BIJOU")
    presence, groups = Presence(folder), Groups(graph)
    service = StorageService(
        company, sign_in, groups, application, lambda _: entitlement, presence, clock
    )
    return Workplace(
        application, company, service, sign_in, groups, Drive(graph), Uploads(graph), presence,
        folder, clock,
    )  # fmt: skip


def switch_on(company: CompanyDatabase) -> None:
    """Storage active on a group that no test asks about."""
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "group-1", "Sage – BIJOU", None, "", "comptabilite")
    company.activation.library_seen("group-1", "drive-1", "https://bijou.example/Documents")
