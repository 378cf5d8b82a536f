"""What the licence gives an application today, and whose today that is (decision 0018)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from stockage_partage.applications import Application
from stockage_partage.errors import DatabaseReadOnly, DatabaseUnreachable, DiskFull
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.http.answer_headers import ServiceClock
    from stockage_partage.graph.http.http_client import HttpClient
    from stockage_partage.licensing.entitlement import Entitlement

#: To connect, and between two bytes, where nothing but the date is asked for; a person waits. Seconds.
DATE_PATIENCE_S = (3.0, 5.0)


def licence_keys(settings: Settings) -> Mapping[str, str]:
    """The public keys whose licences count: the publisher's; in demonstration, its own one too."""
    from stockage_partage.licensing import keys

    if settings.demonstration:
        return keys.demonstration_keys(settings.data_dir)
    return keys.publisher_keys()


def entitler(
    settings: Settings,
    database: CompanyDatabase,
    clock: Callable[[], datetime],
    theirs: ServiceClock | None = None,
) -> Callable[[Application], Entitlement]:
    """The verdict of the licence, today. Only the service's date, by `theirs`, is kept for the others."""

    def entitle(application: Application) -> Entitlement:
        from stockage_partage.licensing.verdict import entitlement, in_force

        company = database.company.get()
        vouched = theirs.date() if theirs is not None else None
        if vouched is not None:
            # What cannot be written can still be read.
            with suppress(DatabaseReadOnly, DatabaseUnreachable, DiskFull):
                database.licences.witness(vouched)
        today, keys = (vouched or clock()).date(), licence_keys(settings)
        return entitlement(
            in_force(database.licences.installed(), today, keys),
            company.name,
            company.siren,
            application,
            today,
            vouched or database.licences.latest_seen(),
            keys,
        )

    return entitle


def ask_the_date(settings: Settings, http_client: HttpClient) -> None:
    """Has `http_client` hear what time it is by the service; nobody need be signed in. Raises as `send` does."""
    if settings.authority:  # none: our own local Microsoft 365, which is not started
        http_client.send("GET", openid_url(settings), timeout=DATE_PATIENCE_S)


def openid_url(settings: Settings) -> str:
    """What the sign-in platform tells to everybody."""
    return f"{settings.authority}/v2.0/.well-known/openid-configuration"
