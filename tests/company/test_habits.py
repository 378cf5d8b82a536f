"""What a person said once is found again, and only while it still means somebody."""

from __future__ import annotations

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.habits import Habit, HabitAbout

CARAT = ThirdParty("CARAT", "clients", "Carat")
OF_CARAT = Habit(HabitAbout.PARTY, "clients siren:1 carat", "CARAT", "ventes/facture")


def test_the_last_word_wins(db: CompanyDatabase) -> None:
    db.third_parties.add([CARAT, ThirdParty("BILLO", "clients", "Billo")])
    db.habits.remember([OF_CARAT], "marie")
    later = Habit(OF_CARAT.about, OF_CARAT.key, "BILLO", "ventes/devis")
    db.habits.remember([later], "paul")
    assert db.habits.find(OF_CARAT.about, OF_CARAT.key) == later


def test_a_party_and_a_file_of_the_same_words_are_two_things(db: CompanyDatabase) -> None:
    db.habits.remember([Habit(HabitAbout.FILE, "x", "", "stocks/depreciation")], "marie")
    assert db.habits.find(HabitAbout.PARTY, "x") is None
    assert db.habits.find(HabitAbout.FILE, "x") is not None
    assert db.habits.find(HabitAbout.FILE, "") is None


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
