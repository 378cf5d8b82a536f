"""One application on one company: everything below the window, put together.

Heavy libraries are imported inside the functions that need them: the window paints before they load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage import disk
from stockage_partage.applications import Application
from stockage_partage.errors import (
    CompanyNotNamed,
    DatabaseReadOnly,
    DiskFull,
    SettingsRefused,
)
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.graph.client import Graph
    from stockage_partage.graph.door import Door
    from stockage_partage.graph.drive import Drive
    from stockage_partage.graph.groups import Groups
    from stockage_partage.graph.sign_in import SignIn
    from stockage_partage.graph.upload_session import Uploads
    from stockage_partage.licensing.entitlement import Entitlement
    from stockage_partage.local_host import LocalHost
    from stockage_partage.storage.service import StorageService

USER_AGENT = "ISV|StockagePartage|StockagePartage/1.0"


def now() -> datetime:
    """The product's clock: aware, UTC."""
    return datetime.now(UTC)


def application_of(settings: Settings) -> Application:
    """The application that opened us. Raises SettingsRefused for a name nobody knows."""
    try:
        return Application(settings.application)
    except ValueError as error:
        raise SettingsRefused("APPLICATION", settings.application) from error


@dataclass(frozen=True)
class Session:
    """One application on one company, with everything that the window or a command needs."""

    settings: Settings
    workplace: Workplace
    host: LocalHost | None

    @property
    def application(self) -> Application:
        """The application that opened us."""
        return self.workplace.application

    @property
    def database(self) -> CompanyDatabase:
        """The company's database."""
        return self.workplace.database

    @property
    def sign_in(self) -> SignIn:
        """The person's session with Microsoft 365."""
        return self.workplace.sign_in

    @property
    def service(self) -> StorageService:
        """Activation and account."""
        return self.workplace.service

    def close(self) -> None:
        """Lets go of everything; safe to call once whatever happened."""
        self.service.close()
        self.workplace.presence.close()
        self.database.close()
        if self.host is not None:
            self.host.close()


def open_session(settings: Settings, clock: Callable[[], datetime] = now) -> Session:
    """Opens the company named by the settings. Blocks; call it from a worker.

    Raises CompanyNotNamed, the database's own troubles, SettingsRefused, FolderRefused, DiskFull,
    and Offline when our own local Microsoft 365 does not start. Then nothing stays open.
    """
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.local_host import LocalHost
    from stockage_partage.storage.presence import Presence
    from stockage_partage.storage.service import StorageService

    if not settings.company:
        raise CompanyNotNamed
    application = application_of(settings)
    with ExitStack() as opened, disk.told():
        database = CompanyDatabase.open(settings.company, clock=clock)
        opened.callback(database.close)
        host = LocalHost(settings.data_dir) if settings.own_microsoft365 else None
        if host is not None:
            opened.callback(host.close)
        microsoft = _microsoft(settings, host, clock)
        presence = Presence(settings.data_dir)
        opened.pop_all()
    service = StorageService(
        database,
        microsoft.sign_in,
        microsoft.groups,
        application,
        entitler(settings, database, clock),
        presence,
        clock,
    )
    workplace = Workplace(
        application,
        database,
        service,
        microsoft.sign_in,
        microsoft.groups,
        microsoft.drive,
        microsoft.uploads,
        presence,
        settings.data_dir,
        clock,
        Path(settings.print_folder) if settings.print_folder else None,
        Path(settings.document_manager_folder) if settings.document_manager_folder else None,
    )
    return Session(microsoft.settings, workplace, host)


@contextmanager
def session(settings: Settings) -> Iterator[Session]:
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


def _microsoft(
    settings: Settings, host: LocalHost | None, clock: Callable[[], datetime]
) -> _Microsoft:
    from stockage_partage.graph.client import Graph
    from stockage_partage.graph.drive import Drive
    from stockage_partage.graph.groups import Groups

    if host is not None:
        settings = host.configure(settings)
    door = door_of(settings)
    sign_in = sign_in_of(settings, door, clock)
    graph = Graph(door, sign_in, settings.graph_url)
    return _Microsoft(settings, sign_in, Groups(graph), Drive(graph), _uploads(settings, graph))


def _uploads(settings: Settings, graph: Graph) -> Uploads:
    from stockage_partage.graph.kept_sessions import KeptSessions
    from stockage_partage.graph.keys import Keys
    from stockage_partage.graph.upload_session import Uploads

    return Uploads(graph, kept=KeptSessions(settings.data_dir / "uploads", Keys()))


def sign_in_of(
    settings: Settings, door: Door | None = None, clock: Callable[[], datetime] = now
) -> SignIn:
    """The person's session with the application that the settings register."""
    from stockage_partage.graph.keys import Keys
    from stockage_partage.graph.sign_in import Registration, SignIn, scopes_for
    from stockage_partage.graph.token_cache import Vault

    registration = Registration(
        settings.authority, settings.client_id, scopes_for(settings.graph_url)
    )
    vault = Vault(settings.data_dir / "session", Keys())
    return SignIn(registration, vault, door or door_of(settings), lambda: clock().timestamp())


def door_of(settings: Settings) -> Door:
    """The one way out to Microsoft 365, with the trust that the settings ask for.

    A local Microsoft 365 is trusted by its own authority and no other; a company's authority is
    added to the system's.
    """
    from stockage_partage.graph.door import Door

    return Door(settings.ca_file, USER_AGENT, alone=settings.demonstration)


def licence_keys(settings: Settings) -> Mapping[str, str]:
    """The public keys whose licences count: the publisher's; in demonstration, its own one too."""
    from stockage_partage.licensing import keys

    if settings.demonstration:
        return keys.demonstration_keys(settings.data_dir)
    return keys.publisher_keys()


def entitler(
    settings: Settings, database: CompanyDatabase, clock: Callable[[], datetime]
) -> Callable[[Application], Entitlement]:
    def entitle(application: Application) -> Entitlement:
        from stockage_partage.licensing.verdict import entitlement

        company = database.company.get()
        current = clock()
        latest: datetime | None = None
        with suppress(DatabaseReadOnly, DiskFull):  # what cannot be written can still be read
            latest = database.licences.witness(current)
        return entitlement(
            database.licences.current(),
            company.name,
            company.siren,
            application,
            current.date(),
            latest,
            licence_keys(settings),
        )

    return entitle


def with_company(settings: Settings, company: str | Path, application: str | None) -> Settings:
    """The settings, with what the command line said put over them."""
    changed = replace(settings, company=str(company)) if company else settings
    return replace(changed, application=application) if application else changed
