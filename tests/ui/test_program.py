"""The help page's actions through the real window, down to a local Microsoft 365 and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.storage.panel_state import Label, Phase
from stockage_partage.storage.states import AccountState
from stockage_partage.ui.activation_dialog import ActivationDialog
from stockage_partage.ui.browser_wait import BrowserWait
from stockage_partage.ui.deactivation_dialog import DeactivationDialog
from stockage_partage.ui.group_choice_dialog import GroupChoiceDialog
from stockage_partage.ui.places import Place
from stockage_partage.ui.sign_in_window import SignInWindow
from stockage_partage.words import sign_in as sign_in_words


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[AtTheWindow]:
    at_the_window = AtTheWindow(qtbot, microsoft365, tmp_path)
    yield at_the_window
    at_the_window.close()


def activate(person: AtTheWindow, role: str = "administrateur") -> None:
    person.panel.main.click()
    person.answer(ActivationDialog, "activate")
    person.sign_in_as(role)


def activated(person: AtTheWindow) -> None:
    activate(person)
    person.until(lambda state: state.link is not None and state.link.ready)


def test_activation_ends_with_a_link_that_opens_in_the_default_browser(
    person: AtTheWindow,
) -> None:
    assert person.panel.main.text() == "Activer le stockage"

    activated(person)

    assert person.panel.link.text() == "Sage – BIJOU SA"
    assert person.panel.main.text() == "Désactiver le stockage"
    assert person.panel.connect_account.text() == "Me déconnecter"
    person.panel.link.click()
    person.panel.copy_link.click()
    assert person.opened_links == [QGuiApplication.clipboard().text()]
    assert person.panel.copy_link.text() == "Lien copié"


def test_a_cancelled_confirmation_opens_no_browser(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer(ActivationDialog, "cancel")
    person.until(lambda state: state.phase is Phase.INACTIVE)
    assert person.trouble == ""


def test_closing_the_sign_in_leaves_storage_inactive_with_a_way_out(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer(ActivationDialog, "activate")
    person.opened(SignInWindow).close()

    assert person.until_told() == "La connexion a été abandonnée."
    person.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)

    person.program.window.exchanges.troubles.action.click()
    person.sign_in_as("administrateur")
    person.until(lambda state: state.link is not None)


def test_an_account_without_the_right_leaves_storage_inactive_and_says_so(
    person: AtTheWindow,
) -> None:
    activate(person, "sans-groupe")
    assert "droit de créer des groupes" in person.until_told()
    person.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_a_foreign_group_of_the_same_name_is_never_taken_silently(
    person: AtTheWindow, microsoft365: LocalMicrosoft365
) -> None:
    administrator = microsoft365.people.with_role("administrateur")
    foreign = microsoft365.world.groups.create(
        {
            "displayName": "Sage – BIJOU SA",
            "mailNickname": "ailleurs",
            "mailEnabled": True,
            "securityEnabled": False,
            "groupTypes": ["Unified"],
        },
        administrator,
    )
    activate(person)

    person.answer(GroupChoiceDialog, "use_group")

    state = person.until(lambda state: state.link is not None)
    assert state.facts.group is not None
    assert state.facts.group.id == foreign.id


def test_a_choice_that_is_cancelled_leaves_storage_inactive(
    person: AtTheWindow, microsoft365: LocalMicrosoft365
) -> None:
    administrator = microsoft365.people.with_role("administrateur")
    microsoft365.world.groups.create(
        {
            "displayName": "Sage – BIJOU SA",
            "mailNickname": "ailleurs",
            "mailEnabled": True,
            "securityEnabled": False,
            "groupTypes": ["Unified"],
        },
        administrator,
    )
    activate(person)
    person.answer(GroupChoiceDialog, "cancel")
    person.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_deactivation_is_confirmed_and_escape_keeps_everything(person: AtTheWindow) -> None:
    activated(person)
    person.panel.main.click()
    question = person.opened(DeactivationDialog)
    assert question.cancel.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert person.panel.main.text() == "Désactiver le stockage"

    person.panel.main.click()
    person.answer(DeactivationDialog, "deactivate")
    state = person.until(lambda state: state.main.label is Label.ACTIVATE)
    assert state.link is None
    assert "suspendus" not in person.program.window.exchanges.footer.text()


def test_coming_back_as_somebody_else_is_said(person: AtTheWindow) -> None:
    activated(person)
    first = person.state
    assert first is not None
    actions = person.program.controller.actions if person.program.controller else None
    assert actions is not None
    actions.connect_account()
    person.sign_in_as("gestionnaire")
    assert person.until_told() == sign_in_words.changed_account(
        person.microsoft365.people.with_role("gestionnaire").username, first.facts.account or ""
    )


def test_signing_out_and_in_again(person: AtTheWindow) -> None:
    activated(person)
    person.panel.connect_account.click()
    person.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    assert person.panel.connect_account.text() == "Me connecter"
    person.panel.connect_account.click()
    person.sign_in_as("administrateur")
    person.until(lambda state: state.facts.account_state is AccountState.SIGNED_IN)


def test_the_other_way_in_waits_and_can_be_given_up(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer(ActivationDialog, "activate")
    person.opened(SignInWindow).open_browser.click()
    wait = person.opened(BrowserWait)
    person.bot.waitUntil(wait.copy.isEnabled)
    wait.copy.click()
    assert QGuiApplication.clipboard().text().startswith("https://localhost")

    wait.cancel.click()

    person.until_told()
    person.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_a_database_that_vanishes_is_said_once_and_unsaid_when_it_is_back(
    person: AtTheWindow,
) -> None:
    aside = person.company.with_suffix(".aside")
    person.company.rename(aside)
    assert person.until_told()
    aside.rename(person.company)
    person.bot.waitUntil(lambda: person.trouble == "", timeout=10_000)


def test_menu_breadcrumb_and_tree_lead_to_the_same_places(person: AtTheWindow) -> None:
    window = person.program.window
    body = window.body
    body.menus.place_wanted.emit(Place.IDENTIFICATION)
    assert body.stack.currentWidget() is window.identification
    assert window.identification.siren.value.text() == "732\u202f829\u202f320"  # type: ignore[attr-defined]  # a label
    crumbs = window.identification.breadcrumb
    crumbs.place_wanted.emit(Place.EXCHANGES)
    assert body.stack.currentWidget() is window.exchanges
    QTest.keyClick(window.navigation, Qt.Key.Key_Up)
    assert window.windowTitle() == "Paramètres société – BIJOU SA"
    assert window.body.demonstration.text() == "Démonstration\u00a0: Microsoft 365 local"
