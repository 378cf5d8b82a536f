"""Other people and other applications on the same company: limited functions, another account."""

from __future__ import annotations

from stockage_partage.journey.administrator import Administrator
from stockage_partage.journey.scene import (
    ADMINISTRATOR,
    COLLEAGUE,
    LICENSED,
    UNLICENSED,
    Scene,
    expect,
)
from stockage_partage.storage.panel import Label
from stockage_partage.storage.states import Functions


def limited_application(scene: Scene) -> str:
    """An application without the option: « Désactiver le stockage », limited functions."""
    scene.open_window(UNLICENSED)
    state = scene.until(UNLICENSED, lambda s: s.functions is Functions.LIMITED, "limited")
    expect(state.main.label is Label.DEACTIVATE and state.main.enabled, "deactivation offered")
    scene.picture(UNLICENSED, "limite")
    return scene.programs[UNLICENSED].window.exchanges.panel.main.text()


def sign_out(scene: Scene) -> str:
    """« Me déconnecter »."""
    scene.hands.click(scene.programs[LICENSED].window, "connect_button")
    state = scene.until(LICENSED, lambda s: s.facts.account is None, "signed out")
    expect(state.connect.label is Label.CONNECT, "connecting offered")
    scene.picture(LICENSED, "deconnecte")
    return scene.window.exchanges.panel.connect_account.text()


def other_account(scene: Scene) -> str:
    """« vous reconnecter sur un autre compte »: a colleague whom the administrator added."""
    account = scene.account(COLLEAGUE)
    scene.hands.click(scene.programs[LICENSED].window, "connect_button")
    scene.stage.sign_in(account["username"], account["password"], "autre-compte")
    scene.until(
        LICENSED, lambda s: s.facts.account == account["username"], "signed in as a colleague"
    )
    return account["username"]


def colleague_added(scene: Scene) -> str:
    """The administrator adds a colleague to the group, as they would online."""
    colleague = scene.account(COLLEAGUE)["username"]
    settings = scene.settings(LICENSED)
    administrator = Administrator(scene, ADMINISTRATOR, settings)
    scene.stage.work(lambda: administrator.add_member(scene.group_id, colleague))
    return colleague
