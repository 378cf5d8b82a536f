"""Third parties kept and recognised, on both engines."""

from __future__ import annotations

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty

CARAT = ThirdParty(
    "CARAT", "clients", "Carat S.A.R.L.", "732829320", "73282932000074", "FR44732829320"
)
CARAT_LYON = ThirdParty("CARAT2", "clients", "Carat Lyon", "732829320", "73282932000082")
BILLO = ThirdParty("BILLO", "fournisseurs", "Établissements Billo")
MULLER = ThirdParty("MULLER", "fournisseurs", "Müller GmbH", vat="DE123456789")


@pytest.fixture
def known(db: CompanyDatabase) -> CompanyDatabase:
    """Four third parties."""
    assert db.third_parties.add([CARAT, CARAT_LYON, BILLO, MULLER]) == 4
    return db


def test_all_come_back_by_code(known: CompanyDatabase) -> None:
    assert [party.code for party in known.third_parties.all()] == [
        "BILLO",
        "CARAT",
        "CARAT2",
        "MULLER",
    ]
    assert known.third_parties.get("billo") == BILLO
    assert known.third_parties.get("NOBODY") is None


def test_adding_nobody_changes_nothing(known: CompanyDatabase) -> None:
    before = known.revision()
    assert known.third_parties.add([]) == 0
    assert known.revision() == before


def test_adding_a_known_code_changes_it(known: CompanyDatabase) -> None:
    known.third_parties.add([ThirdParty("billo", "autres", "Billo & Cie", siren="552 100 554")])
    assert known.third_parties.get("BILLO") == ThirdParty(
        "BILLO", "autres", "Billo & Cie", "552100554"
    )
    assert len(known.third_parties.all()) == 4


def test_one_can_be_forgotten(known: CompanyDatabase) -> None:
    assert known.third_parties.remove("Billo")
    assert not known.third_parties.remove("BILLO")


def test_an_unknown_kind_is_our_mistake_and_nothing_is_added(known: CompanyDatabase) -> None:
    with pytest.raises(ValueError, match="banques"):
        known.third_parties.add([ThirdParty("X", "clients", "X"), ThirdParty("Y", "banques", "Y")])
    assert known.third_parties.get("X") is None


SAID: list[tuple[dict[str, str], list[str]]] = [
    ({"siret": "732 829 320 00074", "name": "Müller GmbH"}, ["CARAT"]),
    ({"siret": "73282932099999"}, ["CARAT", "CARAT2"]),
    ({"siren": "732 829 320"}, ["CARAT", "CARAT2"]),
    ({"vat": "FR 44 732829320"}, ["CARAT", "CARAT2"]),
    ({"vat": "DE 123456789"}, ["MULLER"]),
    ({"name": "ETABLISSEMENTS  BILLO"}, ["BILLO"]),
    ({"siren": "999999999", "name": "carat s a r l"}, ["CARAT"]),
    ({"name": "muller gmbh", "kind": "clients"}, []),
    ({"siren": "12"}, []),
    ({"name": " - "}, []),
    ({}, []),
]


def test_identifiers_first_then_the_name(known: CompanyDatabase) -> None:
    for said, codes in SAID:
        assert [party.code for party in known.third_parties.matching(**said)] == codes, said


def test_a_code_is_one_however_its_accents_are_spelt(db: CompanyDatabase) -> None:
    db.third_parties.add([ThirdParty("E\u0301CLAT", "clients", "Éclat")])
    found = db.third_parties.get("ÉCLAT")
    assert found is not None
    assert found.code == "ÉCLAT"
