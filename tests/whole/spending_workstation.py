"""A workstation that sends when told, at the time that it is told; started by the tests as a process.

    python spending_workstation.py LOCATION GRAPH_URL CA_FILE DRIVE_ID NAME

The first line of its standard input is an access token. Each further line is a number of seconds by
which its clock is ahead of the computer's: it sends all that it may by then, and says how many left.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.answer_headers import Meter
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.upload_session import Uploads


class SignedIn:
    """Holds the one token that it was given."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self, claims: str | None = None, refused: str | None = None) -> str:
        """Always the same."""
        return self._token


class MovedClocks:
    """The computer's clocks, both ahead by as much."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> datetime:
        """What the company database and the sender go by."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        """What the door's meter goes by."""
        return time.monotonic() + self.ahead_s


def main(location: str, graph_url: str, ca_file: str, drive_id: str, name: str) -> None:
    signed_in, clocks = SignedIn(sys.stdin.readline().strip()), MovedClocks()
    http_client = HttpClient(Path(ca_file), meter=Meter(clocks.monotonic))
    graph = GraphClient(http_client, signed_in, graph_url)  # type: ignore[arg-type]  # the one method used
    to = UploadDestination(Drive(graph), Uploads(graph), drive_id, name)
    with (
        CompanyDatabase.open(location, clock=clocks.now) as database,
        Sender(database, to, clocks.now) as sender,
    ):
        print("ready", flush=True)  # noqa: T201
        for line in sys.stdin:
            clocks.ahead_s = float(line)
            print(send_all(sender), flush=True)  # noqa: T201


def send_all(sender: Sender) -> int:
    """Rounds until one files nothing; how many left."""
    filed = 0
    while (round_result := sender.drain(Wakeup())).filed:
        filed += round_result.filed
        assert (round_result.postponed, round_result.blocked, round_result.resting) == (0, 0, None)
    assert round_result.trouble is None, round_result.trouble
    return filed


if __name__ == "__main__":
    main(*sys.argv[1:])
