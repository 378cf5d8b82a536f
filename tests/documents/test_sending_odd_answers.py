"""Answers that no rule of the service allows and that come all the same: nothing is lost, nobody is alarmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from office import Office

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.state_records import Status
from stockage_partage.documents.sending.send_one import LONGEST_WAIT
from stockage_partage.errors import ServiceUnavailable
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer

INVOICE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042"
SIZE = 5000


class Truncating(HttpClient):
    """The first bytes of what is sent arrive, and it is answered as if all had."""

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        if method == "PUT":
            headers: Mapping[str, str] = given["headers"]
            given |= {"data": given["data"][:100], "headers": {**headers, "Content-Length": "100"}}
        return super().send(method, url, **given)


def test_a_name_that_is_taken_while_nothing_is_there_yet_is_tried_again(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    row = office.keep(f"{INVOICE}.pdf")
    microsoft365.faults.add("409", "upload", at=1, code="nameAlreadyExists")
    round_result = office.send()
    assert (round_result.postponed, round_result.blocked) == (1, 0)
    assert isinstance(round_result.trouble, ServiceUnavailable)
    office.clock.advance(LONGEST_WAIT)
    assert office.send().filed == 1
    assert office.row(row.id).status is Status.FILED


def test_a_name_that_stays_taken_by_nothing_is_told_within_hours(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    row = office.keep(f"{INVOICE}.pdf")
    microsoft365.faults.add("409", "upload", code="nameAlreadyExists")
    began = office.clock()
    while office.row(row.id).status is Status.WAITING and office.clock() - began < timedelta(
        days=1
    ):
        office.send()
        office.clock.advance(LONGEST_WAIT)
    assert (office.row(row.id).status, office.row(row.id).trouble) == (Status.BLOCKED, "PlaceTaken")
    assert office.clock() - began < timedelta(hours=4)


@pytest.mark.parametrize(("ending", "status"), [(".pdf", Status.BLOCKED), (".docx", Status.FILED)])
def test_a_file_shorter_than_what_was_sent_is_filed_only_where_sharepoint_packs_anew(
    office: Office, graph: GraphClient, microsoft365: LocalMicrosoft365, ending: str, status: Status
) -> None:
    row = office.keep(f"{INVOICE}{ending}", SIZE)
    honest, graph.http_client = graph.http_client, Truncating(microsoft365.certificate.authority)
    office.send()
    graph.http_client.close()
    graph.http_client = honest
    office.clock.advance(LONGEST_WAIT)
    office.send()
    assert office.row(row.id).status is status
    kept = sum(len(piece) for piece in office.db.contents.of(row.id))
    assert kept == (SIZE if status is Status.BLOCKED else 0), "what is not all there is not let go"
