"""Finding documents among a million: the first page of each thing a person may ask, in milliseconds.

The company is made up once in a temporary folder, then asked again and again, each time on a new
connection's cold statement and the system's warm cache, as a window does while somebody types.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from benchmarks.measure import Measure
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import SearchCriteria, SortOrder, ThirdParty
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import connect, parse
from stockage_partage.company.register import search_index
from stockage_partage.company.register.search_planner import PageRequest
from stockage_partage.company.state_records import Status

DOCUMENTS = 1_000_000
THIRD_PARTIES = 3_000
FIRST_DAY, YEARS = date(2017, 1, 1), 10
FIRST_PAGE_BOUND_MS = 100.0
_BATCH = 50_000
_TYPES = {"facture": ("FA", 60), "bon-de-livraison": ("BL", 25), "facture-d-avoir": ("AV", 5),
          "devis": ("DE", 10)}  # fmt: skip
_EPOCH = datetime(2017, 1, 1, tzinfo=UTC)
_NAMES = (
    "Carat",
    "Billo",
    "Dupont",
    "Martin",
    "Atelier",
    "Bois",
    "Rivage",
    "Lumen",
    "Nova",
    "Orme",
)
_FORMS = ("SARL", "SA", "SAS", "et Fils", "Frères")

#: What is asked, and how it is sorted. `devis c02999`: two things that never come together.
ASKED: dict[str, tuple[SearchCriteria, PageRequest]] = {
    "everything, newest date": (SearchCriteria(), PageRequest(SortOrder.DATE)),
    **{
        f"everything by {order}": (SearchCriteria(), PageRequest(order, descending=False))
        for order in SortOrder
    },
    "42": (SearchCriteria("42"), PageRequest(SortOrder.DATE)),
    "00042": (SearchCriteria("00042"), PageRequest(SortOrder.DATE)),
    "fa0000042": (SearchCriteria("fa0000042"), PageRequest(SortOrder.DATE)),
    "f (first letter typed)": (SearchCriteria("f"), PageRequest(SortOrder.DATE)),
    "facture": (SearchCriteria("facture"), PageRequest(SortOrder.DATE)),
    "facture by number": (SearchCriteria("facture"), PageRequest(SortOrder.NUMBER)),
    "facture sarl": (SearchCriteria("facture sarl"), PageRequest(SortOrder.DATE)),
    "dupont": (SearchCriteria("dupont"), PageRequest(SortOrder.DATE)),
    "dupont by third party": (SearchCriteria("dupont"), PageRequest(SortOrder.THIRD_PARTY)),
    "c01234": (SearchCriteria("c01234"), PageRequest(SortOrder.DATE)),
    "2018": (SearchCriteria("2018"), PageRequest(SortOrder.DATE)),
    "2018 by arrival": (SearchCriteria("2018"), PageRequest(SortOrder.ADDED)),
    "2018 by number": (SearchCriteria("2018"), PageRequest(SortOrder.NUMBER)),
    "03/2018": (SearchCriteria("03/2018"), PageRequest(SortOrder.DATE)),
    "2018-03-17": (SearchCriteria("2018-03-17"), PageRequest(SortOrder.DATE)),
    "avoir 03/2018": (SearchCriteria("avoir 03/2018"), PageRequest(SortOrder.DATE)),
    "facture 2018 dupont": (SearchCriteria("facture 2018 dupont"), PageRequest(SortOrder.DATE)),
    "1234,56": (SearchCriteria("1234,56"), PageRequest(SortOrder.DATE)),
    "devis rare-customers": (SearchCriteria("devis sansdevis"), PageRequest(SortOrder.DATE)),
    "blocked": (SearchCriteria(status=Status.BLOCKED), PageRequest(SortOrder.DATE)),
    "filed by date": (SearchCriteria(status=Status.FILED), PageRequest(SortOrder.DATE)),
    "filed facture": (SearchCriteria("facture", status=Status.FILED), PageRequest(SortOrder.DATE)),
    "waiting facture": (
        SearchCriteria("facture", status=Status.WAITING),
        PageRequest(SortOrder.DATE),
    ),
    "of a type": (SearchCriteria(type="facture-d-avoir"), PageRequest(SortOrder.DATE)),
    "of a year": (
        SearchCriteria(since=date(2018, 1, 1), until=date(2018, 12, 31)),
        PageRequest(SortOrder.DATE),
    ),
    "nothing": (SearchCriteria("zzzz"), PageRequest(SortOrder.DATE)),
    # In the order of the window and of the command line: the number that is typed comes first.
    **{
        f"{text}, ranked": (SearchCriteria(text), PageRequest())
        for text in (
            "1",
            "42",
            "00042",
            "fa0000042",
            "fa0",
            "c01234",
            "carat 42",
            "facture 7",
            "99999999",
        )
    },
}
SCROLLED: dict[str, tuple[SearchCriteria, PageRequest]] = {
    f"row {row:,}": (SearchCriteria(), PageRequest(SortOrder.DATE, offset=row))
    for row in (500_000, 999_000)
} | {"row 500,000 by arrival": (SearchCriteria(), PageRequest(SortOrder.ADDED, offset=500_000))}


def measure(rounds: int, documents: int = DOCUMENTS) -> list[Measure]:
    """The worst first page, the worst jump, and every figure in the detail."""
    with tempfile.TemporaryDirectory() as folder:
        location = str(Path(folder) / "societe.db")
        fill(location, documents)
        with CompanyDatabase.open(location) as db:
            return [
                _worst(f"first page, {documents:,} documents", db, ASKED, rounds),
                _worst(f"a jump among {documents:,} documents", db, SCROLLED, rounds),
            ]


def _worst(
    name: str,
    db: CompanyDatabase,
    asked: dict[str, tuple[SearchCriteria, PageRequest]],
    rounds: int,
) -> Measure:
    figures = {about: _milliseconds(db, *each, rounds) for about, each in asked.items()}
    slowest = sorted(figures, key=lambda about: figures[about], reverse=True)
    detail = ", ".join(f"{about}: {figures[about]:.0f}" for about in slowest)
    return Measure(name, figures[slowest[0]], FIRST_PAGE_BOUND_MS, " ms", detail)


def _milliseconds(
    db: CompanyDatabase, asked: SearchCriteria, page: PageRequest, rounds: int
) -> float:
    taken = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        db.register.page(asked, page)
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken[1:])


# --- the company -----------------------------------------------------------------------------------


def fill(location: str, documents: int) -> None:
    """A new company with so many documents over ten years, of a few thousand third parties."""
    with CompanyDatabase.create(location, "BIJOU SA") as db:
        db.third_parties.add(_third_parties())
    engine = connect(parse(location))
    with closing(engine.raw_connection()) as raw:
        on_sqlite = engine.dialect.name == "sqlite"
        if on_sqlite:
            raw.cursor().execute("PRAGMA synchronous = OFF")
            raw.cursor().execute("BEGIN IMMEDIATE")  # or each row would be a transaction
        _insert(raw, documents, "?" if on_sqlite else "%s", _without_indexes(raw, on_sqlite))
        raw.commit()
    with engine.begin() as connection:
        connection.execute(sa.update(tables.meta).values(filed=documents))
    engine.dispose()


def _third_parties() -> Iterator[ThirdParty]:
    chance = random.Random(1)  # noqa: S311  # the same company each time
    for number in range(THIRD_PARTIES):
        name = f"{chance.choice(_NAMES)} {number} {chance.choice(_FORMS)}"
        yield ThirdParty(f"C{number:05}", "clients", name if number else "Sansdevis 0 SARL")


def _without_indexes(raw: sa.PoolProxiedConnection, on_sqlite: bool) -> list[str]:
    """Drops the indexes, for a quicker filling; what makes them again."""
    cursor = raw.cursor()
    told = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if on_sqlite
        else "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix_sp_%%'"
    )
    cursor.execute(told)
    found = list(cursor.fetchall())
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _insert(raw: sa.PoolProxiedConnection, documents: int, mark: str, then: list[str]) -> None:
    cursor = raw.cursor()
    names = (
        "id, status, group_id, type, number, date, third_party_kind,"
        " third_party_code, title, path, size, sha256, content_type, provisional, by_user,"
        " application, read, haystack, priority, due_at, item_id, url, sent_size, created_at,"
        " filed_at, amount, currency"
    )
    marks = ", ".join([mark] * (names.count(",") + 1))
    put = f"INSERT INTO sp_document ({names}) VALUES ({marks})"  # noqa: S608  # our own names
    put_word = f"INSERT INTO found VALUES ({mark}, {mark})"  # noqa: S608
    cursor.execute("CREATE TEMPORARY TABLE found (word TEXT, document_id INTEGER)")
    rows: list[tuple[object, ...]] = []
    words: list[tuple[str, int]] = []
    for row, of in _documents(documents):
        rows.append(row)
        words += of
        if len(rows) == _BATCH or row[0] == documents:
            cursor.executemany(put, rows)
            cursor.executemany(put_word, words)
            rows, words = [], []
    cursor.execute("INSERT INTO sp_word SELECT word, document_id FROM found ORDER BY 1, 2")
    cursor.execute("DROP TABLE found")
    for statement in then:
        cursor.execute(statement)


def _documents(documents: int) -> Iterator[tuple[tuple[object, ...], list[tuple[str, int]]]]:
    chance = random.Random(2)  # noqa: S311
    kinds, weights = list(_TYPES), [weight for _, weight in _TYPES.values()]
    for number in range(1, documents + 1):
        kind = chance.choices(kinds, weights)[0]
        shift = max(0, int(number / documents * YEARS * 365) + chance.randint(-20, 20))
        day = FIRST_DAY + timedelta(days=shift)
        # One customer in five gets half of everything, as in life; the first never gets a quote.
        party = chance.randrange(THIRD_PARTIES // 5 if chance.random() < 0.5 else THIRD_PARTIES)
        code = f"C{party if party or kind != 'devis' else 1:05}"
        piece = f"{_TYPES[kind][0]}{number:07}"
        amount = chance.randrange(1_000, 900_000) if chance.random() < 0.7 else None
        title = f"{kind.capitalize()}_{piece}.pdf"
        said = search_index.words_of(
            title=title, type=kind, number=piece, third_party_code=code, amount=amount
        )
        status = Status.FILED if number % 5_000 else chance.choice(list(Status))
        path = f"Sage/Clients/{code}/Documents ventes/{day:%Y%m}/{kind}_{piece}/{title}"
        at = int((datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH).total_seconds())
        yield (
            number, status.value, "group-1", kind, piece,
            day.isoformat(), "clients", code, title, path, 98_304,
            f"{number:064x}", "application/pdf", False, "marie.durand@bijou.fr",
            "gestion-commerciale", None, search_index.as_text(said), 1, at * 1_000_000,
            f"01ABCDEFGHIJKLMNOPQRST{number:010}", f"https://bijou.sharepoint.com/{piece}", 98_304,
            at * 1_000_000, at * 1_000_000 if status is Status.FILED else None, amount, "EUR",
        ), [(word, number) for word in said if status is Status.FILED]  # fmt: skip
