"""What comes by itself never moves what the hand aims at, and is never out of reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, GRANTED, STATES, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.errors import DatabaseMissing, SignInNeeded
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.toast import toast, toasts_of
from stockage_partage.ui.window.main_window import MainWindow

#: The same panel, with more and more to say beside it.
TOLD = (
    replace(ACTIVE, session_remembered=False),
    replace(
        ACTIVE,
        session_remembered=False,
        entitlement=replace(GRANTED, valid_until=date(2026, 12, 10)),
        wanted_group_name="Sage – BIJOU ET FILS",
    ),
)


def shown_at(qtbot: QtBot, size: QSize) -> MainWindow:
    shown = window(ACTIVE)
    qtbot.addWidget(shown)
    shown.resize(size)
    with qtbot.waitExposed(shown):
        shown.show()
    settle(qtbot)
    return shown


def settle(qtbot: QtBot) -> None:
    """What was put off for the layouts is done."""
    for _ in range(4):
        QApplication.sendPostedEvents()
        qtbot.wait(1)


def places(shown: MainWindow) -> dict[str, tuple[QPoint, QSize]]:
    """Where each button of the panel is in the window."""
    return {
        each.objectName(): (each.mapTo(shown, QPoint(0, 0)), each.size())
        for each in shown.body.exchanges.panel.findChildren(QPushButton)
    }


@pytest.mark.parametrize("size", [QSize(1072, 704), QSize(900, 560), QSize(683, 384)])
def test_a_notice_that_comes_by_itself_moves_no_button(qtbot: QtBot, size: QSize) -> None:
    shown = shown_at(qtbot, size)
    before = places(shown)
    for facts in TOLD:
        shown.show_state(describe(facts))
        settle(qtbot)
        assert places(shown) == before
    shown.show_trouble(SignInNeeded(), by_itself=True)
    settle(qtbot)
    assert places(shown) == before


@pytest.mark.parametrize("size", [QSize(1072, 704), QSize(683, 384)])
def test_a_page_scrolled_to_its_end_stays_when_notices_come_and_go(
    qtbot: QtBot, size: QSize
) -> None:
    shown = shown_at(qtbot, size)
    bar = shown.body.exchanges.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = places(shown)
    for facts in (*TOLD, ACTIVE, *TOLD, ACTIVE):
        shown.show_state(describe(facts))
        settle(qtbot)
        assert places(shown) == before


@pytest.mark.parametrize("place", PageId)
def test_a_notice_is_in_sight_on_every_page(qtbot: QtBot, place: PageId) -> None:
    shown = shown_at(qtbot, QSize(683, 384))
    shown.go_to(place)
    shown.show_state(describe(STATES["many-notices"]))
    settle(qtbot)
    frame = shown.body.exchanges.notices.frame
    at = frame.mapTo(shown, QPoint(0, 0))
    assert shown.rect().contains(QRect(at, frame.size()))


def test_what_was_done_is_told_over_the_page_and_moves_nothing(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    before = places(shown)
    done: list[bool] = []
    shown.show_information("Facture_FA00042.pdf est imprimée.", "Voir", lambda: done.append(True))
    settle(qtbot)
    assert places(shown) == before
    [told] = toasts_of(shown).toasts
    notices = shown.body.exchanges.notices
    foot = told.mapTo(shown, QPoint(0, told.height())).y()
    assert told.isVisible()
    assert foot <= notices.mapTo(shown, QPoint(0, 0)).y()

    told.action.click()

    assert done == [True]
    assert toasts_of(shown).toasts == []


def test_what_was_done_takes_the_keyboard_from_nobody(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    shown.activateWindow()
    tree = shown.body.navigation
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    toast(shown, "Lien copié.", "Voir", list)
    settle(qtbot)
    assert shown.isActiveWindow()
    assert tree.hasFocus()


def test_what_was_done_grows_not_old(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    told = toast(shown, "Fait.", shown_ms=1)
    gone: list[bool] = []
    told.gone.connect(lambda: gone.append(True))
    qtbot.waitUntil(lambda: bool(gone))
    assert toasts_of(shown).toasts == []
    assert not toasts_of(shown).isVisible()


def test_what_can_be_taken_back_is_not_pushed_out_by_what_cannot(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    kept = [toast(shown, f"Retiré {n}.", "Annuler", list, takes_back=True) for n in range(4)]
    for number in range(4):
        toast(shown, f"Fait {number}.")
    told = toasts_of(shown).toasts
    assert told[:4] == kept
    assert [each.words.text() for each in told[4:]] == ["Fait 3."]


def test_what_can_be_taken_back_no_more_is_said(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    done: list[int] = []
    for number in range(7):
        made = toast(shown, f"Retiré {number}.", "Annuler", list, takes_back=True)
        made.gone.connect(lambda number=number: done.append(number))
    assert done == [0]
    said = toasts_of(shown).toasts[-1].words.text().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Il n’est plus temps d’annuler : « Retiré 0. »"
    over = toasts_of(shown).geometry()
    assert shown.rect().contains(over)


def test_a_trouble_that_comes_by_itself_leaves_one_on_one_s_page(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(1072, 704))
    shown.go_to(PageId.THIRD_PARTIES)
    shown.show_trouble(DatabaseMissing(), by_itself=True)
    assert shown.body.stack.currentWidget() is shown.body.third_parties
    assert shown.body.messages.text() == "Voir le message"

    shown.body.messages.click()

    assert shown.body.stack.currentWidget() is shown.body.exchanges
    settle(qtbot)
    assert shown.body.messages.isHidden()


def test_the_trouble_of_what_was_just_pressed_is_brought_into_sight(qtbot: QtBot) -> None:
    shown = shown_at(qtbot, QSize(683, 384))
    shown.go_to(PageId.THIRD_PARTIES)
    shown.show_trouble(SignInNeeded())
    assert shown.body.stack.currentWidget() is shown.body.exchanges
    bar, room = shown.body.exchanges.troubles, shown.body.exchanges.viewport()
    qtbot.waitUntil(lambda: bar.mapTo(room, QPoint(0, bar.height())).y() <= room.height())
