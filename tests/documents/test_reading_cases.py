"""Documents that were once read or filed wrongly: each is deposited, and what is said of it compared.

They were made for this project, in `cases`. The company is BIJOU SA, its third parties are `tiers.csv`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from app_contexts import switch_on

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.third_parties.csv_file import read_file
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import deposit_object
from stockage_partage.messages.documents import reason_for, waiting

CASES = Path(__file__).with_name("cases")

Deposit = Callable[..., dict[str, Any]]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Deposit]:
    """Deposits one of the cases in a fresh company, and answers as `deposer --json` does."""
    location = tmp_path / "BIJOU.sqlite"
    with CompanyDatabase.create(location, "BIJOU SA", "732829320") as database:
        database.third_parties.add(read_file(CASES / "tiers.csv"))
        switch_on(database, "group-1", "drive-1")

        def deposited(name: str, **given: Any) -> dict[str, Any]:
            application = Application.GESTION_COMMERCIALE
            kept = deposit(database, CASES / name, GivenDetails(**given), "marie", application)
            row = database.register.get(kept.document_id)
            reason = reason_for(kept, row, None)
            answer = deposit_object(name, kept.status, kept.path, reason, kept.reading)
            return json.loads(json.dumps(answer))  # type: ignore[no-any-return]

        yield deposited


DUPONT = "Sage/Fournisseurs/DUPONT/Documents achats/202603/"


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("enc_rc4_128.pdf", "Facture_ENCRC4128"),
        ("enc_aes256.pdf", "Facture_ENCAES256"),
        ("b02_key_000.pdf", "Facture_KEY000"),
        ("att_key_differs.pdf", "Facture_AKEY"),
        ("kids2.pdf", "Facture_KD2"),
        ("att_noext.pdf", "Facture_ANE"),
        ("att_trailing_nul.pdf", "Facture_ANUL"),
        ("att_af_only.pdf", "Facture_AAF"),
        ("att_annot_only.pdf", "Facture_AAN"),
        ("encod_lead_space.pdf", "Facture_ELEAD"),
        ("encod_lead_space.xml", "Facture_ELEADX"),
        ("type_204.pdf", "Facture_TC204"),
        ("type_877.pdf", "Facture_TC877"),
        ("type_532.pdf", "Facture d'avoir_TC532"),
        ("date_203.xml", "Facture_D203"),
        ("date_datetime.xml", "Facture_DDT"),
        ("buyer_name_dots.pdf", "Facture_P043"),
        ("ubl_invoice.xml", "Facture_UBL1"),
        ("ubl_credit.xml", "Facture d'avoir_UBLCN"),
        ("ubl_386.xml", "Facture_UBL386"),
        ("att_ubl_main_cii_old.pdf", "Facture_NEW4"),
        ("cii_sbdh.xml", "Facture_CIISBD"),
        ("b11_cii_lisible.xml", "Facture_LIS1"),
    ],
)
def test_what_people_can_open_is_read_and_filed(file: Deposit, name: str, folder: str) -> None:
    answer = file(name)
    place = f"{DUPONT}{folder}/{folder}{Path(name).suffix}"
    assert (answer["statut"], answer["chemin"], answer["raison"]) == ("en_attente", place, None)


@pytest.mark.parametrize(
    ("name", "number", "named"),
    [
        ("b12_name_mismatch.pdf", "NAMEMIS", "TOTALLY OTHER SA"),
        ("uri_0225_only.pdf", "P011", "Autre nom"),
        ("siren_in_ID.pdf", "P009", "Autre nom"),
        ("b08_vat_without_country.xml", "VNC", "Autre"),
    ],
)
def test_a_known_number_under_quite_another_name_is_filed_and_said(
    file: Deposit, name: str, number: str, named: str
) -> None:
    answer = file(name)
    place = f"{DUPONT}Facture_{number}/Facture_{number}{Path(name).suffix}"
    assert (answer["statut"], answer["chemin"]) == ("en_attente", place)
    assert f"« {named} » et non « Fournitures Dupont »" in answer["raison"].replace("\xa0", " ")


NAMESAKE = "mais un autre numéro d’identification"
SEVERAL = "plusieurs factures électroniques différentes"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("q1.pdf", NAMESAKE),
        ("q4.pdf", NAMESAKE),
        ("att_broken_main_old_supp.pdf", "illisible"),
        ("att_two_usual_same.pdf", SEVERAL),
        ("m1.pdf", SEVERAL),
        ("date_1900.xml", "La date indiquée (01/01/1900) ne peut pas être la bonne"),
        ("date_2096.xml", "La date indiquée (15/03/2096) ne peut pas être la bonne"),
        ("ti.xml", "marquée comme un essai"),
        # These wait, named for what they are.
        ("b20_cdar.xml", "message de cycle de vie"),
    ],
)
def test_what_is_not_certain_waits_and_says_what_it_is(
    file: Deposit, name: str, reason: str
) -> None:
    answer = file(name)
    assert (answer["statut"], answer["chemin"]) == ("a_classer", None)
    assert reason in answer["raison"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("b20_cdar.xml", "message de cycle de vie"),
        ("m1.pdf", SEVERAL),
    ],
)
def test_the_list_of_documents_says_what_it_is_too(
    tmp_path: Path, file: Deposit, name: str, kind: str
) -> None:
    file(name)
    with CompanyDatabase.open(tmp_path / "BIJOU.sqlite") as database:
        [row] = database.register.search()
        assert kind in (waiting(row) or "")


def test_the_first_company_of_a_name_is_it_and_the_second_waits(file: Deposit) -> None:
    first, second, again = file("r1.pdf"), file("r2.pdf"), file("r1.pdf")
    assert first["chemin"].startswith("Sage/Fournisseurs/DURAND/Documents achats/202603/")
    assert second["statut"] == "a_classer"
    assert "sous un autre numéro" in second["raison"]
    assert again["chemin"] == first["chemin"]


def test_a_number_already_received_in_another_month_waits_and_says_when(file: Deposit) -> None:
    first, second = file("d1.pdf"), file("d2.pdf")
    assert first["chemin"] == f"{DUPONT}Facture_DUP9/Facture_DUP9.pdf"
    assert (second["statut"], second["chemin"]) == ("a_classer", None)
    today = time.strftime("%d/%m/%Y")
    said = f"déjà été reçu de ce fournisseur le {today}, dans une pièce du 15/03/2026"
    assert said in second["raison"]
    confirmed = file("d2.pdf", number="DUP9")
    assert confirmed["chemin"].endswith("/202604/Facture_DUP9/Facture_DUP9.pdf")


@pytest.mark.alone
def test_deep_nesting_is_answered_at_once(file: Deposit) -> None:
    began = time.monotonic()
    answer = file("pdf_deep100000.pdf")
    assert answer["statut"] == "a_classer"
    assert time.monotonic() - began < 2


def test_every_case_is_tried() -> None:
    here = Path(__file__).read_text("utf-8")
    kept = {path.name for path in CASES.iterdir()}
    assert kept
    assert {name for name in kept if f'"{name}"' not in here} == set()
