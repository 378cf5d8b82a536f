"""What one run sees is not lost to the next: accounts that see less, parts left out, folders that came whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from forgetful_door import Hiding
from online_people import INVOICE, INVOICES, Somebody, rows_of
from stopped_clock import StoppedClock
from workplaces import workplace_at

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Online
from stockage_partage.company.online_facts import Seen
from stockage_partage.documents.online.synchronising import synchronise
from stockage_partage.documents.tree.tree_parts import ALL_PARTS, Part
from stockage_partage.documents.workplace import Workplace
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.graph.client import Graph

LATER = f"{INVOICES}/Facture_FA00099/Facture_FA00099.pdf"
DRAFT = "Brouillons/Facture_FA00099"


@pytest.fixture
def elsewhere(
    company: CompanyDatabase, member: Graph, tmp_path: Path, clock: StoppedClock
) -> Iterator[Workplace]:
    """Another workstation, a member of the group signed in."""
    made = workplace_at(company, member, member._sign_in, tmp_path / "autre", clock)
    yield made
    made.presence.close()


def test_what_one_account_may_not_see_is_told_to_the_next_that_may(
    workplace: Workplace,
    elsewhere: Workplace,
    member: Graph,
    somebody: Somebody,
    microsoft365: LocalMicrosoft365,
) -> None:
    synchronise(workplace)
    synchronise(elsewhere)
    somebody.puts(LATER, b"%PDF-1 99")
    member.door = hiding = Hiding(microsoft365.certificate.authority)
    hiding.hidden = "FA00099"
    synchronise(elsewhere)
    hiding.close()
    assert LATER not in rows_of(workplace.database)
    synchronise(workplace)
    assert LATER in rows_of(workplace.database)


def test_each_account_goes_through_the_library_once(
    workplace: Workplace, elsewhere: Workplace, somebody: Somebody
) -> None:
    somebody.puts(LATER, b"%PDF-1 99")
    assert [synchronise(each).whole for each in (workplace, elsewhere)] == [True, True]
    assert [synchronise(each).whole for each in (workplace, elsewhere)] == [False, False]
    assert len(rows_of(workplace.database)) == 1


def test_a_page_fetched_before_another_account_went_on_is_fetched_again(
    workplace: Workplace, elsewhere: Workplace, somebody: Somebody
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 42")
    for each in (workplace, elsewhere):
        synchronise(each)
    somebody.renames(INVOICE, "ancien.pdf")
    online, drive_id = workplace.database.online, workplace.library()
    others = online.others(drive_id, workplace.who())
    (at,) = set(online.bookmarks(drive_id, workplace.who(), ALL_PARTS).values())
    somebody.renames(f"{INVOICE.rpartition('/')[0]}/ancien.pdf", "nouveau.pdf")
    synchronise(elsewhere)
    nothing = Seen("group", drive_id)
    late = online.apply(nothing, ALL_PARTS, at, at, lambda _: True, workplace.who(), others)
    assert late is None
    assert [path.rpartition("/")[2] for path in rows_of(workplace.database)] == ["nouveau.pdf"]
    assert synchronise(workplace).complete


@pytest.mark.parametrize("first", [{Part.THIRD_PARTY_FILES}, ALL_PARTS - {Part.SALES}])
def test_a_folder_that_came_whole_into_a_part_left_out_is_not_forgotten(
    workplace: Workplace, somebody: Somebody, first: frozenset[Part]
) -> None:
    somebody.puts(f"{DRAFT}/Facture_FA00099.pdf", b"%PDF-1 99")
    synchronise(workplace)
    somebody.moves(DRAFT, INVOICES)
    synchronise(workplace, first)
    synchronise(workplace)
    assert LATER in rows_of(workplace.database)


def test_a_folder_that_came_whole_is_found_by_parts_that_are_differently_far(
    workplace: Workplace, somebody: Somebody
) -> None:
    somebody.puts(f"{DRAFT}/Facture_FA00099.pdf", b"%PDF-1 99")
    synchronise(workplace)
    somebody.puts("Sage/Clients/CARAT/Documents attachés/x.pdf", b"x")
    synchronise(workplace, ALL_PARTS - {Part.SALES})
    somebody.moves(DRAFT, INVOICES)
    synchronise(workplace)
    assert LATER in rows_of(workplace.database)


def test_a_folder_deleted_in_a_part_left_out_takes_its_documents_along(
    workplace: Workplace, somebody: Somebody
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 42")
    synchronise(workplace)
    somebody.deletes(INVOICE.rpartition("/")[0])
    synchronise(workplace, {Part.THIRD_PARTY_FILES})
    synchronise(workplace)
    assert rows_of(workplace.database)[INVOICE].online == Online.DELETED
