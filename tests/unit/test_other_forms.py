"""One invoice in several files is told from two invoices of one number, whatever their writing.

Each invoice is made up, then written the way that a mail, a platform or a converter may: the answer is known
beforehand, from how the pair was made, and never from what is compared.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.documents.filing.other_forms import (
    Comparison,
    Difference,
    InvoiceIdentity,
    KnownInvoice,
    Likeness,
    compared,
    is_same_invoice,
    is_same_number,
)
from stockage_partage.documents.invoices.invoice import InvoiceParty

#: Seeds, and pairs of each: a hundred thousand together.
SEEDS, PAIRS = range(20261201, 20261205), 25_000
Random = random.Random


@dataclass(frozen=True)
class Seller:
    """A company, with every way to name it."""

    name: str
    siren: str = ""
    vat: str = ""
    other: str = ""

    def written(self, dice: Random) -> InvoiceParty:
        """As one file or another names it; its strongest number is always one that can be compared."""
        name = dice.choice([self.name, self.name.upper(), f" {self.name} ", self.name.casefold()])
        if not self.siren:
            return InvoiceParty(name, vat=self.vat or None, other=self.other or None)
        siret = f"{self.siren}{dice.randrange(100_000):05}"
        vat = f"FR{dice.randrange(100):02}{self.siren}"
        return dice.choice(
            [
                InvoiceParty(name, siren=self.siren),
                InvoiceParty(name, siren=self.siren, siret=siret, vat=vat),
                InvoiceParty(name, siret=siret),
                InvoiceParty(name, vat=vat.lower()),
                InvoiceParty("", siren=self.siren, vat=vat),
            ]
        )


SELLERS = (
    Seller("Billot & fils", siren="423456789"),
    Seller("Fournitures Dupont", siren="732829320"),
    Seller("Écritures Œuvrières S.A.R.L.", siren="552100554"),
    Seller("Müller GmbH", vat="DE123456789"),
    Seller("Belge SA", other="0208:0404616494"),
    Seller("Sans Numéro"),
    Seller("Autre Nom"),
)
LEAP = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2023, 2, 28), date(2023, 3, 1)]


@dataclass(frozen=True)
class Made:
    """An invoice as its issuer means it. Amounts in hundredths; the third party may be one for many sellers."""

    seller: Seller
    third_party: str
    number: str
    day: date
    currency: str
    total: int
    tax: int

    def written(self, dice: Random, *, known: bool = True) -> InvoiceIdentity:
        """What one file says of it. `known` False: no total, or no date, or no seller, or no currency."""
        number = dice.choice([self.number, self.number.strip(), f"  {self.number} "])
        number = unicodedata.normalize(dice.choice(["NFC", "NFD"]), number)
        rich = dice.random() < 0.7  # the poorest profiles do not say everything
        said = InvoiceIdentity(
            self.third_party,
            "facture",
            number,
            self.day,
            self.seller.written(dice),
            self.currency,
            amount(self.total, dice),
            amount(self.total - self.tax, dice),
            amount(self.tax, dice) if rich else None,
            amount(self.total, dice) if rich else None,
        )
        if known:
            return said
        nothing: tuple[dict[str, object], ...] = (
            {"total": None},
            {"net": None},
            {"date": None},
            {"currency": ""},
            {"seller": InvoiceParty()},
            {"total": None, "net": None, "tax": None, "payable": None, "currency": ""},
        )
        return replace(said, **dice.choice(nothing))  # type: ignore[arg-type]  # by field


def amount(hundredths: int, dice: Random) -> Decimal:
    """`120`, `120.0` and `120.000` are one amount."""
    value = Decimal(hundredths) / 100
    return (
        value.quantize(Decimal(1).scaleb(-dice.choice([2, 2, 3, 6])))
        if dice.random() < 0.8
        else value
    )


def made(dice: Random) -> Made:
    number = dice.choice(
        ["F9", "fa1", "FA1", "2026/03/0042", "FA 1", "Fé-7", f"F{dice.randrange(99)}"]
    )
    day = dice.choice([*LEAP, date(2026, 3, 15) + timedelta(days=dice.randrange(-400, 400))])
    total = dice.choice([0, 1, 100, 12_000, 12_001, dice.randrange(10**7), -dice.randrange(10**6)])
    return Made(
        dice.choice(SELLERS),
        dice.choice(["BILLO", "DIVERS"]),
        number,
        day,
        dice.choice(["EUR", "EUR", "EUR", "USD"]),
        total,
        dice.choice([0, total // 6, 20]),
    )


def near(one: Made, dice: Random) -> Made:
    """Another invoice that nearly is the same: one thing only is not."""
    changes: tuple[Callable[[], dict[str, object]], ...] = (
        lambda: {"total": one.total + dice.choice([1, -1, 10, 100, -2 * one.total or 1])},
        lambda: {"day": one.day + timedelta(days=dice.choice([1, -1, 365, 366, 31, -29]))},
        lambda: {"day": dice.choice([day for day in LEAP if day != one.day])},
        lambda: {"currency": "USD" if one.currency == "EUR" else "EUR"},
        lambda: {"number": other_number(one.number, dice)},
        lambda: {"seller": dice.choice([each for each in SELLERS if each != one.seller])},
        lambda: {"third_party": "CARAT"},
        lambda: {"tax": one.tax + 1},
    )
    return replace(one, **dice.choice(changes)())  # type: ignore[arg-type]  # by field


def other_number(number: str, dice: Random) -> str:
    """One that the tree keeps apart: another case, a blank inside, a zero in front, a sign."""
    ways = [
        number.swapcase(),
        f"{number[0]} {number[1:]}",
        f"0{number}",
        f"{number}-1",
        f"{number}_v02",
    ]
    return dice.choice([each for each in ways if not is_same_number(each, number)])


def found(one: InvoiceIdentity, other: InvoiceIdentity) -> Comparison:
    return compared("b" * 64, other, [KnownInvoice(7, "a" * 64, one)])


@pytest.mark.parametrize(
    "seed", [SEEDS[0], *(pytest.param(seed, marks=pytest.mark.proof) for seed in SEEDS[1:])]
)
@pytest.mark.thorough
def test_no_false_merge_and_no_missed_twin_over_a_hundred_thousand_pairs(seed: int) -> None:
    dice = Random(seed)
    wrong: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for _ in range(PAIRS):
        one = made(dice)
        kind = dice.choice(["twins", "near", "strangers", "unknown"])
        kinds[kind] += 1
        other = near(one, dice) if kind == "near" else made(dice) if kind == "strangers" else one
        first, second = one.written(dice), other.written(dice, known=kind != "unknown")
        if dice.random() < 0.5:
            first, second = second, first
        is_twin = kind != "unknown" and one == other
        told = found(first, second).likeness
        wrong["missed twin"] += is_twin and told is not Likeness.OTHER_FORM
        wrong["false merge"] += told is Likeness.OTHER_FORM and not is_twin
        wrong["not the other way round"] += (told is Likeness.OTHER_FORM) != is_same_invoice(
            second, first
        )
    assert min(kinds.values()) > PAIRS / 5
    assert dict(+wrong) == {}


sellers = st.sampled_from(SELLERS)
cents = st.integers(-(10**12), 10**12)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
numbers = st.text(min_size=1, max_size=35).filter(lambda text: bool(text.strip()))
invoices = st.builds(
    Made, sellers, st.just("BILLO"), numbers, days, st.sampled_from(["EUR", "USD"]), cents, cents
)


@given(invoices, st.randoms(use_true_random=False))
def test_every_writing_of_one_invoice_is_it(invoice: Made, dice: Random) -> None:
    assert found(invoice.written(dice), invoice.written(dice)).likeness is Likeness.OTHER_FORM


@given(invoices, invoices, st.randoms(use_true_random=False))
def test_two_invoices_are_never_one(one: Made, other: Made, dice: Random) -> None:
    other = replace(other, number=one.number)
    told = found(one.written(dice), other.written(dice)).likeness
    assert (told is Likeness.OTHER_FORM) == (one == other)


@given(invoices, st.randoms(use_true_random=False))
def test_the_unknown_is_never_a_match(invoice: Made, dice: Random) -> None:
    poor = invoice.written(dice, known=False)
    assert found(poor, invoice.written(dice)).likeness is Likeness.NEW
    assert found(invoice.written(dice), poor).likeness is Likeness.NEW
    assert found(poor, poor).likeness is Likeness.NEW


BILLO = InvoiceParty("Billot & fils", siren="423456789")
F9 = InvoiceIdentity(
    "BILLO", "facture", "F9", date(2026, 3, 15), BILLO, "EUR",
    Decimal("120.00"), Decimal("100.00"), Decimal("20.00"), Decimal("120.00"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"date": date(2026, 3, 20)}, Difference.DATE),
        ({"total": Decimal("120.01")}, Difference.TOTAL),
        ({"net": Decimal(99)}, Difference.TOTAL),
        ({"currency": "USD"}, Difference.CURRENCY),
        ({"seller": InvoiceParty("Billot & fils", siren="732829320")}, Difference.SELLER),
        ({"seller": InvoiceParty("Autre Nom")}, Difference.SELLER),
    ],
)
def test_what_it_meets_is_told_with_what_differs(
    changed: dict[str, object], difference: Difference
) -> None:
    other = replace(F9, **changed)  # type: ignore[arg-type]  # by field
    assert found(F9, other) == Comparison(Likeness.ANOTHER, 7, (difference,))


@pytest.mark.parametrize(
    "changed", [{"number": "f9"}, {"type": "facture-d-avoir"}, {"third_party": "CARAT"}]
)
def test_another_number_type_or_third_party_meets_nothing(changed: dict[str, object]) -> None:
    assert found(F9, replace(F9, **changed)) == Comparison(Likeness.NEW)  # type: ignore[arg-type]


def test_the_same_bytes_are_told_before_anything_else() -> None:
    nothing = InvoiceIdentity("BILLO", "facture", "F9")
    known = [KnownInvoice(3, "a" * 64, F9), KnownInvoice(4, "b" * 64, nothing)]
    assert compared("b" * 64, F9, known) == Comparison(Likeness.SAME_BYTES, 4)


def test_a_poor_form_does_not_hide_that_two_rich_ones_differ() -> None:
    poor = replace(F9, payable=None)
    known = [KnownInvoice(1, "a" * 64, poor), KnownInvoice(2, "b" * 64, F9)]
    other = replace(F9, payable=Decimal(20))
    assert compared("c" * 64, other, known) == Comparison(Likeness.ANOTHER, 2, (Difference.TOTAL,))
    assert compared("c" * 64, replace(F9), known).likeness is Likeness.OTHER_FORM


def test_of_several_versions_it_is_the_form_of_the_one_that_agrees() -> None:
    corrected = replace(F9, total=Decimal(150), net=Decimal(125), tax=None, payable=None)
    known = [KnownInvoice(1, "a" * 64, F9), KnownInvoice(2, "b" * 64, corrected)]
    assert compared("c" * 64, F9, known) == Comparison(Likeness.OTHER_FORM, 1)
    assert compared("c" * 64, corrected, known) == Comparison(Likeness.OTHER_FORM, 2)
