"""What the journal tells, in the transaction of what it tells of, on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, activate, add, behind_its_back
from journal_chain import entries, whole
from test_company_schema import make_old_copy

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, Classification, ThirdParty
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.instants import utc_now
from stockage_partage.company.journal.entries import Author, JournalAct, microseconds
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.errors import PlaceTaken, StorageInactive

MARIE = Author("comptabilite", "POSTE-7", "marie@bijou.fr")


def acts(location: str) -> list[str]:
    """The words of a chain that is whole."""
    return [entry["act"] for entry in whole(location)]


def last(location: str) -> dict[str, Any]:
    """The last entry of a chain that is whole, its subject read."""
    entry = whole(location)[-1]
    return entry | {"subject": json.loads(entry["subject"])}


def test_a_document_is_followed_from_its_filing_to_its_sending(
    active: CompanyDatabase, location: str, clock: StoppedClock
) -> None:
    active.acted_on_by(lambda: MARIE)
    added = add(active)
    kept = last(location)
    assert (kept["act"], kept["document"]) == ("kept", added.document_id)
    assert (kept["application"], kept["workstation"], kept["account"]) == (
        "gestion-commerciale",
        "POSTE-7",
        "marie@bijou.fr",
    )
    assert kept["at"] == microseconds(clock.now)
    assert kept["subject"]["number"] == "FA00042"
    assert kept["subject"]["path"] == added.path

    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    there = FiledResult("item-1", "https://bijou.example/?tempauth=secret", 6, "quick")
    assert mark_filed(active, claimed.document_id, "worker", there)
    sent = last(location)
    assert (sent["act"], sent["document"]) == ("sent", added.document_id)
    assert sent["account"] == "marie@bijou.fr"
    assert sent["subject"]["item"] == "item-1"
    assert sent["subject"]["sha256"] == kept["subject"]["sha256"]
    assert "bijou.example" not in str(entries(location)), "an address may carry a right"


def test_the_same_document_again_tells_nothing(active: CompanyDatabase, location: str) -> None:
    add(active)
    before = acts(location)
    add(active)
    assert acts(location) == before


def test_what_waits_for_a_place_is_classified_withdrawn_or_found_to_be_there(
    active: CompanyDatabase, location: str
) -> None:
    unplaced = {"key": "", "type": "", "number": ""}
    said = Classification("k", "facture", "FA1", None, "clients", "CARAT", "paul", "comptabilite")
    first = add(active, data=b"1", **unplaced).document_id
    active.outbox.classify(first, said, lambda _: "Sage/a.pdf")
    classified = last(location)
    assert (classified["act"], classified["account"]) == ("classified", "paul")
    assert (classified["subject"]["path"], classified["subject"]["number"]) == ("Sage/a.pdf", "FA1")

    again = add(active, data=b"1", **unplaced).document_id
    active.outbox.classify(again, said, lambda _: "Sage/a.pdf")
    assert last(location)["subject"]["same_as"] == first

    third = add(active, data=b"3", **unplaced).document_id
    placed = add(active, data=b"3").document_id
    dropped = last(location)
    assert (dropped["act"], dropped["document"]) == ("duplicate_dropped", third)
    assert dropped["subject"]["same_as"] == placed

    assert active.outbox.withdraw(placed, by="marie@bijou.fr")
    assert last(location)["act"] == "withdrawn"
    assert not active.outbox.withdraw(placed)
    assert acts(location)[1:] == [
        "kept", "classified", "kept", "duplicate_dropped", "kept", "kept", "duplicate_dropped", "withdrawn",
    ]  # fmt: skip


def test_what_hangs_on_something_is_told_to_be_attached(
    active: CompanyDatabase, location: str
) -> None:
    add(active, attached=AttachmentKind.ATTACHED, attached_to="tiers:CARAT")
    assert last(location)["act"] == "attached"
    assert last(location)["subject"]["attached_to"] == "tiers:CARAT"


def test_every_other_act_is_told_once_and_nothing_else_is(
    db: CompanyDatabase, location: str
) -> None:
    carat = ThirdParty("CARAT", "clients", "Carat")
    steps: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: db.company.set_fiscal_start(FiscalStart(7, 1), "m"), ["fiscal_start_changed"]),
        (lambda: db.company.set_fiscal_start(FiscalStart(7, 1), "m"), []),
        (lambda: db.third_parties.bring_in([carat]), ["third_party_added"]),
        (lambda: db.third_parties.bring_in([carat]), []),
        (
            lambda: db.third_parties.bring_in([ThirdParty("CARAT", "clients", "Carat SA")]),
            ["third_party_changed"],
        ),
        (
            lambda: db.third_parties.create(ThirdParty("BILLO", "fournisseurs", "B")),
            ["third_party_added"],
        ),
        (lambda: db.third_parties.remove("BILLO"), ["third_party_removed"]),
        (lambda: db.third_parties.remove("BILLO"), []),
        (lambda: db.licences.install("a licence"), ["licence_installed"]),
        (lambda: db.licences.witness(utc_now()), []),
        (lambda: db.templates.choose("comptabilite", "a", "jamais", "m"), ["template_changed"]),
        (lambda: db.activation.claim("owner", "POSTE-1", "comptabilite", LEASE), []),
        (lambda: db.activation.give_up("owner"), []),
        (lambda: activate(db), ["storage_on"]),
        (lambda: db.activation.deactivate("m", "comptabilite"), ["storage_off"]),
        (lambda: db.activation.deactivate("m", "comptabilite"), []),
        (lambda: db.journal.note(JournalAct.BROUGHT_BACK, {"documents": 3}), ["brought_back"]),
        (lambda: db.register.search("x"), []),
    ]
    for step, told in steps:
        before = acts(location)
        step()
        assert acts(location)[len(before) :] == told
    changed = next(e for e in entries(location) if e["act"] == "third_party_changed")
    assert json.loads(changed["subject"]) == {
        "code": "CARAT", "before": {"name": "Carat"}, "after": {"name": "Carat SA"},
    }  # fmt: skip
    assert "a licence" not in str(entries(location)), "its hash alone"


def test_what_is_not_done_is_not_told(active: CompanyDatabase, location: str) -> None:
    add(active, key="one")
    before = acts(location)
    with pytest.raises(PlaceTaken):
        add(active, key="two", data=b"other")
    active.activation.deactivate("m", "comptabilite")
    with pytest.raises(StorageInactive):
        add(active, "FA00043")
    assert acts(location) == [*before, "storage_off"]


def test_nobody_signed_in_is_told_by_who_uses_the_computer(
    active: CompanyDatabase, location: str
) -> None:
    active.acted_on_by(lambda: Author("comptabilite", "POSTE-7", "mdurand"))
    add(active, by="POSTE-7")
    assert last(location)["account"] == "mdurand"


ODD = ("Cœur 💶", "a\0b", "half \ud83d", 'quote " \\ \n \u2028', "e\u0301", "É" * 300)


def test_whatever_a_name_holds_the_chain_is_whole(active: CompanyDatabase, location: str) -> None:
    for number, text in enumerate(ODD):
        add(active, f"N{number}", text.encode("utf-8", "replace"), title=text, by=text)
    titles = [json.loads(entry["subject"])["title"] for entry in whole(location)[1:]]
    assert titles[0] == ODD[0]
    assert titles[1:3] == ["ab", "half ?"]


def test_an_older_company_begins_with_an_empty_journal_and_goes_on(
    location: str, reopen: Callable[[], Opened]
) -> None:
    make_old_copy(location, 7, "INSERT INTO sp_journal (id, at, what) VALUES (1, 0, 'activated')")
    db = reopen()
    assert whole(location) == []
    with behind_its_back(location) as connection:
        former = connection.exec_driver_sql("SELECT what FROM sp_journal").scalars().all()
    assert former == ["activated"], "what was noted before stays"
    add(db, "FA00043", group_id="group-1")
    assert acts(location) == ["kept"]


def test_several_documents_sent_together_are_several_entries(
    active: CompanyDatabase, location: str
) -> None:
    from stockage_partage.company.outbox.batch import BatchResults, LeaseRequest

    for number in range(5):
        add(active, f"FA{number}", f"{number}".encode())
    taken = active.outbox.turn("worker", wanted=LeaseRequest(5, LEASE)).claimed
    filed = {each.document_id: FiledResult("i", "u", each.size) for each in taken}
    assert not active.outbox.turn("worker", BatchResults(filed=filed)).lost
    assert acts(location)[-5:] == ["sent"] * 5
    assert GROUP in entries(location)[0]["subject"]
