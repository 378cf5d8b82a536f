"""The units that the administrator's guide gives: understood by the system, and true of the program."""

from __future__ import annotations

import configparser
import shlex
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import click
import pytest
from bijou import invoice, online, place_of, switched_on, with_customers, written
from print_watcher import print_folder

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.cli.root import app
from waiting import wait_until
from workstation import Office

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guide-administrateur.md").read_text("utf-8")
SERVICE = ROOT / "resources" / "service"
UNIT, TASK = SERVICE / "stockage-partage.service", SERVICE / "stockage-partage.xml"
PROGRAM = Path(sys.executable).with_name("stockage-partage")
WINDOWS = {"task": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


@pytest.fixture
def unit() -> configparser.ConfigParser:
    """The unit's sections, keys as they are written."""
    read = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    read.read_string(UNIT.read_text("utf-8"))
    return read


def exists(arguments: list[str]) -> bool:
    """The program has that command, and it has those options."""
    name, *options = arguments
    command = app.get_command(click.Context(app), name)
    assert command is not None, name
    known = {each for parameter in command.params for each in parameter.opts}
    return set(options) <= known


def test_the_guide_says_how_to_install_them() -> None:
    assert "stockage-partage service installer" in GUIDE
    assert "stockage-partage service retirer" in GUIDE
    assert "stockage-partage service ecrire" in GUIDE


def test_the_unit_starts_an_existing_command_and_stops_it_as_the_program_expects(
    unit: configparser.ConfigParser,
) -> None:
    service = unit["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.startswith("%h/")  # the person's own, whoever that is
    assert Path(program).name == PROGRAM.name
    assert arguments == ["envoyer", "--continu"]
    assert exists(arguments)
    # A command that stays in the foreground and tells nobody that it is ready.
    assert service["Type"] in ("exec", "simple")
    assert service["KillSignal"] == "SIGTERM"
    assert service["Restart"] == "on-failure"  # not after a stop that was asked for: it ends with 0
    assert int(service["RestartSec"]) > 0
    assert "2" in service["RestartPreventExitStatus"].split()  # a call that will never fit
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert unit["Install"]["WantedBy"] == "default.target"  # the person's session


def test_systemd_finds_nothing_to_say_against_the_unit(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed on this machine")
    copy, runtime = tmp_path / UNIT.name, tmp_path / "run"
    runtime.mkdir(mode=0o700)
    text = UNIT.read_text("utf-8").replace("%h/.local/bin/stockage-partage", str(PROGRAM))
    copy.write_text(text, "utf-8")
    done = subprocess.run(
        [verify, "--user", "verify", str(copy)],
        env={"XDG_RUNTIME_DIR": str(runtime), "HOME": str(tmp_path), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # What it does not understand it says, and ends well all the same.
    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_unit_starts_works_and_stops_within_the_time_it_grants(
    unit: configparser.ConfigParser,
    office: Office,
    microsoft365: LocalMicrosoft365,
) -> None:
    service = unit["Service"]
    station = switched_on(with_customers(office()))
    folder = print_folder(station)
    written(folder, "A.pdf", invoice("FA1"))
    process = station.start(*shlex.split(service["ExecStart"])[1:])
    try:
        wait_until(lambda: set(online(microsoft365)) == {place_of("FA1")}, "it is filed")
        asked = time.monotonic()
        process.send_signal(signal.Signals[service["KillSignal"]])
        _out, err = process.communicate(timeout=int(service["TimeoutStopSec"]))
        took = time.monotonic() - asked
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, err
    # Granted with a wide margin: a slow disk or network must not end in SIGKILL.
    assert took < int(service["TimeoutStopSec"]) / 4


def test_the_windows_task_starts_the_same_command_and_never_ends_it_by_itself() -> None:
    task = ElementTree.fromstring(TASK.read_bytes())  # noqa: S314  # our own file

    def told(path: str) -> str:
        found = task.find("/".join(f"task:{part}" for part in path.split("/")), WINDOWS)
        assert found is not None, path
        return found.text or ""

    arguments = shlex.split(told("Actions/Exec/Arguments"))
    assert arguments == ["envoyer", "--continu"]
    assert exists(arguments)
    # The one without a console: a window that somebody closes would end the sending.
    assert told("Actions/Exec/Command").endswith("\\stockage-partage-fenetre.exe")
    assert told("Settings/ExecutionTimeLimit") == "PT0S"
    assert told("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert told("Principals/Principal/LogonType") == "InteractiveToken"  # the person's own keyring
    assert 0 < int(told("Settings/RestartOnFailure/Count")) <= 255  # an unsigned byte
    # « Failure » is that it did not start: an end with an error is mended by the repetition.
    assert told("Triggers/LogonTrigger/Repetition/Interval") == "PT5M"
    # Without a person it is anybody's task, which takes an administrator to make.
    assert told("Triggers/LogonTrigger/UserId") == told("Principals/Principal/UserId") != ""
