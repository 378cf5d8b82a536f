"""After the first activation a person is led on; and a missing licence is installed where that is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, INACTIVE
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import Label
from stockage_partage.company.state_records import DocumentCounts
from stockage_partage.licensing import keys
from stockage_partage.licensing.licence import emit
from stockage_partage.messages.panel import FirstStep
from stockage_partage.ui.panel.exchange_page import FirstSteps


def test_the_steps_come_with_the_activation_and_go_with_the_first_document(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    steps = FirstSteps()
    steps.setParent(panel)
    asked: list[bool] = []
    steps.shown.connect(lambda: asked.append(True))

    for facts, seen in (
        (INACTIVE, False),
        (replace(ACTIVE, documents=DocumentCounts()), True),
        (replace(ACTIVE, documents=DocumentCounts(to_classify=1)), False),
        (ACTIVE, False),
    ):
        steps.show_state(describe(facts))
        assert steps.isHidden() is not seen

    assert asked == [True]


def test_each_step_leads_to_its_place_and_what_is_done_is_ticked(at_window: AtTheWindow) -> None:
    at_window.panel.main.click()
    at_window.answer("activation_dialog", "activate")
    at_window.sign_in_as("administrateur")
    at_window.until(lambda state: state.link is not None and state.link.ready)
    body = at_window.program.window.body
    steps = body.exchanges.first_steps
    assert steps.space.text() == "L’espace en ligne est prêt."

    def told(step: FirstStep) -> str:
        label = steps.findChild(type(steps.space), f"first_step_{step.value}_help")
        assert label is not None
        return label.text()

    # The example company has third parties, and nobody chose a template.
    at_window.bot.waitUntil(
        lambda: told(FirstStep.THIRD_PARTIES) == "Des tiers sont connus.", timeout=PAGE_MS
    )
    assert told(FirstStep.TEMPLATES) == "Ce qui est classé à l’impression."
    steps.links[FirstStep.TEMPLATES].click()
    assert body.stack.currentWidget() is body.templates
    steps.links[FirstStep.THIRD_PARTIES].click()
    assert body.stack.currentWidget() is body.third_parties
    steps.links[FirstStep.DEPOSIT].click()
    at_window.opened(QFileDialog).reject()


def _licence(folder: Path, holder: str) -> Path:
    """A licence file of the demonstration's own key."""
    today = date.today()
    text = emit(
        keys.demonstration_pair(folder / "donnees").private_pem,
        holder=holder,
        siren=None,
        applications=["comptabilite"],
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=200),
    )
    file = folder / f"{holder}.licence"
    file.write_text(text, encoding="ascii")
    return file


def test_a_missing_licence_is_installed_where_that_is_said(
    at_window: AtTheWindow,
) -> None:
    with closing(sqlite3.connect(at_window.company, isolation_level=None)) as behind:
        behind.execute("DELETE FROM sp_licence")
        behind.execute("UPDATE sp_meta SET revision = revision + 1")
    at_window.until(lambda state: not state.main.enabled)
    button = at_window.panel.install_licence
    assert (button.isVisible(), button.text()) == (True, "Installer la licence…")

    button.click()
    dialog = at_window.opened(QFileDialog)
    dialog.fileSelected.emit(str(_licence(at_window.folder, "ATELIER DUPONT")))
    dialog.close()
    assert at_window.until_told() == "Cette licence a été établie pour une autre société."
    at_window.until(lambda state: not state.main.enabled)

    button.click()
    dialog = at_window.opened(QFileDialog)
    dialog.fileSelected.emit(str(_licence(at_window.folder, "BIJOU SA")))
    dialog.close()
    at_window.until(lambda state: state.main.enabled and state.main.label is Label.ACTIVATE)
    assert button.isHidden()
