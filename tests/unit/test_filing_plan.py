"""Where each kind of document goes, by example."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from stockage_partage.applications import Application
from stockage_partage.company.fiscal_years import FiscalYear
from stockage_partage.documents.tree.document_types import (
    DocumentType,
    Domain,
    ThirdPartyKind,
    find_type,
    internal_type,
)
from stockage_partage.documents.tree.filing_plan import (
    Archive,
    Article,
    Attachment,
    DocumentFacts,
    Intervention,
    NumberedFile,
    Recovery,
    StateFile,
    ThirdPartyFolder,
    plan,
)

CARAT = ThirdPartyFolder(ThirdPartyKind.CUSTOMER, "CARAT")
BILLO = ThirdPartyFolder(ThirdPartyKind.SUPPLIER, "BILLO")
YEAR = FiscalYear(date(2026, 1, 1), date(2026, 12, 31))
SPANNING = FiscalYear(date(2025, 7, 1), date(2026, 6, 30))
AT = datetime(2026, 3, 31, 10, 15, 0)


def kind(label: str, domain: Domain) -> DocumentType:
    found = find_type(label, domain)
    assert found is not None
    return found


def sale(label: str, number: str, **more: object) -> NumberedFile:
    piece = NumberedFile(kind(label, Domain.SALES), number, date(2026, 3, 15), CARAT)
    return NumberedFile(
        piece.document_type,
        piece.number,
        piece.date,
        piece.third_party,
        **more,  # type: ignore[arg-type]  # the two optional facts of a piece
    )


INVOICE = sale("Facture", "FA00042")
ORDER = NumberedFile(kind("Bon de commande", Domain.PURCHASES), "FBC0007", date(2026, 3, 2), BILLO)
ENTRY = NumberedFile(kind("Mouvement d'entrée", Domain.STOCKS), "ME0003", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("facts", "version", "path"),
    [
        (
            INVOICE,
            1,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf",
        ),
        (
            INVOICE,
            2,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042_v02.pdf",
        ),
        (
            INVOICE,
            112,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042_v112.pdf",
        ),
        (
            sale("Facture d'avoir", "AV01", extension=".xml"),
            1,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture d'avoir_AV01/Facture d'avoir_AV01.xml",
        ),
        (
            sale("Facture", "FA00042", provisional_at=AT),
            1,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/"
            "Facture_FA00042_provisoire_20260331-101500.pdf",
        ),
        (
            ORDER,
            1,
            "Sage/Fournisseurs/BILLO/Documents achats/202603/Bon de commande_FBC0007/"
            "Bon de commande_FBC0007.pdf",
        ),
        (
            ENTRY,
            1,
            "Sage/Documents stocks/202603/Mouvement d'entrée_ME0003/Mouvement d'entrée_ME0003.pdf",
        ),
        (
            NumberedFile(internal_type("Fiche atelier"), "I7", date(2026, 12, 1)),
            1,
            "Sage/Documents internes/202612/Fiche atelier_I7/Fiche atelier_I7.pdf",
        ),
        (
            NumberedFile(internal_type("Fiche atelier"), "I7", date(2026, 12, 1), CARAT),
            1,
            "Sage/Clients/CARAT/Documents internes/202612/Fiche atelier_I7/Fiche atelier_I7.pdf",
        ),
        (
            StateFile(kind("Relevé", Domain.ACCOUNTING), CARAT, YEAR, AT),
            1,
            "Sage/Clients/CARAT/Documents comptables/2026/Relevés/Relevé_CARAT_20260331-101500.pdf",
        ),
        (
            StateFile(kind("Lettre", Domain.ACCOUNTING), CARAT, SPANNING, AT),
            1,
            "Sage/Clients/CARAT/Documents comptables/2025-2026/Lettres/"
            "Lettre_CARAT_20260331-101500.pdf",
        ),
        (
            StateFile(kind("Rappel", Domain.ACCOUNTING), CARAT, YEAR, AT),
            2,
            "Sage/Clients/CARAT/Documents comptables/2026/Rappels/"
            "Rappel_CARAT_20260331-101500_v02.pdf",
        ),
        (
            Recovery(CARAT, "D12", "Mise en demeure", AT),
            1,
            "Sage/Clients/CARAT/Documents comptables/Recouvrement/D12/Recouvrement Mise en demeure/"
            "Recouvrement_CARAT_20260331-101500.pdf",
        ),
        (
            Intervention(CARAT, "D12", AT, "courrier.docx"),
            1,
            "Sage/Clients/CARAT/Documents comptables/Recouvrement/D12/"
            "Intervention 20260331-101500/courrier.docx",
        ),
        (
            Attachment(ThirdPartyFolder(ThirdPartyKind.EMPLOYEE, "DUPONT"), "Contrat signé.PDF"),
            1,
            "Sage/Salariés/DUPONT/Documents attachés/Contrat signé.pdf",
        ),
        (
            Attachment(ThirdPartyFolder(ThirdPartyKind.OTHER, "MAIRIE"), "plan.dwg"),
            3,
            "Sage/Autres/MAIRIE/Documents attachés/plan (3).dwg",
        ),
        (
            Attachment(INVOICE, "cgv.pdf", to_transmit=True),
            1,
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/A transmettre/cgv.pdf",
        ),
        (
            Attachment(ENTRY, "photo.jpeg"),
            1,
            "Sage/Documents stocks/202603/Mouvement d'entrée_ME0003/Documents attachés/photo.jpeg",
        ),
        (
            Attachment(Article("BIJOUXOR", "BAOR01"), "notice.pdf"),
            1,
            "Sage/Articles/BIJOUXOR/BAOR01/Documents attachés/notice.pdf",
        ),
        (
            Archive(Application.GESTION_COMMERCIALE, 2026, "sauvegarde.zip"),
            1,
            "Sage/Archivage/Gestion commerciale/2026/sauvegarde.zip",
        ),
    ],
)
def test_every_document_has_its_place(facts: DocumentFacts, version: int, path: str) -> None:
    assert plan(facts, version).path == path


def test_a_reprint_lands_beside_its_first_print() -> None:
    first, again = plan(INVOICE), plan(INVOICE, 2)
    assert first.folders == again.folders
    assert first.name != again.name


def test_the_provisional_print_leaves_the_plain_name_to_the_definitive_one() -> None:
    provisional = plan(sale("Facture", "FA00042", provisional_at=AT))
    assert provisional.folders == plan(INVOICE).folders
    assert provisional.name != plan(INVOICE).name


def test_a_sale_of_nobody_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="third party"):
        plan(NumberedFile(INVOICE.document_type, "FA1", date(2026, 1, 1)))


@pytest.mark.parametrize(
    "number",
    ["fa00042", "FA/00042", "FA:00042", "FA00042 ", "FA00042.", "../../X", "", "ß"],
)
def test_a_number_that_cannot_stand_as_it_is_carries_a_digest(number: str) -> None:
    folder = plan(sale("Facture", number)).folders[-1]
    stem, _, digest = folder.rpartition("-")
    assert stem.startswith("Facture_")
    assert len(digest) == 10


def test_two_ways_of_writing_an_accent_are_one_number() -> None:
    assert plan(sale("Facture", "E\u0301T\u00c9")) == plan(sale("Facture", "\u00c9TE\u0301"))


def test_a_code_that_looks_like_one_with_a_digest_is_not_taken_for_it() -> None:
    altered = plan(sale("Facture", "a")).folders[-1].removeprefix("Facture_")
    pretender = plan(sale("Facture", altered.upper())).folders[-1]
    assert pretender.casefold() != f"facture_{altered}".casefold()


def test_an_attachment_called_like_a_second_copy_does_not_take_its_place() -> None:
    second = plan(Attachment(CARAT, "devis.pdf"), 2)
    assert second.name == "devis (2).pdf"
    assert plan(Attachment(CARAT, "devis (2).pdf")).key != second.key
