"""From the outbox to the library: documents a second, requests, processor time and memory."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import IO, Any, cast

from benchmarks.measure import Measure, ratio
from benchmarks.sending.ours import READY
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument

LATENCY_MS, DOCUMENTS, SIZE = 50, 500, 100_000
LARGE_COUNT, LARGE_SIZE = 3, 30 * 1024 * 1024
WARM_UP = 32


def measure(rounds: int) -> list[Measure]:
    """Pairs in turn: ours, then bare requests, against the light service."""
    found: list[Measure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with light_service(folder) as told:
            for in_flight in (16, 32):
                pairs = [_pair(folder, told, in_flight, DOCUMENTS, SIZE) for _ in range(rounds)]
                found += _small(in_flight, pairs)
            large = [_pair(folder, told, 3, LARGE_COUNT, LARGE_SIZE) for _ in range(rounds)]
            found.append(_ratio("30 MiB files, 3 at once", large, 1 / 0.9))
            found.append(_peak("peak memory, 30 MiB files", large))
    return found


def _small(in_flight: int, pairs: list[tuple[Any, Any]]) -> list[Measure]:
    ours = [each for each, _ in pairs]
    cpu = median(each["cpu"] / each["documents"] for each in ours) * 1000
    requests = max(each["requests"] / each["documents"] for each in ours)
    what = f"{in_flight} in flight"
    return [
        _ratio(f"outbox to library, {what}", pairs, 1 / 0.85),
        Measure(f"requests a document, {what}", requests, 1.0, "", f"{DOCUMENTS} documents"),
        Measure(f"processor time a document, {what}", cpu, 2.5, " ms", "median"),
        _peak(f"peak memory, {what}", pairs),
    ]


def _ratio(name: str, pairs: list[tuple[Any, Any]], bound: float) -> Measure:
    seconds = [[each["seconds"] for each in side] for side in zip(*pairs, strict=True)]
    return ratio(name, seconds[0], seconds[1], bound)


def _peak(name: str, pairs: list[tuple[Any, Any]]) -> Measure:
    return Measure(name, max(ours["peak_mib"] for ours, _ in pairs), 120.0, " MiB", "resident")


def _pair(
    folder: Path, told: dict[str, str], in_flight: int, count: int, size: int
) -> tuple[Any, Any]:
    service = (told["address"], told["ca_file"], str(in_flight))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        ours = _ours(Path(place) / "company.db", service, count, size)
    return ours, _figures("bare", _start("bare", *service, str(count), str(size)))


def _ours(path: Path, service: tuple[str, ...], count: int, size: int) -> Any:
    with CompanyDatabase.create(path, "BIJOU") as db:
        db.activation.claim("bench", "bench", "comptabilite", timedelta(minutes=2))
        db.activation.hold_group("bench", "group", "Sage – BIJOU", None, "x", "comptabilite")
        db.activation.library_seen("group", "drive-1", "https://light.example")
        _keep(db, "warm-up", WARM_UP, SIZE)
        child = _start("ours", str(path), *service)
        if cast(IO[str], child.stdout).readline().strip() == READY:
            _keep(db, "document", count, size)
        return _figures("ours", child)


def _keep(db: CompanyDatabase, name: str, count: int, size: int) -> None:
    """That many documents wait."""
    for number in range(count):
        content = os.urandom(size)
        sha256 = hashlib.sha256(content).hexdigest()
        document = NewDocument(f"{name}-{number}", f"{name}-{number}.pdf", size, sha256)
        where = f"Sage/Clients/CARAT/{name}-{number}.pdf"
        db.outbox.add(document, io.BytesIO(content), partial(_always, where))


def _always(where: str, _version: int) -> str:
    return where


@contextmanager
def light_service(folder: Path) -> Iterator[dict[str, str]]:
    """The stand-in in a process of its own: its address and its certificate."""
    service = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sending.light_service", str(folder), str(LATENCY_MS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    said, ending = cast(IO[str], service.stdout), cast(IO[str], service.stdin)
    try:
        yield json.loads(said.readline())
    finally:
        ending.close()
        service.wait(10)


def _start(which: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.sending.{which}", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _figures(which: str, child: subprocess.Popen[str]) -> Any:
    """What the child says at its end; it is told that it may go on."""
    said, wrong = child.communicate("go\n", timeout=120)
    if child.returncode:
        raise SystemExit(f"{which}: {wrong}")
    return json.loads(said.splitlines()[-1])
