"""What waits for a place is explained, proposed for, filed in one word, and remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from invoice_making import BIJOU, CARAT, Invoice, Someone, blank_pdf, pdf_carrying
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.classifying import classify, classify_all, now_certain, queue
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.filing.suggestions import (
    Origin,
    ProposedField,
    UnclassifiedDocument,
    preview,
    waiting,
)
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.tree.filing_plan import FilingPlan
from stockage_partage.errors import ThirdPartyInUse
from stockage_partage.messages import classifying as texts
from stockage_partage.messages.documents import waiting as waiting_texts

NEWCOMER = Someone("Étoile &amp; Cie", "404833048", vat="FR83404833048")


class Desk:
    """Somebody who files documents in one company, and somebody who classifies."""

    def __init__(self, db: CompanyDatabase, folder: Path) -> None:
        self.db = db
        self.folder = folder

    def file(self, content: bytes, name: str = "x.xml", **given: object) -> DepositResult:
        path = self.folder / name
        path.write_bytes(content)
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        application = Application.COMPTABILITE
        return deposit(self.db, path, said, "marie", application, remember=True)

    def classify(self, document_id: int, **given: object) -> DepositResult:
        said = GivenDetails(**given)  # type: ignore[arg-type]  # the optional facts of a document
        done = classify(self.db, document_id, said, "paul", Application.COMPTABILITE)
        assert done is not None
        return done

    def waiting(self, deposited: DepositResult, pages: str | None = None) -> UnclassifiedDocument:
        assert deposited.status is FilingOutcome.TO_CLASSIFY
        found = waiting(self.db, deposited.document_id, pages)
        assert found is not None
        return found


@pytest.fixture
def sending(active: CompanyDatabase, tmp_path: Path) -> Desk:
    folder = tmp_path / "prints"
    folder.mkdir()
    return Desk(active, folder)


# --- what is proposed ----------------------------------------------------------------------------


def test_an_unknown_customer_is_proposed_for_creation_with_a_free_code(sending: Desk) -> None:
    taken = [ThirdParty(code, "clients", code) for code in ("ETOILECIE", "ETOILECIE2")]
    sending.db.third_parties.add(taken)
    document = sending.waiting(sending.file(Invoice(buyer=NEWCOMER).xml()))
    assert document.lacking == (MissingDetail.CUSTOMER_NOT_FOUND,)
    assert document.proposal.newcomer == ThirdParty(
        "ETOILECIE3", "clients", "Étoile & Cie", "404833048", None, "FR83404833048"
    )
    assert document.proposal.document_type == "ventes/facture"
    assert (document.proposal.number, document.proposal.date) == ("FA00042", date(2026, 3, 15))


def test_created_as_proposed_it_is_certain(sending: Desk) -> None:
    deposited = sending.file(Invoice(buyer=NEWCOMER).xml())
    newcomer = sending.waiting(deposited).proposal.newcomer
    assert newcomer is not None
    assert sending.db.third_parties.create(newcomer)
    assert now_certain(sending.db) == (deposited.document_id,)
    assert sending.waiting(deposited).lacking == ()


def test_several_namesakes_are_all_proposed_and_none_is_chosen(sending: Desk) -> None:
    document = sending.waiting(sending.file(Invoice(buyer=Someone("Dupond Frères")).xml()))
    assert {party.code for party in document.candidates} == {"DUPOND", "DUPON2"}
    assert document.proposal.third_party is None
    assert document.proposal.newcomer is not None  # it may be a third one


def test_of_several_with_the_same_siren_the_one_that_has_the_name_is_it(sending: Desk) -> None:
    sending.db.third_parties.add([ThirdParty("CARATL", "clients", "Carat Lyon", siren="312345678")])
    assert sending.file(Invoice(buyer=CARAT).xml()).status is FilingOutcome.WAITING
    other = sending.file(Invoice("F2", buyer=Someone("Carat Nantes", "312345678")).xml())
    assert other.lacking == (MissingDetail.THIRD_PARTY_SEVERAL,)


def test_the_place_is_shown_before_it_is_given(sending: Desk) -> None:
    document = sending.waiting(sending.file(Invoice(buyer=NEWCOMER).xml()))
    carat = sending.db.third_parties.get("CARAT")
    place = preview(document, GivenDetails(), carat)
    assert isinstance(place, FilingPlan)
    assert sending.classify(document.row.id, third_party="CARAT").path == place.path
    assert preview(document, GivenDetails(), None) == (MissingDetail.CUSTOMER_NOT_FOUND,)


def test_why_an_unreadable_file_waits_is_known_without_reading_it_again(sending: Desk) -> None:
    document = sending.waiting(sending.file(b"<?xml version='1.0'?><a>"))
    assert (document.reading, document.unread) == (None, UnreadReason.BROKEN_XML)


# --- what is remembered --------------------------------------------------------------------------


def test_the_next_invoice_of_the_same_party_files_itself(sending: Desk) -> None:
    first = sending.file(Invoice(buyer=NEWCOMER).xml())
    assert first.status is FilingOutcome.TO_CLASSIFY
    sending.classify(first.document_id, third_party="CARAT")
    second = sending.file(Invoice("FA00043", buyer=NEWCOMER).xml())
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
def test_somebody_who_is_not_exactly_that_party_still_waits(sending: Desk, other: Someone) -> None:
    first = sending.file(Invoice(buyer=NEWCOMER).xml())
    sending.classify(first.document_id, third_party="CARAT")
    assert sending.file(Invoice("FA2", buyer=other).xml()).status is FilingOutcome.TO_CLASSIFY


def test_what_was_said_at_the_deposit_counts_too(sending: Desk) -> None:
    sending.file(Invoice(buyer=NEWCOMER).xml(), third_party="CARAT")
    assert sending.file(Invoice("FA2", buyer=NEWCOMER).xml()).status is FilingOutcome.WAITING


def test_a_habit_about_a_third_party_who_was_removed_is_forgotten(sending: Desk) -> None:
    sending.db.third_parties.add([ThirdParty("PASSAGE", "clients", "Client de passage")])
    first = sending.file(Invoice(buyer=NEWCOMER).xml())
    sending.classify(first.document_id, third_party="PASSAGE")
    sending.db.outbox.withdraw(first.document_id)
    assert sending.db.third_parties.remove("PASSAGE")
    assert sending.file(Invoice("FA2", buyer=NEWCOMER).xml()).status is FilingOutcome.TO_CLASSIFY


def test_a_file_named_like_an_earlier_one_is_proposed_for_but_never_filed_alone(
    sending: Desk,
) -> None:
    said = {"third_party": "BILLO", "document_type": "facture", "date": date(2026, 3, 1)}
    sending.file(blank_pdf(), "Facture Billo 2026-03.pdf", number="A1", **said)
    april = sending.file(blank_pdf() + b"\n", "facture billo 2026-04.pdf")
    proposal = sending.waiting(april).proposal
    assert proposal.origins == {
        ProposedField.THIRD_PARTY: Origin.SIMILAR,
        ProposedField.TYPE: Origin.SIMILAR,
    }
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.document_type) == ("BILLO", "achats/facture")
    assert (
        sending.waiting(sending.file(blank_pdf() + b" ", "autre.pdf")).proposal.third_party is None
    )


def test_of_a_document_without_a_third_party_only_the_type_is_proposed_and_said(
    sending: Desk,
) -> None:
    said = {"document_type": "stocks/depreciation", "date": date(2026, 3, 1), "number": "I1"}
    sending.file(blank_pdf(), "Stocks 2026-03.pdf", **said)
    april = sending.file(blank_pdf() + b"\n", "stocks 2026-04.pdf")
    proposal = sending.waiting(april).proposal
    assert (proposal.third_party, proposal.document_type) == (None, "stocks/depreciation")
    assert proposal.origins == {ProposedField.TYPE: Origin.SIMILAR}
    assert texts.origin(Origin.SIMILAR, "") == "Comme un document semblable, déjà classé"
    assert texts.origin(None, "") == ""


PAGES = """Facture n° FB-26-1187
Saumur, le 17 novembre 2026
SIREN 423 456 789
"""


def test_what_its_pages_and_its_name_tell_is_proposed_and_files_nothing(sending: Desk) -> None:
    kept = sending.file(blank_pdf(), "billo 4512 2026-10-01.pdf")
    proposal = sending.waiting(kept, PAGES).proposal
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.number) == ("BILLO", "FB-26-1187")
    assert (proposal.document_type, proposal.date) == ("achats/facture", DAY)
    assert set(proposal.origins.values()) == {Origin.PAGES}

    scanned = sending.waiting(kept, "").proposal
    assert scanned.third_party is not None
    assert (scanned.third_party.code, scanned.number) == ("BILLO", "4512")
    assert (scanned.document_type, scanned.date) == ("", date(2026, 10, 1))
    assert set(scanned.origins.values()) == {Origin.FILE_NAME}

    row = sending.db.register.get(kept.document_id)
    assert row is not None
    assert (row.status, row.third_party_code, row.number) == (Status.TO_CLASSIFY, "", "")


def test_what_was_said_stands_against_every_guess(sending: Desk) -> None:
    kept = sending.file(blank_pdf(), "scan.pdf", third_party="CARAT", number="FA00042")
    proposal = sending.waiting(kept, PAGES).proposal
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.number) == ("CARAT", "FA00042")
    assert (proposal.document_type, proposal.date) == ("ventes/facture", DAY)
    assert proposal.origins[ProposedField.NUMBER] is Origin.SAID
    assert proposal.origins[ProposedField.DATE] is Origin.PAGES


def test_of_a_third_party_without_a_type_the_latest_one_is_proposed(sending: Desk) -> None:
    said = {"third_party": "BILLO", "document_type": "achats/bon-de-livraison"}
    sending.file(blank_pdf(), "un.pdf", number="BL1", date=DAY, **said)
    proposal = sending.waiting(sending.file(blank_pdf() + b" ", "billo.pdf"), "").proposal
    assert proposal.document_type == "achats/bon-de-livraison"
    assert proposal.origins[ProposedField.TYPE] is Origin.LATEST


def test_whom_an_electronic_invoice_names_is_not_looked_for_on_its_pages(sending: Desk) -> None:
    kept = sending.file(Invoice(buyer=NEWCOMER).xml(), "billo.xml")
    proposal = sending.waiting(kept, PAGES).proposal
    assert proposal.third_party is None
    assert proposal.newcomer is not None
    assert proposal.origins[ProposedField.NUMBER] is Origin.READ


def test_our_company_unrecognised_what_was_said_is_proposed_only(sending: Desk) -> None:
    ours_otherwise = Someone("Les Bijoux de Saumur")
    first = sending.file(Invoice(seller=NEWCOMER, buyer=ours_otherwise).xml())
    assert first.lacking == (MissingDetail.NOT_OURS,)
    sending.classify(first.document_id, third_party="BILLO")
    second = sending.file(Invoice("F2", seller=NEWCOMER, buyer=ours_otherwise).xml())
    proposal = sending.waiting(second).proposal
    assert proposal.origins[ProposedField.THIRD_PARTY] is Origin.SIMILAR
    assert proposal.origins[ProposedField.TYPE] is Origin.READ
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.document_type) == ("BILLO", "achats/facture")


# --- filing --------------------------------------------------------------------------------------


def test_those_that_are_certain_now_go_together_and_the_others_stay(sending: Desk) -> None:
    waited = [sending.file(Invoice(f"F{n}", buyer=NEWCOMER).xml(), f"{n}.xml") for n in range(3)]
    sending.file(blank_pdf(), "scan.pdf")
    assert now_certain(sending.db) == ()
    sending.db.third_parties.add([ThirdParty("ETOILE", "clients", "Étoile", siren="404833048")])
    certain = now_certain(sending.db)
    assert certain == tuple(each.document_id for each in waited)
    assert classify_all(sending.db, certain, "marie", Application.COMPTABILITE) == 3
    assert [row.title for row in queue(sending.db)] == ["scan.pdf"]
    assert classify_all(sending.db, certain, "marie", Application.COMPTABILITE) == 0


def test_a_statement_classified_twice_is_one_document(sending: Desk) -> None:
    said = {"third_party": "CARAT", "document_type": "releve", "date": date(2026, 3, 31)}
    first = sending.file(blank_pdf(), "releve.pdf", **said)
    copy = sending.file(blank_pdf(), "copie.pdf")
    done = sending.classify(copy.document_id, **said)
    assert (done.document_id, done.path) == (first.document_id, first.path)
    assert sending.db.register.counters().waiting == 1
    assert sending.db.register.counters().to_classify == 0


def test_a_statement_that_waited_goes_where_its_preview_says_in_the_fiscal_year_of_today(
    sending: Desk,
) -> None:
    kept = sending.file(blank_pdf(), "releve.pdf")
    sending.db.company.set_fiscal_start(FiscalStart(7, 1), "marie")
    said = {"third_party": "CARAT", "document_type": "releve", "date": date(2026, 3, 31)}
    document = waiting(sending.db, kept.document_id)
    assert document is not None
    seen = preview(document, GivenDetails(**said), sending.db.third_parties.get("CARAT"))  # type: ignore[arg-type]
    done = sending.classify(kept.document_id, **said)
    assert isinstance(seen, FilingPlan)
    assert done.path == seen.path
    assert "/Documents comptables/2025-2026/Relevés/" in seen.path


def test_an_internal_document_may_be_of_nobody(sending: Desk) -> None:
    said = {"document_type": "internes/Note de frais", "number": "NF7", "date": date(2026, 3, 1)}
    nobodys = sending.file(blank_pdf(), "note.pdf", **said)
    assert nobodys.path == (
        "Sage/Documents internes/202603/Note de frais_NF7/Note de frais_NF7.pdf"
    )
    somebodys = sending.file(blank_pdf() + b" ", "note2.pdf", third_party="CARAT", **said)
    assert somebodys.path == (
        "Sage/Clients/CARAT/Documents internes/202603/Note de frais_NF7/Note de frais_NF7.pdf"
    )
    unknown = sending.file(blank_pdf() + b"  ", "note3.pdf", third_party="PERSONNE", **said)
    assert unknown.lacking == (MissingDetail.THIRD_PARTY_UNKNOWN,)


@pytest.mark.parametrize("name", ["achats/facture", "Achats / Facture", "achats/Facture"])
def test_a_type_said_with_its_side_needs_no_guess(sending: Desk, name: str) -> None:
    sending.db.third_parties.add([ThirdParty("MAIRIE", "autres", "Mairie")])
    said = {"third_party": "MAIRIE", "number": "F1", "date": date(2026, 3, 1)}
    undecided = sending.file(blank_pdf(), "a.pdf", document_type="facture", **said)
    assert undecided.lacking == (MissingDetail.TYPE,)
    done = sending.classify(undecided.document_id, document_type=name, **said)
    assert done.path == "Sage/Autres/MAIRIE/Documents achats/202603/Facture_F1/Facture_F1.pdf"


@pytest.mark.parametrize("name", ["achats/poème", "voyages/facture", "internes/ "])
def test_a_side_or_a_type_that_does_not_exist_is_said(sending: Desk, name: str) -> None:
    deposited = sending.file(blank_pdf(), "a.pdf", document_type=name, third_party="CARAT")
    assert MissingDetail.TYPE_UNKNOWN in deposited.lacking


def test_another_workstation_that_was_faster_is_no_trouble(sending: Desk) -> None:
    waited = sending.file(Invoice(buyer=NEWCOMER).xml())
    sending.classify(waited.document_id, third_party="CARAT")
    said = GivenDetails(third_party="BILLO")
    assert classify(sending.db, waited.document_id, said, "x", Application.PAIE) is None
    assert waiting(sending.db, waited.document_id) is None
    row = sending.db.register.get(waited.document_id)
    assert row is not None
    assert (row.status, row.third_party_code) == (Status.WAITING, "CARAT")


@pytest.mark.parametrize("code", ["389", "261", "501", "502", "471", "393"])
def test_the_seller_is_the_seller_whoever_wrote_the_invoice(sending: Desk, code: str) -> None:
    ours = sending.file(Invoice("S1", code=code, seller=BIJOU, buyer=CARAT).xml(), "s.xml")
    theirs = Someone("Billot &amp; fils", "423456789")
    bought = sending.file(Invoice("P1", code=code, seller=theirs, buyer=BIJOU).xml(), "p.xml")
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
    sending: Desk, us: Someone
) -> None:
    sold = sending.file(Invoice(seller=us).xml())
    assert sold.path is not None
    assert "Documents ventes" in sold.path


# --- what was said at printing ------------------------------------------------------------------

DAY = date(2026, 11, 17)


def printed(sending: Desk, content: bytes, **given: object) -> DepositResult:
    """As the print dialog keeps it, made with the template « Facture »."""
    file = sending.folder / "imprime.pdf"
    file.write_bytes(content)
    said = GivenDetails(document_type="ventes/facture", **given)  # type: ignore[arg-type]  # optional facts
    application = Application.GESTION_COMMERCIALE
    return deposit(
        sending.db, file, said, "marie", application, model="ventes/facture", remember=True
    )


def test_what_was_said_is_kept_when_one_thing_lacks(sending: Desk) -> None:
    document = sending.waiting(printed(sending, blank_pdf(), third_party="CARAT", date=DAY))

    assert document.lacking == (MissingDetail.NUMBER,)
    proposal = document.proposal
    assert proposal.third_party is not None
    assert (proposal.third_party.code, proposal.document_type) == ("CARAT", "ventes/facture")
    assert (proposal.number, proposal.date) == ("", DAY)
    assert proposal.origins == dict.fromkeys(
        (ProposedField.THIRD_PARTY, ProposedField.TYPE, ProposedField.DATE), Origin.SAID
    )
    assert texts.origin(Origin.SAID, "impression") == "Indiqué à l’impression"
    told = (waiting_texts(document.row) or "").replace("\u00a0", " ")
    assert "Indiquez le numéro de pièce pour le classer" in told
    assert [row.id for row in sending.db.register.search("carat")] == [document.row.id]


def test_what_is_said_of_a_pdf_that_already_waited_is_kept_too(sending: Desk) -> None:
    first = printed(sending, blank_pdf(), number="FA00042")
    again = printed(sending, blank_pdf(), third_party="CARAT")
    assert again.document_id == first.document_id

    document = sending.waiting(again)

    assert document.lacking == (MissingDetail.DATE,)
    assert document.proposal.number == "FA00042"
    assert [row.id for row in sending.db.register.search("fa00042 carat")] == [first.document_id]


def test_a_document_without_anything_said_takes_nothing_away(sending: Desk) -> None:
    first = printed(sending, blank_pdf(), third_party="CARAT", date=DAY)
    sending.file(blank_pdf(), "copie.pdf")
    document = sending.waiting(first)
    assert document.lacking == (MissingDetail.NUMBER,)
    assert document.proposal.date == DAY


def test_what_was_said_comes_before_what_files_of_that_name_were(sending: Desk) -> None:
    other = sending.file(pdf_carrying(note__txt=b"autre"), "imprime.pdf")
    sending.classify(
        other.document_id, third_party="BILLO", document_type="achats/devis", number="1", date=DAY
    )
    document = sending.waiting(printed(sending, blank_pdf(), third_party="CARAT"))
    assert document.proposal.document_type == "ventes/facture"
    assert document.proposal.third_party is not None
    assert document.proposal.third_party.code == "CARAT"


def test_the_command_adds_to_what_was_said(sending: Desk) -> None:
    kept = printed(sending, blank_pdf(), third_party="CARAT", date=DAY, provisional=True)
    done = classify(
        sending.db,
        kept.document_id,
        GivenDetails(number="FA00042"),
        "paul",
        Application.GESTION_COMMERCIALE,
        complete=True,
    )
    assert done is not None
    assert done.path is not None
    assert "CARAT" in done.path
    row = sending.db.register.get(done.document_id)
    assert row is not None
    assert (row.type, row.date, row.provisional) == ("facture", DAY, True)


def test_a_provisional_copy_is_shown_and_filed_as_one(sending: Desk) -> None:
    document = sending.waiting(printed(sending, blank_pdf(), third_party="CARAT", provisional=True))
    given = GivenDetails("CARAT", "ventes/facture", "FA00042", DAY)
    shown = preview(document, given, document.proposal.third_party)
    assert isinstance(shown, FilingPlan)
    done = classify(sending.db, document.row.id, given, "paul", Application.GESTION_COMMERCIALE)
    assert done is not None
    assert done.path == shown.path
    assert document.row.provisional


def test_a_third_party_that_a_waiting_document_names_is_not_taken_away(sending: Desk) -> None:
    sending.db.third_parties.create(ThirdParty("PASSANT", "clients", "Client de passage"))
    kept = printed(sending, blank_pdf(), third_party="PASSANT", date=DAY)
    assert sending.waiting(kept).lacking == (MissingDetail.NUMBER,)
    with pytest.raises(ThirdPartyInUse):
        sending.db.third_parties.remove("PASSANT")
