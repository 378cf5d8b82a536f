"""A company with storage active on a real group of the local Microsoft 365, somebody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_contexts import signed_in, switch_on, workplace_at
from office import Office
from online_people import Somebody
from print_folder_person import Bench
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.example_company import make_example
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import BodyLimits
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.upload_session import Uploads
from stockage_partage.graph.timestamp_service import LARGEST, TimestampService
from stockage_partage.session import open_session
from stockage_partage.settings import Settings
from timestamp_authority import TimestampAuthority, authority_peer
from tls_peer import Peer

THIRD_PARTIES = (
    ThirdParty("CARAT", "clients", "Carat S.A.R.L.", siren="312345678"),
    ThirdParty("ZECLAT", "clients", "Zéclat"),
    ThirdParty("BILLO", "fournisseurs", "Billot & fils", siren="423456789"),
    ThirdParty("DUPOND", "clients", "Dupond Frères", siren="111111118"),
    ThirdParty("DUPON2", "clients", "Dupond freres", siren="222222226"),
)


@pytest.fixture
def clock() -> StoppedClock:
    """The company database's clock."""
    return StoppedClock()


@pytest.fixture
def company(tmp_path: Path, clock: StoppedClock) -> Iterator[CompanyDatabase]:
    """The company BIJOU with a few third parties, storage off."""
    location = tmp_path / "BIJOU.sqlite"
    with CompanyDatabase.create(location, "BIJOU", "552100554", clock=clock) as database:
        database.third_parties.add(THIRD_PARTIES)
        yield database


@pytest.fixture
def active(company: CompanyDatabase) -> CompanyDatabase:
    """The same with storage active on a group that no test asks about."""
    switch_on(company, "group-1", "drive-1")
    return company


@pytest.fixture
def graph(microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[GraphClient]:
    """Graph with the administrator signed in."""
    with signed_in(microsoft365, tmp_path / "session", "administrateur") as graph:
        yield graph


@pytest.fixture
def member(
    microsoft365: LocalMicrosoft365,
    destination: UploadDestination,
    graph: GraphClient,
    tmp_path: Path,
) -> Iterator[GraphClient]:
    """Graph with a member of the group signed in."""
    with signed_in(microsoft365, tmp_path / "membre", "utilisateur") as theirs:
        me = f"{graph._base_url}/directoryObjects/{theirs.me().id}"
        group = Groups(graph).by_unique_name("sage-bijou-1")
        assert group is not None
        added = graph.ask("POST", f"/groups/{group.id}/members/$ref", json={"@odata.id": me})
        assert added.status == 204
        yield theirs


@pytest.fixture
def destination(graph: GraphClient, company: CompanyDatabase) -> UploadDestination:
    """The library of the company's group, and storage active on it."""
    groups = Groups(graph)
    group = groups.create("sage-bijou-1", "Sage – BIJOU", "sage-bijou-1", "")
    drive_id = groups.library(group.id).drive_id
    switch_on(company, group.id, drive_id)
    return UploadDestination(Drive(graph), Uploads(graph), drive_id, "worker-1")


@pytest.fixture
def app(
    company: CompanyDatabase,
    destination: UploadDestination,
    graph: GraphClient,
    tmp_path: Path,
    clock: StoppedClock,
) -> Iterator[AppContext]:
    """Storage active, the administrator signed in."""
    made = workplace_at(company, graph, graph._sign_in, tmp_path / "poste", clock)
    yield made
    made.presence.close()


@pytest.fixture
def somebody(graph: GraphClient, destination: UploadDestination) -> Somebody:
    """Works in SharePoint, beside the program."""
    return Somebody(graph, destination.drive_id)


@pytest.fixture
def office(company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock) -> Office:
    return Office(company, destination, clock)


@pytest.fixture
def open_program(
    microsoft365: LocalMicrosoft365, tmp_path: Path
) -> Iterator[Callable[..., AppContext]]:
    """Opens the same company once more, as another program of this workstation."""
    told = microsoft365.description()
    opened: list[AppContext] = []

    def program(
        application: Application = Application.GESTION_COMMERCIALE, company: str = "BIJOU.db"
    ) -> AppContext:
        location = tmp_path / company
        settings = Settings(
            tmp_path / "donnees",
            told["client_id"],
            told["authority"],
            told["graph_url"],
            Path(told["ca_file"]),
            str(location),
            application,
        )
        fresh = not location.exists()
        make_example(settings, location)
        opened.append(open_session(settings))
        if fresh:
            switch_on(opened[-1].database, "group-1", "drive-1")
        return opened[-1]

    yield program
    for session in opened:
        session.close()


@pytest.fixture
def bench(open_program: Callable[..., AppContext], tmp_path: Path) -> Bench:
    return Bench(tmp_path / "Impressions", open_program)


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificates, made once."""
    folder = tmp_path_factory.mktemp("authority")
    TimestampAuthority(folder)
    return folder


@pytest.fixture
def authority(authority_folder: Path) -> TimestampAuthority:
    return TimestampAuthority(authority_folder)


@pytest.fixture
def peer(authority: TimestampAuthority, tmp_path: Path) -> Iterator[Peer]:
    with authority_peer(tmp_path / "peer", authority) as peer:
        yield peer


@pytest.fixture
def service(peer: Peer) -> Iterator[TimestampService]:
    with TimestampService(
        f"{peer.url}/tsr",
        HttpClient(peer.ca_file),
        timeout=(1.0, 0.4),
        limits=BodyLimits(LARGEST, 0.6),
    ) as service:
        yield service
