"""A print kept and committed with its journal entry, against a bare SQLite insert of as many bytes of both.

Both databases are new files of one folder with the same journal and the same care for the disk: those
that SQLite has by itself, as the company database is opened. In turn, print by print, so that the disk
of the moment is the same. What is measured begins with the bytes and what is known of them; the detail
tells what it takes with the file's reading before, the look for an invoice inside it and its place.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.company import a_print, switch_on
from benchmarks.measure import Measure, ratio
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument, ThirdParty
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import FilingOutcome

PRINTS, WARM_UP, SIZE = 30, 5, 100_000
#: Letters of an entry of the journal, its two hashes among them.
ENTRY = 700
BOUND = 2.0
DAY = date(2026, 3, 31)


def measure(rounds: int) -> list[Measure]:
    """`PRINTS` of each for each round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prints = [a_print(folder, number, SIZE) for number in range(WARM_UP + PRINTS * rounds)]
        bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
        bare.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
        bare.execute("CREATE TABLE told (number INTEGER PRIMARY KEY, entry TEXT NOT NULL)")
        with CompanyDatabase.create(folder / "societe.db", "BIJOU") as db:
            switch_on(db, "group", "drive-1")
            db.third_parties.add([ThirdParty("CARAT", "clients", "Carat Joaillerie")])
            taken = [
                (_kept(db, number, path), _inserted(bare, path), _filed(db, number, path))
                for number, path in enumerate(prints)
            ]
        bare.close()
    kept, floor, filed = zip(*taken[WARM_UP:], strict=True)
    found = ratio("a print kept and committed with its entry", kept, floor, BOUND)
    whole = median(a / b for a, b in zip(filed, floor, strict=True))
    return [
        replace(found, detail=f"{found.detail}; from its file on, read and placed: {whole:.2f}×")
    ]


def _filed(db: CompanyDatabase, number: int, path: Path) -> float:
    given = GivenDetails("CARAT", "facture", f"FA{number:05}", DAY)
    started = time.perf_counter()
    kept = deposit(db, path, given, "marie@bijou.fr", Application.COMPTABILITE)
    took = time.perf_counter() - started
    if kept.status is not FilingOutcome.WAITING:
        raise SystemExit(f"not filed: {kept}")
    return took


def _kept(db: CompanyDatabase, number: int, path: Path) -> float:
    """Other bytes than the file's, so that both are new to the company."""
    content = path.read_bytes()[::-1]
    document = NewDocument(
        f"key-{number}",
        f"Facture_FB{number:05}.pdf",
        len(content),
        hashlib.sha256(content).hexdigest(),
        content_type="application/pdf",
        type="facture",
        number=f"FB{number:05}",
        date=DAY,
        third_party_kind="clients",
        third_party_code="CARAT",
        by="marie@bijou.fr",
        application="comptabilite",
        interactive=False,
    )
    place = f"Sage/Clients/CARAT/Documents ventes/202603/{document.title}"
    started = time.perf_counter()
    db.outbox.add(document, io.BytesIO(content), lambda _: place)
    return time.perf_counter() - started


def _inserted(bare: sqlite3.Connection, path: Path) -> float:
    content = path.read_bytes()
    started = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO kept (bytes) VALUES (?)", (content,))
    bare.execute("INSERT INTO told (entry) VALUES (?)", ("e" * ENTRY,))
    bare.execute("COMMIT")
    return time.perf_counter() - started
