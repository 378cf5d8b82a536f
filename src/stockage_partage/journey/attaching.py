"""« Joindre des documents »: a file of the computer to a third party."""

from __future__ import annotations

from stockage_partage.company.facts import Status
from stockage_partage.journey.scene import Scene, expect
from stockage_partage.ui.attach.attach_dialog import AttachDialog
from stockage_partage.ui.attach.chosen_files import Standing
from stockage_partage.words.journey import ATTACHED, ATTACHED_TEXT, DESK

ASKED = "diam"


def attached(scene: Scene) -> str:
    """Third party found as it is typed, file chosen, one button; it is in its folder online."""
    path, content = scene.folder(DESK) / ATTACHED, ATTACHED_TEXT.encode()
    path.write_bytes(content)
    scene.hands.choose(scene.window, "action_attach")
    dialog = scene.hands.opened(AttachDialog)
    party = dialog.target.party
    scene.hands.type(party.search, ASKED)
    scene.stage.until(lambda: party.party is not None, "the third party looked for")
    scene.hands.click(dialog, "add_files")
    scene.hands.give_path("choose_files", path)
    scene.stage.until(dialog.attach.isEnabled, "a file that can be attached")
    scene.stage.picture(dialog, "joindre")
    scene.hands.click(dialog, "attach")
    scene.stage.until(lambda: dialog.files.count(Standing.DONE) == 1, "attached file")
    scene.stage.picture(dialog, "joint")
    scene.hands.click(dialog, "cancel")
    row = scene.document("conditions", lambda row: row.status is Status.FILED)
    expect(scene.online(row) == content, "the same bytes online")
    return row.path or ""
