"""What a file's name and its pages tell of a document, to be proposed to whoever files it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.state_records import Company
from stockage_partage.documents.filing.clues import clues_in_name, clues_in_pages
from stockage_partage.documents.filing.party_clues import party_in_name, party_on_pages

DAY = date(2026, 11, 17)
OURS = Company("id", "BIJOU SA", "732829320")
CARAT = ThirdParty("CARAT", "clients", "Carat", "552100554", "55210055400013")
JOAILLERIE = ThirdParty("CARATJ", "clients", "Carat Joaillerie", "404833048")
BILLO = ThirdParty("BILLO", "fournisseurs", "Établissements Billo", vat="FR34652014051")
MULLER = ThirdParty("MULLER", "fournisseurs", "Müller Präzision GmbH", vat="DE136695976")
US = ThirdParty("NOUS", "clients", "Bijou S.A.", "732829320")
PARTIES = (CARAT, JOAILLERIE, BILLO, MULLER, US)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Facture_FA00042.pdf", "FA00042"),
        ("Facture FA-2017-0010.pdf", "FA-2017-0010"),
        ("DE90011 Carat.pdf", "DE90011"),
        ("FactureFA00042.PDF", "FA00042"),
        ("facture n° 4512 Orange.pdf", "4512"),
        ("2026-11-17_FA00042.pdf", "FA00042"),
        ("20261117 facture 4512.pdf", "4512"),
        ("FA_00042.pdf", "FA00042"),
        ("BL 77120.pdf", "77120"),
        ("F2026-11-003 (2).pdf", "F2026-11-003"),
        ("avoir AV-2017-0005_v02.pdf", "AV-2017-0005"),
        ("Facture 4512 FA00042.pdf", "FA00042"),
        ("FA-20261103.pdf", "FA-20261103"),
        # What is no number of a document.
        ("Facture Orange 2026-03.pdf", ""),
        ("Facture Orange 2026.pdf", ""),
        ("scan0012.pdf", ""),
        ("IMG_20261117_143055.jpg", ""),
        ("Scan 143055.pdf", ""),
        ("552100554 Carat.pdf", ""),
        ("relevé 11-2026.pdf", ""),
        ("contrat.pdf", ""),
    ],
)
def test_the_number_in_a_file_s_name(name: str, number: str) -> None:
    assert clues_in_name(name).number == number


def test_of_two_numbers_in_a_name_the_printed_one_is_meant() -> None:
    name = "CMD00017 facture 4512.pdf"
    assert clues_in_name(name).number == "CMD00017"
    assert clues_in_name(name, "Facture n° 4512").number == "4512"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Facture 2026-11-17.pdf", DAY),
        ("20261117_FA00042.pdf", DAY),
        ("FA00042 17-11-2026.pdf", DAY),
        ("FA00042_17.11.2026.pdf", DAY),
        ("Facture du 17 novembre 2026.pdf", DAY),
        ("FA-20261117.pdf", None),
        ("Facture 2026-02-31.pdf", None),
        ("Facture 2026-11.pdf", None),
        ("1234520261117.pdf", None),
    ],
)
def test_the_date_in_a_file_s_name(name: str, day: date | None) -> None:
    assert clues_in_name(name).date == day


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Facture_FA00042.pdf", "facture"),
        ("factures novembre.pdf", "facture"),
        ("Facture d'avoir 12.pdf", "facture-d-avoir"),
        ("AVOIR-2017.pdf", "facture-d-avoir"),
        ("FactureFA00042.pdf", "facture"),
        ("devis DE90011.pdf", "devis"),
        ("BL77120.pdf", "bon-de-livraison"),
        ("bon de commande 12.pdf", "bon-de-commande"),
        ("Relance client.pdf", "rappel"),
        ("manufacture.pdf", ""),
        ("contrat.pdf", ""),
    ],
)
def test_the_type_in_a_file_s_name(name: str, word: str) -> None:
    assert clues_in_name(name).word == word


INVOICE = """BIJOU SA
12 rue des Orfèvres, 49400 Saumur
SIREN 732 829 320 · TVA FR44732829320

FACTURE N° FA00042
Saumur, le 17 novembre 2026
Échéance : 17/12/2026
Commande n° CMD-0815 du 02/11/2026
Livré le 10/11/2026, bon de livraison n° BL77120

Facturé à : Carat Joaillerie, 3 place Vendôme, 75001 Paris
"""


def test_a_printed_invoice_tells_its_number_date_and_type() -> None:
    clues = clues_in_pages(INVOICE)
    assert (clues.number, clues.date, clues.word) == ("FA00042", DAY, "facture")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Facture n° FA-2017-0010", "FA-2017-0010"),
        ("Facture : 4512", "4512"),
        ("Facture FA00042 du 17/11/2026", "FA00042"),
        ("N° de facture\nFA00042", "FA00042"),
        ("Numéro de la facture : 2026/0113", "2026/0113"),
        ("Invoice No. INV-99", "INV-99"),
        ("AVOIR N°AV00012", "AV00012"),
        ("Devis n° DE90011\nFacture à suivre", "DE90011"),
        ("Commande n° 12", ""),
        ("Facture du 17/11/2026", ""),
        ("Facture n°", ""),
        ("Votre facture de novembre 2026", ""),
    ],
)
def test_the_number_printed(text: str, number: str) -> None:
    if "Commande" in text:
        text = f"FACTURE\n{text}"
    assert clues_in_pages(text).number == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date : 17/11/2026", DAY),
        ("Date de facture\n17/11/2026", DAY),
        ("Échéance 17/12/2026\nDate de facturation : 17.11.2026", DAY),
        ("Émise le 17 nov. 2026", DAY),
        ("Facture n° 12 du 2026-11-17, à payer avant le 2026-12-17", DAY),
        ("17/11/26", DAY),
        ("Date limite de paiement : 17/12/2026", None),
        ("Période du 01/10/2026 au 31/10/2026", None),
        ("réf. 117/11/2026", None),
        ("31/02/2026", None),
        ("le 1er mars 2026", date(2026, 3, 1)),
        ("le 3 juillet 2026", date(2026, 7, 3)),
        ("le 3 juin 2026", date(2026, 6, 3)),
    ],
)
def test_the_date_printed(text: str, day: date | None) -> None:
    assert clues_in_pages(text).date == day


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("FACTURE", "facture"),
        ("Facture FA00042", "facture"),
        ("Facture FA-2017-0010", "facture"),
        ("Facture d’avoir n° 3", "facture-d-avoir"),
        ("BON DE LIVRAISON N° 12\nLa facture suivra", "bon-de-livraison"),
        ("Facturé à : Carat", ""),
        ("Facture à payer sous huitaine", ""),
        ("Lettre recommandée", ""),
        ("Relevé du 30/11/2026", "releve"),
    ],
)
def test_the_type_printed(text: str, word: str) -> None:
    assert clues_in_pages(text).word == word


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Facture CARAT FA00042.pdf", CARAT),
        ("facture_billo_4512.pdf", BILLO),
        ("Carat Joaillerie 17-11-2026.pdf", JOAILLERIE),
        ("muller prazision.pdf", MULLER),
        ("carat billo.pdf", None),
        ("Bijou SA FA00042.pdf", None),
        ("scan0012.pdf", None),
    ],
)
def test_whom_a_file_s_name_speaks_of(name: str, party: ThirdParty | None) -> None:
    assert party_in_name(name, PARTIES, OURS) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        (INVOICE, JOAILLERIE),
        ("SIRET 552 100 554 00013", CARAT),
        ("TVA : FR 34 652 014 051", BILLO),
        ("USt-IdNr. DE136695976", MULLER),
        ("Code client : CARAT", CARAT),
        ("Établissements BILLO\nSIREN 404833048", JOAILLERIE),
        ("Carat et Établissements Billo", None),
        ("BIJOU SA, SIREN 732829320", None),
        ("SIREN 552100554 et SIREN 404833048", None),
        ("", None),
    ],
)
def test_whom_the_pages_speak_of(text: str, party: ThirdParty | None) -> None:
    assert party_on_pages(text, PARTIES, OURS) == party


@pytest.mark.alone
@pytest.mark.parametrize(
    "odd",
    [
        *("facture n° " * 20_000, "1" * 200_000, "a" * 200_000, "17/11/" * 50_000),
        *(
            "\n" * 20_000,
            "facture" + " " * 20_000,
            "avoir" + "\n" * 20_000,
            ("\n" * 49 + "a") * 400,
        ),
    ],
    ids=lambda odd: repr(odd[:12]),
)
def test_a_text_of_any_length_is_read_in_no_time(odd: str) -> None:
    began = time.process_time()
    assert clues_in_pages(odd).date is None
    assert party_on_pages(odd, PARTIES, OURS) is None
    assert len(clues_in_name(odd[:4000]).number) <= 40
    assert time.process_time() - began < 2


def test_a_long_gap_is_still_one() -> None:
    assert clues_in_pages("Facture n° :" + "\n" * 100 + "FA00042").number == "FA00042"
    assert clues_in_pages("Facture" + " " * 100 + "FA00042").number == "FA00042"
