"""From a printed file to a committed document, against a bare SQLite insert of the same bytes.

Both databases are new files of one folder with the same journal and the same care for the disk, which
is what the company database is opened with. In turn, file by file: the disk of the moment is the same.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.company import switch_on
from benchmarks.measure import Measure, ratio
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.outcomes import Filing
from stockage_partage.documents.filing.placing import Given

PRINTS, WARM_UP, SIZE = 30, 5, 100_000
BOUND = 2.0


def measure(rounds: int) -> list[Measure]:
    """`PRINTS` pairs for each round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prints = [_print(folder, number) for number in range(WARM_UP + PRINTS * rounds)]
        bare = _bare(folder)
        with CompanyDatabase.create(folder / "societe.db", "BIJOU") as db:
            switch_on(db, "group", "drive-1")
            db.third_parties.add([ThirdParty("CARAT", "clients", "Carat Joaillerie")])
            pairs = [(_filed(db, *each), _inserted(bare, each[1])) for each in enumerate(prints)]
        bare.close()
    ours, floor = zip(*pairs[WARM_UP:], strict=True)
    return [ratio("a print filed and committed", ours, floor, BOUND)]


def _print(folder: Path, number: int) -> Path:
    """A PDF of that size, as a printer driver writes it: nothing inside tells what it is."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = StreamObject()
    drawn.set_data(b"%" + os.urandom(SIZE // 2 - 300).hex().encode())
    page[NameObject("/Contents")] = writer._add_object(drawn)
    written = io.BytesIO()
    writer.write(written)
    path = folder / f"impression-{number}.pdf"
    path.write_bytes(written.getvalue())
    return path


def _filed(db: CompanyDatabase, number: int, path: Path) -> float:
    given = Given("CARAT", "facture", f"FA{number:05}", date(2026, 3, 31))
    started = time.perf_counter()
    kept = deposit(db, path, given, "marie@bijou.fr", Application.COMPTABILITE)
    took = time.perf_counter() - started
    if kept.status is not Filing.WAITING:
        raise SystemExit(f"not filed: {kept}")
    return took


def _bare(folder: Path) -> sqlite3.Connection:
    """Set up as the company database is: what SQLite does by itself, looked at to be sure."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    return bare


def _inserted(bare: sqlite3.Connection, path: Path) -> float:
    started = time.perf_counter()
    content = path.read_bytes()
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO kept (bytes) VALUES (?)", (content,))
    bare.execute("COMMIT")
    return time.perf_counter() - started
