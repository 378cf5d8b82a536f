"""The Graph side of the local Microsoft 365, served over real HTTP on loopback, without sign-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from graph_peer import Client, Local, MakeGroup, Served
from starlette.applications import Starlette

from local_microsoft365.addresses import Addresses
from local_microsoft365.graph.app import graph_app
from local_microsoft365.graph.transfers import sharepoint_api_routes
from local_microsoft365.people import DEMO
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import TokenBook
from microsoft365_tricks import ShiftedClock


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def world(tmp_path: Path, clock: ShiftedClock) -> Iterator[Tenant]:
    opened = Tenant.open(tmp_path / "world", DEMO, clock, provisioning_s=0)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def both_served() -> Iterator[tuple[Served, Served]]:
    """Two servers, for Graph and for SharePoint; what they serve is another for each test."""
    both = Served(), Served()
    for served in both:
        served.start()
    yield both
    for served in both:
        served.ask_to_stop()
    for served in both:
        served.stop()


@pytest.fixture
def local(
    world: Tenant,
    clock: ShiftedClock,
    tmp_path: Path,
    microsoft365_keys: Path,
    both_served: tuple[Served, Served],
) -> Iterator[Local]:
    graph, sharepoint = both_served
    addresses = Addresses("https://login.test", graph.url, sharepoint.url)
    # A key made anew for each test would be the slow part.
    shutil.copy(microsoft365_keys / "signin" / "token-signing.key", tmp_path)
    tokens = TokenBook(tmp_path, clock)
    graph.app = graph_app(world, tokens, addresses)
    sharepoint.app = Starlette(routes=sharepoint_api_routes(world, addresses))
    with requests.Session() as anonymous:
        anonymous.trust_env = False
        yield Local(world, clock, addresses, tokens, anonymous)


@pytest.fixture
def admin(local: Local) -> Client:
    return local.as_("administrateur")


@pytest.fixture
def make_group(admin: Client) -> MakeGroup:
    """Creates a private Microsoft 365 group; what is given replaces the usual properties."""

    def make(**facts: Any) -> dict[str, Any]:
        body = {
            "displayName": "Sage – BIJOU",
            "mailNickname": "sage-bijou",
            "mailEnabled": True,
            "securityEnabled": False,
            "groupTypes": ["Unified"],
            "visibility": "Private",
        }
        made = admin.post("/groups", json=body | facts)
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    return make


@pytest.fixture
def drive(admin: Client, make_group: MakeGroup) -> str:
    """The address of the library of a fresh group."""
    return f"/groups/{make_group()['id']}/drive"
