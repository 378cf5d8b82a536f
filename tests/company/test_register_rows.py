"""Finding documents again, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from company_sentences import LEASE, StoppedClock, add, behind_its_back, path_of

from one_document import block, claim, mark_filed, release
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import (
    Classification,
    SearchCriteria,
    SortOrder,
    ThirdParty,
)
from stockage_partage.company.engine import tables
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.register.search_index import as_text, words_of
from stockage_partage.company.register.search_planner import (
    SORTED_BY,
    PageRequest,
    SearchLimits,
    planned_ids,
)
from stockage_partage.company.state_records import DocumentCounts, Status


@pytest.fixture
def filled(active: CompanyDatabase) -> CompanyDatabase:
    """Three customers' documents."""
    active.third_parties.add(
        [
            ThirdParty("CARAT", "clients", "Carat & Fils"),
            ThirdParty("BILLO", "fournisseurs", "Établissements Billo"),
        ]
    )
    add(active, "FA00001", b"1", date=date(2026, 1, 5), amount=123_456)
    add(
        active,
        "FBC0007",
        b"2",
        type="bon-de-commande",
        third_party_code="BILLO",
        date=date(2026, 3, 1),
    )
    add(active, "AV00002", b"3", type="avoir", date=None)
    return active


def numbers(db: CompanyDatabase, text: str = "", **how: object) -> list[str]:
    return [row.number for row in db.register.search(text, **how)]  # type: ignore[arg-type]  # as given


def test_the_newest_comes_first(filled: CompanyDatabase) -> None:
    assert numbers(filled) == ["AV00002", "FBC0007", "FA00001"]


FOUND = {
    "fa00001": ["FA00001"],
    "FBC": ["FBC0007"],
    "etablissements": ["FBC0007"],
    "Billo bon": ["FBC0007"],
    "carat": ["AV00002", "FA00001"],
    "carat avoir": ["AV00002"],
    "42": [],
    "7": ["FBC0007"],
    "0007": ["FBC0007"],
    "007": ["FBC0007"],
    "00": [],
    "fils": ["AV00002", "FA00001"],
    "arat": [],  # a word is found by its beginning
    "2026": ["FBC0007", "FA00001"],
    "03/2026": ["FBC0007"],
    "2026-01-05": ["FA00001"],
    "05/01/2026 facture": ["FA00001"],
    "2025": [],
    "1234,56": ["FA00001"],
    "1 234,56": ["FA00001"],
    "Facture_FA00001.pdf": ["FA00001"],
    "100%": [],
    "_": ["AV00002", "FBC0007", "FA00001"],
    "   ": ["AV00002", "FBC0007", "FA00001"],
}


def test_every_word_must_be_found_whatever_its_case_and_accents(filled: CompanyDatabase) -> None:
    assert {text: numbers(filled, text) for text in FOUND} == FOUND


RISING = {
    SortOrder.ADDED: ["FA00001", "FBC0007", "AV00002"],
    SortOrder.DATE: ["AV00002", "FA00001", "FBC0007"],
    SortOrder.NUMBER: ["AV00002", "FA00001", "FBC0007"],
    SortOrder.THIRD_PARTY: ["FBC0007", "FA00001", "AV00002"],
    SortOrder.TYPE: ["AV00002", "FBC0007", "FA00001"],
    SortOrder.AMOUNT: ["FBC0007", "AV00002", "FA00001"],
    SortOrder.STATUS: ["FA00001", "FBC0007", "AV00002"],
}


def test_the_order_is_the_same_on_both_engines(filled: CompanyDatabase) -> None:
    rising = {order: numbers(filled, order=order, descending=False) for order in SortOrder}
    assert rising == RISING
    falling = {order: numbers(filled, order=order) for order in SortOrder}
    assert falling == {order: found[::-1] for order, found in RISING.items()}


def test_a_third_party_is_found_by_its_name_of_today(filled: CompanyDatabase) -> None:
    filled.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Rivage SA")])
    assert numbers(filled, "rivage") == ["FBC0007"]
    assert numbers(filled, "etablissements") == []


def test_a_type_and_a_period_can_be_asked_for(filled: CompanyDatabase) -> None:
    assert numbers(filled, type="avoir") == ["AV00002"]
    assert numbers(filled, since=date(2026, 2, 1)) == ["FBC0007"]
    assert numbers(filled, until=date(2026, 2, 1)) == ["FA00001"]  # the other has no date
    assert numbers(filled, "carat", since=date(2026, 1, 5), until=date(2026, 1, 5)) == ["FA00001"]


def test_each_status_is_counted_among_what_is_asked(filled: CompanyDatabase) -> None:
    add(filled, "FA00002", b"4", date=date(2026, 1, 6))
    add(filled, "FA00003", b"5", key="")
    first, second = claim(filled, "worker", LEASE), claim(filled, "worker", LEASE)
    assert first is not None
    assert second is not None
    mark_filed(filled, first.document_id, "worker", FiledResult("item", "https://x.example", 6))
    block(filled, second.document_id, "worker", "NameRefused", "")
    texts = ("", "facture", "2026", "carat", "billo", "rien de tel")
    for asked in (*map(SearchCriteria, texts), SearchCriteria(type="avoir")):
        counts = filled.register.counts(replace(asked, status=Status.BLOCKED))
        told = {
            Status.WAITING: counts.waiting,
            Status.FILED: counts.filed,
            Status.BLOCKED: counts.blocked,
            Status.TO_CLASSIFY: counts.to_classify,
        }
        page = PageRequest(limit=100)
        assert told == {
            status: len(filled.register.page(replace(asked, status=status), page))
            for status in Status
        }


def test_what_is_found_is_counted(filled: CompanyDatabase) -> None:
    count = filled.register.count
    assert count(SearchCriteria()) == 3
    assert count(SearchCriteria(status=Status.WAITING)) == 3
    assert count(SearchCriteria(status=Status.FILED)) == 0
    assert count(SearchCriteria("carat")) == 2
    assert count(SearchCriteria("carat facture 2026")) == 1
    assert count(SearchCriteria("carat"), at_most=1) == 1


def test_a_document_taken_back_is_not_found(filled: CompanyDatabase) -> None:
    [row] = filled.register.search("FBC0007")
    assert filled.outbox.withdraw(row.id)
    assert numbers(filled, "FBC0007") == numbers(filled, "etablissements") == []


def test_a_classified_document_is_found_by_what_was_said_of_it(filled: CompanyDatabase) -> None:
    kept = add(filled, "", b"scan", key="", title="scan.pdf", type="", third_party_code="")
    said = Classification(
        "ventes/facture/FA00900", "facture", "FA00900", None, "fournisseurs", "BILLO"
    )
    filled.outbox.classify(kept.document_id, said, path_of("FA00900"))
    assert numbers(filled, "900 billo facture scan") == ["FA00900"]


@pytest.fixture
def many(filled: CompanyDatabase, location: str) -> CompanyDatabase:
    """More documents than are gathered at once, a few of them unusual."""
    with behind_its_back(location) as connection:
        row = dict(connection.execute(sa.select(tables.document).limit(1)).mappings().one())
        added, said = [], []
        for number in range(1, COMMON + 1):
            rare = number % (COMMON // 3) == 0
            piece, kind = f"BL{number:06}", "devis" if rare else "bon-de-livraison"
            code = "BILLO" if number == COMMON // 2 else "CARAT"
            words = words_of(
                title=piece, type=kind, number=piece, third_party_code=code, amount=number
            )
            day = date(2016, 1, 1) + timedelta(days=number // 4)
            facts = {"id": 1000 + number, "key": piece, "place": piece, "number": piece}
            facts |= {"type": kind, "third_party_code": code, "date": day, "amount": number}
            facts |= {"status": "blocked" if rare else "filed", "haystack": as_text(words)}
            facts |= {"filed_at": None if rare else row["created_at"]}
            facts |= {"online": "deleted" if number % 7 == 1 and not rare else ""}
            added.append(row | facts)
            said += [{"word": word, "document_id": 1000 + number} for word in words if not rare]
        connection.execute(sa.insert(tables.document), added)
        connection.execute(sa.insert(tables.word), said)
    return filled


COMMON = 300
LIMITS = SearchLimits(few=20, window=60, many=150)

#: Every way of the plan: read off, gathered, walked, a walk that ends early, days apart from words.
ASKED = [
    SearchCriteria(),
    SearchCriteria(status=Status.FILED),
    SearchCriteria(status=Status.BLOCKED),
    SearchCriteria("bl"),
    SearchCriteria("livraison carat"),
    SearchCriteria("devis"),
    SearchCriteria("livraison billo"),
    SearchCriteria("livraison carat", status=Status.BLOCKED),
    SearchCriteria("2018"),
    SearchCriteria("2018 livraison"),
    SearchCriteria("12"),
    SearchCriteria("2016"),
    SearchCriteria(since=date(2016, 2, 1), until=date(2016, 3, 1)),
    SearchCriteria("livraison", type="bon-de-livraison", since=date(2016, 1, 20)),
    SearchCriteria("zzz"),
    SearchCriteria(status=Status.FILED, deleted=True),
    SearchCriteria(status=Status.FILED, deleted=False),
    SearchCriteria(deleted=True),
    SearchCriteria(deleted=False),
    SearchCriteria("livraison carat", deleted=True),
    SearchCriteria("devis", deleted=False),
    SearchCriteria("livraison carat", status=Status.FILED, deleted=True),
    SearchCriteria("livraison carat", status=Status.FILED, deleted=False),
    SearchCriteria("2016", status=Status.FILED, deleted=False),
    SearchCriteria("billo", status=Status.FILED, deleted=False),
    SearchCriteria(status=Status.FILED, deleted=True, since=date(2016, 2, 1)),
]


#: The other orders are tried by `make proof`.
EACH_TIME = (SortOrder.DATE, SortOrder.THIRD_PARTY)


@pytest.mark.parametrize(
    "order",
    [
        *EACH_TIME,
        *(
            pytest.param(each, marks=pytest.mark.proof)
            for each in SortOrder
            if each not in EACH_TIME
        ),
    ],
)
@pytest.mark.thorough
def test_whatever_the_way_it_is_found_the_answer_is_the_same(
    many: CompanyDatabase, location: str, order: SortOrder
) -> None:
    with behind_its_back(location) as connection:
        rows = connection.execute(sa.select(tables.document)).all()
    key = SORTED_BY[order].name
    for asked in ASKED:
        for descending in (True, False):
            expected = sorted(
                (row for row in rows if answers(row, asked)),
                key=lambda row: (getattr(row, key) or LEAST[key], row.id),
                reverse=descending,
            )
            for offset in (0, 110):
                page = PageRequest(order, descending, 20, offset)
                with behind_its_back(location) as connection:
                    found = planned_ids(connection, asked, page, LIMITS)
                wanted = [row.id for row in expected[offset : offset + 20]]
                assert found == wanted, (asked, page)
        assert many.register.count(asked) == len(expected) or asked == SearchCriteria(
            status=asked.status
        )


LEAST: dict[str, Any] = {"date": date.min, "amount": -1, "id": 0} | dict.fromkeys(
    ("number", "third_party_code", "type", "status"), ""
)


def answers(row: Any, asked: SearchCriteria) -> bool:
    """The same question, one row at a time and without any index."""
    names = {"CARAT": " carat fils", "BILLO": " etablissements billo"}
    text = row.haystack + names[row.third_party_code]
    return (
        all(
            f" {word}" in text or (len(word) == 4 and str(row.date).startswith(word))
            for word in asked.text.split()
        )
        and asked.status in (None, row.status)
        and (asked.deleted is None or row.status == "filed")
        and asked.deleted in (None, row.online == "deleted")
        and asked.type in ("", row.type)
        and (row.date is not None or asked.since is asked.until is None)
        and (row.date or date.min) >= (asked.since or date.min)
        and (row.date or date.min) <= (asked.until or date.max)
    )


def test_pages_follow_each_other(filled: CompanyDatabase) -> None:
    assert numbers(filled, limit=2) + numbers(filled, limit=2, offset=2) == numbers(filled)


def test_a_status_can_be_asked_for(filled: CompanyDatabase) -> None:
    claimed = claim(filled, "worker", LEASE)
    assert claimed is not None
    block(filled, claimed.document_id, "worker", "NameRefused", "")
    assert numbers(filled, status=Status.BLOCKED) == ["FA00001"]
    assert numbers(filled, status=Status.FILED) == []


def test_what_was_told_is_what_is_found(filled: CompanyDatabase) -> None:
    row = filled.register.search("FBC0007")[0]
    assert (row.type, row.date, row.third_party_code, row.third_party_name) == (
        "bon-de-commande", date(2026, 3, 1), "BILLO", "Établissements Billo",
    )  # fmt: skip
    assert filled.register.get(row.id) == row
    assert filled.register.get(row.id + 100) is None


def test_the_counts_follow_every_step(active: CompanyDatabase, clock: StoppedClock) -> None:
    assert active.register.counters() == DocumentCounts()
    for number in range(4):
        add(active, f"FA{number:05}")
    add(active, "FA00009", key="")
    first, second, third = (claim(active, "worker", LEASE) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    mark_filed(active, first.document_id, "worker", FiledResult("item", "https://x.example", 6))
    block(active, second.document_id, "worker", "NameRefused", "")
    release(active, third.document_id, "worker")
    active.outbox.withdraw(third.document_id)
    assert active.register.counters() == DocumentCounts(
        waiting=1, filed=1, blocked=1, to_classify=1, last_filed_at=clock.now
    )


# --- the number that is typed comes first ---------------------------------------------------------


@pytest.fixture
def ranked(active: CompanyDatabase) -> CompanyDatabase:
    """The wanted invoice is the oldest; what came since resembles it, less and less."""
    active.third_parties.add([ThirdParty("T0042", "clients", "Quarante-deux")])
    for content, number in enumerate(("FA00042", "FA000421", "FA0004299", "AV00042"), start=1):
        add(active, number, str(content).encode(), third_party_code="CARAT")
    add(active, "FA00900", b"5", amount=425_753, third_party_code="CARAT")
    add(active, "BL00800", b"6", type="bon-de-livraison", third_party_code="T0042")
    return active


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fa00042", ["FA00042", "FA0004299", "FA000421"]),
        ("FA00042", ["FA00042", "FA0004299", "FA000421"]),
        ("42", ["AV00042", "FA00042", "FA0004299", "FA000421", "FA00900"]),
        ("00042", ["AV00042", "FA00042", "FA0004299", "FA000421", "FA00900"]),
        ("fa00042 carat", ["FA00042", "FA0004299", "FA000421"]),
        ("4257,53", ["FA00900"]),
        ("t0042", ["BL00800"]),
    ],
)
def test_the_exact_number_comes_first_then_its_beginnings(
    ranked: CompanyDatabase, text: str, found: list[str]
) -> None:
    assert numbers(ranked, text) == found
    # Page after page, no document twice and none forgotten.
    pages = [numbers(ranked, text, limit=2, offset=at) for at in range(0, 6, 2)]
    assert [number for page in pages for number in page] == found
    assert ranked.register.count(SearchCriteria(text)) == len(found)


def test_an_order_that_somebody_chose_is_kept(ranked: CompanyDatabase) -> None:
    assert numbers(ranked, "42", order=SortOrder.NUMBER, descending=False) == [
        "AV00042",
        "FA00042",
        "FA000421",
        "FA0004299",
        "FA00900",
    ]
    assert numbers(ranked, "42", descending=False)[0] == "FA00042"  # the oldest first


def test_the_number_comes_first_among_the_filed_as_well(ranked: CompanyDatabase) -> None:
    while (claimed := claim(ranked, "worker", LEASE)) is not None:
        there = FiledResult(f"item {claimed.document_id}", "u", 1)
        assert mark_filed(ranked, claimed.document_id, "worker", there)
    assert numbers(ranked, "fa00042")[0] == "FA00042"
    assert numbers(ranked, "42")[:2] == ["AV00042", "FA00042"]
    assert numbers(ranked, "42", status=Status.BLOCKED) == []


def test_beyond_what_is_put_in_front_nothing_is_lost(
    ranked: CompanyDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockage_partage.company.register.search_planner.LEADERS", 3)
    found = numbers(ranked, "42")
    assert found[:3] == ["AV00042", "FA00042", "FA0004299"]
    assert sorted(found) == ["AV00042", "FA00042", "FA000421", "FA0004299", "FA00900"]
