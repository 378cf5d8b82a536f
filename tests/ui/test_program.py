"""The help page's actions through the real window, down to a local Microsoft 365 and back."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.states import AccountState, Label, Phase
from stockage_partage.journey.window_driver import NeverCame, WindowDriver
from stockage_partage.messages import sign_in as sign_in_texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow


def activate(at_window: AtTheWindow, role: str = "administrateur") -> None:
    at_window.panel.main.click()
    at_window.answer("activation_dialog", "activate")
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
    at_window.answer("activation_dialog", "cancel")
    at_window.until(lambda state: state.phase is Phase.INACTIVE)
    assert at_window.trouble == ""


def test_what_a_press_took_away_is_told_again_when_its_question_is_cancelled(
    at_window: AtTheWindow,
) -> None:
    away = at_window.company.rename(at_window.company.with_name("away.db"))
    told = at_window.until_told()
    at_window.panel.main.click()
    assert at_window.trouble == ""
    at_window.answer("activation_dialog", "cancel")
    assert at_window.until_told() == told
    away.rename(at_window.company)
    at_window.bot.waitUntil(lambda: at_window.trouble == "", timeout=PAGE_MS)


def test_closing_the_sign_in_leaves_storage_inactive_with_a_way_out(at_window: AtTheWindow) -> None:
    at_window.panel.main.click()
    at_window.answer("activation_dialog", "activate")
    at_window.opened(SignInWindow).close()

    assert at_window.until_told() == "Vous avez annulé la connexion."
    assert at_window.program.window.body.exchanges.troubles.icon.accessibleName() == "Information"
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)

    at_window.program.window.body.exchanges.troubles.action.click()
    at_window.sign_in_as("administrateur")
    at_window.until(lambda state: state.link is not None)


def test_an_account_without_the_right_leaves_storage_inactive_and_says_so(
    at_window: AtTheWindow,
) -> None:
    activate(at_window, "sans-groupe")
    assert "droit de créer des groupes" in at_window.until_told()
    state = at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)
    # Nobody stays signed in, on a computer that others use, for having been refused.
    assert state.facts.account_state is AccountState.NOBODY
    assert not at_window.panel.connect_account.isEnabled()


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

    at_window.answer("group_choice_dialog", "use_group")

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
    at_window.answer("group_choice_dialog", "cancel")
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


def test_deactivation_is_confirmed_and_escape_keeps_everything(at_window: AtTheWindow) -> None:
    activated(at_window)
    at_window.panel.main.click()
    question = at_window.question("deactivation_dialog")
    cancel = question.findChild(QPushButton, "cancel")
    assert cancel is not None
    assert cancel.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert at_window.panel.main.text() == "Désactiver le stockage"

    at_window.panel.main.click()
    at_window.answer("deactivation_dialog", "deactivate")
    state = at_window.until(lambda state: state.main.label is Label.ACTIVATE)
    assert state.link is None
    assert "suspendus" not in at_window.program.window.body.exchanges.footer.text()


def test_whoever_is_signed_in_signs_out_while_storage_is_off(at_window: AtTheWindow) -> None:
    activated(at_window)
    at_window.panel.main.click()
    at_window.answer("deactivation_dialog", "deactivate")
    state = at_window.until(lambda state: state.main.label is Label.ACTIVATE)
    assert state.facts.account_state is AccountState.SIGNED_IN
    assert at_window.panel.connect_account.text() == "Me déconnecter"

    at_window.panel.connect_account.click()

    at_window.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    assert at_window.panel.connect_account.text() == "Me connecter"
    assert not at_window.panel.connect_account.isEnabled()


def test_activation_goes_on_with_who_is_connected(at_window: AtTheWindow) -> None:
    activated(at_window)
    at_window.panel.main.click()
    at_window.answer("deactivation_dialog", "deactivate")
    at_window.until(lambda state: state.main.label is Label.ACTIVATE and state.main.enabled)

    at_window.panel.main.click()
    question = at_window.question("activation_dialog")
    going_on = question.findChild(QPushButton, "continue")
    assert going_on is not None
    assert going_on.text().startswith("Continuer avec ")
    assert going_on.isDefault()
    going_on.click()

    state = at_window.until(lambda state: state.link is not None)
    assert state.facts.account_state is AccountState.SIGNED_IN
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, SignInWindow)]


def account_menu(at_window: AtTheWindow) -> dict[str, QAction]:
    """What « Compte » offers now, opened as a person opens it."""
    at_window.panel.account_menu.click()
    menu = at_window.panel.account_menu.findChild(QMenu, "account_menu")
    assert menu is not None
    return {each.objectName(): each for each in menu.actions()}


def test_the_account_is_changed_and_left_from_its_menu(at_window: AtTheWindow) -> None:
    activated(at_window)
    account_menu(at_window)["account_change_account"].trigger()
    at_window.sign_in_as("gestionnaire")
    gestionnaire = at_window.microsoft365.people.with_role("gestionnaire").username
    at_window.until(lambda state: state.facts.account == gestionnaire)

    account_menu(at_window)["account_disconnect"].trigger()
    at_window.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    assert at_window.panel.account_menu.isHidden()


def test_coming_back_as_somebody_else_is_said(at_window: AtTheWindow) -> None:
    activated(at_window)
    first = at_window.state
    assert first is not None
    actions = at_window.program.controller.actions if at_window.program.controller else None
    assert actions is not None
    actions.connect_account()
    at_window.sign_in_as("gestionnaire")
    assert at_window.until_done().words.text() == sign_in_texts.changed_account(
        at_window.microsoft365.people.with_role("gestionnaire").username, first.facts.account or ""
    )


def test_the_expected_account_is_asked_again_after_another_one_signed_in(
    at_window: AtTheWindow,
) -> None:
    activated(at_window)
    controller = at_window.program.controller
    assert controller is not None
    actions, context = controller.actions, controller.context
    assert actions is not None
    assert context is not None
    again = at_window.program.window.body.exchanges.troubles.action
    actions.reconnect_account()
    for _ in range(2):
        at_window.sign_in_as("gestionnaire")
        assert at_window.until_told().startswith("Le compte attendu était ")
        assert again.text() == "Recommencer"
        again.click()
    at_window.sign_in_as("administrateur")

    at_window.bot.waitUntil(lambda: not context.sign_in.active)
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
    at_window.answer("activation_dialog", "activate")
    at_window.opened(SignInWindow).open_browser.click()
    wait = at_window.opened(BrowserWait)
    at_window.bot.waitUntil(wait.copy.isVisible)
    wait.copy.click()
    assert QGuiApplication.clipboard().text().startswith("https://localhost")

    wait.cancel.click()

    at_window.until_told()
    at_window.until(lambda state: state.phase is Phase.INACTIVE and state.main.enabled)


class WithoutALibrary(MetaPathFinder, Loader):
    """The embedded browser's modules, on a system that lacks a library of theirs."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """They are installed."""
        return ModuleSpec(name, self) if name.startswith("PySide6.QtWebEngine") else None

    def exec_module(self, module: ModuleType) -> None:
        """They fail as the system's loader does."""
        raise ImportError("libXfixes.so.3: cannot open shared object file: No such file")


def test_a_browser_that_lacks_a_library_says_so_at_once_beside_the_other_way_in(
    at_window: AtTheWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("PySide6.QtWebEngine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [WithoutALibrary(), *sys.meta_path])
    at_window.panel.main.click()
    at_window.answer("activation_dialog", "activate")

    wait = at_window.opened(BrowserWait)

    assert "il y manque la bibliothèque libXfixes.so.3." in wait.reason.text()
    assert "installer le paquet libxfixes3." in wait.reason.text()
    # Who plays a person in front of the window is told the same, and waits for nothing.
    with pytest.raises(NeverCame, match="libxfixes3"):
        WindowDriver().sign_in("administrateur", "")
    wait.cancel.click()
    at_window.until_told()


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
    body.menus.place_wanted.emit(PageId.IDENTIFICATION)
    assert body.stack.currentWidget() is window.body.identification
    assert window.body.identification.siren.value.text() == "732\u202f829\u202f320"  # type: ignore[attr-defined]  # a label
    crumbs = window.body.identification.breadcrumb
    crumbs.place_wanted.emit(PageId.EXCHANGES)
    assert body.stack.currentWidget() is window.body.exchanges
    QTest.keyClick(window.body.navigation, Qt.Key.Key_Up)
    assert window.windowTitle() == "BIJOU SA – Comptabilité – Stockage et partage"
    assert window.body.demonstration.text() == "Démonstration\u00a0: Microsoft 365 local"
