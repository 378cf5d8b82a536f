"""What is told of the program, its settings and a company: words of ours, numbers, yes and no. Nothing else.

No path, address, name, account or text of anybody is taken over, not even one that seems harmless: a folder
may be called after a customer, a database after its password.
"""

from __future__ import annotations

import platform
from collections import Counter
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stockage_partage import __version__
from stockage_partage.applications import Application
from stockage_partage.company.engine.connections import parse
from stockage_partage.company.state_records import Status
from stockage_partage.errors import Trouble
from stockage_partage.settings import CLOUDS, LOOPBACK, Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase

_LIBRARIES = (
    "PySide6", "SQLAlchemy", "alembic", "psycopg", "msal", "requests", "keyring", "cryptography",
    "lxml", "pypdf", "click", "truststore", "rfc3161-client",
)  # fmt: skip
_OTHER = "autre"
_MOST = 500  # documents whose reason is counted


def versions() -> dict[str, Any]:
    """Of the program, of Python, of the system and of the libraries that are installed here."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "programme": __version__,
        "python": platform.python_version(),
        "systeme": platform.system(),
        "version_du_systeme": platform.release(),
        "machine": platform.machine(),
        "bibliotheques": found,
    }


def settings_told(settings: Settings) -> dict[str, Any]:
    """Which settings are made, and of which kind; the value only where it is one that everybody knows."""
    known = {urlsplit(address).hostname for pair in CLOUDS.values() for address in pair}

    def host(address: str) -> str | None:
        name = urlsplit(address).hostname
        if not name:
            return None
        return name if name in known or name in LOOPBACK else _OTHER

    return {
        "application": settings.application if settings.application in set(Application) else _OTHER,
        "societe": _kind_of_database(settings.company),
        "connexion": host(settings.authority),
        "graph": host(settings.graph_url),
        "microsoft_365_local": settings.own_microsoft365,
        "client_id": bool(settings.client_id),
        "ca_file": settings.ca_file is not None,
        "dossier_impression": bool(settings.print_folder),
        "dossier_sdm": bool(settings.document_manager_folder),
        "horodatage": bool(settings.timestamp_url),
    }


def _kind_of_database(company: str) -> str | None:
    if not company:
        return None
    try:
        return "fichier" if parse(company).url is None else "postgresql"
    except Trouble as trouble:
        return trouble.kind


def company_told(database: CompanyDatabase) -> dict[str, Any]:
    """Where the company stands, in numbers: nothing of what its documents say."""
    activation, counts = database.activation.get(), database.register.counters()
    pause = database.outbox.paused_until()
    blocked = database.register.search(status=Status.BLOCKED, limit=_MOST)
    return {
        "stockage": activation.stored.value,
        "groupe_connu": database.activation.known_group() is not None,
        "bibliotheque_connue": activation.drive_id is not None,
        "sante": activation.health,
        "activation_en_cours": activation.claim is not None,
        "revision": database.revision(),
        "documents": {
            "en_attente": counts.waiting,
            "envoyes": counts.filed,
            "bloques": counts.blocked,
            "a_classer": counts.to_classify,
        },
        "raisons_des_bloques": dict(Counter(row.trouble or "" for row in blocked)),
        "dernier_envoi": counts.last_filed_at and counts.last_filed_at.isoformat(),
        "pause": pause and {"jusqu_a": pause.until.isoformat(), "raison": pause.reason},
        "tiers": len(database.third_parties.all()),
        "licences": len(database.licences.installed()),
    }
