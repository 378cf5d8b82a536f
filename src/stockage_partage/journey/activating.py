"""The help page's activation: the panel, the confirmation, the sign-in, the link that opens."""

from __future__ import annotations

from stockage_partage.journey.scene import ADMINISTRATOR, LICENSED, Scene, expect
from stockage_partage.session import door_of
from stockage_partage.storage.panel import Label, Phase
from stockage_partage.storage.states import AccountState


def microsoft365(scene: Scene) -> str:
    """The local Microsoft 365 answers."""
    return str(scene.stage.work(scene.start_microsoft365)["graph_url"])


def company(scene: Scene) -> str:
    """A company with third parties and a licence."""
    return scene.stage.work(scene.make_company).name


def window(scene: Scene) -> str:
    """Fichier › Paramètres société › … shows the panel, storage inactive."""
    program = scene.open_window(LICENSED)
    state = scene.until(LICENSED, lambda s: s.phase is Phase.INACTIVE, "inactive")
    expect(state.main.label is Label.ACTIVATE and state.main.enabled, "activation offered")
    scene.picture(LICENSED, "inactif")
    return program.window.windowTitle()


def confirmation(scene: Scene) -> str:
    """« Activez », « Confirmez »."""
    scene.hands.click(scene.programs[LICENSED].window, "main_button")
    dialog = scene.stage.dialog("activation_dialog")
    scene.stage.picture(dialog, "confirmation")
    asked = dialog.windowTitle()
    scene.hands.click(dialog, "activate")
    scene.until(LICENSED, lambda s: s.phase is Phase.ASKED, "activation asked")
    return asked


def sign_in(scene: Scene) -> str:
    """The administrator signs in, in the embedded browser."""
    account = scene.account(ADMINISTRATOR)
    scene.stage.sign_in(account["username"], account["password"], "connexion")
    state = scene.until(
        LICENSED,
        lambda s: s.facts.account_state is AccountState.SIGNED_IN and s.link is not None,
        "signed in with the link shown",
    )
    expect(state.facts.account == account["username"], "the account shown")
    return account["username"]


def group(scene: Scene) -> str:
    """The panel shows the link at once, while Microsoft prepares the library."""
    state = scene.until(LICENSED, lambda s: s.phase is Phase.PREPARING, "library being prepared")
    scene.picture(LICENSED, "initialisation")
    expect(state.facts.group is not None, "the group")
    scene.group_id = state.facts.group.id if state.facts.group else ""
    return state.link.name if state.link else ""


def provisioning(scene: Scene) -> str:
    """It becomes ready by itself."""
    state = scene.until(LICENSED, lambda s: s.phase is Phase.READY, "ready library", 60)
    scene.picture(LICENSED, "actif")
    return state.link.url or "" if state.link else ""


def link(scene: Scene) -> str:
    """A click on the link opens the default browser, and the page is there."""
    url = scene.open_link()
    answer = scene.stage.work(lambda: door_of(scene.settings(LICENSED)).send("GET", url))
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    return url
