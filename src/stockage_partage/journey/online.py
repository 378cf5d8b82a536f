"""What others do online, and « Synchroniser », which tells of it."""

from __future__ import annotations

from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.journey.administrator import Administrator
from stockage_partage.journey.context import ADMINISTRATOR, LICENSED, JourneyContext, expect
from stockage_partage.messages.journey import ADDED, ADDED_TEXT, ATTACHED, RENAMED
from stockage_partage.ui.assistants.assistant import AssistantStep
from stockage_partage.ui.assistants.synchronise import SynchroniseAssistant


def changed_online(context: JourneyContext) -> str:
    """Somebody adds a file, renames another, deletes a third one, without our program."""
    filed = context.document("fa00043", lambda row: row.status is Status.FILED)
    gone = context.document("conditions", lambda row: row.status is Status.FILED)
    folder = (gone.path or "").rpartition("/")[0]
    administrator = Administrator(context, ADMINISTRATOR, context.settings(LICENSED))

    def change() -> None:
        administrator.add_file(context.group_id, f"{folder}/{ADDED}", ADDED_TEXT.encode())
        administrator.rename(context.group_id, filed.item_id or "", RENAMED)
        administrator.delete(context.group_id, gone.item_id or "")

    context.window_driver.work(change)
    return f"+ {ADDED} · {filed.title} -> {RENAMED} · - {gone.title}"


def synchronised(context: JourneyContext) -> str:
    """« Synchroniser » starts the assistant, which says what was added, moved and deleted."""
    context.input.choose(context.window, "action_synchronise")
    assistant = context.input.opened(SynchroniseAssistant)
    context.window_driver.picture(assistant, "synchroniser")
    context.input.click(assistant, "finish")
    context.window_driver.until(
        lambda: assistant.step is AssistantStep.OVER, "end of the synchronising"
    )
    context.window_driver.picture(assistant, "synchronise")
    told = assistant.outcomes.toPlainText()
    for name in (ADDED, RENAMED, ATTACHED):
        expect(name in told, f"{name} told")
    said = assistant.summary.text()
    context.input.click(assistant, "close")
    context.document("bon pour accord", lambda row: row.status is Status.FILED)
    context.document("conditions", lambda row: row.online == OnlineState.DELETED)
    return said
