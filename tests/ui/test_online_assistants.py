"""« Synchroniser », « Rapatrier » and « Renommer le groupe » in the real window, down to the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import token_for
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import AccountState, NoticeKind, Phase, Tone
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.tree.document_types import TreePart
from stockage_partage.ui.assistants.assistant import Assistant, AssistantStep
from stockage_partage.ui.assistants.export_assistant import ExportAssistant
from stockage_partage.ui.assistants.synchronise import SynchroniseAssistant
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow

ATTACHED = "Sage/Clients/CARAT/Documents attachés"


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[AtTheWindow]:
    """Storage active, the administrator signed in."""
    at_the_window = AtTheWindow(qtbot, microsoft365, tmp_path)
    at_the_window.panel.main.click()
    at_the_window.answer("activation_dialog", "activate")
    at_the_window.sign_in_as("administrateur")
    at_the_window.until(lambda state: state.link is not None and state.link.ready)
    yield at_the_window
    at_the_window.close()


def put(person: AtTheWindow, path: str, content: bytes) -> None:
    """Somebody puts a file online, without this program."""
    told = person.microsoft365.description()
    with CompanyDatabase.open(person.company) as database:
        drive = database.activation.get().drive_id
    session = requests.Session()
    session.trust_env = False
    answer = session.put(
        f"{told['graph_url']}/drives/{drive}/root:/{quote(path)}:/content",
        data=content,
        headers={"Authorization": f"Bearer {token_for(person.microsoft365, 'administrateur')}"},
        verify=told["ca_file"],
        timeout=20,
    )
    assert answer.status_code in (200, 201)


def open_work(person: AtTheWindow, work: DocumentWork) -> None:
    person.program.window.body.menus.works[work].trigger()


def until_step(person: AtTheWindow, assistant: Assistant, step: AssistantStep) -> None:
    person.bot.waitUntil(lambda: assistant.step is step, timeout=PAGE_MS)


def press(assistant: Assistant, button: QPushButton) -> None:
    assert button.isVisibleTo(assistant)
    assert button.isEnabled()
    button.click()


def test_synchronising_says_by_name_what_was_added_then_that_nothing_changed(
    person: AtTheWindow,
) -> None:
    put(person, f"{ATTACHED}/plan.pdf", b"plan")
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    person.bot.waitUntil(lambda: "première fois" in assistant.last_time.text(), timeout=PAGE_MS)
    assert assistant.parts == frozenset(TreePart)
    QTest.keyClick(assistant, Qt.Key.Key_Return)
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.came_to.text() == "Synchronisation terminée"
    assert f"{ATTACHED}/plan.pdf" in assistant.outcomes.toPlainText()
    assert assistant.mark.isHidden()
    assistant.close_button.click()
    person.until(lambda state: state.facts.documents.filed == 1)

    open_work(person, DocumentWork.SYNCHRONISE)
    again = person.opened(SynchroniseAssistant)
    press(again, again.finish)
    until_step(person, again, AssistantStep.OVER)
    assert again.summary.text().startswith("Aucun changement en ligne")
    assert again.outcomes.isHidden()
    assert again.mark.isVisible()
    middle = again.rect().center().y()
    told = again.came_to.mapTo(again, again.came_to.rect().center()).y()
    assert abs(told - middle) < again.height() // 6


def test_a_part_can_be_left_out_but_not_all_of_them(person: AtTheWindow) -> None:
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    for box in assistant.boxes.values():
        box.setChecked(False)
    assert not assistant.finish.isEnabled()
    assert assistant.finish.toolTip() == "Cochez au moins une partie."
    assistant.boxes[TreePart.SALES].setChecked(True)
    assert assistant.finish.isEnabled()
    assert assistant.parts == {TreePart.SALES}
    QTest.keyClick(assistant, Qt.Key.Key_Escape)


def test_a_synchronisation_is_interrupted_and_goes_on_when_asked(person: AtTheWindow) -> None:
    put(person, f"{ATTACHED}/plan.pdf", b"plan")
    person.microsoft365.faults.install([{"kind": "delta", "do": "slow", "seconds": 1}])
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    press(assistant, assistant.finish)
    until_step(person, assistant, AssistantStep.RUNNING)
    QTest.keyClick(assistant, Qt.Key.Key_Escape)
    assert assistant.doing.text() == "Interruption en cours…"
    person.microsoft365.faults.install([])
    until_step(person, assistant, AssistantStep.OVER)
    if assistant.again.isVisibleTo(assistant):
        press(assistant, assistant.again)
        until_step(person, assistant, AssistantStep.OVER)
    person.bot.waitUntil(
        lambda: assistant.came_to.text() == "Synchronisation terminée", timeout=PAGE_MS
    )


def test_closing_the_window_ends_what_goes_on_in_it(person: AtTheWindow) -> None:
    person.microsoft365.faults.install([{"kind": "delta", "do": "slow", "seconds": 1}])
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    press(assistant, assistant.finish)
    until_step(person, assistant, AssistantStep.RUNNING)
    ended: list[int] = []
    assistant.finished.connect(ended.append)
    person.program.window.close()
    assert ended == [0]


def test_a_network_that_went_is_said_with_a_way_out(person: AtTheWindow) -> None:
    person.microsoft365.faults.install([{"kind": "delta", "do": "cut"}])
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    press(assistant, assistant.finish)
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.told.what.text() == "Microsoft\u00a0365 ne répond pas."
    assert assistant.told.advice.text().endswith("La prochaine synchronisation reprendra là.")
    person.microsoft365.faults.install([])
    press(assistant, assistant.again)
    person.bot.waitUntil(
        lambda: assistant.came_to.text() == "Synchronisation terminée", timeout=PAGE_MS
    )


def test_whoever_is_signed_out_is_told_that_nothing_has_begun(person: AtTheWindow) -> None:
    person.panel.connect_account.click()  # « Me déconnecter »
    person.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    open_work(person, DocumentWork.SYNCHRONISE)
    assistant = person.opened(SynchroniseAssistant)
    press(assistant, assistant.finish)
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.came_to.text() == "La synchronisation n’a pas commencé"
    assert assistant.told.property("tone") == Tone.TO_SETTLE
    assert "enregistré" not in assistant.told.advice.text()
    assert assistant.again.text() == "Me connecter"
    press(assistant, assistant.again)
    person.opened(SignInWindow).close()
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.came_to.text() == "La synchronisation n’a pas commencé"
    assert assistant.told.what.text() == "Vous avez annulé la connexion."
    assistant.close_button.click()


def test_after_a_deactivation_documents_come_back_with_a_sign_in_of_their_own(
    person: AtTheWindow, tmp_path: Path
) -> None:
    put(person, f"{ATTACHED}/plan.pdf", b"plan")
    open_work(person, DocumentWork.SYNCHRONISE)
    synchronised = person.opened(SynchroniseAssistant)
    press(synchronised, synchronised.finish)
    until_step(person, synchronised, AssistantStep.OVER)
    synchronised.close_button.click()
    person.panel.connect_account.click()  # « Me déconnecter »
    person.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    person.panel.main.click()
    person.answer("deactivation_dialog", "deactivate")
    person.until(lambda state: state.phase is Phase.INACTIVE)

    open_work(person, DocumentWork.BRING_BACK)
    assistant = person.opened(ExportAssistant)
    person.bot.waitUntil(lambda: "1 document" in assistant.counted.text(), timeout=PAGE_MS)
    assert not assistant.finish.isEnabled()
    assert assistant.finish.toolTip() == "Choisissez un dossier de destination."
    assistant.form.folder.setText(str(tmp_path / "retour"))
    person.bot.waitUntil(assistant.finish.isEnabled, timeout=PAGE_MS)
    press(assistant, assistant.finish)
    person.sign_in_as("administrateur")
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.came_to.text() == "Rapatriement terminé"
    assert (tmp_path / "retour" / ATTACHED / "plan.pdf").read_bytes() == b"plan"
    assert (tmp_path / "retour" / "index.csv").exists()
    press(assistant, assistant.open_folder)
    assert person.opened_links[-1].endswith("/retour")
    assistant.close_button.click()
    # Storage is off: the session was for this only.
    person.until(lambda state: state.facts.account_state is AccountState.NOBODY)


def test_a_sign_in_that_was_closed_leaves_a_way_out(person: AtTheWindow, tmp_path: Path) -> None:
    person.panel.connect_account.click()
    person.until(lambda state: state.facts.account_state is AccountState.NOBODY)
    open_work(person, DocumentWork.BRING_BACK)
    assistant = person.opened(ExportAssistant)
    assistant.form.folder.setText(str(tmp_path / "retour"))
    person.bot.waitUntil(lambda: "Aucun document" in assistant.counted.text(), timeout=PAGE_MS)
    assert not assistant.finish.isEnabled()
    put(person, f"{ATTACHED}/plan.pdf", b"plan")
    assistant.show_count(1)
    press(assistant, assistant.finish)
    person.opened(SignInWindow).close()
    until_step(person, assistant, AssistantStep.OVER)
    assert assistant.told.what.text() == "Vous avez annulé la connexion."
    assert assistant.told.advice.text() == "Rien n’a été modifié."
    assert assistant.told.icon.accessibleName() == "Information"
    assert assistant.again.text() == "Me connecter"
    assistant.close_button.click()


def test_dates_that_cannot_be_read_are_said_at_their_field(person: AtTheWindow) -> None:
    open_work(person, DocumentWork.BRING_BACK)
    assistant = person.opened(ExportAssistant)
    form = assistant.form
    form.since.setText("31/02/2026")
    person.bot.waitUntil(
        lambda: "existe pas" in form.fields["bring_back_since"].note.text(), timeout=PAGE_MS
    )
    form.since.setText("01/03/2026")
    form.until.setText("01/02/2026")
    person.bot.waitUntil(
        lambda: "avant" in form.fields["bring_back_until"].note.text(), timeout=PAGE_MS
    )
    assert not assistant.finish.isEnabled()
    QTest.keyClick(assistant, Qt.Key.Key_Escape)


def test_the_notice_of_another_name_renames_the_group(person: AtTheWindow) -> None:
    with CompanyDatabase.open(person.company) as database:
        database.company.rename("BIJOU ET FILS")
    state = person.until(
        lambda state: NoticeKind.NAME_DIFFERS in {each.kind for each in state.notices}
    )
    assert state.facts.group is not None
    group_id = state.facts.group.id
    notices = person.program.window.body.exchanges.notices
    while notices.shown is not NoticeKind.NAME_DIFFERS:
        notices.next.click()
    notices.frame.action.click()
    state = person.until(
        lambda state: NoticeKind.NAME_DIFFERS not in {each.kind for each in state.notices}
    )
    assert state.facts.group is not None
    assert (state.facts.group.id, state.facts.group.name) == (group_id, "Sage – BIJOU ET FILS")
    [group] = person.microsoft365.world.groups.all()
    assert group.facts["displayName"] == "Sage – BIJOU ET FILS"
