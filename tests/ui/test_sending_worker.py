"""While a window is open, what waits leaves by itself, and the window stays alive."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tenant.members import Part
from person import Person
from stockage_partage.activation.states import GroupHealth, NoticeKind, Phase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.engine.connections import SqliteConnection
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.filing_service import FilingResult, file_documents
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.ui.window.sending_worker import SendingWorker

MOST_GAP_MS = 50.0


@pytest.fixture
def at_window(
    qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> Iterator[AtTheWindow]:
    """The window with storage active and the administrator signed in."""
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    activate(there)
    there.until(lambda state: state.phase is Phase.READY)
    yield there
    there.close()


def activate(there: AtTheWindow) -> None:
    """Without the pages: another test looks at them."""
    place = app_of(there)
    user = there.microsoft365.people.with_role("administrateur")
    person = Person(user.username, user.password, there.microsoft365.certificate.authority)
    place.service.sign_in_with_device_code(approving(person), lambda: False)
    place.service.ask_activation()
    place.service.activate()
    place.service.find_library()
    place.database.third_parties.add([ThirdParty("SENDTO", "clients", "Send to")])


def approving(person: Person) -> Callable[[DeviceCode], None]:
    def approve(code: DeviceCode) -> None:
        person.approve_device(code.verification_uri, code.user_code)

    return approve


def app_of(there: AtTheWindow) -> AppContext:
    controller = there.program.controller
    assert controller is not None
    assert controller.context is not None
    return controller.context.app


def wakeup(there: AtTheWindow) -> Wakeup:
    controller = there.program.controller
    assert controller is not None
    assert controller.context is not None
    return controller.context.wakeup


def sender(there: AtTheWindow) -> SendingWorker:
    controller = there.program.controller
    assert controller is not None
    assert controller.work is not None
    assert controller.work.sending is not None
    return controller.work.sending


def keep(there: AtTheWindow, count: int, size: int = 2_000) -> list[FilingResult]:
    files = []
    for number in range(count):
        file = there.folder / f"piece-{number}.pdf"
        file.write_bytes(b"%PDF-1.7 " + f"{number} ".encode() * (size // 4))
        files.append(file)
    place = app_of(there)
    return [
        file_documents(place, [file], GivenDetails("SENDTO", "facture", f"S{n}", date(2026, 3, 1)))[
            0
        ]
        for n, file in enumerate(files)
    ]


def all_filed(there: AtTheWindow, count: int) -> bool:
    return app_of(there).database.register.counters().filed >= count


@contextmanager
def unwritable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A share that still answers whoever reads, and no other thread that would write."""

    def execute(connection: SqliteConnection, sql: str, *given: Any) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE" and threading.current_thread() is not threading.main_thread():
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
            raise error
        return sqlite3.Connection.execute(connection, sql, *given)

    with monkeypatch.context() as fake:
        fake.setattr(SqliteConnection, "execute", execute, raising=False)
        yield


def test_what_is_kept_leaves_by_itself_and_the_panel_counts_it(at_window: AtTheWindow) -> None:
    keep(at_window, 3)
    wakeup(at_window).ring()
    state = at_window.until(lambda state: state.facts.documents.filed == 3)
    assert state.facts.documents.waiting == 0


@pytest.mark.alone
def test_the_window_never_freezes_while_documents_leave(at_window: AtTheWindow) -> None:
    keep(at_window, 60)
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    wakeup(at_window).ring()
    at_window.bot.waitUntil(lambda: all_filed(at_window, 60), timeout=PAGE_MS)
    timer.stop()
    gaps = [after - before for before, after in pairwise(ticks)]
    # The local Microsoft 365 lives in this very process here; the measurement apart has it elsewhere.
    assert max(gaps) * 1000 < 4 * MOST_GAP_MS


def test_a_queue_that_rests_is_said_by_the_panel_and_not_in_a_message(
    at_window: AtTheWindow,
) -> None:
    at_window.microsoft365.faults.add("rights-lost", "upload", at=1)
    [kept] = keep(at_window, 1)
    wakeup(at_window).ring()
    at_window.until(
        lambda state: NoticeKind.RIGHTS_LOST in {notice.kind for notice in state.notices}
    )
    assert at_window.trouble == ""
    assert kept.deposited is not None
    row = app_of(at_window).database.register.get(kept.deposited.document_id)
    assert row is not None
    assert row.status is Status.WAITING
    world = at_window.microsoft365.world
    administrator = at_window.microsoft365.people.with_role("administrateur")
    world.members.add(world.groups.all()[0].id, Part.OWNERS, [administrator])
    wakeup(at_window).ring()
    at_window.until(
        lambda state: (
            state.facts.documents.filed == 1
            and NoticeKind.RIGHTS_LOST not in {notice.kind for notice in state.notices}
        )
    )


def test_a_full_library_is_told_once(at_window: AtTheWindow) -> None:
    at_window.microsoft365.faults.add("library-full", "upload", at=1)
    keep(at_window, 2)
    with at_window.bot.waitSignal(sender(at_window).troubled, timeout=PAGE_MS) as told:
        wakeup(at_window).ring()
    assert told.args is not None
    assert told.args[0].kind == "LibraryFull"
    assert at_window.until_told()


def test_a_database_that_cannot_be_written_is_told_until_it_can(
    at_window: AtTheWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unwritable(monkeypatch):
        keep(at_window, 1)
        wakeup(at_window).ring()
        assert "ne répond pas" in at_window.until_told()
    wakeup(at_window).ring()
    at_window.until(lambda state: state.facts.documents.filed == 1)
    at_window.bot.waitUntil(lambda: at_window.trouble == "", timeout=PAGE_MS)


def test_a_library_seen_that_cannot_be_kept_is_told_until_it_can(
    at_window: AtTheWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = app_of(at_window).database.activation
    active = row.get()
    assert active.group_id is not None
    controller = at_window.program.controller
    assert controller is not None
    assert controller.actions is not None
    watch = controller.actions.watch
    with unwritable(monkeypatch):
        row.set_health(active.group_id, "gone")  # by another workstation: something to write
        watch._look()
        assert "ne répond pas" in at_window.until_told()
    at_window.bot.waitUntil(lambda: watch._job is not None and watch._job.over, timeout=PAGE_MS)
    watch._look()
    at_window.until(lambda state: state.facts.health is GroupHealth.FINE)
    at_window.bot.waitUntil(lambda: at_window.trouble == "", timeout=PAGE_MS)


def test_a_window_that_closes_in_the_middle_of_sending_is_gone_at_once(
    at_window: AtTheWindow,
) -> None:
    at_window.microsoft365.faults.add("hang", "upload", seconds=20)
    [kept] = keep(at_window, 1)
    wakeup(at_window).ring()
    database = app_of(at_window).database
    assert kept.deposited is not None
    document = kept.deposited.document_id

    def sending() -> bool:
        row = database.register.get(document)
        return row is not None and row.sending

    at_window.bot.waitUntil(sending, timeout=PAGE_MS)
    started = time.monotonic()
    at_window.close()
    assert time.monotonic() - started < 3.0
