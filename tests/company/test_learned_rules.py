"""What a person said once is found again, and only while it still means somebody."""

from __future__ import annotations

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.learned_rules import LearnedRule, RuleSubject

CARAT = ThirdParty("CARAT", "clients", "Carat")
OF_CARAT = LearnedRule(RuleSubject.PARTY, "clients siren:1 carat", "CARAT", "ventes/facture")


def test_the_last_word_wins(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT, ThirdParty("BILLO", "clients", "Billo")])
    db.habits.remember([OF_CARAT], "marie")
    later = LearnedRule(OF_CARAT.about, OF_CARAT.key, "BILLO", "ventes/devis")
    db.habits.remember([later], "paul")
    assert db.habits.find(OF_CARAT.about, OF_CARAT.key) == later


def test_a_party_and_a_file_of_the_same_words_are_two_things(db: CompanyDatabase) -> None:
    db.habits.remember([LearnedRule(RuleSubject.FILE, "x", "", "stocks/depreciation")], "marie")
    assert db.habits.find(RuleSubject.PARTY, "x") is None
    assert db.habits.find(RuleSubject.FILE, "x") is not None
    assert db.habits.find(RuleSubject.FILE, "") is None


def test_a_habit_about_somebody_who_was_removed_is_none(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT])
    db.habits.remember([OF_CARAT], "marie")
    assert db.third_parties.remove("CARAT")
    assert db.habits.find(OF_CARAT.about, OF_CARAT.key) is None


def test_a_code_given_to_somebody_else_does_not_inherit_the_habits(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT])
    db.habits.remember([OF_CARAT], "marie")
    db.third_parties.remove("CARAT")
    db.third_parties.add([ThirdParty("CARAT", "clients", "Caratini")])
    assert db.habits.find(OF_CARAT.about, OF_CARAT.key) is None


def test_a_habit_about_a_code_that_never_was_is_none(db: CompanyDatabase) -> None:
    db.habits.remember([OF_CARAT], "marie")
    assert db.habits.find(OF_CARAT.about, OF_CARAT.key) is None


def test_remembering_nothing_writes_nothing(db: CompanyDatabase) -> None:
    before = db.revision()
    db.habits.remember([], "marie")
    assert db.revision() == before


def differ(one: str, other: str) -> bool:
    return one != other


def test_the_first_identity_of_a_name_claims_it(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT])
    assert db.habits.claim("clients siren:1 carat", "CARAT", "marie", differ)
    assert db.habits.claim("clients siren:1 carat", "CARAT", "paul", differ)
    assert not db.habits.claim("clients siren:2 carat", "CARAT", "paul", differ)
    assert db.habits.known_as("CARAT") == {"clients siren:1 carat"}
    # It is no word of a person: nothing is recognised by it.
    assert db.habits.find(RuleSubject.PARTY, "clients siren:1 carat") is None


def test_a_persons_word_counts_among_those_who_went_by_a_third_party(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT])
    db.habits.remember([OF_CARAT], "marie")
    assert db.habits.claim(OF_CARAT.key, "CARAT", "paul", differ)
    assert not db.habits.claim("clients siren:2 carat", "CARAT", "paul", differ)
    assert db.third_parties.remove("CARAT")
    assert db.habits.known_as("CARAT") == frozenset()
