"""The administrator's assistant: what is typed is tried step by step, explained, and only then kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from administrator import Administrator
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from person import Person
from previews.catalogue import all_previews
from stockage_partage import app as app_module
from stockage_partage.access_setup import AccessTrial, keep, wanted_settings
from stockage_partage.errors import GroupNameRefused, SettingsRefused, SignInNeeded
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.graph.library.creation_right import AccessRights, CreationRight
from stockage_partage.messages import sign_in as texts
from stockage_partage.settings import FILE_NAME, Settings, load
from stockage_partage.ui.companies.access import (
    AccessController,
    AccessDialog,
    AccessFinding,
    AccessWork,
    Trial,
)
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.form_field import editor
from stockage_partage.ui.widgets.row_table import ResultTable

CLIENT = "6c0f8e2b-5b5e-4b1e-9e0b-2b0d5c8a7f14"


def findings(dialog: AccessDialog) -> dict[str, str]:
    """What the dialog tells, by the name of each check."""
    table = dialog.table
    cells = [(table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount())]
    return {name.text(): said.text() for name, said in cells if name and said}


@pytest.fixture
def administrator(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Administrator:
    told = microsoft365.description()
    settings = Settings(
        tmp_path / "données",
        told["client_id"],
        told["authority"],
        told["graph_url"],
        Path(told["ca_file"]),
    )
    return Administrator(qtbot, tmp_path, settings)


def test_a_registration_is_tried_step_by_step_and_kept(
    administrator: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = administrator
    folder = at.folder / "réglages"
    monkeypatch.setattr(app_module, "usual_config_dir", lambda: folder)
    window = at.show()
    window.controller.set_access_up()
    dialog = at.opened_dialog(AccessDialog)

    editor(dialog.client).setText("not an identifier")
    dialog.attempt.click()
    assert dialog.client.note.text() == texts.CLIENT_WRONG
    assert not dialog.keep.isEnabled()
    editor(dialog.client).setText(at.settings.client_id)
    editor(dialog.tenant).setText("organizations")
    dialog.attempt.click()
    at.until(dialog.sign_in.isEnabled)
    assert findings(dialog)["Services Microsoft 365"].endswith("répond")
    assert findings(dialog)[texts.ACCESS_ACCOUNT] == texts.SIGN_IN_TO_KNOW

    dialog.consent.click()
    assert "/adminconsent?client_id=" in QGuiApplication.clipboard().text()
    dialog.message.click()
    assert QGuiApplication.clipboard().text().startswith("Bonjour,")

    dialog.keep.click()
    at.until(lambda: (folder / FILE_NAME).is_file())
    at.until(lambda: "Réglages enregistrés" in dialog.troubles.what.text())
    assert load({}, folder).client_id == at.settings.client_id
    dialog.close()


def test_who_signs_in_tells_what_the_organisation_allows(
    administrator: Administrator, microsoft365: LocalMicrosoft365
) -> None:
    user = microsoft365.people.with_role("administrateur")
    person = Person(user.username, user.password, microsoft365.certificate.authority)
    with AccessTrial(administrator.settings) as trial:
        with pytest.raises(SignInNeeded):
            trial.check_rights()

        def approve(code: DeviceCode) -> None:
            person.approve_device(code.verification_uri, code.user_code)

        trial.service.sign_in_with_device_code(approve, lambda: False)

        found = trial.check_rights()
        assert (found.account, found.creation) == (user.username, CreationRight.BY_ROLE)
        assert found.name_refused is None
        assert list(microsoft365.world.groups.all()) == []
        assert "/adminconsent?client_id=" in trial.consent_url


def test_what_cannot_be_reached_is_explained_and_what_is_typed_anew_is_tried_anew(
    administrator: Administrator,
) -> None:
    at = administrator
    # Nobody listens on that port.
    at.settings = replace(at.settings, authority="https://localhost:1/organizations")
    window = at.show()
    window.controller.set_access_up()
    dialog = at.opened_dialog(AccessDialog)
    editor(dialog.client).setText(at.settings.client_id)

    dialog.attempt.click()
    at.until(dialog.sign_in.isEnabled)
    assert "ne répond pas" in findings(dialog)["Connexion à Microsoft 365"]

    editor(dialog.tenant).setText("bijou.fr")
    assert (findings(dialog), dialog.keep.isEnabled()) == ({}, False)
    dialog.close()


class Asked:
    """A trial of settings that nobody signs in with."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.closed = Event()

    def close(self) -> None:
        self.closed.set()


def test_what_was_typed_meanwhile_was_not_tried(qtbot: QtBot, background: Background) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    gate, begun = Event(), Event()
    made: list[Asked] = []

    def look(settings: Settings) -> Iterator[AccessFinding]:
        begun.set()
        assert gate.wait(10)
        yield AccessFinding("Connexion", "répond", well=True)

    def trial(settings: Settings) -> Trial:
        made.append(Asked(settings))
        return cast("Trial", made[-1])

    work = AccessWork(
        wanted=lambda client, tenant: wanted_settings(Settings(Path()), client, tenant),
        look=look,
        trial=trial,
        keep=lambda settings: Path(),
    )
    dialog = AccessController(work, background, over).dialog
    editor(dialog.client).setText(CLIENT)
    dialog.attempt.click()
    qtbot.waitUntil(begun.is_set)

    editor(dialog.tenant).setText("bijou.fr")
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)

    # Neither told nor kept: it was found of what was typed before; and nothing stays open for it.
    assert (findings(dialog), dialog.keep.isEnabled()) == ({}, False)
    assert [each.closed.is_set() for each in made] == [True]
    dialog.close()


@pytest.mark.parametrize("right", list(CreationRight))
def test_what_somebody_may_create_is_explained_with_what_to_do(right: CreationRight) -> None:
    said = texts.group_creation(right, "marie@bijou.fr")
    assert "marie@bijou.fr" in said
    advised = "administrateur de groupes" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert advised is (right not in texts.CREATION_FINE)


def test_each_finding_of_a_sign_in_has_its_row(qtbot: QtBot, background: Background) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    work = AccessWork(
        wanted=lambda client, tenant: wanted_settings(Settings(Path()), client, tenant),
        look=lambda settings: iter(()),
        trial=lambda settings: cast("Trial", Asked(settings)),
        keep=lambda settings: Path(),
    )
    controller = AccessController(work, background, over)
    refused = GroupNameRefused("GRP Sage – Société")

    controller._may(
        controller._held, AccessRights("marie@bijou.fr", CreationRight.REFUSED, refused)
    )

    told = findings(controller.dialog)
    assert list(told) == [texts.ACCESS_ACCOUNT, texts.GROUP_NAMING, texts.GROUP_CREATION]
    assert "GRP Sage" in told[texts.GROUP_NAMING]
    assert "administrateur de groupes" in told[texts.GROUP_CREATION]
    controller.dialog.close()


def test_an_organisation_is_a_domain_or_an_identifier(tmp_path: Path) -> None:
    base = Settings(tmp_path)

    assert wanted_settings(base, f" {CLIENT.upper()} ", "").authority == (
        "https://login.microsoftonline.com/organizations"
    )
    bijou = wanted_settings(base, CLIENT, "bijou.fr")
    assert (bijou.client_id, bijou.authority) == (
        CLIENT,
        "https://login.microsoftonline.com/bijou.fr",
    )
    for client, tenant, setting in (
        ("", "", "CLIENT_ID"),
        ("x", "", "CLIENT_ID"),
        (CLIENT, "https://evil/", "AUTHORITY"),
        (CLIENT, "a b", "AUTHORITY"),
    ):
        with pytest.raises(SettingsRefused) as refused:
            wanted_settings(base, client, tenant)
        assert refused.value.setting == setting


def test_other_lines_of_the_settings_file_stay(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.write_text('# ours\nsociete = "S:/BIJOU.db"\nclient_id = "old"\n', encoding="utf-8")
    wanted = wanted_settings(Settings(tmp_path), str(uuid.UUID(CLIENT)), "bijou.fr")

    keep(wanted, tmp_path)

    read = load({}, tmp_path)
    assert (read.client_id, read.authority) == (wanted.client_id, wanted.authority)
    assert read.company == "S:/BIJOU.db"
    assert "# ours" in file.read_text("utf-8")


def test_the_mouse_marks_no_single_cell_of_what_was_found(qtbot: QtBot) -> None:
    dialog = all_previews()["dialog-access"]()
    qtbot.addWidget(dialog)
    table = dialog.findChild(ResultTable)
    assert table is not None
    with qtbot.waitExposed(dialog):
        dialog.show()
    away = table.viewport().grab().toImage()
    at = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseMove(table.viewport(), at)
    qtbot.wait(1)
    assert table.viewport().grab().toImage() == away
