"""What others do online, and « Synchroniser », which tells of it."""

from __future__ import annotations

from stockage_partage.company.facts import Online, Status
from stockage_partage.journey.administrator import Administrator
from stockage_partage.journey.scene import ADMINISTRATOR, LICENSED, Scene, expect
from stockage_partage.ui.online.assistant import Step
from stockage_partage.ui.online.synchronise_assistant import SynchroniseAssistant
from stockage_partage.words.journey import ADDED, ADDED_TEXT, ATTACHED, RENAMED


def changed_online(scene: Scene) -> str:
    """Somebody adds a file, renames another, deletes a third one, without our program."""
    filed = scene.document("fa00043", lambda row: row.status is Status.FILED)
    gone = scene.document("conditions", lambda row: row.status is Status.FILED)
    folder = (gone.path or "").rpartition("/")[0]
    administrator = Administrator(scene, ADMINISTRATOR, scene.settings(LICENSED))

    def change() -> None:
        administrator.add_file(scene.group_id, f"{folder}/{ADDED}", ADDED_TEXT.encode())
        administrator.rename(scene.group_id, filed.item_id or "", RENAMED)
        administrator.delete(scene.group_id, gone.item_id or "")

    scene.stage.work(change)
    return f"+ {ADDED} · {filed.title} -> {RENAMED} · - {gone.title}"


def synchronised(scene: Scene) -> str:
    """« Fin » starts the assistant, which says what was added, moved and deleted."""
    scene.hands.choose(scene.window, "action_synchronise")
    assistant = scene.hands.opened(SynchroniseAssistant)
    scene.stage.picture(assistant, "synchroniser")
    scene.hands.click(assistant, "finish")
    scene.stage.until(lambda: assistant.step is Step.OVER, "end of the synchronising")
    scene.stage.picture(assistant, "synchronise")
    told = assistant.outcomes.toPlainText()
    for name in (ADDED, RENAMED, ATTACHED):
        expect(name in told, f"{name} told")
    said = assistant.summary.text()
    scene.hands.click(assistant, "close")
    scene.document("bon pour accord", lambda row: row.status is Status.FILED)
    scene.document("conditions", lambda row: row.online == Online.DELETED)
    return said
