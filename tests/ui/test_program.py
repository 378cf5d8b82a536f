"""The help page's actions through the real window, down to a local Microsoft 365 and back."""

from __future__ import annotations

from at_the_window import AtTheWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

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


def activate(at_window: AtTheWindow, role: str = "administrateur") -> None:
    at_window.panel.main.click()
    at_window.answer(ActivationDialog, "activate")
    at_window.sign_in_as(role)


def activated(at_window: AtTheWindow) -> None:
    activate(at_window)
    at_window.until(lambda state: state.link is not None and state.link.ready)


def test_activation_ends_with_a_link_that_opens_in_the_default_browser(
    at_window: AtTheWindow,
) -> None:
    assert at_window.panel.main.text() == "Activer le stockage"

    activated(at_window)

    assert at_window.panel.link.text() == "Sage – BIJOU SA"
    assert at_window.panel.main.text() == "Désactiver le stockage"
    assert at_window.panel.connect_account.text() == "Me déconnecter"
    at_window.panel.link.click()
    at_window.panel.copy_link.click()
    assert at_window.opened_links == [QGuiApplication.clipboard().text()]
    assert at_window.panel.copy_link.text() == "Lien copié"


def test_a_cancelled_confirmation_opens_no_browser(at_window: AtTheWindow) -> None:
    at_window.panel.main.click()
    at_window.answer(ActivationDialog, "cancel")
    at_window.until(lambda state: state.phase is Phase.INACTIVE)
    assert at_window.trouble == ""


def test_closing_the_sign_in_leaves_storage_inactive_with_a_way_out(at_window: AtTheWindow) -> None:
    at_window.panel.main.click()
    at_window.answer(ActivationDialog, "activate")
    at_window.opened(SignInWindow).close()

    assert at_window.until_told() == "Vous avez annulé la connexion."
    assert at_window.program.window.exchanges.troubles.icon.accessibleName() == "Information"
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)

    at_window.program.window.exchanges.troubles.action.click()
    at_window.sign_in_as("administrateur")
    at_window.until(lambda state: state.link is not None)


def test_an_account_without_the_right_leaves_storage_inactive_and_says_so(
    at_window: AtTheWindow,
) -> None:
    activate(at_window, "sans-groupe")
    assert "droit de créer des groupes" in at_window.until_told()
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_a_foreign_group_of_the_same_name_is_never_taken_silently(
    at_window: AtTheWindow, microsoft365: LocalMicrosoft365
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
    activate(at_window)

    at_window.answer(GroupChoiceDialog, "use_group")

    state = at_window.until(lambda state: state.link is not None)
    assert state.facts.group is not None
    assert state.facts.group.id == foreign.id


def test_a_choice_that_is_cancelled_leaves_storage_inactive(
    at_window: AtTheWindow, microsoft365: LocalMicrosoft365
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
    activate(at_window)
    at_window.answer(GroupChoiceDialog, "cancel")
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_deactivation_is_confirmed_and_escape_keeps_everything(at_window: AtTheWindow) -> None:
    activated(at_window)
    at_window.panel.main.click()
    question = at_window.opened(DeactivationDialog)
    assert question.cancel.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert at_window.panel.main.text() == "Désactiver le stockage"

    at_window.panel.main.click()
    at_window.answer(DeactivationDialog, "deactivate")
    state = at_window.until(lambda state: state.main.label is Label.ACTIVATE)
    assert state.link is None
    assert "suspendus" not in at_window.program.window.exchanges.footer.text()


def test_coming_back_as_somebody_else_is_said(at_window: AtTheWindow) -> None:
    activated(at_window)
    first = at_window.state
    assert first is not None
    actions = at_window.program.controller.actions if at_window.program.controller else None
    assert actions is not None
    actions.connect_account()
    at_window.sign_in_as("gestionnaire")
    assert at_window.until_told() == sign_in_words.changed_account(
        at_window.microsoft365.people.with_role("gestionnaire").username, first.facts.account or ""
    )


def test_the_expected_account_is_asked_again_after_another_one_signed_in(
    at_window: AtTheWindow,
) -> None:
    activated(at_window)
    actions = at_window.program.controller.actions if at_window.program.controller else None
    assert actions is not None
    again = at_window.program.window.exchanges.troubles.action
    actions.reconnect_account()
    for _ in range(2):
        at_window.sign_in_as("gestionnaire")
        assert at_window.until_told().startswith("Le compte attendu était ")
        assert again.text() == "Recommencer"
        again.click()
    at_window.sign_in_as("administrateur")

    at_window.bot.waitUntil(lambda: not actions.sign_in.active)
    at_window.until(lambda state: state.facts.account_state is AccountState.SIGNED_IN)
    assert at_window.trouble == ""


def test_signing_out_and_in_again(at_window: AtTheWindow) -> None:
    activated(at_window)
    at_window.panel.connect_account.click()
    at_window.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    assert at_window.panel.connect_account.text() == "Me connecter"
    at_window.panel.connect_account.click()
    at_window.sign_in_as("administrateur")
    at_window.until(lambda state: state.facts.account_state is AccountState.SIGNED_IN)


def test_the_other_way_in_waits_and_can_be_given_up(at_window: AtTheWindow) -> None:
    at_window.panel.main.click()
    at_window.answer(ActivationDialog, "activate")
    at_window.opened(SignInWindow).open_browser.click()
    wait = at_window.opened(BrowserWait)
    at_window.bot.waitUntil(wait.copy.isVisible)
    wait.copy.click()
    assert QGuiApplication.clipboard().text().startswith("https://localhost")

    wait.cancel.click()

    at_window.until_told()
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_a_database_that_vanishes_is_said_once_and_unsaid_when_it_is_back(
    at_window: AtTheWindow,
) -> None:
    aside = at_window.company.with_suffix(".aside")
    at_window.company.rename(aside)
    assert at_window.until_told()
    aside.rename(at_window.company)
    at_window.bot.waitUntil(lambda: at_window.trouble == "", timeout=10_000)


def test_menu_breadcrumb_and_tree_lead_to_the_same_places(at_window: AtTheWindow) -> None:
    window = at_window.program.window
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
