"""The program as people install it, really built (without Qt's browser), in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from json_schemas import answers
from stockage_partage import executables
from stockage_partage.company.engine.connections import connect, parse
from stockage_partage.company.engine.structure import upgrade
from stockage_partage.company.engine.tables import SCHEMA
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.instants import utc_now
from waiting import wait_until

pytestmark = [pytest.mark.whole, pytest.mark.proof]

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "installer" / "stockage-partage.spec"
BUILD_S = 600
NO_BROWSER = "--without-browser"


@dataclass(frozen=True)
class Installed:
    """The built program, and the home of the person who uses it."""

    folder: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of somebody who has no Python."""
        kept = ("PATH", "LANG", "LC_ALL")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "HOME": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def command(self, *arguments: str, program: str = executables.CONSOLE) -> list[str]:
        return [str(self.folder / program), *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built")
    builder = Path(sys.executable).with_name("pyinstaller")
    where = ("--distpath", str(place / "dist"), "--workpath", str(place / "work"))
    done = subprocess.run(
        [str(builder), "--noconfirm", "--log-level=WARN", *where, str(SPEC), "--", NO_BROWSER],
        capture_output=True,
        encoding="utf-8",
        timeout=BUILD_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return place / "dist" / "stockage-partage"


@pytest.fixture
def installed(built: Path, tmp_path: Path) -> Installed:
    home = tmp_path / "Hélène"
    home.mkdir()
    return Installed(built, home)


@pytest.fixture
def company(installed: Installed, tmp_path: Path) -> str:
    place = str(tmp_path / "BIJOU.db")
    made = installed.run("societe", "creer", "--societe", place, "--raison-sociale", "BIJOU SA")
    assert made.returncode == 0, made.stderr
    return place


@pytest.fixture
def window(installed: Installed, company: str) -> Iterator[subprocess.Popen[bytes]]:
    """Its window open, by the executable without a console."""
    command = installed.command("--societe", company, program=executables.WINDOW)
    process = subprocess.Popen(command, env=installed.environment)
    yield process
    process.kill()
    process.wait()


@pytest.mark.timeout(BUILD_S + 60)
def test_it_has_both_executables_and_says_its_version(installed: Installed) -> None:
    assert {executables.CONSOLE, executables.WINDOW} <= {
        path.name for path in installed.folder.iterdir()
    }
    done = installed.run("--version")
    assert (done.returncode, done.stdout.startswith("stockage-partage ")) == (0, True)


@pytest.mark.timeout(BUILD_S + 60)
def test_it_starts_its_own_local_microsoft_365(installed: Installed, company: str) -> None:
    done = installed.run("etat", "--societe", company, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert answers("etat", done.stdout)[0]["stockage"] == "inactif"
    examined = installed.run("diagnostic", "--societe", company, "--json")
    findings = answers("diagnostic", examined.stdout)
    reached = [each for each in findings if "localhost" in json.dumps(each)]
    assert len(reached) >= 2, examined.stdout  # the sign-in and Graph answer


@pytest.mark.timeout(BUILD_S + 60)
def test_it_knows_the_numbers_of_other_countries_by_files_that_can_be_replaced(
    installed: Installed, company: str
) -> None:
    def added(code: str, vat: str) -> int:
        given = ("--nom", code, "--tva", vat, "--societe", company)
        return installed.run("tiers", "ajouter", code, *given).returncode

    assert [added("ROMA", "IT00743110157"), added("MILANO", "IT00743110158")] == [0, 2]
    [rules] = installed.folder.rglob("stdnum/fr/siren.py")
    [licence] = installed.folder.rglob("python_stdnum-*/licenses/COPYING")
    assert rules.is_file()
    assert "LESSER GENERAL PUBLIC LICENSE" in licence.read_text("utf-8")


def test_it_opens_a_database_of_every_older_version(installed: Installed, tmp_path: Path) -> None:
    for version in range(1, SCHEMA):
        place = tmp_path / f"version-{version}.db"
        older(place, version)
        done = installed.run("societe", "afficher", "--societe", str(place), "--json")
        assert done.returncode == 0, (version, done.stderr)
        assert answers("societe-afficher", done.stdout)[0]["raison_sociale"] == "BIJOU SA"
        assert schema_of(place) == SCHEMA


def older(place: Path, version: int) -> None:
    """A company as that version left it."""
    transactions = Transactions(connect(parse(place), create=True), parse(place), utc_now)
    with transactions.changing() as change:
        upgrade(change, 1)
        for statement in (
            "INSERT INTO sp_meta (id, schema, revision, waiting) VALUES (1, 1, 1, 0)",
            "INSERT INTO sp_company (id, name) VALUES ('c-1', 'BIJOU SA')",
            "INSERT INTO sp_activation (id, stored, health) VALUES (1, 'inactive', 'fine')",
        ):
            change.connection.exec_driver_sql(statement)
        upgrade(change, version)
    transactions.close()


def schema_of(place: Path) -> int:
    engine = connect(parse(place))
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT schema FROM sp_meta")).scalar()
    engine.dispose()
    return int(found or 0)


def is_local_microsoft365(process: psutil.Process) -> bool:
    """False for a child that has ended meanwhile: the window asks the system this and that."""
    try:
        return "emulateur" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


@pytest.mark.timeout(BUILD_S + 60)
def test_its_window_opens_and_ends_and_leaves_nothing_running(
    installed: Installed, window: subprocess.Popen[bytes]
) -> None:
    def children() -> list[psutil.Process]:
        return psutil.Process(window.pid).children(recursive=True)

    # The company is open once its local Microsoft 365 is there: started by the program's own name.
    wait_until(lambda: any(map(is_local_microsoft365, children())), "it is open", 60)
    [child] = [each for each in children() if "emulateur" in each.cmdline()]
    assert Path(child.exe()) == installed.folder / executables.CONSOLE
    assert "-m" not in child.cmdline()
    time.sleep(0.5)  # the window is at rest
    assert window.poll() is None
    window.send_signal(signal.SIGTERM)
    assert window.wait(timeout=30) == 0
    wait_until(lambda: not child.is_running(), "the local Microsoft 365 ends", 15)


@pytest.mark.timeout(BUILD_S + 60)
def test_its_service_starts_it_where_it_is(
    installed: Installed, company: str, tmp_path: Path
) -> None:
    done = installed.run("service", "ecrire", str(tmp_path / "ici"), "--societe", company)
    assert done.returncode == 0, done.stderr
    [unit] = (tmp_path / "ici").iterdir()
    assert f"ExecStart={installed.folder / executables.CONSOLE} " in unit.read_text("utf-8")
