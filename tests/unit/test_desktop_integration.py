"""The program among the person's own: files for Linux and for Windows, written only when asked."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from in_this_process import run_program
from stockage_partage import desktop_integration as integration

ODD = '/opt/Compta à nous/100% $BIJOU "n° 1"\\x/stockage-partage'
LOOK = integration.Look(Path("/opt/icônes/application.svg"), "Les documents de l’Été")


def parsed(entry: str) -> dict[str, str]:
    reader = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    reader.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals
    reader.read_string(entry)
    return dict(reader["Desktop Entry"])


def test_the_entry_of_the_menu_opens_our_addresses_whatever_the_program_s_path() -> None:
    entry = parsed(integration.desktop_entry([ODD], LOOK))

    assert entry["MimeType"] == "x-scheme-handler/stockage-partage;"
    assert (entry["Type"], entry["Terminal"]) == ("Application", "false")
    command, field = entry["Exec"].rsplit(" ", 1)
    assert field == "%u"
    # As a desktop reads it: the value's own escapes first, then the quotes, then the doubled %.
    unescaped = command.replace("\\\\", "\\").replace("\\$", "$")  # which `shlex` leaves alone
    assert [each.replace("%%", "%") for each in shlex.split(unescaped)] == [ODD, "ouvrir"]


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="not installed here")
@pytest.mark.parametrize("make", [integration.desktop_entry, integration.autostart_entry])
def test_the_desktop_s_own_validator_agrees(tmp_path: Path, make: Any) -> None:
    file = tmp_path / integration.ENTRY
    file.write_text(make([ODD], LOOK), encoding="utf-8")
    done = subprocess.run(
        ["desktop-file-validate", file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_registry_leads_our_addresses_to_the_window_and_back_out_again() -> None:
    program = [r"C:\Users\Hélène\Programs\Stockage et partage\stockage-partage-fenetre.exe"]
    text = integration.registry(program, autostart=True).decode("utf-16")

    assert text.startswith("Windows Registry Editor Version 5.00\r\n\r\n")
    assert r"[HKEY_CURRENT_USER\Software\Classes\stockage-partage\shell\open\command]" in text
    [command] = [line for line in text.splitlines() if "%1" in line]
    assert command.startswith("@=")
    value = command[3:-1].replace('\\"', '"').replace("\\\\", "\\")
    assert value == f'"{program[0]}" ouvrir "%1"'
    assert '"Stockage et partage"=' in text
    assert "HKEY_LOCAL_MACHINE" not in text  # nobody else is concerned, and no administrator needed
    assert "CurrentVersion" not in integration.registry(program, autostart=False).decode("utf-16")
    away = integration.registry_away().decode("utf-16")
    assert r"[-HKEY_CURRENT_USER\Software\Classes\stockage-partage]" in away
    assert '"Stockage et partage"=-' in away


def test_the_script_of_the_start_menu_reads_nothing_into_a_path() -> None:
    script = integration.start_menu_script(
        ["C:\\L’Été\\it's $(calc)\\x.exe", "-m", "a b"], "Les documents"
    )

    assert "$shortcut.TargetPath = 'C:\\L’’Été\\it''s $(calc)\\x.exe'" in script
    assert "$shortcut.Arguments = '-m \"a b\" ouvrir'" in script
    assert "GetFolderPath('Programs')" in script


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, folder in (("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(tmp_path / "donnees"))
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="puts files where Linux desktops look")
def test_it_is_put_in_place_changed_and_taken_away_by_commands(home: Path) -> None:
    entry = home / "data" / "applications" / integration.ENTRY
    starting = home / "config" / "autostart" / integration.ENTRY

    assert run_program("integration", "installer", "--demarrage") == 0
    assert (entry.is_file(), starting.is_file()) == (True, True)
    assert "X-GNOME-Autostart-enabled=true" in starting.read_text("utf-8")
    assert Path(parsed(entry.read_text("utf-8"))["Icon"]).is_file()
    assert run_program("integration", "installer") == 0
    assert (entry.is_file(), starting.is_file()) == (True, False)
    assert run_program("integration", "retirer") == 0
    assert not entry.exists()
    assert run_program("integration", "retirer") == 0


@pytest.mark.parametrize(
    ("windows", "names"),
    [
        (False, {"stockage-partage.desktop", "autostart/stockage-partage.desktop"}),
        (True, {"stockage-partage.reg", "stockage-partage-retirer.reg", "stockage-partage.ps1"}),
    ],
)
def test_the_files_alone_are_written_for_whoever_deploys_them(
    tmp_path: Path, windows: bool, names: set[str]
) -> None:
    out = tmp_path / "out"
    places = integration.write(out, ["/opt/x"], LOOK, autostart=True, windows=windows)
    assert {place.relative_to(out).as_posix() for place in places} == names
    assert all(place.is_file() for place in places)


def test_an_address_is_taken_alone(home: Path) -> None:
    address = "stockage-partage://ouvrir?page=tiers"
    assert run_program("ouvrir", address, "--societe", "//anybody/x.db") == 2
