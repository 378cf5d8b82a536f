"""A second start of the same window brings the first one forward, shows what it asks, and ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from person_at_page import PAGE_MS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, window
from stockage_partage.single_instance import SingleInstance, heard, instance_name
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.runtime.instance_server import InstanceServer
from stockage_partage.ui.window.attention import bring_forward, show_target
from stockage_partage.window_address import WindowTarget

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets stand in a folder here")
#: Claims as another process does, tells whether it was first, and whether the first one answered.
_START = """
import sys
from stockage_partage.single_instance import SingleInstance
from stockage_partage.window_address import WindowTarget
instance = SingleInstance(sys.argv[1])
first = instance.claim()
print(first, first or instance.show_first(WindowTarget("tiers", "FA00042"), float(sys.argv[2])))
"""


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    own = tmp_path / "run"
    own.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    return instance_name(tmp_path, "/c/BIJOU.db", "comptabilite")


@pytest.fixture
def first(name: str) -> Iterator[SingleInstance]:
    with SingleInstance(name) as held:
        assert held.claim()
        yield held


def start_again(name: str, patience_s: float = 30.0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _START, name, str(patience_s)], stdout=subprocess.PIPE, text=True
    )


def test_the_second_start_is_heard_and_ends(qtbot: QtBot, name: str, first: SingleInstance) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    asked: list[WindowTarget] = []
    again = start_again(name)  # before anybody listens: it waits for the first one
    server = InstanceServer(first.endpoint, shown)
    server.asked.connect(asked.append)

    qtbot.waitUntil(lambda: again.poll() is not None, timeout=PAGE_MS)

    assert again.communicate()[0].split() == ["False", "True"]
    assert asked == [WindowTarget("tiers", "FA00042")]
    server.close()


def test_the_claim_ends_with_its_process_and_what_it_left_is_taken_over(
    qtbot: QtBot, name: str
) -> None:
    killed = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, socket, time; from stockage_partage.single_instance import SingleInstance\n"
            "held = SingleInstance(sys.argv[1]); assert held.claim()\n"
            "line = socket.socket(socket.AF_UNIX); line.bind(held.endpoint); print('held', flush=True)\n"
            "time.sleep(600)",
            name,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == "held\n"
    with SingleInstance(name) as second:
        assert not second.claim()
    killed.kill()
    killed.wait()
    killed.stdout.close()

    with SingleInstance(name) as third:
        assert third.claim()
        shown = QWidget()
        qtbot.addWidget(shown)
        server = InstanceServer(third.endpoint, shown)
        assert server.listens
        server.close()


def test_a_first_one_that_does_not_answer_is_not_waited_for_for_ever(
    name: str, first: SingleInstance
) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(first.endpoint)
        mute.listen()
        assert start_again(name, 0.5).communicate()[0].split() == ["False", "False"]


def test_each_company_application_and_desktop_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {
        instance_name(tmp_path, "/c/BIJOU.db", "comptabilite"),
        instance_name(tmp_path, "/c/BIJOU.db", "paie"),
        instance_name(tmp_path, "/c/CARAT.db", "comptabilite"),
        instance_name(tmp_path, "", "comptabilite"),
        instance_name(tmp_path / "x", "", "comptabilite"),
    }
    monkeypatch.setenv("DISPLAY", ":77")
    names.add(instance_name(tmp_path, "", "comptabilite"))
    assert len(names) == 6


def test_somebody_else_s_folder_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_all = tmp_path / "run"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(open_to_all))
    with SingleInstance("x") as instance:
        assert instance.claim()
        assert not instance.is_held  # it works alone, and listens to nobody
    assert list(open_to_all.iterdir()) == []


@pytest.mark.parametrize(
    "message", [b"", b"[]\n", b'{"page": 1}\n', b"\xff\n", b"x" * 100_000 + b"\n"]
)
def test_what_is_none_of_ours_is_hung_up_on(
    qtbot: QtBot, first: SingleInstance, message: bytes
) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    server = InstanceServer(first.endpoint, shown)
    server.asked.connect(lambda _: pytest.fail("nothing was asked"))
    answers: list[bytes] = []

    def talk() -> None:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(first.endpoint)
            try:
                line.sendall(message)
                line.shutdown(socket.SHUT_WR)
                answers.append(line.recv(1))
            except OSError:
                answers.append(b"")

    speaker = Thread(target=talk)
    speaker.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=PAGE_MS)
    speaker.join()

    assert answers == [b""]
    server.close()


def test_a_window_comes_forward_and_shows_the_page_or_the_document(qtbot: QtBot) -> None:
    shown = window(ACTIVE, place=PageId.EXCHANGES)
    qtbot.addWidget(shown)
    shown.showMinimized()

    bring_forward(shown)
    show_target(shown, WindowTarget("tiers"))

    assert not shown.windowState() & Qt.WindowState.WindowMinimized
    assert shown.body.stack.currentWidget() is shown.body.third_parties
    show_target(shown, WindowTarget(document="FA00042"))
    assert shown.body.stack.currentWidget() is shown.body.documents
    assert shown.body.documents.filters.search.text() == "FA00042"
    show_target(shown, WindowTarget("no such page"))
    assert shown.body.stack.currentWidget() is shown.body.documents


def test_a_message_holds_words_alone() -> None:
    assert heard(b'{"page": "tiers", "jeton": "t"}') == (WindowTarget("tiers"), "t")
    with pytest.raises(ValueError, match="ours"):
        heard(b'{"page": null}')
    assert os.environ.get("XDG_ACTIVATION_TOKEN") is None
