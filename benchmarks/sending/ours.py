"""Drains a company's outbox into the light service; one JSON object of figures on stdout.

What waits at first warms it up, as the floor is: connections made, statements known. It then says that it
is ready, and measures what was kept meanwhile once it is told to.

    python -m benchmarks.sending.ours DATABASE ADDRESS CA_FILE IN_FLIGHT
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.upload_session import Uploads

READY = "ready"


class CountingDoor(HttpClient):
    """Counts what really goes out."""

    def __init__(self, ca_file: Path) -> None:
        super().__init__(ca_file)
        self.sent: list[str] = []

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        self.sent.append(method)
        return super().send(method, url, **given)


class Somebody:
    """Signed in, for a service that asks no questions."""

    def token(self, claims: str | None = None, refused: str | None = None) -> str:
        """Always the same."""
        return "t" * 1500


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def peak_mib() -> float:
    """Of this program alone: what `getrusage` says counts what the parent held when it started us."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def main(database: str, address: str, ca_file: str, in_flight: int) -> None:
    """What it took, from the first claim to the last mark."""
    http_client = CountingDoor(Path(ca_file))
    graph = GraphClient(http_client, Somebody(), f"{address}/v1.0")  # type: ignore[arg-type]  # the one method used
    to = UploadDestination(Drive(graph), Uploads(graph), "drive-1", "bench")
    with CompanyDatabase.open(database) as db:
        with Sender(db, to, now, in_flight) as sender:
            sender.drain(Wakeup())
            http_client.sent.clear()
            print(READY, flush=True)
            sys.stdin.readline()
            started, cpu = time.perf_counter(), time.process_time()
            round_result = sender.drain(Wakeup())
            took, cpu = time.perf_counter() - started, time.process_time() - cpu
            sender.tidy(Wakeup())
        left = db.register.counters()
    if left.waiting or left.blocked or round_result.trouble is not None:
        raise SystemExit(f"not everything left: {left} {round_result}")
    told = {"seconds": took, "cpu": cpu, "documents": round_result.filed, "peak_mib": peak_mib()}
    print(json.dumps({**told, "requests": len(http_client.sent)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
