"""A licensed company and its workstations, each command in a process of its own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.licensing import keys
from stockage_partage.licensing.licence import emit
from workstation import Office, Workstation


@pytest.fixture
def office(tmp_path: Path, microsoft365: LocalMicrosoft365) -> Office:
    """Makes workstations on one company; `name` and the licensed applications can be chosen."""
    made: dict[str, str] = {}

    def workstation(
        name: str = "poste-1",
        *,
        company_name: str = "BIJOU SA",
        application: str = "comptabilite",
        licensed: tuple[Application, ...] = (
            Application.COMPTABILITE,
            Application.GESTION_COMMERCIALE,
        ),
        location: str | None = None,
    ) -> Workstation:
        where = location or str(tmp_path / "societe.db")
        station = Workstation(
            tmp_path / name, where, microsoft365.description(), application=application
        )
        data = station.folder / "donnees"
        if where not in made:
            made[where] = company_name
            database = CompanyDatabase.create(where, company_name, "732829320")
            database.licences.install(_licence(tmp_path / "cle", company_name, licensed))
            database.close()
        _share_demonstration_key(tmp_path / "cle", data)
        return station

    return workstation


def _licence(folder: Path, holder: str, applications: tuple[Application, ...]) -> str:
    today = date.today()
    return emit(
        keys.demonstration_pair(folder).private_pem,
        holder=holder,
        siren="732829320",
        applications=applications,
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=365),
    )


def _share_demonstration_key(source: Path, data: Path) -> None:
    """Every workstation of the test trusts the pair that signed the test's licence."""
    keys.demonstration_pair(source)
    data.mkdir(parents=True, exist_ok=True)
    target = data / keys.DEMONSTRATION_FILE
    if not target.exists():
        target.write_bytes((source / keys.DEMONSTRATION_FILE).read_bytes())
