"""One work with many documents: each has its turn, and what it came to is told in one text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from previews.documents_previews import document
from stockage_partage.company.document_records import AttachmentKind, DocumentRow
from stockage_partage.company.state_records import Status
from stockage_partage.documents.viewing.many import ManyResult, free_place, with_each
from stockage_partage.errors import DeletedOnline, DiskFull, FolderRefused, Offline, Trouble
from stockage_partage.messages.documents_page import money
from stockage_partage.messages.many_documents import (
    ManyWork,
    by_status,
    chosen,
    label,
    result,
    total,
)
from stockage_partage.streams import Stopped

ROWS = [document(number) for number in range(1, 6)]


def quiet(_done: int, _whole: int) -> None:
    """Progress that nobody looks at."""


def test_another_form_of_an_invoice_is_not_counted_again() -> None:
    invoice = replace(document(1), amount=12_000, currency="EUR")
    form = replace(invoice, id=2, attached=AttachmentKind.OTHER_FORM)
    [(_, said)] = total([invoice, form])
    assert said == money(12_000, "EUR")


def test_a_document_that_refuses_does_not_keep_the_others_from_their_turn() -> None:
    seen: list[int] = []

    def act(row: DocumentRow) -> bool:
        seen.append(row.id)
        if row.id == 2:
            raise DeletedOnline
        return row.id != 3

    came = with_each(ROWS, act, progress=quiet, stop=Event())
    assert seen == [1, 2, 3, 4, 5]
    assert (came.done, came.unchanged, came.left, came.ended_by) == (3, 1, 0, None)
    assert [row.id for row, _ in came.refused] == [2]


@pytest.mark.parametrize("trouble", [Offline(), DiskFull()])
def test_what_all_would_meet_ends_it(trouble: Trouble) -> None:
    def act(row: DocumentRow) -> bool:
        if row.id == 3:
            raise trouble
        return True

    came = with_each(ROWS, act, progress=quiet, stop=Event())
    assert came == ManyResult(done=2, left=3, ended_by=trouble)


def test_whoever_stops_it_keeps_what_was_done() -> None:
    stop = Event()

    def act(row: DocumentRow) -> bool:
        if row.id == 3:
            stop.set()
            raise Stopped
        return True

    assert with_each(ROWS, act, progress=quiet, stop=stop) == ManyResult(done=2, left=3)


def test_how_far_it_is_is_told_before_each() -> None:
    told: list[tuple[int, int]] = []
    with_each(ROWS[:2], lambda row: True, progress=lambda *far: told.append(far), stop=Event())
    assert told == [(0, 2), (1, 2)]


def test_no_file_is_replaced(tmp_path: Path) -> None:
    assert free_place(tmp_path, "Facture.pdf") == tmp_path / "Facture.pdf"
    (tmp_path / "Facture.pdf").touch()
    (tmp_path / "Facture (2).pdf").touch()
    assert free_place(tmp_path, "Facture.pdf") == tmp_path / "Facture (3).pdf"


def test_a_folder_that_cannot_be_looked_into_is_a_trouble(tmp_path: Path) -> None:
    with pytest.raises(FolderRefused):
        free_place(tmp_path / ("x" * 300), "Facture.pdf")


@pytest.mark.parametrize(
    ("work", "came", "told"),
    [
        (ManyWork.SAVE, ManyResult(done=12), "12 documents sont enregistrés dans client."),
        (ManyWork.SAVE, ManyResult(done=1), "1 document est enregistré dans client."),
        (ManyWork.RETRY, ManyResult(done=2), "2 documents repartent en tête de la file d’envoi."),
        (ManyWork.RETRY, ManyResult(unchanged=1), "1 n’attendait plus d’envoi."),
        (
            ManyWork.WITHDRAW,
            ManyResult(done=2, unchanged=2),
            "2 documents sont retirés. 2 documents ne sont pas retirés : ils sont en cours d’envoi ou classés, ou quelqu’un a décidé de les garder.",
        ),
        (
            ManyWork.SAVE,
            ManyResult(done=1, left=2),
            "1 document est enregistré dans client. 2 n’ont pas été traités.",
        ),
    ],
)
def test_what_it_came_to_is_said_in_one_text(work: ManyWork, came: ManyResult, told: str) -> None:
    assert result(work, came, Path("client")).replace("\N{NO-BREAK SPACE}", " ") == told


def test_those_that_refused_are_named_with_their_reason() -> None:
    came = ManyResult(done=1, refused=tuple((row, DeletedOnline()) for row in ROWS))
    told = result(ManyWork.SAVE, came, Path("client"))
    for row in ROWS[:3]:
        assert row.number in told
    assert ROWS[3].number not in told
    assert "2 autres" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_chosen_is_counted() -> None:
    rows = [*ROWS, document(6, Status.BLOCKED)]
    assert chosen(6) == "6\N{NO-BREAK SPACE}documents choisis"
    assert by_status(rows) == "5\N{NO-BREAK SPACE}classés · 1\N{NO-BREAK SPACE}bloqué"
    assert label("Réessayer", 1, 6) == "Réessayer\N{NO-BREAK SPACE}(1)"
    assert label("Enregistrer sous…", 6, 6) == "Enregistrer sous…"
