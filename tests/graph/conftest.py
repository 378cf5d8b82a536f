"""The program's own parts, connected to a local Microsoft 365."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plain_browser import PlainBrowser

from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.graph.client import Graph
from stockage_partage.graph.door import Door
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.keys import Keys
from stockage_partage.graph.sign_in import Account, Registration, SignIn
from stockage_partage.graph.token_cache import Vault

Browse = Callable[..., PlainBrowser]


@pytest.fixture
def door(microsoft365: LocalMicrosoft365) -> Iterator[Door]:
    door = Door(microsoft365.certificate.authority)
    yield door
    door.close()


@pytest.fixture
def registration(microsoft365: LocalMicrosoft365) -> Registration:
    told = microsoft365.description()
    return Registration(told["authority"], told["client_id"])


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "session", Keys(deadline_s=10))


@pytest.fixture
def sign_in(registration: Registration, vault: Vault, door: Door) -> SignIn:
    return SignIn(registration, vault, door)


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
    door: Door, sign_in: SignIn, microsoft365: LocalMicrosoft365, administrator: Account
) -> Graph:
    """Graph with the administrator signed in."""
    return Graph(door, sign_in, microsoft365.description()["graph_url"])


@pytest.fixture
def groups(graph: Graph) -> Groups:
    return Groups(graph, wait=lambda seconds: None)


@pytest.fixture
def drive(graph: Graph) -> Drive:
    return Drive(graph)
