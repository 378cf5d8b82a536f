"""The companies known on this workstation, put together from the settings: listed, and read as they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import sep
from os.path import normcase
from pathlib import Path
from threading import Event

from stockage_partage.activation.company_overview import CompanyOverview, overview
from stockage_partage.activation.licences import licence_keys
from stockage_partage.applications import Application
from stockage_partage.company.instants import utc_now
from stockage_partage.company.places import is_server, place_if_any, place_of
from stockage_partage.company.portfolio.known_companies import KnownCompanies, KnownCompany
from stockage_partage.company.portfolio.survey import survey
from stockage_partage.errors import WindowAddressRefused
from stockage_partage.session import with_company
from stockage_partage.settings import Settings
from stockage_partage.window_address import WindowTarget, read_address


def known_companies(settings: Settings) -> list[KnownCompany]:
    """Companies of the list, that opened last first, and that of the settings, never opened or not."""
    found = list(KnownCompanies(settings.data_dir).all())
    place = place_if_any(settings.company)
    if place and all(each.place != place for each in found):
        found.append(KnownCompany(place))
    return found


def overviews(
    settings: Settings, known: Iterable[KnownCompany], stop: Event | None = None
) -> Iterator[CompanyOverview]:
    """Each company as it answers, and last those that do not; `stop`, once set, ends it."""
    keys, now, by_place = licence_keys(settings), utc_now(), {each.place: each for each in known}
    secrets = {}
    if is_server(settings.company):
        secrets[place_if_any(settings.company)] = settings.company
    for place, answer in survey(by_place, secrets, stop=stop):
        yield overview(by_place[place], answer, keys, now)


def create(settings: Settings, file: Path, name: str, siren: str | None) -> str:
    """Makes a company's database in a new file and puts it on the list; its place.

    Raises DatabaseExists, DatabaseFolderMissing and the other database troubles.
    """
    from stockage_partage.company.database import CompanyDatabase

    CompanyDatabase.create(file, name, siren).close()
    place = place_of(str(file))
    KnownCompanies(settings.data_dir).opened(place, name, settings.application, utc_now())
    return place


def at_address(settings: Settings, text: str) -> tuple[Settings, WindowTarget]:
    """The settings to open what an address asks for, and what to show there.

    Raises WindowAddressRefused for a company that is not known here, which an address may not have opened: it
    may name a server of anybody's.
    """
    address = read_address(text)
    if address.application and address.application not in set(Application):
        raise WindowAddressRefused("application")
    if address.company:
        places = {normcase(each.place): each.place for each in known_companies(settings)}
        wanted = normcase(address.company.replace("/", sep))
        place = places.get(wanted) or places.get(address.company)
        if place is None:
            raise WindowAddressRefused("company")
        settings = with_company(settings, place, None)
    return with_company(settings, "", address.application or None), address.target
