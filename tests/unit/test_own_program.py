"""The program started again by itself: in its own encoding, by its own name, without a console on the screen."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from stockage_partage import emulator_process, executables
from stockage_partage.company.engine import structure
from stockage_partage.company.engine.tables import SCHEMA
from stockage_partage.emulator_process import EmulatorProcess
from stockage_partage.settings import load

NO_WINDOW, NEW_GROUP = 0x0800_0000, 0x0000_0200
CA_FILE = "/home/Hélène Lefèvre/ca.pem"
DESCRIPTION = {
    "client_id": "c",
    "authority": "https://localhost/organizations",
    "graph_url": "https://localhost/v1.0",
    "ca_file": CA_FILE,
}


class Started:
    """A child as the platform gives it: its pipe is read in the parent's own encoding unless told."""

    calls: list[tuple[list[str], dict[str, Any]]]

    def __init__(self, command: list[str], **given: Any) -> None:
        type(self).calls.append((command, given))
        # A French Windows, before Python 3.15.
        encoding = given.get("encoding") or "cp1252"
        line = json.dumps(DESCRIPTION, ensure_ascii=False) + "\n"
        self.stdout = io.TextIOWrapper(io.BytesIO(line.encode()), encoding=encoding)
        self.returncode: int | None = None

    def kill(self) -> None:
        self.returncode = -9

    def wait(self) -> None:
        return


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> type[Started]:
    Started.calls = []
    monkeypatch.setattr(subprocess, "Popen", Started)
    return Started


def test_an_accented_account_name_reaches_the_demonstration_whole(
    tmp_path: Path, started: type[Started]
) -> None:
    host = EmulatorProcess(tmp_path)
    try:
        settings = host.configure(load({}, tmp_path))
        written = json.loads((tmp_path / "microsoft365" / "adresses.json").read_text("utf-8"))
    finally:
        host.close()
    assert str(settings.ca_file) == CA_FILE
    assert written["ca_file"] == CA_FILE  # for every other process


def test_an_installed_program_starts_its_local_microsoft_365_by_its_own_name(
    tmp_path: Path, started: type[Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "Programmes" / executables.WINDOW
    installed.parent.mkdir()
    for name in (executables.WINDOW, executables.CONSOLE):
        (installed.parent / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(installed))
    host = EmulatorProcess(tmp_path)
    host.ensure()
    host.close()
    [(command, _given)] = started.calls
    # The one without a console has its twin do it: only that one writes to a pipe for sure.
    assert command[:2] == [str(installed.with_name(executables.CONSOLE)), "emulateur"]
    assert "-m" not in command


def test_an_installed_program_that_was_renamed_starts_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "autre"))
    assert executables.command("emulateur") == [str(tmp_path / "autre"), "emulateur"]


def test_from_a_working_copy_the_interpreter_starts_the_module() -> None:
    assert executables.command("etat") == [sys.executable, "-m", "stockage_partage", "etat"]


def test_on_windows_the_child_has_no_console_on_the_screen_and_shares_none() -> None:
    # Of Windows' module: looked at when ours is loaded, in a process where it says what it says there.
    program = (
        "import subprocess\n"
        f"subprocess.CREATE_NO_WINDOW, subprocess.CREATE_NEW_PROCESS_GROUP = {NO_WINDOW}, {NEW_GROUP}\n"
        "from stockage_partage import emulator_process\n"
        "print(emulator_process._APART)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert int(said.stdout) == NO_WINDOW | NEW_GROUP


def test_the_child_is_started_with_those_flags(tmp_path: Path, started: type[Started]) -> None:
    host = EmulatorProcess(tmp_path)
    host.ensure()
    host.close()
    [(_command, given)] = started.calls
    assert given["creationflags"] == emulator_process._APART
    assert given["encoding"] == "utf-8"


def test_a_description_that_is_held_at_the_end_is_let_be(
    tmp_path: Path, started: type[Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = EmulatorProcess(tmp_path)
    host.ensure()

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "unlink", held)
    host.close()


@pytest.mark.whole
def test_the_first_line_of_the_local_microsoft_365_is_safe_in_every_encoding(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Hélène"
    child = subprocess.Popen(
        executables.command("emulateur", "--donnees", str(folder)),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert child.stdout is not None
    try:
        line = child.stdout.readline()
    finally:
        child.kill()
        child.communicate()
    assert line.isascii()
    assert Path(json.loads(line)["ca_file"]).is_relative_to(folder)


def test_the_steps_of_older_databases_are_modules_that_an_installed_program_has() -> None:
    steps = structure._steps()
    assert [each.__name__.rpartition(".")[2][:4] for each in steps] == [
        f"{number:04}" for number in range(1, SCHEMA + 1)
    ]
    assert [each.revision for each in steps] == [f"{n:04}" for n in range(1, SCHEMA + 1)]


def test_an_executable_without_a_console_exists_beside_the_one_with() -> None:
    root = Path(__file__).resolve().parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {executables.CONSOLE: "stockage_partage.cli:main"}
    assert project["gui-scripts"] == {executables.WINDOW: "stockage_partage.cli:main"}
