"""After the deactivation: everything stays online, and can be brought back, checked, with its index."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from stockage_partage.journey.scene import COLLEAGUE, LICENSED, UNLICENSED, Scene, expect
from stockage_partage.storage.states import AccountState, Stored
from stockage_partage.ui.online.assistant import Step
from stockage_partage.ui.online.bring_back_assistant import BringBackAssistant
from stockage_partage.words.bringing_back import HEADINGS
from stockage_partage.words.journey import BROUGHT_BACK_TO, DESK

_PATH, _SHA256, _LINK = (HEADINGS.index(each) for each in ("Chemin", "SHA-256", "Lien"))


def deactivation(scene: Scene) -> str:
    """« Désactivez »: at once, and every other application shows it within two seconds."""
    scene.hands.click(scene.programs[LICENSED].window, "main_button")
    dialog = scene.stage.dialog("deactivation_dialog")
    scene.stage.picture(dialog, "desactivation")
    scene.hands.click(dialog, "deactivate")
    scene.until(LICENSED, lambda s: s.facts.stored is Stored.INACTIVE, "inactive here")
    scene.until(UNLICENSED, lambda s: s.facts.stored is Stored.INACTIVE, "inactive there", 2)
    scene.picture(LICENSED, "desactive")
    return scene.window.exchanges.panel.main.text()


def brought_back(scene: Scene) -> str:
    """« Rapatrier… »: every document is in the folder, and its bytes are those that the index says."""
    folder = scene.folder(DESK) / BROUGHT_BACK_TO
    signed_in = _is_signed_in(scene)
    scene.hands.choose(scene.window, "action_bring_back")
    assistant = scene.hands.opened(BringBackAssistant)
    scene.hands.paste(assistant.form.folder, str(folder))
    scene.stage.until(assistant.finish.isEnabled, "counted documents")
    scene.stage.picture(assistant, "rapatrier")
    scene.hands.click(assistant, "finish")
    if not signed_in:
        account = scene.account(COLLEAGUE)
        scene.stage.sign_in(account["username"], account["password"])
    scene.stage.until(lambda: assistant.step is Step.OVER, "end of the bringing back")
    scene.stage.picture(assistant, "rapatrie")
    said = assistant.summary.text()
    scene.hands.click(assistant, "close")
    documents, missing = scene.stage.work(lambda: _checked(folder))
    expect((documents, missing) == (4, 1), f"4 documents and 1 deleted ({documents}, {missing})")
    return said


def _is_signed_in(scene: Scene) -> bool:
    state = scene.state(LICENSED)
    return state is not None and state.facts.account_state is AccountState.SIGNED_IN


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
