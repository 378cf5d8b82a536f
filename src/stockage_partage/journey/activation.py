"""The help page's activation and what follows a deactivation, when everything stays online and is brought back.

Each step acts in the window: the panel, the confirmation, the sign-in, the link that opens; then the
assistant, its folder and its index, checked.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from stockage_partage.activation.states import AccountState, Label, Phase
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.journey.context import (
    ADMINISTRATOR,
    COLLEAGUE,
    LICENSED,
    UNLICENSED,
    JourneyContext,
    expect,
)
from stockage_partage.messages.export import HEADINGS
from stockage_partage.messages.journey import BROUGHT_BACK_TO, DESK
from stockage_partage.session import http_client_of
from stockage_partage.ui.assistants.assistant import AssistantStep
from stockage_partage.ui.assistants.export_assistant import ExportAssistant


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


# --- after the deactivation -----------------------------------------------------------------------

_PATH, _SHA256, _LINK = (HEADINGS.index(each) for each in ("Chemin", "SHA-256", "Lien"))


def deactivation(context: JourneyContext) -> str:
    """« Désactivez »: at once, and every other application shows it within two seconds."""
    context.input.click(context.programs[LICENSED].window, "main_button")
    dialog = context.window_driver.dialog("deactivation_dialog")
    context.window_driver.picture(dialog, "desactivation")
    context.input.click(dialog, "deactivate")
    context.until(LICENSED, lambda s: s.facts.stored is ActivationStatus.INACTIVE, "inactive here")
    context.until(
        UNLICENSED, lambda s: s.facts.stored is ActivationStatus.INACTIVE, "inactive there", 2
    )
    context.picture(LICENSED, "desactive")
    return context.window.body.exchanges.panel.main.text()


def brought_back(context: JourneyContext) -> str:
    """« Rapatrier… »: every document is in the folder, and its bytes are those that the index says."""
    folder = context.folder(DESK) / BROUGHT_BACK_TO
    context.input.choose(context.window, "action_bring_back")
    assistant = context.input.opened(ExportAssistant)
    context.input.paste(assistant.form.folder, str(folder))
    context.window_driver.until(assistant.finish.isEnabled, "counted documents")
    context.window_driver.picture(assistant, "rapatrier")
    context.input.click(assistant, "finish")
    sign_in_if_needed(context)
    context.window_driver.until(
        lambda: assistant.step is AssistantStep.OVER, "end of the bringing back"
    )
    context.window_driver.picture(assistant, "rapatrie")
    said = assistant.summary.text()
    context.input.click(assistant, "close")
    documents, missing = context.window_driver.work(lambda: _checked(folder))
    expect((documents, missing) == (5, 1), f"5 documents and 1 deleted ({documents}, {missing})")
    return said


def sign_in_if_needed(context: JourneyContext) -> None:
    """The work just begun asks for a sign-in while storage is off, unless somebody still is signed in."""
    state = context.state(LICENSED)
    if state is None or state.facts.account_state is not AccountState.SIGNED_IN:
        account = context.account(COLLEAGUE)
        context.window_driver.sign_in(account["username"], account["password"])


def _checked(folder: Path) -> tuple[int, int]:
    """Documents that are as the index says, and those that it says are not there."""
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as index:
        headings, *lines = csv.reader(index, delimiter=";")
    expect(tuple(headings) == HEADINGS, "the index's columns")
    there = [line for line in lines if (folder / line[_PATH]).is_file()]
    for line in there:
        found = hashlib.sha256((folder / line[_PATH]).read_bytes()).hexdigest()
        expect(found == line[_SHA256], f"the bytes of {line[_PATH]}")
        expect(line[_LINK].startswith("https://"), f"the link of {line[_PATH]}")
    return len(there), len(lines) - len(there)
