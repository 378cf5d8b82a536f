"""The choices about prints are the company's: kept once, seen by every workstation, journaled."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from company_facts import recent
from stockage_partage.company.database import CompanyDatabase


def test_what_nobody_decided_has_no_row(db: CompanyDatabase) -> None:
    assert db.templates.chosen("comptabilite") == {}


def test_a_choice_is_seen_by_another_workstation_and_by_one_application_alone(
    db: CompanyDatabase, reopen: Callable[[], CompanyDatabase]
) -> None:
    revision = db.revision()
    assert db.templates.choose("gestion-commerciale", "ventes/devis", "jamais", "marie@bijou.fr")
    other = reopen()
    assert other.templates.chosen("gestion-commerciale") == {"ventes/devis": "jamais"}
    assert other.templates.chosen("comptabilite") == {}
    assert other.revision() > revision


def test_a_choice_changed_is_journaled_with_who_and_what_it_was(db: CompanyDatabase) -> None:
    db.templates.choose("comptabilite", "comptable/rappel", "jamais", "marie@bijou.fr")
    db.templates.choose("comptabilite", "comptable/rappel", "obligatoire", "paul@bijou.fr")
    last, first = recent(db, 2)
    assert (first.act, first.account) == ("template_changed", "marie@bijou.fr")
    assert json.loads(first.subject) == {
        "template": "comptable/rappel",
        "before": "",
        "after": "jamais",
    }
    assert json.loads(last.subject)["before"] == "jamais"
    assert last.account == "paul@bijou.fr"


def test_the_same_choice_again_writes_nothing(db: CompanyDatabase) -> None:
    db.templates.choose("comptabilite", "comptable/lettre", "jamais", "marie@bijou.fr")
    revision = db.revision()
    assert not db.templates.choose("comptabilite", "comptable/lettre", "jamais", "marie@bijou.fr")
    assert db.revision() == revision
    assert len(recent(db, 10)) == 1


def test_several_choices_at_once(db: CompanyDatabase) -> None:
    db.templates.choose("comptabilite", "comptable/lettre", "jamais", "marie@bijou.fr")
    choices = {"comptable/lettre": "jamais", "comptable/rappel": "obligatoire"}
    assert db.templates.choose_all("comptabilite", choices, "marie@bijou.fr") == 1
    assert db.templates.chosen("comptabilite") == choices


def test_two_workstations_that_decide_together_do_not_collide(
    db: CompanyDatabase, reopen: Callable[[], CompanyDatabase]
) -> None:
    here = [db, reopen(), reopen()]
    start = threading.Barrier(len(here))

    def decide(database: CompanyDatabase, word: str) -> None:
        start.wait(30)
        for name in ("a", "b", "c"):
            database.templates.choose("comptabilite", name, word, "x")

    with ThreadPoolExecutor(len(here)) as threads:
        list(threads.map(decide, here, ("jamais", "propose", "obligatoire")))
    assert set(db.templates.chosen("comptabilite")) == {"a", "b", "c"}


def test_a_choice_is_taken_back_to_what_was_so_before(db: CompanyDatabase) -> None:
    first = db.templates.change("comptabilite", "comptable/rappel", "jamais", "marie@bijou.fr")
    second = db.templates.change(
        "comptabilite", "comptable/rappel", "obligatoire", "marie@bijou.fr"
    )
    assert first is not None
    assert second is not None
    revision = db.revision()
    assert db.templates.take_back(second, "marie@bijou.fr")
    assert db.templates.chosen("comptabilite") == {"comptable/rappel": "jamais"}
    assert db.revision() > revision
    told = json.loads(recent(db, 1)[0].subject)
    assert (told["before"], told["after"]) == ("obligatoire", "jamais")
    assert db.templates.take_back(first, "marie@bijou.fr")
    assert db.templates.chosen("comptabilite") == {}
    assert db.templates.change("comptabilite", "comptable/rappel", "jamais", "marie@bijou.fr")
    assert (
        db.templates.change("comptabilite", "comptable/rappel", "jamais", "marie@bijou.fr") is None
    )


def test_what_somebody_else_chose_meanwhile_is_not_taken_back(
    db: CompanyDatabase, reopen: Callable[[], CompanyDatabase]
) -> None:
    changed = db.templates.change("comptabilite", "comptable/rappel", "jamais", "marie@bijou.fr")
    assert changed is not None
    other = reopen()
    other.templates.choose("comptabilite", "comptable/rappel", "obligatoire", "paul@bijou.fr")
    assert not db.templates.take_back(changed, "marie@bijou.fr")
    assert db.templates.chosen("comptabilite") == {"comptable/rappel": "obligatoire"}
