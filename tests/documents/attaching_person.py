"""Somebody who attaches files at a workplace in front of a real library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from workplaces import workplace_at

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import DocumentRow
from stockage_partage.documents.filing.filing_desk import send_waiting
from stockage_partage.documents.workplace import Workplace
from stockage_partage.graph.client import Graph


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
        return workplace_at(
            self.db,
            self.graph,
            self.workplace.sign_in,
            self.workplace.folder,
            self.workplace.clock,
            granted=False,
            application=Application.GESTION_COMMERCIALE,
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


def switch_on(company: CompanyDatabase) -> None:
    """Storage active on a group that no test asks about."""
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "group-1", "Sage – BIJOU", None, "", "comptabilite")
    company.activation.library_seen("group-1", "drive-1", "https://bijou.example/Documents")
