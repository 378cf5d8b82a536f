"""Many companies acted on together: one sign-in, a result for each, and none stops the next."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from administrator import Administrator
from person_at_page import PAGE_MS, PersonAtPage
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.survey import read
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import Offline
from stockage_partage.licensing import keys
from stockage_partage.licensing.licence import emit
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.messages.message import MessageAction
from stockage_partage.messages.troubles import explain
from stockage_partage.settings import Settings
from stockage_partage.ui.companies.batch import BatchDialog
from stockage_partage.ui.companies.companies_page import CompaniesPage
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow


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


def licence(at: Administrator, holder: str) -> Path:
    """A licence file of that company, by the demonstration's own key."""
    file = at.folder / f"{holder}.licence"
    text = emit(
        keys.demonstration_pair(at.settings.data_dir).private_pem,
        holder=holder,
        siren=None,
        applications=["comptabilite"],
        valid_from=date.today() - timedelta(days=1),
        valid_until=date.today() + timedelta(days=200),
    )
    file.write_text(text, encoding="ascii")
    return file


def licensed(at: Administrator, name: str) -> Path:
    place = at.company(name)
    with CompanyDatabase.open(place) as database:
        database.licences.install(licence(at, name).read_text("ascii"))
    return place


def results(dialog: BatchDialog) -> dict[str, str]:
    """What the dialog says of each company."""

    def cell(row: int, column: int) -> str:
        item = dialog.table.item(row, column)
        return item.text() if item is not None else ""

    return {cell(row, 0): cell(row, 1) for row in range(dialog.table.rowCount())}


def over(at: Administrator, dialog: BatchDialog, told: str) -> None:
    """Waits until nothing goes on any more; `told` is what it came to."""
    at.until(lambda: dialog.told.text() == told and dialog.stop.isHidden())


def begin(at: Administrator, page: CompaniesPage, act: CompanyAct) -> None:
    page.table.selectAll()
    page.acts[act].click()


def signed_in(at: Administrator, microsoft365: LocalMicrosoft365) -> str:
    """Signs in at Microsoft's page, and accepts once more what it asks; the account."""
    sign_in = at.opened_dialog(SignInWindow)
    user = microsoft365.people.with_role("administrateur")
    person = PersonAtPage(at.bot, sign_in)
    person.sign_in(user.username, user.password)
    landed: list[bool] = []
    sign_in.landed.connect(lambda _: landed.append(True))
    at.bot.waitUntil(lambda: bool(landed) or person.sees("submit"), timeout=PAGE_MS)
    if not landed:
        person.press("submit")
    return user.username


def test_several_companies_are_activated_after_one_sign_in(
    administrator: Administrator, microsoft365: LocalMicrosoft365
) -> None:
    at = administrator
    places = [licensed(at, name) for name in ("BIJOU SA", "CARAT SARL")]
    at.company("SANS LICENCE")
    page = at.show_and_wait().page

    begin(at, page, CompanyAct.ACTIVATE)
    dialog = at.opened_dialog(BatchDialog)
    at.until(dialog.begin.isEnabled)
    dialog.begin.click()
    account = signed_in(at, microsoft365)
    over(at, dialog, "3 sur 3 sociétés, 1 à régler")

    said = results(dialog)
    assert said["BIJOU SA"] == said["CARAT SARL"] == "Stockage activé"
    assert said["SANS LICENCE"].startswith("L’option Stockage et partage n’est pas acquise")
    seen = [read(str(place)) for place in places]
    assert all(each.stored.is_on for each in seen)
    assert {each.activated_by for each in seen} == {account}
    assert read(str(at.folder / "SANS LICENCE.db")).stored is ActivationStatus.INACTIVE
    dialog.close()

    # Whoever is connected goes on without another sign-in; what is active already says so.
    at.until(lambda: not page.progress.isVisible())
    begin(at, page, CompanyAct.ACTIVATE)
    again = at.opened_dialog(BatchDialog)
    at.until(again.go_on.isVisible)
    again.go_on.click()
    over(at, again, "3 sur 3 sociétés, 3 à régler")
    again.close()


@pytest.mark.proof
def test_fifty_companies_go_from_nothing_to_active(
    administrator: Administrator, microsoft365: LocalMicrosoft365
) -> None:
    """Seven presses, two file dialogs and one sign-in, however many they are."""
    at, names = administrator, [f"SOCIÉTÉ {number:02}" for number in range(50)]
    folder = at.folder / "Clients"
    folder.mkdir()
    for name in names:
        CompanyDatabase.create(folder / f"{name}.db", name).close()
    files = [licence(at, name) for name in names]
    page = at.show().page
    page.welcome_find.click()
    at.name_files(folder)
    at.until(lambda: len(at.names()) == len(names) and not page.progress.isVisible())

    begin(at, page, CompanyAct.INSTALL)
    at.name_files(*files)
    dialog = at.opened_dialog(BatchDialog)
    over(at, dialog, "50 sur 50 sociétés")
    dialog.close()
    at.until(lambda: not page.progress.isVisible())

    begin(at, page, CompanyAct.ACTIVATE)
    again = at.opened_dialog(BatchDialog)
    at.until(again.begin.isEnabled)
    again.begin.click()
    account = signed_in(at, microsoft365)
    done = "50 sur 50 sociétés"
    at.bot.waitUntil(
        lambda: again.told.text() == done and again.stop.isHidden(), timeout=4 * PAGE_MS
    )
    assert set(results(again).values()) == {"Stockage activé"}
    again.close()

    seen = [read(str(folder / f"{name}.db")) for name in names]
    assert {(each.stored.is_on, each.activated_by) for each in seen} == {(True, account)}
    groups = [group.facts["displayName"] for group in microsoft365.world.groups.all()]
    assert sorted(groups) == sorted(f"Sage – {name}" for name in names)


def test_each_company_gets_the_licence_made_out_to_it(administrator: Administrator) -> None:
    at = administrator
    for name in ("BIJOU SA", "CARAT SARL", "PERLES"):
        at.company(name)
    files = [licence(at, name) for name in ("CARAT SARL", "BIJOU SA")]
    page = at.show_and_wait().page

    begin(at, page, CompanyAct.INSTALL)
    at.name_files(*files)
    dialog = at.opened_dialog(BatchDialog)
    over(at, dialog, "3 sur 3 sociétés, 1 à régler")

    said = results(dialog)
    assert said["BIJOU SA"].startswith("Licence installée jusqu’au ")
    assert said["CARAT SARL"].startswith("Licence installée jusqu’au ")
    assert said["PERLES"].startswith("Cette licence a été établie pour une autre société.")
    dialog.close()


def test_companies_are_diagnosed_and_what_is_wrong_is_told_of_each(
    administrator: Administrator,
) -> None:
    at = administrator
    licensed(at, "BIJOU SA")
    at.company("DISPARUE").unlink()
    page = at.show_and_wait().page

    begin(at, page, CompanyAct.DIAGNOSE)
    dialog = at.opened_dialog(BatchDialog)
    over(at, dialog, "2 sur 2 sociétés, 1 à régler")

    said = results(dialog)
    assert said["BIJOU SA"] == "Tout va bien"
    assert "introuvable" in said.get("DISPARUE", "") + said.get("Société sans nom connu", "")
    dialog.close()


def test_a_sign_in_that_was_cancelled_is_begun_again_from_what_is_told(
    administrator: Administrator,
) -> None:
    at = administrator
    licensed(at, "BIJOU SA")
    page = at.show_and_wait().page
    begin(at, page, CompanyAct.ACTIVATE)
    dialog = at.opened_dialog(BatchDialog)
    at.until(dialog.begin.isEnabled)
    dialog.begin.click()
    at.opened_dialog(SignInWindow).reject()
    at.until(dialog.troubles.action.isVisible)

    dialog.troubles.action.click()

    at.opened_dialog(SignInWindow).reject()
    at.until(dialog.troubles.action.isVisible)
    dialog.close()


def test_nothing_is_offered_that_cannot_be_done_from_there(qtbot: QtBot) -> None:
    for act in CompanyAct:
        dialog = BatchDialog(act, ())
        qtbot.addWidget(dialog)
        dialog.troubles.show_trouble(Offline())
        assert explain(Offline()).action is MessageAction.RETRY
        assert not dialog.troubles.isHidden()
        assert dialog.troubles.action.isHidden()


def test_closing_before_anything_is_begun_changes_nothing(administrator: Administrator) -> None:
    at = administrator
    place = licensed(at, "BIJOU SA")
    page = at.show_and_wait().page

    begin(at, page, CompanyAct.ACTIVATE)
    dialog = at.opened_dialog(BatchDialog)
    dialog.close_button.click()

    at.until(lambda: not at.window.background.busy)
    assert read(str(place)).stored is ActivationStatus.INACTIVE
