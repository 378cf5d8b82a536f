"""What the program itself sends is in the published description: addresses, options, bodies."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import openapi_slice
import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.graph.auth.sign_in import SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.upload_session import Uploads

pytestmark = pytest.mark.shared


@dataclass
class Sent:
    """One request on its way out."""

    method: str
    url: str
    json: Any


class ListeningDoor(HttpClient):
    """The program's own door, which remembers what went through."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.sent: list[Sent] = []

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        self.sent.append(Sent(method, url, given.get("json")))
        return super().send(method, url, **given)


@dataclass
class AlreadySignedIn:
    """Somebody whose token is at hand: signing in is not what is looked at here."""

    kept: str = field(repr=False)

    def token(self, **_: Any) -> str:
        return self.kept


@pytest.fixture
def http_client(microsoft365: LocalMicrosoft365) -> Iterator[ListeningDoor]:
    listening = ListeningDoor(microsoft365.certificate.authority)
    yield listening
    listening.close()


def test_every_request_of_a_whole_journey_is_described(
    microsoft365: LocalMicrosoft365, http_client: ListeningDoor, token: str
) -> None:
    described = openapi_slice.load()
    signed_in = cast(SignIn, AlreadySignedIn(token))
    graph = GraphClient(http_client, signed_in, f"{microsoft365.addresses.graph}/v1.0")
    journey(graph)
    wrong: list[str] = []
    for one in http_client.sent:
        address = urlsplit(one.url)
        if address.path.endswith("/download.aspx"):
            continue  # where a redirection led
        operation = described.operation(one.method, address.path.removeprefix("/v1.0"))
        if operation is None:
            wrong.append(f"{one.method} {address.path} is not described")
            continue
        if operation.path.startswith("/x-upload-session"):
            continue  # the signed address is opaque: its options are the service's own
        names = {name for name, _ in parse_qsl(address.query, keep_blank_values=True)}
        wrong += described.query_errors(operation, names)
        if one.json is not None:
            wrong += [
                f"{one.method} {operation.path}: {error}"
                for error in described.request_errors(operation, one.json)
            ]
    assert wrong == []
    assert len(http_client.sent) > 12


def journey(graph: GraphClient) -> None:
    """What activation, filing and consulting ask of Graph."""
    graph.me()
    groups = Groups(graph, wait=lambda _: None)
    assert groups.by_unique_name("sage-1") is None
    groups.named("Sage – L'Été")
    group = groups.create("sage-1", "Sage – L'Été", "sage-ete", "Documents")
    groups.rename(group.id, "Sage – L'Hiver")
    assert groups.by_id(group.id) is not None
    groups.deleted(unique_name="sage-2")
    library = groups.library(group.id)
    drive = Drive(graph)
    item = drive.put_new(library.drive_id, "Sage/A/b.pdf", b"%PDF", 4)
    assert drive.by_id(library.drive_id, item.id) is not None
    assert drive.by_path(library.drive_id, "Sage/A/b.pdf") is not None
    list(drive.children(library.drive_id, "Sage/A"))
    list(drive.search(library.drive_id, "b"))
    drive.delta(library.drive_id)
    assert b"".join(drive.download(library.drive_id, item.id)) == b"%PDF"
    content = bytes(700_000)
    Uploads(graph, 327_680).upload(
        library.drive_id, "Sage/big.bin", io.BytesIO(content), len(content)
    )
