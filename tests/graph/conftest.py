"""The program's own parts, connected to a local Microsoft 365."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plain_browser import PlainBrowser

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups

Browse = Callable[..., PlainBrowser]


@pytest.fixture
def http_client(microsoft365: LocalMicrosoft365) -> Iterator[HttpClient]:
    http_client = HttpClient(microsoft365.certificate.authority)
    yield http_client
    http_client.close()


@pytest.fixture
def registration(microsoft365: LocalMicrosoft365) -> Registration:
    told = microsoft365.description()
    return Registration(told["authority"], told["client_id"])


@pytest.fixture
def session_store(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path / "session", KeyringStore(deadline_s=10))


@pytest.fixture
def sign_in(
    registration: Registration, session_store: SessionStore, http_client: HttpClient
) -> SignIn:
    return SignIn(registration, session_store, http_client)


@pytest.fixture
def browse(microsoft365: LocalMicrosoft365) -> Browse:
    """A browser in the hands of the account that plays a role."""

    def browse(role: str = "administrateur", *, refuses: bool = False) -> PlainBrowser:
        user = microsoft365.people.with_role(role)
        return PlainBrowser(
            microsoft365.certificate.authority, user.username, user.password, refuses=refuses
        )

    return browse


@pytest.fixture
def sign_in_as(sign_in: SignIn, browse: Browse) -> Callable[[str], Account]:
    """Signs the account that plays a role in, by the embedded way."""

    def sign_in_as(role: str) -> Account:
        attempt = sign_in.begin()
        return sign_in.finish(attempt, browse(role).land(attempt.url, attempt.redirect_uri))

    return sign_in_as


@pytest.fixture
def administrator(sign_in_as: Callable[[str], Account]) -> Account:
    """The administrator, signed in."""
    return sign_in_as("administrateur")


@pytest.fixture
def graph(
    http_client: HttpClient,
    sign_in: SignIn,
    microsoft365: LocalMicrosoft365,
    administrator: Account,
) -> GraphClient:
    """Graph with the administrator signed in."""
    return GraphClient(http_client, sign_in, microsoft365.description()["graph_url"])


@pytest.fixture
def groups(graph: GraphClient) -> Groups:
    return Groups(graph, wait=lambda seconds: None)


@pytest.fixture
def drive(graph: GraphClient) -> Drive:
    return Drive(graph)
