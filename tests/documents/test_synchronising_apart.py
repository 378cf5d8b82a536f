"""What one run sees is not lost to the next: accounts that see less, parts left out, folders that came whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_contexts import workplace_at
from forgetful_http_client import Hiding
from online_people import INVOICE, INVOICES, Somebody, rows_of
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.online.online_records import ChangesPage
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.tree.document_types import ALL_PARTS, TreePart
from stockage_partage.graph.graph_client import GraphClient

LATER = f"{INVOICES}/Facture_FA00099/Facture_FA00099.pdf"
DRAFT = "Brouillons/Facture_FA00099"


@pytest.fixture
def elsewhere(
    company: CompanyDatabase, member: GraphClient, tmp_path: Path, clock: StoppedClock
) -> Iterator[AppContext]:
    """Another workstation, a member of the group signed in."""
    made = workplace_at(company, member, member._sign_in, tmp_path / "autre", clock)
    yield made
    made.presence.close()


def test_what_one_account_may_not_see_is_told_to_the_next_that_may(
    app: AppContext,
    elsewhere: AppContext,
    member: GraphClient,
    somebody: Somebody,
    microsoft365: LocalMicrosoft365,
) -> None:
    synchronise(app)
    synchronise(elsewhere)
    somebody.puts(LATER, b"%PDF-1 99")
    member.http_client = hiding = Hiding(microsoft365.certificate.authority)
    hiding.hidden = "FA00099"
    synchronise(elsewhere)
    hiding.close()
    assert LATER not in rows_of(app.database)
    synchronise(app)
    assert LATER in rows_of(app.database)


def test_each_account_goes_through_the_library_once(
    app: AppContext, elsewhere: AppContext, somebody: Somebody
) -> None:
    somebody.puts(LATER, b"%PDF-1 99")
    assert [synchronise(each).whole for each in (app, elsewhere)] == [True, True]
    assert [synchronise(each).whole for each in (app, elsewhere)] == [False, False]
    assert len(rows_of(app.database)) == 1


def test_a_page_fetched_before_another_account_went_on_is_fetched_again(
    app: AppContext, elsewhere: AppContext, somebody: Somebody
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 42")
    for each in (app, elsewhere):
        synchronise(each)
    somebody.renames(INVOICE, "ancien.pdf")
    online, drive_id = app.database.online, app.library()
    others = online.others(drive_id, app.who())
    (at,) = set(online.bookmarks(drive_id, app.who(), ALL_PARTS).values())
    somebody.renames(f"{INVOICE.rpartition('/')[0]}/ancien.pdf", "nouveau.pdf")
    synchronise(elsewhere)
    nothing = ChangesPage("group", drive_id)
    late = online.apply(nothing, ALL_PARTS, at, at, lambda _: True, app.who(), others)
    assert late is None
    assert [path.rpartition("/")[2] for path in rows_of(app.database)] == ["nouveau.pdf"]
    assert synchronise(app).complete


@pytest.mark.parametrize("first", [{TreePart.THIRD_PARTY_FILES}, ALL_PARTS - {TreePart.SALES}])
def test_a_folder_that_came_whole_into_a_part_left_out_is_not_forgotten(
    app: AppContext, somebody: Somebody, first: frozenset[TreePart]
) -> None:
    somebody.puts(f"{DRAFT}/Facture_FA00099.pdf", b"%PDF-1 99")
    synchronise(app)
    somebody.moves(DRAFT, INVOICES)
    synchronise(app, first)
    synchronise(app)
    assert LATER in rows_of(app.database)


def test_a_folder_that_came_whole_is_found_by_parts_that_are_differently_far(
    app: AppContext, somebody: Somebody
) -> None:
    somebody.puts(f"{DRAFT}/Facture_FA00099.pdf", b"%PDF-1 99")
    synchronise(app)
    somebody.puts("Sage/Clients/CARAT/Documents attachés/x.pdf", b"x")
    synchronise(app, ALL_PARTS - {TreePart.SALES})
    somebody.moves(DRAFT, INVOICES)
    synchronise(app)
    assert LATER in rows_of(app.database)


def test_a_folder_deleted_in_a_part_left_out_takes_its_documents_along(
    app: AppContext, somebody: Somebody
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 42")
    synchronise(app)
    somebody.deletes(INVOICE.rpartition("/")[0])
    synchronise(app, {TreePart.THIRD_PARTY_FILES})
    synchronise(app)
    assert rows_of(app.database)[INVOICE].online == OnlineState.DELETED
