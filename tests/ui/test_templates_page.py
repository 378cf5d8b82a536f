"""« Modèles »: what a person chooses is the company's, and the watched folder of this workstation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, get_ident

import pytest
import sqlalchemy as sa
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame
from pytestqt.qtbot import QtBot

from company_facts import recent
from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from previews.capture import settle
from previews.printing_previews import previews
from stockage_partage.activation.states import Phase
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.documents.printing.folder_look import FolderScan, FolderState
from stockage_partage.documents.printing.folder_settings import DONE
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.printing.templates_page import (
    ChoicesCard,
    FolderCard,
    TemplateChoice,
    TemplatesPage,
)

APPLICATION = "gestion-commerciale"
US, CARAT = Someone("BIJOU SA", "732829320"), Someone("Carat Joaillerie", "552100554")


@pytest.fixture
def person(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[AtTheWindow]:
    """In front of the window, storage active."""
    person = AtTheWindow(qtbot, microsoft365, tmp_path, Application.GESTION_COMMERCIALE)
    yield person
    person.close()


def activate(person: AtTheWindow) -> None:
    person.panel.main.click()
    person.answer("activation_dialog", "activate")
    person.sign_in_as("administrateur")
    person.until(lambda state: state.phase in (Phase.PREPARING, Phase.READY))


def page_of(person: AtTheWindow) -> TemplatesPage:
    window = person.program.window
    window.go_to(PageId.TEMPLATES)
    person.bot.waitUntil(lambda: len(window.body.templates.cards) == 3)
    return window.body.templates


def choice(page: TemplatesPage, template: str, filing: str) -> TemplateChoice:
    found = page.findChild(TemplateChoice, f"choice_{template}_{filing}")
    assert found is not None
    return found


def chosen(person: AtTheWindow) -> dict[str, str]:
    with CompanyDatabase.open(person.company) as database:
        return database.templates.chosen(APPLICATION)


def test_a_choice_is_kept_for_the_company_and_journaled(person: AtTheWindow) -> None:
    activate(person)
    page = page_of(person)
    assert choice(page, "ventes/facture", "propose").isChecked()
    QTest.mouseClick(choice(page, "ventes/facture", "obligatoire"), Qt.MouseButton.LeftButton)
    person.bot.waitUntil(lambda: chosen(person) == {"ventes/facture": "obligatoire"})
    with CompanyDatabase.open(person.company) as database:
        noted = {entry.act: entry for entry in recent(database, 5)}
    assert (
        noted[JournalAct.TEMPLATE_CHANGED].account
        == person.microsoft365.people.with_role("administrateur").username
    )


def test_a_choice_holds_at_once_and_can_be_taken_back(person: AtTheWindow) -> None:
    activate(person)
    page = page_of(person)
    QTest.mouseClick(choice(page, "ventes/facture", "jamais"), Qt.MouseButton.LeftButton)
    told = person.until_done("Ventes, Facture : « Jamais », dès la prochaine impression.")
    assert chosen(person) == {"ventes/facture": "jamais"}
    told.action.click()
    person.bot.waitUntil(lambda: chosen(person) == {}, timeout=PAGE_MS)
    person.bot.waitUntil(choice(page, "ventes/facture", "propose").isChecked, timeout=PAGE_MS)


def test_a_choice_that_somebody_else_has_changed_since_stays(person: AtTheWindow) -> None:
    activate(person)
    page = page_of(person)
    QTest.mouseClick(choice(page, "ventes/facture", "jamais"), Qt.MouseButton.LeftButton)
    told = person.until_done("Ventes, Facture : « Jamais »")
    with CompanyDatabase.open(person.company) as database:
        database.templates.choose(APPLICATION, "ventes/facture", "obligatoire", "paul@bijou.fr")
    told.action.click()
    person.until_done("n’a pas été rétabli")
    person.bot.waitUntil(choice(page, "ventes/facture", "obligatoire").isChecked, timeout=PAGE_MS)


class HeldReading:
    """The next reading of the choices: over in the database, and told once it is let go."""

    def __init__(self, engine: sa.Engine) -> None:
        self.read, self.free = Event(), Event()
        self._reader: int | None = None
        sa.event.listen(engine, "after_cursor_execute", self._executed)
        sa.event.listen(engine, "checkin", self._given_back)

    def _executed(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self._reader is None and "FROM sp_template" in statement:
            self._reader = get_ident()

    def _given_back(self, *_: object) -> None:
        if self._reader == get_ident() and not self.read.is_set():
            self.read.set()
            assert self.free.wait(10)


def test_what_was_read_before_a_choice_does_not_undo_it(person: AtTheWindow) -> None:
    activate(person)
    page = page_of(person)
    controller = person.program.controller
    assert controller is not None
    assert controller.context is not None
    assert controller.work is not None
    printing, background = controller.work.printing, controller.context.background
    assert printing is not None
    held = HeldReading(controller.context.app.database._transactions._engine)
    person.bot.waitUntil(held.read.is_set)
    QTest.mouseClick(choice(page, "ventes/facture", "obligatoire"), Qt.MouseButton.LeftButton)
    undone: list[bool] = []
    choice(page, "ventes/facture", "propose").toggled.connect(undone.append)
    person.bot.waitUntil(lambda: chosen(person) == {"ventes/facture": "obligatoire"})
    person.bot.waitUntil(lambda: not printing._saving)
    held.free.set()
    person.bot.waitUntil(lambda: not background.busy)
    assert undone == []


def test_what_another_program_chooses_shows_within_two_seconds(person: AtTheWindow) -> None:
    activate(person)
    page = page_of(person)
    with CompanyDatabase.open(person.company) as database:
        database.templates.choose(APPLICATION, "ventes/devis", "jamais", "x")
    person.bot.waitUntil(choice(page, "ventes/devis", "jamais").isChecked, timeout=2000)
    assert not choice(page, "ventes/devis", "propose").isChecked()


def test_while_storage_is_off_nothing_can_be_chosen_and_the_page_says_why(
    person: AtTheWindow,
) -> None:
    with CompanyDatabase.open(person.company) as database:
        database.templates.choose(APPLICATION, "ventes/devis", "jamais", "x")
    page = page_of(person)
    person.bot.waitUntil(choice(page, "ventes/devis", "jamais").isChecked, timeout=2000)
    greyed = choice(page, "ventes/devis", "obligatoire")
    assert not greyed.isEnabled()
    assert "n’est pas activé" in page.reason.what.text()
    assert page.reason.what.text().endswith("Activez-le dans «\u00a0Échanges de données\u00a0».")
    assert greyed.accessibleDescription() == page.reason.what.text()
    assert not page.folder.create_folder.isEnabled()
    assert page.folder.create_folder.toolTip() == page.reason.what.text()


def test_the_keyboard_goes_from_line_to_line_and_chooses_with_the_arrows(
    person: AtTheWindow,
) -> None:
    activate(person)
    page = page_of(person)
    person.program.window.activateWindow()
    first = choice(page, "ventes/devis", "propose")
    first.setFocus()
    person.bot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Right)
    person.bot.waitUntil(lambda: chosen(person) == {"ventes/devis": "obligatoire"})
    now = choice(page, "ventes/devis", "obligatoire")
    # The sign-in window may go as late as this, and nothing gives the keyboard back without a desktop.
    person.program.window.activateWindow()
    person.bot.waitUntil(now.hasFocus)
    QTest.keyClick(now, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is choice(page, "ventes/bon-de-commande", "propose"), focus


def pick(person: AtTheWindow, folder: Path) -> None:
    """Answers the folder dialog, as its own button would."""
    dialog = person.opened(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def test_what_is_printed_into_the_chosen_folder_is_filed(
    person: AtTheWindow, tmp_path: Path
) -> None:
    activate(person)
    page = page_of(person)
    folder = tmp_path / "Impressions"
    folder.mkdir()
    page.folder.choose.click()
    pick(person, folder)
    person.bot.waitUntil(page.folder.stop.isVisible)
    assert str(folder) in page.folder.row.value.text()  # type: ignore[attr-defined]  # a label
    (folder / "Facture_FA00042.pdf").write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    person.bot.waitUntil(
        lambda: "Depuis l’ouverture\u00a0: 1 PDF pris en charge." in page.folder.row.help.text(),
        timeout=15_000,
    )
    assert list((folder / DONE).rglob("Facture_FA00042.pdf"))
    with CompanyDatabase.open(person.company) as database:
        [row] = database.register.search()
    assert (row.model, row.third_party_code) == ("ventes/facture", "CARAT")
    page.folder.stop.click()
    person.bot.waitUntil(page.folder.create_folder.isVisible)
    told = person.until_done("n’est plus surveillé")
    told.action.click()
    person.bot.waitUntil(page.folder.stop.isVisible)
    assert str(folder) in page.folder.row.value.text()  # type: ignore[attr-defined]  # a label


def test_before_the_company_is_read_no_folder_is_said_to_be_watched_or_not(qtbot: QtBot) -> None:
    card = FolderCard()
    qtbot.addWidget(card)
    card.allow("")
    assert card.row.value.text() == "Lecture…"  # type: ignore[attr-defined]  # a label
    assert not card.choose.isEnabled()
    assert card.create_folder.isHidden()
    card.show_round(FolderScan(FolderState.OFF))
    assert card.row.value.text() == "Aucun"  # type: ignore[attr-defined]  # a label
    assert card.choose.isEnabled()


def test_a_folder_that_is_not_empty_is_watched_only_after_a_question(
    person: AtTheWindow, tmp_path: Path
) -> None:
    activate(person)
    page = page_of(person)
    folder = tmp_path / "Impressions"
    folder.mkdir()
    (folder / "ancien.pdf").write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    page.folder.choose.click()
    pick(person, folder)
    person.answer("full_folder_dialog", "cancel")
    assert page.folder.create_folder.isVisible()
    page.folder.choose.click()
    pick(person, folder)
    person.answer("full_folder_dialog", "watch")
    person.bot.waitUntil(page.folder.stop.isVisible)


def test_one_click_makes_a_folder_in_the_person_s_own_documents(
    person: AtTheWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    activate(person)
    page = page_of(person)
    page.folder.create_folder.click()
    person.bot.waitUntil(page.folder.stop.isVisible)
    made = tmp_path / "Documents/Stockage et partage/Impressions/Gestion commerciale"
    assert made.is_dir()
    assert page.folder.row.value.text() == str(made)  # type: ignore[attr-defined]  # a label
    page.folder.open.click()
    assert person.opened_links == [made.as_uri()]


def test_a_folder_that_is_away_is_not_opened_and_promises_nothing_while_storage_is_off(
    person: AtTheWindow, tmp_path: Path
) -> None:
    activate(person)
    page = page_of(person)
    folder = tmp_path / "Impressions"
    folder.mkdir()
    page.folder.choose.click()
    pick(person, folder)
    person.bot.waitUntil(page.folder.open.isVisible)
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()
    told = page.folder.row.help
    person.bot.waitUntil(lambda: "sera pris dès son retour" in told.text(), timeout=10_000)
    assert not page.folder.open.isEnabled()
    assert page.folder.open.toolTip() == "Ce dossier est introuvable."
    with CompanyDatabase.open(person.company) as database:
        database.activation.deactivate("x", APPLICATION)
    person.bot.waitUntil(lambda: "rien n’est pris" in told.text(), timeout=10_000)
    assert "dès son retour" not in told.text()
    folder.mkdir()
    person.bot.waitUntil(page.folder.open.isEnabled, timeout=10_000)


def test_the_cards_of_the_page_share_both_their_edges(qtbot: QtBot) -> None:
    window = previews()["templates"]()
    qtbot.addWidget(window)
    settle(window)
    edges = {
        (place.left(), card.width() - 1 - place.right())
        for card in window.findChildren(QFrame, "card")
        if isinstance(card, FolderCard | ChoicesCard) and (inside := card.layout()) is not None
        for place in [inside.contentsRect()]
    }
    assert len(edges) == 1
    [(left, right)] = edges
    assert left == right
