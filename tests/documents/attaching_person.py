"""Somebody who attaches files at a workplace in front of a real library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from app_contexts import workplace_at

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.filing_service import send_waiting
from stockage_partage.graph.graph_client import GraphClient


@dataclass(frozen=True)
class Attaching:
    """One application, with or without the option. `drive_id` is the company's library."""

    app: AppContext
    graph: GraphClient
    drive_id: str
    folder: Path

    @property
    def db(self) -> CompanyDatabase:
        return self.app.database

    def without_option(self) -> AppContext:
        """The same company from an application that did not buy the option."""
        return workplace_at(
            self.db,
            self.graph,
            self.app.sign_in,
            self.app.folder,
            self.app.clock,
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
        return self.app.drive.put_new(self.drive_id, path, content, len(content)).id

    def delete_online(self, item_id: str) -> None:
        answer = self.graph.ask("DELETE", f"/drives/{quote(self.drive_id)}/items/{item_id}")
        assert answer.status == 204

    def names_online(self, folder: str) -> list[str]:
        return sorted(item.name for item in self.app.drive.children(self.drive_id, folder))

    def bytes_online(self, path: str) -> bytes:
        item = self.app.drive.by_path(self.drive_id, path)
        assert item is not None, path
        return b"".join(self.app.drive.download(self.drive_id, item.id))

    def send(self) -> None:
        """Whoever sends has a turn."""
        send_waiting(self.app)

    @property
    def rows(self) -> list[DocumentRow]:
        """The register, in the order of coming."""
        return self.db.register.search(limit=500)[::-1]


def switch_on(company: CompanyDatabase) -> None:
    """Storage active on a group that no test asks about."""
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "group-1", "Sage – BIJOU", None, "", "comptabilite")
    company.activation.library_seen("group-1", "drive-1", "https://bijou.example/Documents")
