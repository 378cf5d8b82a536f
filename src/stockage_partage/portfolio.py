"""The companies known on this workstation: listed, read as they answer, and worked on one after the other.

Each ends by itself, and none stops the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from os import sep
from os.path import normcase
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.activation.company_overview import ActOutcome, CompanyOverview, overview
from stockage_partage.activation.licences import install_licence, licence_keys, text_of
from stockage_partage.applications import Application
from stockage_partage.closing import Closing, attempt
from stockage_partage.company.instants import utc_now
from stockage_partage.company.places import is_server, place_if_any, place_of
from stockage_partage.company.portfolio.known_companies import KnownCompanies, KnownCompany
from stockage_partage.company.portfolio.survey import survey
from stockage_partage.errors import (
    CompanyNotNamed,
    GroupGone,
    GroupNameTaken,
    LicenceRefused,
    Passing,
    Trouble,
    Unexpected,
    WindowAddressRefused,
)
from stockage_partage.session import open_database, open_session, with_company
from stockage_partage.settings import Settings
from stockage_partage.window_address import WindowTarget, read_address

if TYPE_CHECKING:
    from datetime import date

    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.documents.context import AppContext
    from stockage_partage.graph.auth.sign_in import SignIn


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


# --- worked on one after the other ----------------------------------------------------------------


def each_in_turn(
    places: Sequence[str], act: Callable[[str], date | None], stop: Event
) -> Iterator[ActOutcome]:
    """Does `act` for each place, and tells what became of it; begins no other one once `stop` is set."""
    for place in places:
        if stop.is_set():
            return
        came = attempt(lambda place=place: act(place))  # type: ignore[misc]  # the default is the place
        if isinstance(came, Trouble):
            yield ActOutcome(place, came)
        elif isinstance(came, Exception):
            logging.getLogger(__name__).error("a company could not be acted on", exc_info=came)
            yield ActOutcome(place, Unexpected(type(came).__name__))
        else:
            yield ActOutcome(place, until=came)


def install_fitting(settings: Settings, place: str, texts: Sequence[str]) -> date:
    """Installs, of several licences, the one made out to that company; its last day.

    Raises LicenceRefused when none of them is, the reason being that of the nearest; database troubles.
    """
    with open_database(with_company(settings, place, None)) as database:
        return _installed(settings, database, texts)


def _installed(settings: Settings, database: CompanyDatabase, texts: Sequence[str]) -> date:
    keys, today = licence_keys(settings), utc_now().date()
    refusals = []
    for text in texts:
        try:
            return install_licence(database, text, keys, today).valid_until
        except LicenceRefused as refused:
            refusals.append(refused)
    # « Another company's » is true of all the others too: what is wrong with its own one says more.
    telling = [each for each in refusals if each.reason != "other_company"]
    raise (telling or refusals or [LicenceRefused("absent")])[0]


def diagnose(settings: Settings, place: str) -> date | None:
    """Looks at one company's database, library and licence; None. Raises the first trouble that is found."""
    from stockage_partage.diagnosis import examine_company, with_microsoft365

    with with_microsoft365(with_company(settings, place, None)) as reachable:
        found = examine_company(reachable)
    for finding in found:
        if finding.trouble is not None:
            raise finding.trouble
    return None


class ManyActivations(Closing):
    """One sign-in for all of them: it belongs to the first company that opens, and stays until `close`."""

    def __init__(self, settings: Settings, places: Sequence[str]) -> None:
        """Opens the first that can be opened, of those at the settings' own service if there are any.

        Blocks; raises what opening the last one raised.
        """
        self._host = _first_open(settings, places)

    @property
    def context(self) -> AppContext:
        """The company that stays open, where somebody signs in."""
        return self._host

    @property
    def ca_file(self) -> Path | None:
        """What the sign-in's browser trusts besides the system; None for nothing more."""
        return self._host.settings.ca_file

    @property
    def demonstration(self) -> bool:
        """True on a local Microsoft 365."""
        return self._host.settings.demonstration

    @property
    def service(self) -> ActivationService:
        """Signs somebody in, for all of the companies."""
        return self._host.service

    @property
    def account(self) -> str | None:
        """Who is signed in and may go on; None when nobody is, or no longer."""
        account = self._host.sign_in.account()
        return account.username if account and not self._host.sign_in.session_ended else None

    @property
    def sign_in(self) -> SignIn:
        """The account of all of them."""
        return self._host.sign_in

    def close(self) -> None:
        """Lets go of the company that stayed open for the sign-in."""
        self._host.close()


def _first_open(settings: Settings, places: Sequence[str]) -> AppContext:
    trouble: Trouble = CompanyNotNamed()
    wanted = [with_company(settings, place, None) for place in places]
    # The example company is at a service of its own, where nobody signs in for the others.
    for each in sorted(wanted, key=lambda one: one.authority != settings.authority):
        try:
            return open_session(each)
        except Trouble as raised:
            trouble = raised
    raise trouble


def activate(settings: Settings, sign_in: SignIn, place: str) -> date | None:
    """Turns storage on for one company, as its own window would; None, for it has no last day.

    Raises what that raises; a choice that only a person can make (another group of that name) leaves
    storage off, for that company's own window.
    """
    with ExitStack() as opened:
        context = open_session(with_company(settings, place, None), sign_in=sign_in)
        opened.callback(context.close)
        context.service.ask_activation()
        try:
            context.service.activate()
        except (GroupNameTaken, GroupGone, Passing):
            context.service.abandon_activation(to_go_on=True)
            raise
    return None


def install_each(
    settings: Settings, places: Sequence[str], files: Sequence[Path], stop: Event
) -> Iterator[ActOutcome]:
    """Installs in each company, of the licences in `files`, its own. Raises FileMissing, FileUnreadable."""
    texts = [text_of(file) for file in files]
    return each_in_turn(places, lambda place: install_fitting(settings, place, texts), stop)
