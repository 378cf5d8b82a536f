"""A hundred thousand documents of every kind in one library: no two of them ever meet.

Plain seeded draws, beside the cases that hypothesis looks for: they are many, and the same every run.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from test_filing_plan_properties import AWKWARD, WORDS, check_legal, nfc

from stockage_partage.applications import Application
from stockage_partage.company.fiscal_years import FiscalYear
from stockage_partage.documents.tree.document_types import (
    LIFE_CYCLE,
    OTHER_FORM,
    TYPES,
    Domain,
    ThirdPartyKind,
    internal_type,
)
from stockage_partage.documents.tree.filing_plan import (
    Archive,
    Article,
    Attachment,
    BesideFile,
    DocumentFacts,
    Intervention,
    NumberedFile,
    Recovery,
    StateFile,
    ThirdPartyFolder,
    document_key,
    plan,
)
from stockage_partage.documents.tree.segments import split_extension

CASES = 100_000
SEED = 20261124
#: Every so many, the whole list of what SharePoint refuses is gone through.
LEGAL_EVERY = 4

_PIECES = [t for t in TYPES if t.domain in (Domain.SALES, Domain.PURCHASES, Domain.STOCKS)]
_STATES = [t for t in TYPES if t.domain is Domain.ACCOUNTING and t.folder]
_ALPHABET = "ABCabc019 -_.é/"

Drawn = tuple[DocumentFacts, object]


class Draws:
    """Facts, each with what makes it another document than the rest."""

    def __init__(self) -> None:
        self._source = random.Random(SEED)  # noqa: S311  # draws cases, guards nothing
        self._kinds: tuple[Callable[[], Drawn], ...] = (
            self._piece, self._piece, self._internal, self._state, self._recovery,
            self._intervention, self._attachment, self._article, self._archive, self._beside,
        )  # fmt: skip

    def document(self) -> Drawn:
        return self._source.choice(self._kinds)()

    def _text(self) -> str:
        kind = self._source.randrange(4)
        if kind == 0:
            return self._source.choice(WORDS)
        letters = AWKWARD if kind == 1 else _ALPHABET
        return "".join(self._source.choices(letters, k=self._source.randrange(9)))

    def _day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self._source.randrange(400))

    def _moment(self) -> datetime:
        return datetime(2026, 3, 31) + timedelta(seconds=self._source.randrange(5))

    def _third_parties(self) -> tuple[ThirdPartyFolder, object]:
        tiers = ThirdPartyFolder(self._source.choice(list(ThirdPartyKind)), self._text())
        return tiers, (tiers.kind, nfc(tiers.code))

    def _piece(self) -> Drawn:
        kind, day, number = self._source.choice(_PIECES), self._day(), self._text()
        tiers, who = self._third_parties()
        at = self._moment() if self._source.randrange(8) == 0 else None
        owner = None if kind.domain is Domain.STOCKS else tiers
        piece = NumberedFile(kind, number, day, owner, ".pdf", at)
        mine = (kind, nfc(number), day.year, day.month, who if owner else None, at)
        return piece, ("piece", mine)

    def _beside(self) -> Drawn:
        kind, day, number = self._source.choice(_PIECES), self._day(), self._text()
        tiers, who = self._third_parties()
        owner = None if kind.domain is Domain.STOCKS else tiers
        mark = self._source.choice([OTHER_FORM, LIFE_CYCLE, f"{LIFE_CYCLE}_210_20260402-101500"])
        piece = NumberedFile(kind, number, day, owner)
        mine = (kind, nfc(number), day.year, day.month, who if owner else None, mark)
        return BesideFile(piece, mark), ("beside", mine)

    def _internal(self) -> Drawn:
        label, number, day = self._text(), self._text(), self._day()
        tiers, who = self._third_parties()
        owner = tiers if self._source.randrange(2) else None
        mine = (_folded(label), nfc(number), day.year, day.month, who if owner else None)
        return NumberedFile(internal_type(label), number, day, owner), ("internal", mine)

    def _state(self) -> Drawn:
        kind, at, (tiers, who) = self._source.choice(_STATES), self._moment(), self._third_parties()
        year = FiscalYear(date(2025, 7, 1), date(2026, 6, 30))
        return StateFile(kind, tiers, year, at), ("state", kind, who, at)

    def _recovery(self) -> Drawn:
        (tiers, who), case, title, at = (
            self._third_parties(),
            self._text(),
            self._text(),
            self._moment(),
        )
        mine = (who, nfc(case), _folded(title), at)
        return Recovery(tiers, case, title, at), ("recovery", mine)

    def _intervention(self) -> Drawn:
        (tiers, who), case, at, file = (
            self._third_parties(),
            self._text(),
            self._moment(),
            self._text(),
        )
        return Intervention(tiers, case, at, file), ("step", who, nfc(case), at, _file(file))

    def _attachment(self) -> Drawn:
        (tiers, who), file = self._third_parties(), self._text()
        if self._source.randrange(2):
            return Attachment(tiers, file), ("attached", who, _file(file))
        piece = NumberedFile(_PIECES[0], self._text(), date(2026, 3, 1), tiers)
        transmit = bool(self._source.randrange(2))
        mine = (who, nfc(piece.number), transmit, _file(file))
        return Attachment(piece, file, transmit), ("attached to a piece", mine)

    def _article(self) -> Drawn:
        family, reference, file = self._text(), self._text(), self._text()
        mine = (nfc(family), nfc(reference), _file(file))
        return Attachment(Article(family, reference), file), ("article", mine)

    def _archive(self) -> Drawn:
        application = self._source.choice(list(Application))
        year, file = self._source.randrange(1990, 2100), self._text()
        return Archive(application, year, file), ("archive", application, year, _file(file))


def _folded(text: str) -> str:
    return nfc(nfc(text).casefold())


def _file(name: str) -> tuple[str, str]:
    stem, extension = split_extension(name)
    return _folded(stem), extension


@pytest.mark.proof
def test_a_hundred_thousand_documents_of_every_kind_never_meet() -> None:
    draws = Draws()
    whose: dict[str, object] = {}
    known: dict[object, str] = {}
    for number in range(CASES):
        facts, identity = draws.document()
        key = document_key(facts)
        assert whose.setdefault(key, identity) == identity, facts
        assert known.setdefault(identity, key) == key, facts
        if number % LEGAL_EVERY == 0:
            check_legal(plan(facts, 1 + number % 120))
    assert len(known) > CASES // 2
