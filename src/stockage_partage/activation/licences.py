"""The licence of a company: what it gives an application today, whose today that is, and how a file of it goes in.

Whose today it is: decision 0018. A file is put in from the command line, the window, or for many companies at
once. What reads licences is loaded when one is looked at: a mere look at a company asks none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.applications import Application
from stockage_partage.errors import (
    DatabaseReadOnly,
    DatabaseUnreachable,
    DiskFull,
    FileMissing,
    FileUnreadable,
    LicenceRefused,
)
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.http.answer_headers import ServiceClock
    from stockage_partage.graph.http.http_client import HttpClient
    from stockage_partage.licensing.entitlement import Entitlement
    from stockage_partage.licensing.keys import Keys
    from stockage_partage.licensing.licence import Licence


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
        from stockage_partage.licensing.licence import entitlement, in_force

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


def text_of(path: Path) -> str:
    """What a licence file says. Raises FileMissing, FileUnreadable."""
    from stockage_partage.licensing.licence import LONGEST

    try:
        with path.open("rb") as file:
            # One byte more than a licence may have: a larger file is refused as none, unread.
            raw = file.read(2 * LONGEST)
    except FileNotFoundError as error:
        raise FileMissing from error
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error
    return raw.decode("ascii", "replace").strip()


def install_licence(database: CompanyDatabase, text: str, keys: Keys, today: date) -> Licence:
    """Puts the licence in, if it is this company's and intact; one that begins later waits beside that of today.

    Raises LicenceRefused (another company's, ended, tampered, of an unknown key) and the database troubles.
    """
    from stockage_partage.licensing.entitlement import Standing
    from stockage_partage.licensing.licence import is_for, read, replaced_by

    owner, licence = database.company.get(), read(text, keys)
    if not is_for(licence, owner.name, owner.siren):
        raise LicenceRefused(Standing.OTHER_COMPANY)
    if licence.valid_until < today:
        raise LicenceRefused(Standing.EXPIRED)
    database.licences.install(text, replaced_by(licence, today, keys))
    return licence
