"""The company of these tests: its customers, the invoices it sends them, and what of it is online."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from workstation import Workstation

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat Joaillerie", "552100554")
#: Two customers have that name, and the invoice says no number.
TWIN = Someone("Jumeau")

#: Exit codes of the contract.
DONE, TROUBLE, USAGE, SIGN_IN, NOT_ALLOWED = range(5)


def invoice(number: str, buyer: Someone = CARAT, day: str = "20260315") -> bytes:
    """A Factur-X invoice of ours."""
    return Invoice(seller=US, buyer=buyer, number=number, day=day).pdf()


def place_of(number: str, code: str = "CARAT") -> str:
    """Where that invoice goes."""
    label = f"Facture_{number}"
    return f"Sage/Clients/{code}/Documents ventes/202603/{label}/{label}.pdf"


def with_customers(station: Workstation) -> Workstation:
    """The station's company knows CARAT, and two customers of one name."""
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add(
            [
                ThirdParty("CARAT", "clients", "Carat Joaillerie", siren="552100554"),
                ThirdParty("JUM1", "clients", "Jumeau"),
                ThirdParty("JUM2", "clients", "Jumeau"),
            ]
        )
    return station


def switched_on(station: Workstation) -> Workstation:
    """Storage is active, the administrator signed in."""
    done = station.run_signing_in("activer", "--oui")
    assert done.code == DONE, done.err
    return station


@contextmanager
def database_held(station: Workstation, how: str = "IMMEDIATE") -> Iterator[None]:
    """Somebody else writes (`EXCLUSIVE`: nobody even reads): what wants to be kept has to wait."""
    with closing(sqlite3.connect(station.company, isolation_level=None)) as other:
        other.execute(f"BEGIN {how}")
        yield
        other.execute("ROLLBACK")


def online(microsoft365: LocalMicrosoft365) -> dict[str, bytes]:
    """Every file online, by its path."""
    world = microsoft365.world
    return {path: world.content(item) for path, item in world.files().items()}


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file of that content."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return file
