"""What machines read of documents: the command line's contract, key by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from invoice_making import Invoice, blank_pdf
from one_document import block, claim, mark_filed
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.online.online_records import ChangesPage, DeletedItem
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import (
    DepositResult,
    FilingOutcome,
    deposit_object,
    document_object,
    settled,
)
from stockage_partage.documents.tree.document_types import kept_until
from stockage_partage.graph.http.own_hosts import OwnHosts
from stockage_partage.messages import documents as texts
from stockage_partage.messages import documents_page


def kept(db: CompanyDatabase, folder: Path, content: bytes, name: str = "a.pdf") -> DepositResult:
    path = folder / name
    path.write_bytes(content)
    return deposit(db, path, GivenDetails(), "marie@bijou.fr", Application.COMPTABILITE)


def test_a_deposit_is_told_with_what_was_read(active: CompanyDatabase, tmp_path: Path) -> None:
    deposited = kept(active, tmp_path, Invoice().pdf())
    told = deposit_object("a.pdf", deposited.status, deposited.path, None, deposited.reading)
    assert told == {
        "fichier": "a.pdf",
        "statut": "en_attente",
        "chemin": (
            "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"
        ),
        "raison": None,
        "lu": {
            "type": "facture",
            "numero": "FA00042",
            "date": "2026-03-15",
            "vendeur": "BIJOU",
            "acheteur": "Carat S.A.R.L.",
        },
        "role": "original",
    }


def test_a_deposit_that_said_nothing_has_no_reading() -> None:
    told = deposit_object("a.pdf", FilingOutcome.REFUSED, None, "Le fichier est vide.", None)
    assert told["lu"] is None
    assert told["raison"] == "Le fichier est vide."


OWN = OwnHosts("https://graph.microsoft.com/v1.0").own


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "https://bijou.sharepoint.com/sites/x/a.pdf",
            "https://bijou.sharepoint.com/sites/x/a.pdf",
        ),
        ("file:///etc/passwd", None),
        ("https://evil.example/a.pdf", None),
        ("", None),
    ],
)
def test_no_other_address_than_the_organisation_s_own_is_told(
    active: CompanyDatabase, tmp_path: Path, url: str, told: str | None
) -> None:
    kept(active, tmp_path, Invoice().pdf())
    [row] = active.register.search("FA00042")
    assert document_object(replace(row, url=url), None, OWN, CALENDAR_YEAR)["lien"] == told


def test_a_document_is_told_from_the_register(active: CompanyDatabase, tmp_path: Path) -> None:
    kept(active, tmp_path, Invoice().pdf())
    [row] = active.register.search("FA00042")
    told = document_object(row, None, OWN, CALENDAR_YEAR)
    assert told == {
        "numero": "FA00042",
        "type": "facture",
        "date": "2026-03-15",
        "tiers": "CARAT",
        "chemin": row.path,
        "taille": row.size,
        "id": row.id,
        "sha256": row.sha256,
        "statut": "en_attente",
        "lien": None,
        "raison": None,
        "conserver_jusqu_au": "2036-12-31",
        "role": "original",
        "cycle_de_vie": None,
    }


def test_a_document_without_a_place_has_no_facts_yet(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    kept(active, tmp_path, blank_pdf())
    [row] = active.register.search()
    told = document_object(row, "…", OWN, CALENDAR_YEAR)
    assert told["statut"] == "a_classer"
    assert told["numero"] is told["type"] is told["date"] is told["tiers"] is told["chemin"] is None


def test_a_deposit_sent_at_once_is_filed(active: CompanyDatabase, tmp_path: Path) -> None:
    deposited = kept(active, tmp_path, Invoice().pdf())
    claimed = claim(active, "w", timedelta(minutes=5))
    assert claimed is not None
    mark_filed(active, claimed.document_id, "w", FiledResult("01ITEM", "https://x.example/1", 10))
    row = active.register.get(deposited.document_id)
    assert settled(deposited, row).status is FilingOutcome.FILED
    again = kept(active, tmp_path, Invoice().pdf(), "b.pdf")
    assert again.status is FilingOutcome.ALREADY_FILED
    assert settled(again, row) is again
    assert settled(deposited, None) is deposited


def test_a_blocked_deposit_leaves_by_no_patience_and_says_so(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    deposited = kept(active, tmp_path, Invoice().pdf())
    assert claim(active, "w", timedelta(minutes=5)) is not None
    block(active, deposited.document_id, "w", "PlaceTaken")
    row = active.register.get(deposited.document_id)
    assert row is not None
    stands = settled(deposited, row)
    assert stands.status is FilingOutcome.BLOCKED
    assert deposit_object("a.pdf", stands.status, stands.path, "x", None)["statut"] == "bloque"
    assert document_object(row, None, OWN, CALENDAR_YEAR)["statut"] == "bloque"


def test_a_document_deleted_online_says_so_and_gives_no_dead_link(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    deposited = kept(active, tmp_path, Invoice().pdf())
    assert claim(active, "w", timedelta(minutes=5)) is not None
    assert mark_filed(
        active, deposited.document_id, "w", FiledResult("item-1", "https://x.example", 6)
    )
    active.online.look(
        ChangesPage("group-1", "drive-1", gone=(DeletedItem("item-1"),)), lambda _: True
    )
    row = active.register.get(deposited.document_id)
    assert row is not None
    told = document_object(row, texts.waiting(row), OWN, CALENDAR_YEAR)
    assert (told["statut"], told["lien"]) == ("supprime", None)
    assert "Supprimé" in told["raison"]
    assert "supprimé en ligne" in texts.line(row)


def test_a_date_given_is_the_documents_date(active: CompanyDatabase, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(Invoice().pdf())
    deposit(active, path, GivenDetails(date=date(2024, 2, 29)), "x", Application.COMPTABILITE)
    [row] = active.register.search()
    assert document_object(row, None, OWN, CALENDAR_YEAR)["date"] == "2024-02-29"


@pytest.mark.parametrize(
    ("day", "start", "until"),
    [
        (date(2026, 3, 31), CALENDAR_YEAR, "2036-12-31"),
        (date(2026, 3, 31), FiscalStart(7, 1), "2036-06-30"),
        (date(2026, 7, 1), FiscalStart(7, 1), "2037-06-30"),
        (date(2028, 2, 29), FiscalStart(3, 1), "2038-02-28"),  # closed on a 29 February
        (date(2026, 3, 31), FiscalStart(2, 29), "2037-02-28"),
        (None, CALENDAR_YEAR, None),
    ],
)
def test_it_is_kept_ten_years_from_the_close_of_its_fiscal_year(
    active: CompanyDatabase, tmp_path: Path, day: date | None, start: FiscalStart, until: str | None
) -> None:
    kept(active, tmp_path, Invoice().pdf())
    [row] = active.register.search("FA00042")
    assert document_object(replace(row, date=day), None, OWN, start)["conserver_jusqu_au"] == until


def test_the_end_of_its_retention_is_shown_beside_a_document(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    kept(active, tmp_path, Invoice().pdf())
    [row] = active.register.search("FA00042")
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    shown = dict(documents_page.facts(row, noon, kept_until(row, CALENDAR_YEAR)))
    assert shown["À conserver"] == "jusqu’au 31/12/2036"
    assert "À conserver" not in dict(documents_page.facts(row, noon, None))


@pytest.mark.parametrize(
    "other", [{"third_party_kind": "salaries"}, {"type": ""}, {"attached": "attached"}]
)
def test_nothing_is_told_where_another_rule_may_hold(
    active: CompanyDatabase, tmp_path: Path, other: dict[str, Any]
) -> None:
    kept(active, tmp_path, Invoice().pdf())
    [row] = active.register.search("FA00042")
    told = document_object(replace(row, **other), None, OWN, CALENDAR_YEAR)
    assert told["conserver_jusqu_au"] is None
