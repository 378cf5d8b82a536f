"""The installer for Windows is not run here: what it names is there, and is what the program says of itself."""

from __future__ import annotations

import configparser
import re
import uuid
from pathlib import Path

import pytest

from stockage_partage import executables

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "installer" / "stockage-partage.iss"


@pytest.fixture(scope="module")
def script() -> str:
    return SCRIPT.read_text("utf-8")


@pytest.fixture(scope="module")
def setup(script: str) -> dict[str, str]:
    """The section [Setup], its preprocessor lines left out."""
    section = script.partition("[Setup]")[2].partition("\n[")[0]
    lines = [line for line in section.splitlines() if line and line[0] not in ";#"]
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string("[Setup]\n" + "\n".join(lines))
    return dict(parser["Setup"])


def test_it_asks_for_no_administrator_and_installs_for_one_person(setup: dict[str, str]) -> None:
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["DefaultDirName"].startswith("{localappdata}")


def test_windows_knows_a_newer_version_by_one_identifier(setup: dict[str, str]) -> None:
    # Two braces open: one would begin a constant of Inno Setup.
    found = re.fullmatch(r"\{\{([0-9A-F-]{36})\}", setup["AppId"])
    assert found is not None
    assert uuid.UUID(found[1])


def test_its_shortcuts_start_the_executable_without_a_console(script: str) -> None:
    assert f'#define Window "{executables.WINDOW}.exe"' in script
    started = re.findall(r'^(?:Name|Filename): .*?\{app\}\\([^"]+)"', script, re.MULTILINE)
    assert set(started) == {"{#Window}"}


def test_its_taskbar_name_is_the_one_that_the_window_gives_itself(script: str) -> None:
    [given] = set(re.findall(r'AppUserModelID: "([^"]+)"', script))
    assert given in (ROOT / "src/stockage_partage/ui/window/program.py").read_text("utf-8")


def test_what_it_takes_is_what_the_specification_builds(script: str, setup: dict[str, str]) -> None:
    spec = (ROOT / "installer" / "stockage-partage.spec").read_text("utf-8")
    assert 'name="stockage-partage",\n    upx=False' in spec
    assert r'Source: "..\dist\stockage-partage\*"' in script
    assert setup["SetupIconFile"] == r"..\dist\stockage-partage.ico"
    assert "stockage-partage.ico" in spec


def test_removing_it_touches_nothing_that_a_person_made(script: str) -> None:
    assert "[UninstallDelete]" not in script
    [cleared] = re.findall(r'^Type: filesandordirs; Name: "([^"]+)"', script, re.MULTILINE)
    assert cleared == r"{app}\_internal"


def test_an_address_opens_the_window_and_goes_with_the_program(script: str) -> None:
    written = script.partition("[Registry]")[2].partition("\n[")[0]
    lines = [line for line in written.splitlines() if line.startswith("Root: ")]
    for_the_person = r'Root: HKCU; Subkey: "Software\Classes\stockage-partage'
    assert all(line.startswith(for_the_person) for line in lines)
    assert any("uninsdeletekey" in line for line in lines)
    [command] = [line for line in lines if r"shell\open\command" in line]
    assert command.endswith(r'ValueData: """{app}\{#Window}"" ouvrir ""%1"""')
