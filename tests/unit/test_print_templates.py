"""Which templates each application prints with, and what their choice makes of the box."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.activation.states import Functions
from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.company.state_records import Company
from stockage_partage.documents.filing.destination import side_of
from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading, InvoiceType
from stockage_partage.documents.printing.templates import (
    FilingMode,
    FilingTick,
    PrintTemplate,
    TickReason,
    domains_printed,
    filing_of,
    template_called,
    template_named,
    template_read,
    templates_of,
    tick,
)
from stockage_partage.documents.tree.document_types import Domain

GESTION, COMPTA = Application.GESTION_COMMERCIALE, Application.COMPTABILITE


def labels(application: Application, domain: Domain) -> list[str]:
    return [t.kind.label for t in templates_of(application) if t.kind.domain is domain]


def word(template: PrintTemplate | None) -> str | None:
    return template.word if template is not None else None


def test_gestion_commerciale_prints_sales_purchases_and_stocks() -> None:
    assert labels(GESTION, Domain.SALES) == [
        "Devis",
        "Bon de commande",
        "Préparation de livraison",
        "Bon de livraison",
        "Bon de retour",
        "Bon d'avoir",
        "Facture",
        "Facture de retour",
        "Facture d'avoir",
    ]
    assert labels(GESTION, Domain.PURCHASES)[0] == "Préparation de commande"
    assert domains_printed(GESTION) == (Domain.SALES, Domain.PURCHASES, Domain.STOCKS)


def test_comptabilite_prints_its_states_first_and_the_invoices_it_records() -> None:
    assert labels(COMPTA, Domain.ACCOUNTING) == ["Relevé", "Lettre", "Rappel", "Recouvrement"]
    assert labels(COMPTA, Domain.SALES) == ["Facture", "Facture d'avoir"]
    assert domains_printed(COMPTA) == (Domain.ACCOUNTING, Domain.SALES, Domain.PURCHASES)


def test_applications_without_the_option_have_no_template() -> None:
    assert all(templates_of(each) == () for each in Application if each not in SOLD_FOR)


@pytest.mark.parametrize("application", sorted(SOLD_FOR))
def test_every_word_is_short_unique_and_names_its_template(application: Application) -> None:
    words = [each.word for each in templates_of(application)]
    assert len(set(words)) == len(words)
    assert all(len(each) <= 48 for each in words)
    assert [word(template_called(application, each)) for each in words] == words


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("facture", "ventes/facture"),
        ("Facture d'avoir", "ventes/facture-d-avoir"),
        ("avoir", "ventes/facture-d-avoir"),
        ("Préparation de commande", "achats/preparation-de-commande"),
        ("achats/facture", "achats/facture"),
        ("achats/devis", None),
        ("relevé", None),
        ("rien", None),
        ("", None),
    ],
)
def test_a_template_is_called_by_word_label_or_synonym(name: str, found: str | None) -> None:
    assert word(template_called(GESTION, name)) == found


US, THEM = InvoiceParty("BIJOU", siren="552100554"), InvoiceParty("Carat", siren="312345678")


@pytest.mark.parametrize(
    ("kind", "seller", "buyer", "found"),
    [
        (InvoiceType.INVOICE, US, THEM, "ventes/facture"),
        (InvoiceType.CREDIT_NOTE, US, THEM, "ventes/facture-d-avoir"),
        (InvoiceType.INVOICE, THEM, US, "achats/facture"),
        (InvoiceType.INVOICE, THEM, THEM, "ventes/facture"),
        (InvoiceType.OTHER, US, THEM, None),
    ],
)
def test_an_electronic_invoice_tells_its_template(
    kind: InvoiceType, seller: InvoiceParty, buyer: InvoiceParty, found: str | None
) -> None:
    reading = InvoiceReading(kind, "FA1", date(2026, 3, 1), seller, buyer)
    side = side_of(reading, Company("1", "BIJOU", "552100554"))
    assert word(template_read(GESTION, reading, side)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Devis_DE0042.pdf", "ventes/devis"),
        ("facture d'avoir FA12.PDF", "ventes/facture-d-avoir"),
        ("Facture.pdf", "ventes/facture"),
        ("Factures.pdf", None),
        ("sans-extension", None),
        ("", None),
    ],
)
def test_a_file_name_tells_only_the_template(name: str, found: str | None) -> None:
    assert word(template_named(GESTION, name)) == found


def test_what_nobody_decided_is_offered_and_a_newer_word_too() -> None:
    facture = template_called(GESTION, "facture")
    assert filing_of({}, facture) is FilingMode.OFFERED
    assert filing_of({}, None) is FilingMode.OFFERED
    assert filing_of({"ventes/facture": "jamais"}, facture) is FilingMode.NEVER
    assert filing_of({"ventes/facture": "autrement"}, facture) is FilingMode.OFFERED


TABLE = {
    (FilingMode.NEVER, Functions.ALL): FilingTick(False, TickReason.NEVER),
    (FilingMode.OFFERED, Functions.ALL): FilingTick(True),
    (FilingMode.COMPULSORY, Functions.ALL): FilingTick(True, TickReason.COMPULSORY),
    **{
        (each, Functions.LIMITED): FilingTick(False, TickReason.OPTION_MISSING)
        for each in FilingMode
    },
    **{
        (each, Functions.NONE): FilingTick(False, TickReason.STORAGE_INACTIVE)
        for each in FilingMode
    },
}


@pytest.mark.parametrize(("filing", "functions"), TABLE)
def test_the_box_follows_the_choice_and_what_the_application_may_do(
    filing: FilingMode, functions: Functions
) -> None:
    said = tick(filing, functions)
    assert said == TABLE[filing, functions]
    assert said.free is (filing is FilingMode.OFFERED and functions is Functions.ALL)
