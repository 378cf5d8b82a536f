"""Other people and other applications on the same company: limited functions, another account."""

from __future__ import annotations

from stockage_partage.activation.states import Functions, Label
from stockage_partage.journey.administrator import Administrator
from stockage_partage.journey.context import (
    ADMINISTRATOR,
    COLLEAGUE,
    LICENSED,
    UNLICENSED,
    JourneyContext,
    expect,
)


def limited_application(context: JourneyContext) -> str:
    """An application without the option: « Désactiver le stockage », limited functions."""
    context.open_window(UNLICENSED)
    state = context.until(UNLICENSED, lambda s: s.functions is Functions.LIMITED, "limited")
    expect(state.main.label is Label.DEACTIVATE and state.main.enabled, "deactivation offered")
    context.picture(UNLICENSED, "limite")
    return context.programs[UNLICENSED].window.body.exchanges.panel.main.text()


def sign_out(context: JourneyContext) -> str:
    """« Me déconnecter »."""
    context.input.click(context.programs[LICENSED].window, "connect_button")
    state = context.until(LICENSED, lambda s: s.facts.account is None, "signed out")
    expect(state.connect.label is Label.CONNECT, "connecting offered")
    context.picture(LICENSED, "deconnecte")
    return context.window.body.exchanges.panel.connect_account.text()


def other_account(context: JourneyContext) -> str:
    """« vous reconnecter sur un autre compte »: a colleague whom the administrator added."""
    account = context.account(COLLEAGUE)
    context.input.click(context.programs[LICENSED].window, "connect_button")
    context.window_driver.sign_in(account["username"], account["password"], "autre-compte")
    context.until(
        LICENSED, lambda s: s.facts.account == account["username"], "signed in as a colleague"
    )
    return account["username"]


def colleague_added(context: JourneyContext) -> str:
    """The administrator adds a colleague to the group, as they would online."""
    colleague = context.account(COLLEAGUE)["username"]
    settings = context.settings(LICENSED)
    administrator = Administrator(context, ADMINISTRATOR, settings)
    context.window_driver.work(lambda: administrator.add_member(context.group_id, colleague))
    return colleague
