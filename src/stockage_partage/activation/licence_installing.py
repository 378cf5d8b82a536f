"""A licence file put into a company's database, from the command line, the window, or for many at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.errors import FileMissing, FileUnreadable, LicenceRefused
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.licensing.keys import Keys
from stockage_partage.licensing.licence import LONGEST, Licence, read
from stockage_partage.licensing.verdict import is_for, replaced_by

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase


def text_of(path: Path) -> str:
    """What a licence file says. Raises FileMissing, FileUnreadable."""
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
    owner, licence = database.company.get(), read(text, keys)
    if not is_for(licence, owner.name, owner.siren):
        raise LicenceRefused(Standing.OTHER_COMPANY)
    if licence.valid_until < today:
        raise LicenceRefused(Standing.EXPIRED)
    database.licences.install(text, replaced_by(licence, today, keys))
    return licence
