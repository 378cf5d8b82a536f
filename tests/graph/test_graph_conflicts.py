"""Every request that gives something a name says what to do where the name is taken: fail.

Without that word one page of the reference promises a failure, and users have seen a replacement.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.drive_copy import DriveCopies
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.upload_session import PIECE_UNIT, Uploads

WORD = "@microsoft.graph.conflictBehavior"
BYTES = b"x" * (PIECE_UNIT + 1)


class Listening(HttpClient):
    """Keeps what was asked: method, address, JSON."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asked: list[tuple[str, str, str]] = []

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        self.asked.append((method, url, json.dumps(given.get("json"))))
        return super().send(method, url, **given)


@pytest.fixture
def listening(graph: GraphClient, microsoft365: LocalMicrosoft365) -> Iterator[Listening]:
    honest, graph.http_client = graph.http_client, Listening(microsoft365.certificate.authority)
    yield graph.http_client
    graph.http_client.close()
    graph.http_client = honest


def test_every_request_that_gives_a_name_fails_where_it_is_taken(
    graph: GraphClient, drive: Drive, groups: Groups, listening: Listening
) -> None:
    group = groups.create(f"sage-{uuid.UUID(int=6)}", "Sage – BIJOU", "sage-bijou", "Documents")
    library = groups.library(group.id).drive_id
    listening.asked.clear()
    small = drive.put_new(library, "Sage/A/small.pdf", b"x", 1)
    Uploads(graph, PIECE_UNIT, largest_piece=PIECE_UNIT).upload(
        library, "Sage/A/large.pdf", io.BytesIO(BYTES), len(BYTES)
    )
    DriveCopies(drive, wait=lambda _: None).copy(library, small.id, "Sage/B/copy.pdf")
    assert drive.may_write(library, "Sage/A/other.pdf")
    naming = [
        (url, body)
        for method, url, body in listening.asked
        if method in ("PUT", "POST", "PATCH") and "/_api/" not in url
    ]
    kinds = {url.partition("?")[0].rpartition("/")[2] for url, _ in naming}
    assert kinds == {"content", "createUploadSession", "copy", "children"}
    for url, body in naming:
        assert f"{WORD}=fail" in url or f'"{WORD}": "fail"' in body, url
