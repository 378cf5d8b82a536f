"""Numbers decide who we are and who they are; a name decides only where no number contradicts it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from invoice_making import BIJOU, Invoice, Someone
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.state_records import Company
from stockage_partage.company.third_parties.identity import is_quite_another_name, is_same_name
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails, agreeing, is_company
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.invoices.invoice import InvoiceParty

US = Company("1", "Bijou SA", "552100554")


@pytest.mark.parametrize(
    ("party", "ours"),
    [
        (InvoiceParty("Bijou SA"), True),
        (InvoiceParty("BIJOU S.A."), True),
        (InvoiceParty("Bijou  s. a."), True),
        (InvoiceParty("Bijou SARL"), False),
        (InvoiceParty("", "552100554"), True),
        (InvoiceParty("Autre", None, "55210055400013"), True),
        (InvoiceParty("Autre", None, None, "FR96552100554"), True),
        (InvoiceParty("Bijou SA", "732829320"), False),
        (InvoiceParty("Bijou SA", vat="BE0404616494"), False),
        (InvoiceParty("Bijou SA", other="0208:0404616494"), False),
        (InvoiceParty("Bijou SA", other="0088:5412345000013"), False),
        # A French company may be registered elsewhere too.
        (InvoiceParty("Bijou SA", "552100554", vat="BE0404616494"), True),
        (InvoiceParty(""), False),
        (InvoiceParty("-"), False),
    ],
)
def test_who_we_are(party: InvoiceParty, ours: bool) -> None:
    assert is_company(party, US) is ours


def test_a_company_without_a_number_of_its_own_is_known_by_its_name() -> None:
    assert is_company(InvoiceParty("Bijou SA", vat="BE0404616494"), Company("1", "Bijou SA"))


KNOWN = ThirdParty("D", "fournisseurs", "Durand", siren="784671695", vat="FR85784671695")
BELGIAN = ThirdParty("B", "fournisseurs", "Durand", vat="BE0404616494")
NAMED = ThirdParty("N", "fournisseurs", "Durand")


@pytest.mark.parametrize(
    ("party", "known", "may_be"),
    [
        (InvoiceParty("Durand"), KNOWN, True),
        (InvoiceParty("Durand", "784671695"), KNOWN, True),
        (InvoiceParty("Durand", "542065479"), KNOWN, False),
        (InvoiceParty("Durand", vat="BE0404616494"), KNOWN, False),
        (InvoiceParty("Durand", other="0060:123456789"), KNOWN, False),
        (InvoiceParty("Durand", "784671695", vat="DE136695976"), KNOWN, True),
        (InvoiceParty("Durand", vat="BE 0404.616.494"), BELGIAN, True),
        (InvoiceParty("Durand", vat="BE0999999999"), BELGIAN, False),
        (InvoiceParty("Durand", "784671695"), BELGIAN, False),
        (InvoiceParty("Durand", "784671695"), NAMED, True),
        (InvoiceParty("Durand", other="0060:123456789"), NAMED, True),
    ],
)
def test_who_they_may_be(party: InvoiceParty, known: ThirdParty, may_be: bool) -> None:
    assert bool(agreeing(party, [known])) is may_be


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Carat S.A.R.L.", "CARAT SARL"),
        ("S.N.C. Durand", "SNC DURAND"),
        ("Œuvres & fils", "oeuvres et fils".replace(" et ", " & ")),
        ("E.D.F.", "EDF"),
    ],
)
def test_dots_make_no_other_name(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert not is_quite_another_name(one, other)


@pytest.mark.parametrize(
    ("one", "other", "quite"),
    [
        ("TOTALLY OTHER SA", "Fournitures Dupont", True),
        ("Fournitures Dupont SAS", "Dupont", False),
        ("DUPONT FOURNITURES", "Fournitures Dupont", False),
        ("Electricité de France", "EDF", False),
        ("La Poste", "La Banque", True),
        ("Carat SARL", "Diamant SARL", True),
        ("Société Générale", "", False),
        ("-", "Dupont", False),
    ],
)
def test_only_names_with_nothing_in_common_are_said(one: str, other: str, quite: bool) -> None:
    assert is_quite_another_name(one, other) is quite
    assert is_quite_another_name(other, one) is quite


# --- a third party known by its name alone -------------------------------------------------------

Buy = Callable[..., DepositResult]


@pytest.fixture
def buy(active: CompanyDatabase, tmp_path: Path) -> Buy:
    active.third_parties.add([NAMED])

    def bought(number: str, **seller: str) -> DepositResult:
        path = tmp_path / f"{number}.xml"
        someone = Someone("Durand", **seller)
        path.write_bytes(Invoice(number, seller=someone, buyer=BIJOU).xml())
        return deposit(active, path, GivenDetails(), "marie", Application.COMPTABILITE)

    return bought


def test_the_first_company_of_a_name_is_the_third_party_of_that_name(buy: Buy) -> None:
    first = buy("F1", legal_id="78467169500012")
    assert first.status is FilingOutcome.WAITING
    # Another establishment of the same company, or the company by its VAT number, or no number at all.
    for number, seller in (
        ("F2", {"legal_id": "78467169500020"}),
        ("F3", {"vat": "FR85784671695"}),
        ("F4", {}),
    ):
        assert buy(number, **seller).status is FilingOutcome.WAITING
    for number, seller in (
        ("F5", {"legal_id": "542065479"}),
        ("F6", {"vat": "BE0404616494"}),
        ("F7", {"legal_id": "0404616494", "scheme": "0208"}),
    ):
        assert buy(number, **seller).lacking == (MissingDetail.NAMESAKE,)


def test_a_person_may_say_that_the_second_is_the_same(active: CompanyDatabase, buy: Buy) -> None:
    buy("F1", legal_id="784671695")
    second = buy("F2", legal_id="542065479")
    said = GivenDetails(third_party="N")
    done = classify(active, second.document_id, said, "paul", Application.COMPTABILITE)
    assert done is not None
    assert done.status is FilingOutcome.WAITING
    assert buy("F3", legal_id="542065479").status is FilingOutcome.WAITING
    assert buy("F4", legal_id="784671695").status is FilingOutcome.WAITING
    assert buy("F5", legal_id="732829320").lacking == (MissingDetail.NAMESAKE,)


def test_a_number_given_to_the_third_party_decides_from_then_on(
    active: CompanyDatabase, buy: Buy
) -> None:
    buy("F1", legal_id="784671695")
    active.third_parties.add([ThirdParty("N", "fournisseurs", "Durand", siren="542065479")])
    assert buy("F2", legal_id="542065479").status is FilingOutcome.WAITING
    assert buy("F3", legal_id="784671695").lacking == (MissingDetail.SUPPLIER_NOT_FOUND,)


def test_a_mere_look_makes_nobody_the_first(active: CompanyDatabase, buy: Buy) -> None:
    waiting = buy("-", legal_id="784671695")  # no number: it waits, and is looked at again
    assert waiting.status is FilingOutcome.TO_CLASSIFY
    assert active.habits.known_as("N") == frozenset()


def test_another_name_is_said_until_a_person_says_that_it_is_the_one(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    def bought(number: str, third_party: str | None = None) -> DepositResult:
        path = tmp_path / "x.xml"
        seller = Someone("Tout Autre Chose", "423456789")
        path.write_bytes(Invoice(number, seller=seller, buyer=BIJOU).xml())
        said = GivenDetails(third_party)
        return deposit(active, path, said, "marie", Application.COMPTABILITE, remember=True)

    first = bought("F1")
    assert first.status is FilingOutcome.WAITING
    assert first.particulars.named == "Tout Autre Chose"
    assert first.particulars.known_as == "Billot & fils"
    assert bought("F2", "BILLO").particulars.named == ""
    assert bought("F3").particulars.named == ""
