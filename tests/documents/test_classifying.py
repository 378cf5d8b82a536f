"""What waits for a place is explained, proposed for, filed in one word, and remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from invoice_making import BIJOU, CARAT, Invoice, Someone, blank_pdf
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Status, ThirdParty
from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.documents.filing.classifying import classify, classify_all, now_certain, queue
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import Given, Lacking
from stockage_partage.documents.filing.proposing import Waiting, preview, waiting
from stockage_partage.documents.reading.invoice import Unread
from stockage_partage.documents.tree.filing_plan import FilingPlan
from stockage_partage.words import classifying as words

NEWCOMER = Someone("Étoile &amp; Cie", "404833048", vat="FR83404833048")


class Desk:
    """Somebody who files documents in one company, and somebody who classifies."""

    def __init__(self, db: CompanyDatabase, folder: Path) -> None:
        self.db = db
        self.folder = folder

    def file(self, content: bytes, name: str = "x.xml", **given: object) -> Deposited:
        path = self.folder / name
        path.write_bytes(content)
        said = Given(**given)  # type: ignore[arg-type]  # the optional facts of a document
        application = Application.COMPTABILITE
        return deposit(self.db, path, said, "marie", application, remember=True)

    def classify(self, document_id: int, **given: object) -> Deposited:
        said = Given(**given)  # type: ignore[arg-type]  # the optional facts of a document
        done = classify(self.db, document_id, said, "paul", Application.COMPTABILITE)
        assert done is not None
        return done

    def waiting(self, deposited: Deposited) -> Waiting:
        assert deposited.status is Filing.TO_CLASSIFY
        found = waiting(self.db, deposited.document_id)
        assert found is not None
        return found


@pytest.fixture
def desk(active: CompanyDatabase, tmp_path: Path) -> Desk:
    folder = tmp_path / "prints"
    folder.mkdir()
    return Desk(active, folder)


# --- what is proposed ----------------------------------------------------------------------------


def test_an_unknown_customer_is_proposed_for_creation_with_a_free_code(desk: Desk) -> None:
    taken = [ThirdParty(code, "clients", code) for code in ("ETOILECIE", "ETOILECIE2")]
    desk.db.third_parties.add(taken)
    document = desk.waiting(desk.file(Invoice(buyer=NEWCOMER).xml()))
    assert document.lacking == (Lacking.CUSTOMER_NOT_FOUND,)
    assert document.proposal.newcomer == ThirdParty(
        "ETOILECIE3", "clients", "Étoile & Cie", "404833048", None, "FR83404833048"
    )
    assert document.proposal.document_type == "ventes/facture"
    assert (document.proposal.number, document.proposal.date) == ("FA00042", date(2026, 3, 15))


def test_created_as_proposed_it_is_certain(desk: Desk) -> None:
    deposited = desk.file(Invoice(buyer=NEWCOMER).xml())
    newcomer = desk.waiting(deposited).proposal.newcomer
    assert newcomer is not None
    assert desk.db.third_parties.create(newcomer)
    assert now_certain(desk.db) == (deposited.document_id,)
    assert desk.waiting(deposited).lacking == ()


def test_several_namesakes_are_all_proposed_and_none_is_chosen(desk: Desk) -> None:
    document = desk.waiting(desk.file(Invoice(buyer=Someone("Dupond Frères")).xml()))
    assert {party.code for party in document.candidates} == {"DUPOND", "DUPON2"}
    assert document.proposal.third_party is None
    assert document.proposal.newcomer is not None  # it may be a third one


def test_of_several_with_the_same_siren_the_one_that_has_the_name_is_it(desk: Desk) -> None:
    desk.db.third_parties.add([ThirdParty("CARATL", "clients", "Carat Lyon", siren="312345678")])
    assert desk.file(Invoice(buyer=CARAT).xml()).status is Filing.WAITING
    other = desk.file(Invoice("F2", buyer=Someone("Carat Nantes", "312345678")).xml())
    assert other.lacking == (Lacking.THIRD_PARTY_SEVERAL,)


def test_the_place_is_shown_before_it_is_given(desk: Desk) -> None:
    document = desk.waiting(desk.file(Invoice(buyer=NEWCOMER).xml()))
    carat = desk.db.third_parties.get("CARAT")
    place = preview(document, Given(), carat)
    assert isinstance(place, FilingPlan)
    assert desk.classify(document.row.id, third_party="CARAT").path == place.path
    assert preview(document, Given(), None) == (Lacking.CUSTOMER_NOT_FOUND,)


def test_why_an_unreadable_file_waits_is_known_without_reading_it_again(desk: Desk) -> None:
    document = desk.waiting(desk.file(b"<?xml version='1.0'?><a>"))
    assert (document.reading, document.unread) == (None, Unread.BROKEN_XML)


# --- what is remembered --------------------------------------------------------------------------


def test_the_next_invoice_of_the_same_party_files_itself(desk: Desk) -> None:
    first = desk.file(Invoice(buyer=NEWCOMER).xml())
    assert first.status is Filing.TO_CLASSIFY
    desk.classify(first.document_id, third_party="CARAT")
    second = desk.file(Invoice("FA00043", buyer=NEWCOMER).xml())
    assert second.path is not None
    assert second.path.startswith("Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00043/")


@pytest.mark.parametrize(
    "other",
    [
        Someone("Étoile &amp; Cie", "732829320"),
        Someone("Étoile Lyon", "404833048"),
        Someone("Étoile &amp; Cie", "40483304800022", "0009"),
        Someone("Étoile &amp; Cie"),
    ],
)
def test_somebody_who_is_not_exactly_that_party_still_waits(desk: Desk, other: Someone) -> None:
    first = desk.file(Invoice(buyer=NEWCOMER).xml())
    desk.classify(first.document_id, third_party="CARAT")
    assert desk.file(Invoice("FA2", buyer=other).xml()).status is Filing.TO_CLASSIFY


def test_what_was_said_at_the_deposit_counts_too(desk: Desk) -> None:
    desk.file(Invoice(buyer=NEWCOMER).xml(), third_party="CARAT")
    assert desk.file(Invoice("FA2", buyer=NEWCOMER).xml()).status is Filing.WAITING


def test_a_habit_about_a_third_party_who_was_removed_is_forgotten(desk: Desk) -> None:
    desk.db.third_parties.add([ThirdParty("PASSAGE", "clients", "Client de passage")])
    first = desk.file(Invoice(buyer=NEWCOMER).xml())
    desk.classify(first.document_id, third_party="PASSAGE")
    desk.db.outbox.withdraw(first.document_id)
    assert desk.db.third_parties.remove("PASSAGE")
    assert desk.file(Invoice("FA2", buyer=NEWCOMER).xml()).status is Filing.TO_CLASSIFY


def test_a_file_named_like_an_earlier_one_is_proposed_for_but_never_filed_alone(
    desk: Desk,
) -> None:
    said = {"third_party": "BILLO", "document_type": "facture", "date": date(2026, 3, 1)}
    desk.file(blank_pdf(), "Facture Billo 2026-03.pdf", number="A1", **said)
    april = desk.file(blank_pdf() + b"\n", "facture billo 2026-04.pdf")
    proposal = desk.waiting(april).proposal
    assert proposal.remembered == (Lacking.THIRD_PARTY, Lacking.TYPE)
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.document_type) == ("BILLO", "achats/facture")
    assert words.remembered(proposal.remembered).startswith("Le tiers et le type proposés viennent")
    assert desk.waiting(desk.file(blank_pdf() + b" ", "autre.pdf")).proposal.third_party is None


def test_of_a_document_without_a_third_party_only_the_type_is_proposed_and_said(desk: Desk) -> None:
    said = {"document_type": "stocks/depreciation", "date": date(2026, 3, 1), "number": "I1"}
    desk.file(blank_pdf(), "Stocks 2026-03.pdf", **said)
    april = desk.file(blank_pdf() + b"\n", "stocks 2026-04.pdf")
    proposal = desk.waiting(april).proposal
    assert (proposal.third_party, proposal.document_type) == (None, "stocks/depreciation")
    assert proposal.remembered == (Lacking.TYPE,)
    assert words.remembered(proposal.remembered).startswith("Le type proposé vient d’un document")
    assert words.remembered(()) == ""


def test_our_company_unrecognised_what_was_said_is_proposed_only(desk: Desk) -> None:
    ours_otherwise = Someone("Les Bijoux de Saumur")
    first = desk.file(Invoice(seller=NEWCOMER, buyer=ours_otherwise).xml())
    assert first.lacking == (Lacking.NOT_OURS,)
    desk.classify(first.document_id, third_party="BILLO")
    second = desk.file(Invoice("F2", seller=NEWCOMER, buyer=ours_otherwise).xml())
    proposal = desk.waiting(second).proposal
    assert proposal.remembered == (Lacking.THIRD_PARTY,)
    assert words.remembered(proposal.remembered).startswith("Le tiers proposé vient d’un document")
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.document_type) == ("BILLO", "achats/facture")


# --- filing --------------------------------------------------------------------------------------


def test_those_that_are_certain_now_go_together_and_the_others_stay(desk: Desk) -> None:
    waited = [desk.file(Invoice(f"F{n}", buyer=NEWCOMER).xml(), f"{n}.xml") for n in range(3)]
    desk.file(blank_pdf(), "scan.pdf")
    assert now_certain(desk.db) == ()
    desk.db.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    certain = now_certain(desk.db)
    assert certain == tuple(each.document_id for each in waited)
    assert classify_all(desk.db, certain, "marie", Application.COMPTABILITE) == 3
    assert [row.title for row in queue(desk.db)] == ["scan.pdf"]
    assert classify_all(desk.db, certain, "marie", Application.COMPTABILITE) == 0


def test_a_statement_classified_twice_is_one_document(desk: Desk) -> None:
    said = {"third_party": "CARAT", "document_type": "releve", "date": date(2026, 3, 31)}
    first = desk.file(blank_pdf(), "releve.pdf", **said)
    copy = desk.file(blank_pdf(), "copie.pdf")
    done = desk.classify(copy.document_id, **said)
    assert (done.document_id, done.path) == (first.document_id, first.path)
    assert desk.db.register.counters().waiting == 1
    assert desk.db.register.counters().to_classify == 0


def test_a_statement_that_waited_goes_where_its_preview_says_in_the_fiscal_year_of_today(
    desk: Desk,
) -> None:
    kept = desk.file(blank_pdf(), "releve.pdf")
    desk.db.company.set_fiscal_start(FiscalStart(7, 1), "marie")
    said = {"third_party": "CARAT", "document_type": "releve", "date": date(2026, 3, 31)}
    document = waiting(desk.db, kept.document_id)
    assert document is not None
    seen = preview(document, Given(**said), desk.db.third_parties.get("CARAT"))  # type: ignore[arg-type]
    done = desk.classify(kept.document_id, **said)
    assert isinstance(seen, FilingPlan)
    assert done.path == seen.path
    assert "/Documents comptables/2025-2026/Relevés/" in seen.path


def test_an_internal_document_may_be_of_nobody(desk: Desk) -> None:
    said = {"document_type": "internes/Note de frais", "number": "NF7", "date": date(2026, 3, 1)}
    nobodys = desk.file(blank_pdf(), "note.pdf", **said)
    assert nobodys.path == (
        "Sage/Documents internes/202603/Note de frais_NF7/Note de frais_NF7.pdf"
    )
    somebodys = desk.file(blank_pdf() + b" ", "note2.pdf", third_party="CARAT", **said)
    assert somebodys.path == (
        "Sage/Clients/CARAT/Documents internes/202603/Note de frais_NF7/Note de frais_NF7.pdf"
    )
    unknown = desk.file(blank_pdf() + b"  ", "note3.pdf", third_party="PERSONNE", **said)
    assert unknown.lacking == (Lacking.THIRD_PARTY_UNKNOWN,)


@pytest.mark.parametrize("name", ["achats/facture", "Achats / Facture", "achats/Facture"])
def test_a_type_said_with_its_side_needs_no_guess(desk: Desk, name: str) -> None:
    desk.db.third_parties.add([ThirdParty("MAIRIE", "autres", "Mairie")])
    said = {"third_party": "MAIRIE", "number": "F1", "date": date(2026, 3, 1)}
    undecided = desk.file(blank_pdf(), "a.pdf", document_type="facture", **said)
    assert undecided.lacking == (Lacking.TYPE,)
    done = desk.classify(undecided.document_id, document_type=name, **said)
    assert done.path == "Sage/Autres/MAIRIE/Documents achats/202603/Facture_F1/Facture_F1.pdf"


@pytest.mark.parametrize("name", ["achats/poème", "voyages/facture", "internes/ "])
def test_a_side_or_a_type_that_does_not_exist_is_said(desk: Desk, name: str) -> None:
    deposited = desk.file(blank_pdf(), "a.pdf", document_type=name, third_party="CARAT")
    assert Lacking.TYPE_UNKNOWN in deposited.lacking


def test_another_workstation_that_was_faster_is_no_trouble(desk: Desk) -> None:
    waited = desk.file(Invoice(buyer=NEWCOMER).xml())
    desk.classify(waited.document_id, third_party="CARAT")
    said = Given(third_party="BILLO")
    assert classify(desk.db, waited.document_id, said, "x", Application.PAIE) is None
    assert waiting(desk.db, waited.document_id) is None
    row = desk.db.register.get(waited.document_id)
    assert row is not None
    assert (row.status, row.third_party_code) == (Status.WAITING, "CARAT")


@pytest.mark.parametrize("code", ["389", "261", "501", "502", "471", "393"])
def test_the_seller_is_the_seller_whoever_wrote_the_invoice(desk: Desk, code: str) -> None:
    ours = desk.file(Invoice("S1", code=code, seller=BIJOU, buyer=CARAT).xml(), "s.xml")
    theirs = Someone("Billot &amp; fils", "423456789")
    bought = desk.file(Invoice("P1", code=code, seller=theirs, buyer=BIJOU).xml(), "p.xml")
    assert ours.path is not None
    assert ours.path.startswith("Sage/Clients/CARAT/Documents ventes/")
    assert bought.path is not None
    assert bought.path.startswith("Sage/Fournisseurs/BILLO/Documents achats/")


@pytest.mark.parametrize(
    "us",
    [
        Someone("Autre nom", "552100554"),
        Someone("Autre nom", "552 100 554 00013", "0009"),
        Someone("Autre nom", vat="FR40552100554"),
        Someone("Autre nom", "403334444", "0088", vat="FR 40 552 100 554"),
        Someone("bijou"),
    ],
)
def test_our_company_is_known_by_any_of_its_numbers_then_by_its_name(
    desk: Desk, us: Someone
) -> None:
    sold = desk.file(Invoice(seller=us).xml())
    assert sold.path is not None
    assert "Documents ventes" in sold.path
