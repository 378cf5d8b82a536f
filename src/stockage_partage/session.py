"""Opens one application on one company: everything below the window, put together from the settings.

Heavy libraries are imported inside the functions that need them: the window paints before they load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage import disk
from stockage_partage.applications import Application
from stockage_partage.company.instants import utc_now
from stockage_partage.errors import (
    CompanyNotNamed,
    SettingsRefused,
    Trouble,
)
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.activation.presence import Presence
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.journal.entries import Author, WhoActs
    from stockage_partage.documents.context import AppContext
    from stockage_partage.emulator_process import EmulatorProcess
    from stockage_partage.graph.auth.account import Account
    from stockage_partage.graph.auth.session_store import SessionFile
    from stockage_partage.graph.auth.sign_in import Registration, SignIn
    from stockage_partage.graph.graph_client import GraphClient
    from stockage_partage.graph.http.answer_headers import ServiceClock
    from stockage_partage.graph.http.http_client import HttpClient
    from stockage_partage.graph.http.own_hosts import OwnHosts
    from stockage_partage.graph.library.drive import Drive
    from stockage_partage.graph.library.groups import Groups
    from stockage_partage.graph.library.upload_session import Uploads
    from stockage_partage.graph.timestamp_service import TimestampService
    from stockage_partage.licensing.entitlement import Entitlement


def application_of(settings: Settings) -> Application:
    """The application that opened us. Raises SettingsRefused for a name nobody knows."""
    try:
        return Application(settings.application)
    except ValueError as error:
        raise SettingsRefused("APPLICATION", settings.application) from error


def open_session(
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    *,
    sign_in: SignIn | None = None,
) -> AppContext:
    """Opens the company named by the settings. Blocks; call it from a worker.

    `sign_in`: of another company that is open, whose account is used here too where it is with the same
    service; None for one of its own.

    Raises CompanyNotNamed, the database's own troubles, SettingsRefused, FolderRefused, DiskFull,
    and Offline when our own local Microsoft 365 does not start. Then nothing stays open.
    """
    from stockage_partage.activation.licences import ask_the_date, entitler
    from stockage_partage.activation.presence import Presence
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.http.answer_headers import ServiceClock

    if not settings.company:
        raise CompanyNotNamed
    application = application_of(settings)
    own = clock
    theirs = ServiceClock(lambda: own().timestamp())
    clock = theirs.correcting(own)
    with ExitStack() as opened, disk.as_troubles():
        database = CompanyDatabase.open(settings.company, clock=clock)
        opened.callback(database.close)
        host = _local_host(settings)
        if host is not None:
            opened.callback(host.close)
        microsoft = _microsoft(settings, host, own, theirs, sign_in)
        entitle = entitler(settings, database, clock, theirs)
        if entitle(application).depends_on_the_date:
            with suppress(Trouble):
                ask_the_date(microsoft.settings, microsoft.http_client)
        database.acted_on_by(_author(application, microsoft.sign_in.account))
        database.keep_heads_in(settings.data_dir)
        presence = Presence(settings.data_dir)
        _remember(settings, database, clock())
        opened.pop_all()
    context = _context(application, database, microsoft, presence, entitle, clock, host)
    return replace(context, timestamps=timestamps_of(settings))


def _author(application: str, account: Callable[[], Account | None]) -> WhoActs:
    """Whom the journal names: the account signed in, else that of the computer."""
    from stockage_partage.company.journal.entries import of_this_computer

    def who() -> Author:
        here, signed_in = of_this_computer(application), account()
        return here if signed_in is None else replace(here, account=signed_in.username)

    return who


def open_database(settings: Settings) -> CompanyDatabase:
    """The company's database alone, for what needs no Microsoft 365; whoever is signed in is named all the same.

    Raises CompanyNotNamed and the database's own troubles.
    """
    from stockage_partage.company.database import CompanyDatabase

    if not settings.company:
        raise CompanyNotNamed
    kept = account_of(settings)

    def account() -> Account | None:
        found = kept.read()
        return found.account if found is not None else None

    database = CompanyDatabase.open(settings.company)
    database.acted_on_by(_author(settings.application, account))
    database.keep_heads_in(settings.data_dir)
    return database


def _remember(settings: Settings, database: CompanyDatabase, moment: datetime) -> None:
    """Puts the company on the list of those known here; a list that cannot be written stops nothing."""
    from stockage_partage.company.portfolio.known_companies import KnownCompanies

    name = database.company.get().name
    KnownCompanies(settings.data_dir).opened(settings.company, name, settings.application, moment)


def _local_host(settings: Settings) -> EmulatorProcess | None:
    """Our own local Microsoft 365; None where the settings name another."""
    if not settings.own_microsoft365:
        return None
    from stockage_partage.emulator_process import EmulatorProcess

    return EmulatorProcess(settings.data_dir)


def _context(
    application: Application,
    database: CompanyDatabase,
    microsoft: _Microsoft,
    presence: Presence,
    entitle: Callable[[Application], Entitlement],
    clock: Callable[[], datetime],
    host: EmulatorProcess | None,
) -> AppContext:
    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.documents.context import AppContext

    service = ActivationService(
        database, microsoft.sign_in, microsoft.groups, application, entitle, presence, clock
    )
    settings = microsoft.settings
    folder, exchange = settings.print_folder, settings.document_manager_folder
    return AppContext(
        application=application,
        database=database,
        service=service,
        sign_in=microsoft.sign_in,
        groups=microsoft.groups,
        drive=microsoft.drive,
        uploads=microsoft.uploads,
        presence=presence,
        folder=settings.data_dir,
        clock=clock,
        print_folder=Path(folder) if folder else None,
        document_manager_folder=Path(exchange) if exchange else None,
        settings=settings,
        on_close=host.close if host is not None else lambda: None,
    )


def say_where(settings: Settings, *, moved: bool) -> None:
    """A person's answer about a database that is elsewhere than it was: it moved, or it is a copy.

    Raises the database's own troubles.
    """
    from socket import gethostname

    from stockage_partage.company.database import CompanyDatabase

    with CompanyDatabase.open(settings.company, anywhere=True) as database:
        if moved:
            database.whereabouts.moved(gethostname())
        else:
            database.whereabouts.make_a_copy(gethostname())


@contextmanager
def session(settings: Settings) -> Iterator[AppContext]:
    """`open_session` that closes itself."""
    opened = open_session(settings)
    try:
        yield opened
    finally:
        opened.close()


@dataclass(frozen=True)
class _Microsoft:
    settings: Settings
    sign_in: SignIn
    groups: Groups
    drive: Drive
    uploads: Uploads
    http_client: HttpClient


def _microsoft(
    settings: Settings,
    host: EmulatorProcess | None,
    clock: Callable[[], datetime],
    theirs: ServiceClock,
    shared: SignIn | None,
) -> _Microsoft:
    from stockage_partage.graph.graph_client import GraphClient
    from stockage_partage.graph.library.drive import Drive
    from stockage_partage.graph.library.groups import Groups

    if host is not None:
        settings = host.configure(settings)
    http_client = http_client_of(settings, theirs)
    # The example company is at another service than those beside it: no token of one goes to the other.
    fits = shared is not None and shared.is_with(registration_of(settings))
    sign_in = shared if shared and fits else sign_in_of(settings, http_client, clock)
    hosts = hosts_of(settings, lambda: sign_in.is_usable)
    graph = GraphClient(http_client, sign_in, settings.graph_url, hosts)
    uploads = _uploads(settings, graph)
    return _Microsoft(settings, sign_in, Groups(graph), Drive(graph), uploads, http_client)


def _uploads(settings: Settings, graph: GraphClient) -> Uploads:
    from stockage_partage.graph.auth.sealed_file import KeyringStore
    from stockage_partage.graph.library.upload_session import Uploads, UploadSessionStore

    return Uploads(graph, kept=UploadSessionStore(settings.data_dir / "uploads", KeyringStore()))


def account_of(settings: Settings) -> SessionFile:
    """Who is signed in with that registration, for whoever only asks: no part of signing in is loaded."""
    from stockage_partage.graph.auth.sealed_file import KeyringStore
    from stockage_partage.graph.auth.session_store import SessionStore

    session_store = SessionStore(settings.data_dir / "session", KeyringStore())
    return session_store.of(settings.authority, settings.client_id)


def sign_in_of(
    settings: Settings,
    http_client: HttpClient | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> SignIn:
    """The person's session with the application that the settings register."""
    from stockage_partage.graph.auth.sealed_file import KeyringStore
    from stockage_partage.graph.auth.session_store import SessionStore
    from stockage_partage.graph.auth.sign_in import SignIn

    session_store = SessionStore(settings.data_dir / "session", KeyringStore())
    return SignIn(
        registration_of(settings),
        session_store,
        http_client or http_client_of(settings),
        lambda: clock().timestamp(),
    )


def registration_of(settings: Settings) -> Registration:
    """The application that the settings register, and the service that it is registered with."""
    from stockage_partage.graph.auth.sign_in import Registration, scopes_for

    return Registration(settings.authority, settings.client_id, scopes_for(settings.graph_url))


def http_client_of(settings: Settings, theirs: ServiceClock | None = None) -> HttpClient:
    """The one way out to Microsoft 365, with the trust that the settings ask for.

    `theirs` hears the date of every answer.

    A local Microsoft 365 is trusted by its own authority and no other; a company's authority is
    added to the system's.
    """
    from stockage_partage.graph.http.http_client import HttpClient

    return HttpClient(settings.ca_file, alone=settings.demonstration, clock=theirs)


def timestamps_of(settings: Settings) -> TimestampService | None:
    """The time-stamping service that the settings name; None where they name none.

    `settings`: as they were read, for the authority of a local Microsoft 365 vouches for nobody else.
    """
    if not settings.timestamp_url:
        return None
    from stockage_partage.graph.http.http_client import HttpClient
    from stockage_partage.graph.timestamp_service import TimestampService

    return TimestampService(settings.timestamp_url, HttpClient(settings.ca_file, alone=False))


def hosts_of(settings: Settings, can_ask: Callable[[], bool]) -> OwnHosts:
    """Which addresses are of the organisation's own SharePoint, as far as this person's files tell.

    `can_ask`: whether somebody is signed in, to whom Graph would tell the host.
    """
    from stockage_partage.graph.http.own_hosts import OwnHosts

    kept, company = settings.data_dir / "hotes-sharepoint.json", settings.company
    if "://" not in company:
        company = str(Path(company).absolute())
    return OwnHosts(settings.graph_url, kept, company, can_ask)


def example_place(settings: Settings) -> Path:
    """Where this person's example company is, once the demonstration has made it."""
    return settings.data_dir / "demonstration" / "BIJOU.db"


def on_own_microsoft365(settings: Settings) -> Settings:
    """The settings, on our own local Microsoft 365: the demonstration never touches a configured tenant."""
    return replace(
        settings, client_id="", authority="", graph_url="", ca_file=None, timestamp_url=""
    )


def with_company(settings: Settings, company: str | Path, application: str | None) -> Settings:
    """The settings, with what the command line or a list said put over them.

    The address of the settings' own company without its password means that company, password included.
    The example company is on our own local Microsoft 365, whoever opens it.
    """
    changed = replace(settings, application=application) if application else settings
    given = str(company)
    if not given or ("://" in given and _is_own(settings.company, given)):
        return changed
    if given == str(example_place(settings)):
        changed = on_own_microsoft365(changed)
    return replace(changed, company=given)


def _is_own(own: str, given: str) -> bool:
    from stockage_partage.company.places import place_if_any

    return place_if_any(own) == given
