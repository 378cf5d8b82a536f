"""One of the programs that share the budget: sends what waits until its standard input ends.

    python -m benchmarks.spending.sender DATABASE GRAPH_URL CA_FILE DRIVE_ID NAME

The first line of its standard input is an access token. Ends with one JSON object: what it filed.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.sending.sending_service import send_forever
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.graph_client import GraphClient
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


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Service:
    """The outbox, drained as `envoyer --continu` drains it."""

    def __init__(self, db: CompanyDatabase, sender: Sender) -> None:
        self._db = db
        self.drain = sender.drain

    def next_try(self) -> datetime | None:
        """When something that was put off may leave."""
        return self._db.outbox.next_try(now())

    def seconds_until(self, moment: datetime) -> float:
        """By the computer's clock."""
        return (moment - now()).total_seconds()


def main(database: str, graph_url: str, ca_file: str, drive_id: str, name: str) -> None:
    """Says `ready`, waits for a line, sends."""
    signed_in = SignedIn(sys.stdin.readline().strip())
    graph = GraphClient(HttpClient(Path(ca_file)), signed_in, graph_url)  # type: ignore[arg-type]  # the one method used
    wakeup, came = Wakeup(), Counter[str]()

    def tell(round_result: RoundResult) -> None:
        came.update(
            filed=round_result.filed, postponed=round_result.postponed, blocked=round_result.blocked
        )

    def end_with_input() -> None:
        sys.stdin.read()
        wakeup.stop()

    to = UploadDestination(Drive(graph), Uploads(graph), drive_id, name)
    with CompanyDatabase.open(database) as db, Sender(db, to, now) as sender:
        print("ready", flush=True)
        sys.stdin.readline()
        threading.Thread(target=end_with_input, daemon=True).start()
        send_forever(Service(db, sender), wakeup, tell)
    print(json.dumps(came))


if __name__ == "__main__":
    main(*sys.argv[1:])
