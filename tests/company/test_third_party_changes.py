"""Third parties added, changed and removed, by several people on one company."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument, ThirdParty
from stockage_partage.company.third_parties.third_parties import ImportCounts
from stockage_partage.errors import ThirdPartyInUse

CARAT = ThirdParty("CARAT", "clients", "Carat S.A.R.L.", "732829320")
BILLO = ThirdParty("BILLO", "fournisseurs", "Établissements Billo")
OTHERS = [ThirdParty(f"C{n:03}", "clients", f"Client {n}") for n in range(30)]


@pytest.fixture
def known(db: CompanyDatabase) -> CompanyDatabase:
    db.third_parties.add([CARAT, BILLO])
    return db


def test_an_import_tells_what_is_new_changed_and_as_it_was(known: CompanyDatabase) -> None:
    moved = ThirdParty("BILLO", "fournisseurs", "Billo et fils")
    came = known.third_parties.bring_in([CARAT, moved, *OTHERS])
    assert came == ImportCounts(added=30, changed=1, same=1)
    assert known.third_parties.get("BILLO") == moved


def test_an_import_that_changes_nothing_is_not_announced(known: CompanyDatabase) -> None:
    before = known.revision()
    assert known.third_parties.bring_in([CARAT, BILLO]) == ImportCounts(same=2)
    assert known.revision() == before


def test_a_code_that_is_taken_is_not_taken_over(known: CompanyDatabase) -> None:
    assert not known.third_parties.create(ThirdParty("carat", "clients", "Un autre"))
    assert known.third_parties.get("CARAT") == CARAT
    assert known.third_parties.create(ThirdParty("nouveau", "clients", "Nouveau"))
    assert known.third_parties.get("NOUVEAU") == ThirdParty("NOUVEAU", "clients", "Nouveau")


def test_a_change_is_seen_by_others(known: CompanyDatabase) -> None:
    before = known.revision()
    wanted = ThirdParty("AUTRE", "fournisseurs", "Carat SA", vat="FR 44 732829320")
    assert known.third_parties.replace(CARAT, wanted)
    assert known.revision() > before
    # The code stays: documents bear it.
    assert known.third_parties.get("CARAT") == ThirdParty(
        "CARAT", "fournisseurs", "Carat SA", "732829320", None, "FR44732829320"
    )


def test_what_somebody_else_changed_meanwhile_is_not_written_over(known: CompanyDatabase) -> None:
    theirs = ThirdParty("CARAT", "clients", "Carat, nom de leur poste")
    assert known.third_parties.replace(CARAT, theirs)
    assert not known.third_parties.replace(CARAT, ThirdParty("CARAT", "clients", "Le nôtre"))
    assert known.third_parties.get("CARAT") == theirs


def test_one_that_a_document_bears_stays(known: CompanyDatabase) -> None:
    known.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    known.activation.hold_group("owner", "g", "Sage – X", None, "a@b.fr", "comptabilite")
    digest = hashlib.sha256(b"x").hexdigest()
    document = NewDocument("k", "x.pdf", 1, digest, third_party_code="CARAT", number="F1")
    known.outbox.add(document, BytesIO(b"x"), lambda version: "Sage/x.pdf")
    with pytest.raises(ThirdPartyInUse):
        known.third_parties.check_removable("carat")
    with pytest.raises(ThirdPartyInUse):
        known.third_parties.remove("carat")
    assert known.third_parties.get("CARAT") == CARAT
    assert known.third_parties.remove("BILLO")


FOUND: list[tuple[str, list[str]]] = [
    ("carat", ["CARAT"]),
    ("billo etab", ["BILLO"]),
    ("ETABLISSEMENTS", ["BILLO"]),
    ("732829", ["CARAT"]),
    ("c005", ["C005"]),
    ("carat billo", []),
]


@pytest.mark.parametrize(("text", "codes"), FOUND)
def test_a_search_looks_at_code_name_and_numbers(
    known: CompanyDatabase, text: str, codes: list[str]
) -> None:
    known.third_parties.add(OTHERS)
    assert [party.code for party in known.third_parties.search(text)] == codes


def test_the_likeliest_comes_first_and_the_rest_is_cut(known: CompanyDatabase) -> None:
    known.third_parties.add([*OTHERS, ThirdParty("ZC", "clients", "Le client")])
    found = known.third_parties.search("client", limit=5)
    assert [party.code for party in found] == ["C000", "C001", "C010", "C011", "C012"]


def test_the_codes_in_use_are_known_by_their_beginning(known: CompanyDatabase) -> None:
    known.third_parties.add([ThirdParty("CARAT2", "clients", "Carat 2")])
    assert known.third_parties.codes_beginning_with("carat") == {"CARAT", "CARAT2"}
    assert known.third_parties.codes_beginning_with("C_RAT") == frozenset()


def test_looking_whether_a_change_is_possible_changes_nothing(known: CompanyDatabase) -> None:
    before = known.revision()
    known.try_a_change()
    assert known.revision() == before
