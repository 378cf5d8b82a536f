"""From one waiting document to the next, whatever comes and goes meanwhile."""

from __future__ import annotations

from stockage_partage.ui.classifying.waiting_documents import WaitingList


def test_one_goes_on_and_back_and_round() -> None:
    waiting = WaitingList((7, 8, 9), 8)
    assert (waiting.current, waiting.number, len(waiting)) == (8, 2, 3)
    assert (waiting.beside(1), waiting.beside(-1)) == (9, 7)
    waiting.go_to(9)
    assert waiting.beside(1) == 7


def test_a_single_one_has_nothing_beside_it() -> None:
    assert WaitingList((7,), 7).beside(1) is None


def test_what_was_filed_leaves_its_place_to_the_one_after_it() -> None:
    waiting = WaitingList((7, 8, 9), 8)
    assert waiting.renew((7, 9)) == 9
    assert (waiting.number, len(waiting)) == (2, 2)
    assert waiting.renew((7,)) == 7


def test_those_that_came_meanwhile_are_there() -> None:
    waiting = WaitingList((7,), 7)
    assert waiting.renew((8, 10)) == 8
    assert waiting.renew(()) is None


def test_a_document_beyond_those_listed_is_looked_at_all_the_same() -> None:
    waiting = WaitingList((7, 8), 99)
    assert (waiting.current, len(waiting)) == (99, 3)
