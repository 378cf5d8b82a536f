"""The example company of the demonstration: made on first use, with a licence that renews itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from stockage_partage import disk
from stockage_partage.activation.licences import licence_keys
from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.company.instants import utc_now
from stockage_partage.settings import Settings

NAME = "BIJOU SA"
SIREN = "732829320"
#: code, kind, name, siren
THIRD_PARTIES = (
    ("CARAT", "clients", "Carat Joaillerie", "552100554"),
    ("DIAMANT", "clients", "Diamant vert", "542051180"),
    ("BOUTIQUE", "clients", "Ma jolie boutique", "787878787"),
    ("BILLO", "fournisseurs", "Billo Frères", "652014051"),
    ("MOULIN", "fournisseurs", "Au bon moulin", "999888777"),
    ("MARTINL", "salaries", "Martin Louise", None),
)
RENEW_BEFORE = timedelta(days=31)


def make_example(settings: Settings, path: Path) -> Path:
    """The example company at `path`; created if absent, its licence renewed when it nears its end."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.document_records import ThirdParty

    disk.shared_folder(path.parent)
    if path.exists():
        database = CompanyDatabase.open(str(path))
    else:
        database = CompanyDatabase.create(str(path), NAME, SIREN)
        database.third_parties.add(
            [ThirdParty(code, kind, name, siren=siren) for code, kind, name, siren in THIRD_PARTIES]
        )
    try:
        _license(settings, database)
    finally:
        database.close()
    return path


def _license(settings: Settings, database: object) -> None:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.licensing import keys
    from stockage_partage.licensing.licence import emit, entitlement, in_force

    assert isinstance(database, CompanyDatabase)  # noqa: S101  # narrows a lazily imported type
    today = utc_now().date()
    private = keys.demonstration_pair(settings.data_dir).private_pem
    trusted = licence_keys(settings)
    standing = entitlement(
        in_force(database.licences.installed(), today, trusted),
        NAME,
        SIREN,
        Application.COMPTABILITE,
        today,
        None,
        trusted,
    )
    if standing.granted and standing.valid_until and standing.valid_until - today > RENEW_BEFORE:
        return
    database.licences.install(
        emit(
            private,
            holder=NAME,
            siren=SIREN,
            applications=sorted(SOLD_FOR),
            valid_from=today - timedelta(days=1),
            valid_until=today + timedelta(days=365),
        )
    )
