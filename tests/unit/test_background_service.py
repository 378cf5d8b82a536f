"""The service of one person, written for where the program is and given to the system's own tools."""

from __future__ import annotations

import configparser
import ctypes
import plistlib
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from in_this_process import run_program
from stockage_partage import executables
from stockage_partage.background_service import systemd_unit, windows_task
from stockage_partage.company.database import CompanyDatabase

SERVICE = Path(__file__).resolve().parents[2] / "resources" / "service"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
ODD = '/srv/Compta à nous/100% $BIJOU "n° 1"\\.db'
SEND = ["envoyer", "--continu"]


class Tools:
    """The system's own tools: what they were asked, and what they answer."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.refused: set[str] = set()

    def run(self, call: Any, **given: Any) -> subprocess.CompletedProcess[bytes]:
        self.asked.append(list(call))
        refused = self.refused & set(call)
        return subprocess.CompletedProcess(call, 1 if refused else 0, b"", b"")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    tools = Tools()
    monkeypatch.setattr(subprocess, "run", tools.run)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(tmp_path / "donnees"))
    return tools


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    def name_of_user(kind: int, room: Any, _length: Any) -> int:
        assert kind == 2
        room.value = "BIJOU\\Hélène Lefèvre"
        return 1

    secur32 = SimpleNamespace(GetUserNameExW=name_of_user)
    kernel32 = SimpleNamespace(SetFileAttributesW=lambda *_: 1)
    fake = SimpleNamespace(secur32=secur32, kernel32=kernel32)
    monkeypatch.setattr(ctypes, "windll", fake, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")


def test_systemd_starts_the_program_where_it_is_for_the_company_that_was_named(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = str(tmp_path / "BIJOU SA.db")
    assert run_program("service", "installer", "--societe", company) == 0
    place = tmp_path / "config" / "systemd" / "user" / "stockage-partage.service"
    unit = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    unit.read_string(place.read_text("utf-8"))
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program) == Path(sys.executable).with_name(executables.CONSOLE)
    assert arguments == [*SEND, "--societe", company, "--application", "comptabilite"]
    # All the rest is the model's, the code that is not started again included.
    assert unit["Service"]["RestartPreventExitStatus"] == "2"
    assert [call[2] for call in tools.asked] == ["daemon-reload", "enable", "restart"]


def test_what_systemd_would_take_for_its_own_signs_is_written_so_that_it_does_not() -> None:
    model = (SERVICE / "stockage-partage.service").read_text("utf-8")
    [line] = [
        each
        for each in systemd_unit(model, ["/opt/sp", ODD]).splitlines()
        if each.startswith("ExecStart")
    ]
    assert line == ('ExecStart=/opt/sp "/srv/Compta à nous/100%% $$BIJOU \\"n° 1\\"\\\\.db"')


def test_a_relative_company_is_the_one_that_the_person_meant(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_program("service", "ecrire", str(tmp_path / "ici"), "--societe", "BIJOU.db")
    [place] = (tmp_path / "ici").iterdir()
    assert str(tmp_path / "BIJOU.db") in place.read_text("utf-8")
    assert tools.asked == []


def test_without_a_company_there_is_no_service(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_program("service", "installer") == 1
    assert (tools.asked, (tmp_path / "config").exists()) == ([], False)


def test_a_password_never_goes_into_the_unit(
    tmp_path: Path,
    tools: Tools,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    address = "postgresql+psycopg://compta:s3cret@serveur/bijou"
    assert run_program("service", "installer", "--societe", address) == 2
    assert "s3cret" not in capfd.readouterr().err
    assert not (tmp_path / "config").exists()
    clean = "postgresql+psycopg://compta@serveur/bijou"
    assert run_program("service", "installer", "--societe", clean) == 0


@pytest.mark.usefixtures("on_windows")
def test_the_windows_task_is_the_person_s_own_and_opens_no_window(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "Programmes à moi"
    programs.mkdir()
    for name in (executables.CONSOLE, executables.WINDOW):
        (programs / f"{name}.exe").touch()
    monkeypatch.setattr(sys, "executable", str(programs / f"{executables.CONSOLE}.exe"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    company = str(tmp_path / "BIJOU SA.db")
    assert run_program("service", "installer", "--societe", company) == 0

    place = tmp_path / "donnees" / "stockage-partage.xml"
    raw = place.read_bytes()
    assert raw[:2] in (b"\xff\xfe", b"\xfe\xff")  # UTF-16 with its mark
    task = ElementTree.fromstring(raw)  # noqa: S314  # our own file

    def told(path: str) -> str:
        return task.findtext("/".join(f"{TASK}{part}" for part in path.split("/"))) or ""

    user = "BIJOU\\Hélène Lefèvre"
    assert told("Triggers/LogonTrigger/UserId") == told("Principals/Principal/UserId") == user
    assert told("Actions/Exec/Command") == str(programs / f"{executables.WINDOW}.exe")
    assert told("Actions/Exec/Arguments") == (
        f'envoyer --continu --societe "{company}" --application comptabilite'
    )
    trigger = task.find(f"{TASK}Triggers/{TASK}LogonTrigger")
    assert trigger is not None
    # The schema's own order.
    order = ["Enabled", "Repetition", "UserId", "Delay"]
    assert [each.tag.removeprefix(TASK) for each in trigger] == order
    assert [call[:2] for call in tools.asked] == [
        ["schtasks", "/End"],
        ["schtasks", "/Create"],
        ["schtasks", "/Run"],
    ]
    assert str(place) in tools.asked[1]


def test_a_task_keeps_what_the_model_says() -> None:
    model = (SERVICE / "stockage-partage.xml").read_bytes()
    before = ElementTree.fromstring(model)  # noqa: S314  # our own file
    after = ElementTree.fromstring(  # noqa: S314  # our own
        windows_task(model, ["C:\\sp.exe", *SEND], "D\\p")
    )
    assert [each.tag for each in before.iter()] == [each.tag for each in after.iter()]


@pytest.mark.usefixtures("on_windows")
def test_a_system_that_refuses_is_said_in_words(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tools.refused = {"/Create"}
    assert run_program("service", "installer", "--societe", str(tmp_path / "a.db")) == 1
    assert "n’a pas accepté le service" in capfd.readouterr().err


def test_an_agent_of_macos_is_started_again_after_a_crash_alone(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert run_program("service", "installer", "--societe", str(tmp_path / "a.db")) == 0
    place = tmp_path / "Library" / "LaunchAgents" / "fr.stockage-partage.plist"
    agent = plistlib.loads(place.read_bytes())
    program, *arguments = agent["ProgramArguments"]
    assert Path(program).is_absolute()
    assert arguments[:2] == SEND
    assert agent["KeepAlive"] == {"Crashed": True}
    assert tools.asked[-1][:2] == ["launchctl", "bootstrap"]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_what_was_put_in_place_is_taken_away(
    tmp_path: Path,
    tools: Tools,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    system: str,
) -> None:
    if system == "win32":
        request.getfixturevalue("on_windows")
    monkeypatch.setattr(sys, "platform", system)
    run_program("service", "installer", "--societe", str(tmp_path / "a.db"))
    there = [path for path in tmp_path.rglob("*stockage-partage.*") if path.is_file()]
    assert len(there) == 1
    tools.asked.clear()
    assert run_program("service", "retirer") == 0
    assert not there[0].exists()
    assert {"disable", "bootout", "/Delete"} & {word for call in tools.asked for word in call}
    assert run_program("service", "retirer") == 0  # nothing is there any more: said, not refused


@pytest.mark.parametrize(
    ("setting", "value"),
    [("SOCIETE", ""), ("CA_FILE", "/nowhere.pem")],
    ids=["no company", "refused setting"],
)
def test_a_service_that_no_waiting_mends_ends_with_the_code_that_is_not_started_again(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    setting: str,
    value: str,
) -> None:
    monkeypatch.setenv(f"STOCKAGE_PARTAGE_{setting}", value)
    assert run_program(*SEND) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1
    assert run_program("envoyer") == 1


def test_a_file_that_is_no_database_ends_it_and_an_absent_drive_does_not(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("rien" * 400)
    absent = tmp_path / "absent" / "BIJOU.db"
    assert run_program(*SEND, "--societe", str(tmp_path / "notes.txt")) == 2
    assert run_program(*SEND, "--societe", str(absent)) == 1


def test_a_copied_database_waits_for_a_person_and_not_for_a_restart(tmp_path: Path) -> None:
    CompanyDatabase.create(str(tmp_path / "BIJOU.db"), "BIJOU SA").close()
    shutil.copy(tmp_path / "BIJOU.db", tmp_path / "copie.db")
    assert run_program(*SEND, "--societe", str(tmp_path / "copie.db")) == 2
