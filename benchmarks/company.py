"""Companies for measurements, and the computers that they are opened on."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Self

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument, ThirdParty
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.session_store import StoredSession
from stockage_partage.licensing.keys import demonstration_pair
from stockage_partage.licensing.licence import emit
from stockage_partage.session import account_of
from stockage_partage.settings import load

ROOT = Path(__file__).resolve().parents[1]
#: An installed program is compiled once: what keeps Python from that would be measured each time.
_COMPILING = frozenset({"PYTHONDONTWRITEBYTECODE"})
#: A tenant on this computer that nobody answers for: what is measured needs no network, and the
#: licence may be signed with this person's own key.
TENANT = {
    "STOCKAGE_PARTAGE_CLIENT_ID": "00000000-0000-0000-0000-000000000000",
    "STOCKAGE_PARTAGE_AUTHORITY": "https://localhost:9/organizations",
    "STOCKAGE_PARTAGE_GRAPH_URL": "https://localhost:9/v1.0",
}


class Workplace:
    """One person's computer and the company on it, in a folder of their own."""

    def __init__(self, folder: Path, *, with_tenant: bool = True) -> None:
        self.folder = folder
        self.company = folder / "societe.db"
        self._tenant = TENANT if with_tenant else {}
        folder.mkdir()

    def environment(self) -> dict[str, str]:
        """For processes: the settings, and a keyring in a file."""
        given = {key: value for key, value in os.environ.items() if key not in _COMPILING}
        return {
            **given,
            **self._tenant,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            "PYTHON_KEYRING_BACKEND": "memory_keyring.FileKeyring",
            "TEST_KEYRING_FILE": str(self.folder / "keyring.json"),
            "QT_QPA_PLATFORM": "offscreen",
            "STOCKAGE_PARTAGE_DONNEES": str(self.folder / "donnees"),
            "STOCKAGE_PARTAGE_SOCIETE": str(self.company),
        }

    def made(self) -> Self:
        """With a customer, and nothing else yet."""
        with CompanyDatabase.create(self.company, "BIJOU SA", "732829320") as db:
            db.third_parties.add([ThirdParty("CARAT", "clients", "Carat Joaillerie")])
        return self

    def licensed(self) -> Self:
        """The option acquired by every application."""
        text = emit(
            demonstration_pair(self.folder / "donnees").private_pem,
            holder="BIJOU SA",
            applications=list(Application),
            valid_from=date(2020, 1, 1),
            valid_until=date(2099, 12, 31),
            siren="732829320",
        )
        with CompanyDatabase.open(self.company) as db:
            db.licences.install(text)
        return self

    def activated(self) -> Self:
        """Storage on."""
        with CompanyDatabase.open(self.company) as db:
            switch_on(db, "group", "drive-1", "https://localhost:9/sites/bijou")
        return self

    def signed_in(self) -> Self:
        """A sealed session, its key in the keyring."""
        sys.path.append(str(ROOT / "tests"))
        os.environ |= self.environment()  # the keyring is chosen and found by these
        account = Account("marie.bijou", "marie@bijou.fr", "Marie Durand", "bijou")
        account_of(load()).write(StoredSession(account, "{}"))
        return self


def switch_on(
    db: CompanyDatabase, group_id: str, drive_id: str, url: str = "https://light.example"
) -> None:
    """Storage active on that library."""
    db.activation.claim("bench", "bench", "comptabilite", timedelta(minutes=2))
    db.activation.hold_group("bench", group_id, "Sage – BIJOU", None, "x", "comptabilite")
    db.activation.library_seen(group_id, drive_id, url)


def a_print(folder: Path, number: int, size: int = 100_000) -> Path:
    """A PDF of that many bytes, as a printer driver writes it: nothing inside tells what it is."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = StreamObject()
    drawn.set_data(b"%" + os.urandom(size // 2 - 300).hex().encode())
    page[NameObject("/Contents")] = writer._add_object(drawn)
    written = io.BytesIO()
    writer.write(written)
    path = folder / f"impression-{number}.pdf"
    path.write_bytes(written.getvalue())
    return path


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
