"""The help page's activation: the panel, the confirmation, the sign-in, the link that opens."""

from __future__ import annotations

from stockage_partage.activation.states import AccountState, Label, Phase
from stockage_partage.journey.context import ADMINISTRATOR, LICENSED, JourneyContext, expect
from stockage_partage.session import http_client_of


def microsoft365(context: JourneyContext) -> str:
    """The local Microsoft 365 answers."""
    return str(context.window_driver.work(context.start_microsoft365)["graph_url"])


def company(context: JourneyContext) -> str:
    """A company with third parties and a licence."""
    return context.window_driver.work(context.make_company).name


def window(context: JourneyContext) -> str:
    """Fichier › Paramètres société › … shows the panel, storage inactive."""
    program = context.open_window(LICENSED)
    state = context.until(LICENSED, lambda s: s.phase is Phase.INACTIVE, "inactive")
    expect(state.main.label is Label.ACTIVATE and state.main.enabled, "activation offered")
    context.picture(LICENSED, "inactif")
    return program.window.windowTitle()


def confirmation(context: JourneyContext) -> str:
    """« Activez », « Confirmez »."""
    context.input.click(context.programs[LICENSED].window, "main_button")
    dialog = context.window_driver.dialog("activation_dialog")
    context.window_driver.picture(dialog, "confirmation")
    asked = dialog.accessibleName()
    context.input.click(dialog, "activate")
    context.until(LICENSED, lambda s: s.phase is Phase.ASKED, "activation asked")
    return asked


def sign_in(context: JourneyContext) -> str:
    """The administrator signs in, in the embedded browser."""
    account = context.account(ADMINISTRATOR)
    context.window_driver.sign_in(account["username"], account["password"], "connexion")
    state = context.until(
        LICENSED,
        lambda s: s.facts.account_state is AccountState.SIGNED_IN and s.link is not None,
        "signed in with the link shown",
    )
    expect(state.facts.account == account["username"], "the account shown")
    return account["username"]


def group(context: JourneyContext) -> str:
    """The panel shows the link at once, while Microsoft prepares the library."""
    state = context.until(LICENSED, lambda s: s.phase is Phase.PREPARING, "library being prepared")
    context.picture(LICENSED, "initialisation")
    expect(state.facts.group is not None, "the group")
    context.group_id = state.facts.group.id if state.facts.group else ""
    return state.link.name if state.link else ""


def provisioning(context: JourneyContext) -> str:
    """The library becomes ready by itself; gives its address."""
    state = context.until(LICENSED, lambda s: s.phase is Phase.READY, "ready library", 60)
    context.picture(LICENSED, "actif")
    return state.link.url or "" if state.link else ""


def link(context: JourneyContext) -> str:
    """A click on the link opens the default browser, and the page is there."""
    url = context.open_link()
    answer = context.window_driver.work(
        lambda: http_client_of(context.settings(LICENSED)).send("GET", url)
    )
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    return url
