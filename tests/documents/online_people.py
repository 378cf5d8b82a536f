"""A workplace in front of a real library, and somebody who works in that library with a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.graph.graph_client import GraphClient

INVOICES = "Sage/Clients/CARAT/Documents ventes/202603"
INVOICE = f"{INVOICES}/Facture_FA00042/Facture_FA00042.pdf"


@dataclass(frozen=True)
class Somebody:
    """Works online, without this program."""

    graph: GraphClient
    drive_id: str

    def puts(self, path: str, content: bytes) -> str:
        """A file, new or over the one that was there; its id."""
        address = f"/drives/{self.drive_id}/root:/{quote(path)}:/content"
        found: dict[str, Any] = self.graph.ask("PUT", address, data=content).json()
        return str(found["id"])

    def renames(self, path: str, name: str) -> None:
        """A file or a folder."""
        self._change(path, {"name": name})

    def moves(self, path: str, folder: str) -> None:
        """Into another folder, made when it is not there."""
        self._change(path, {"parentReference": {"id": self.makes_folder(folder)}})

    def deletes(self, path: str) -> None:
        """To the recycle bin."""
        assert self.graph.ask("DELETE", self._at(path)).status == 204

    def makes_folder(self, path: str) -> str:
        """Every folder of the path; the id of the last."""
        parent = "root"
        for name in path.split("/"):
            body = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
            where = f"/drives/{self.drive_id}/items/{parent}"
            if parent == "root":
                where = f"/drives/{self.drive_id}/root"
            made = self.graph.ask("POST", f"{where}/children", json=body)
            if made.status == 409:
                made = self.graph.ask("GET", f"{where}:/{quote(name)}")
            parent = made.json()["id"]
        return parent

    def id_of(self, path: str) -> str:
        """The item there."""
        return str(self.graph.ask("GET", self._at(path)).json()["id"])

    def _at(self, path: str) -> str:
        return f"/drives/{self.drive_id}/root:/{quote(path)}:"

    def _change(self, path: str, body: dict[str, Any]) -> None:
        answer = self.graph.ask("PATCH", self._at(path), json=body)
        assert answer.status == 200, answer.body


def rows_of(company: CompanyDatabase) -> dict[str, DocumentRow]:
    """The register by path."""
    return {row.path or row.title: row for row in company.register.search(limit=1000)}
