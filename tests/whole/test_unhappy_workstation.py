"""What goes wrong around the program: one sentence, one action, nothing lost, and `diagnostic` tells.

One healthy workstation is made for the module: signed in, licensed, storage on. Each test spoils a copy.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import postgres_server
from local_microsoft365.https_server import LoopbackCertificate
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import ShiftedClock
from stockage_partage.applications import SOLD_FOR
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.licensing import keys
from stockage_partage.licensing.licence import emit
from workstation import Done, Workstation, wait_for_code

pytestmark = pytest.mark.whole

DAY_S = 86_400.0
RUBBISH = "/dev/null"


@dataclass(frozen=True)
class Healthy:
    """The module's workstation, its local Microsoft 365 and its clock."""

    station: Workstation
    microsoft365: LocalMicrosoft365
    clock: ShiftedClock


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory, microsoft365_keys: Path) -> Iterator[Healthy]:
    folder = tmp_path_factory.mktemp("unhappy")
    shutil.copytree(microsoft365_keys, folder / "microsoft365")
    clock = ShiftedClock()
    service = LocalMicrosoft365(folder / "microsoft365", clock=clock, device_interval_s=1)
    with service as running:
        station = Workstation(folder / "poste", str(folder / "societe.db"), running.description())
        licensed_company(station.company, station.folder / "donnees")
        assert station.run_signing_in("activer", "--oui").code == 0
        yield Healthy(station, running, clock)


def licensed_company(location: str, data: Path) -> None:
    """A company whose licence the workstation of `data` believes."""
    today = date.today()
    text = emit(
        keys.demonstration_pair(data).private_pem,
        holder="BIJOU SA",
        applications=sorted(SOLD_FOR),
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=365),
    )
    with CompanyDatabase.create(location, "BIJOU SA", "732829320") as database:
        database.licences.install(text)


@pytest.fixture
def station(healthy: Healthy, tmp_path: Path) -> Workstation:
    """The healthy workstation on a copy of its company, to be spoilt."""
    copy = tmp_path / "base" / "societe.db"
    copy.parent.mkdir()
    shutil.copy(healthy.station.company, copy)
    with CompanyDatabase.open(copy, anywhere=True) as database:
        database.whereabouts.moved("the test")
    return replace(healthy.station, company=str(copy), extra={})


def examined(station: Workstation) -> tuple[int, set[str]]:
    """The exit code of `diagnostic` and what it finds wrong."""
    done = station.run("diagnostic", "--json")
    assert done.err == "" or done.code == 1, done.err
    assert "Traceback" not in done.err
    wrong = [each for each in done.objects if not each["ok"]]
    assert all(each["constat"] and each["conseil"] for each in wrong), wrong
    return done.code, {each["controle"] for each in wrong}


def assert_told(
    station: Workstation, *command: str, says: str, wrong: set[str], code: int = 1
) -> Done:
    """The command says it in one line on stderr and nothing else; `diagnostic` names the culprit."""
    with ThreadPoolExecutor() as both:
        diagnosis = both.submit(examined, station)
        done = station.run(*command)
    assert (done.code, done.out) == (code, ""), done
    assert says in done.err
    assert done.err.count("\n") == 1, done.err
    assert diagnosis.result() == (1, wrong)
    return done


BASE = {"database", "licence"}


def test_a_healthy_workstation_has_nothing_to_put_right(station: Workstation) -> None:
    assert examined(station) == (0, set())


def test_certificate_bundles_of_the_environment_are_of_no_matter(station: Workstation) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        station.extra[name] = RUBBISH
    assert examined(station) == (0, set())
    assert station.run_signing_in("connecter").code == 0


# --- the company database ---------------------------------------------------------------------------


def no_database(file: Path) -> None:
    file.write_bytes(b"Chers clients, " * 200)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def nothing(file: Path) -> None:
    file.unlink()


def newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute('UPDATE sp_meta SET "schema" = 99')
    connection.close()


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (no_database, "n’est pas une base de société"),
        (a_folder, "n’est pas une base de société"),
        (nothing, "introuvable"),
        (newer, "version plus récente"),
        (damaged, "endommagée"),
    ],
)
def test_a_database_that_is_none(
    station: Workstation, spoil: Callable[[Path], None], says: str
) -> None:
    file = Path(station.company)
    spoil(file)
    before = file.read_bytes() if file.is_file() else None
    assert_told(station, "etat", "--json", says=says, wrong=BASE)
    assert (file.read_bytes() if file.is_file() else None) == before


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_database_that_may_only_be_read(
    station: Workstation, file_mode: int, folder_mode: int
) -> None:
    file = Path(station.company)
    file.chmod(file_mode)
    file.parent.chmod(folder_mode)
    station.obeys_rights = True
    assert_told(
        station, "desactiver", "--oui", says="ne peut pas être modifiée", wrong={"database"}
    )
    assert station.run("etat", "--json").json["stockage"] == "actif"
    file.parent.chmod(0o755)


def test_a_data_folder_that_may_not_be_written(station: Workstation, tmp_path: Path) -> None:
    station.obeys_rights = True
    station.folder = tmp_path / "poste"
    station.folder.mkdir(mode=0o555)
    assert station.run("etat").code == 0  # a look writes nothing
    done = station.run("envoyer")
    assert (done.code, done.out) == (1, "")
    assert "ne peut pas écrire dans le dossier" in done.err
    assert done.err.count("\n") == 1


def test_a_full_disk_refuses_the_document_and_keeps_the_rest(
    station: Workstation, tmp_path: Path
) -> None:
    file = tmp_path / "grand.pdf"
    file.write_bytes(b"%PDF-" + os.urandom(300_000))
    station.largest_file = Path(station.company).stat().st_size + 20_000
    done = station.run("deposer", str(file), "--json")
    assert (done.code, done.json["statut"]) == (1, "refuse")
    assert "plus de place" in done.json["raison"]
    assert "Traceback" not in done.err
    station.largest_file = 0
    assert examined(station) == (1, {"database"})
    station.largest_file = None
    assert station.run("deposer", str(file), "--json").json["statut"] == "a_classer"


def test_a_database_that_vanishes_while_a_command_waits(
    station: Workstation, healthy: Healthy, tmp_path: Path
) -> None:
    station.folder = tmp_path / "poste-2"  # nobody is signed in there
    shutil.copytree(healthy.station.folder / "donnees", station.folder / "donnees")
    assert station.run("desactiver", "--oui").code == 0
    process = station.start("activer", "--oui", "--json")
    code = wait_for_code(process)
    Path(station.company).unlink()
    station.person().approve_device(*code)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "introuvable" in err
    assert "Traceback" not in err
    assert not Path(station.company).exists()  # never made anew and empty


@pytest.mark.postgres
def test_a_postgresql_server_that_refuses_or_is_gone(
    station: Workstation, postgres: postgres_server.Server
) -> None:
    station.company = postgres.url(password="p@ss/perdu")
    done = assert_told(station, "etat", says="a refusé l’accès", wrong=BASE)
    assert "perdu" not in done.err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        port = taken.getsockname()[1]
        station.company = f"postgresql+psycopg://postgres:secret-perdu@127.0.0.1:{port}/bijou"
        done = assert_told(station, "etat", says="introuvable", wrong=BASE)
    assert "perdu" not in done.err


# --- the way to Microsoft 365 -----------------------------------------------------------------------

AWAY = {"sign_in", "graph"}


def test_a_certificate_of_another_authority(station: Workstation, tmp_path: Path) -> None:
    other = LoopbackCertificate.kept_in(tmp_path / "autre")
    station.microsoft365 = {**station.microsoft365, "ca_file": str(other.authority)}
    assert_told(station, "connecter", says="n’est pas reconnu", wrong={"trust"} | AWAY)


def test_a_dead_proxy(station: Workstation) -> None:
    station.microsoft365 = {
        **station.microsoft365,
        "authority": "https://connexion.bijou.example/organizations",
        "graph_url": "https://graph.bijou.example/v1.0",
    }
    station.extra["HTTPS_PROXY"] = "http://moi:proxy-secret@127.0.0.1:9"
    # Away from this computer nobody believes the demonstration's licence: that is right, too.
    done = assert_told(
        station, "connecter", says="(proxy)", wrong={"proxy", "licence", "session"} | AWAY
    )
    assert "proxy-secret" not in done.err


def test_nobody_answers(station: Workstation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"https://localhost:{taken.getsockname()[1]}"
        station.microsoft365 = {
            **station.microsoft365,
            "authority": f"{nobody}/organizations",
            "graph_url": f"{nobody}/v1.0",
        }
        assert_told(
            station, "connecter", says="Microsoft 365 ne répond pas", wrong=AWAY | {"session"}
        )


@pytest.mark.parametrize(
    ("seconds", "code", "says"),
    [
        (-DAY_S, 1, "est en avance de 24"),
        (DAY_S, 0, ""),  # late, what Microsoft issues is good for longer: nothing is refused
    ],
)
def test_a_clock_one_day_off(
    station: Workstation, healthy: Healthy, seconds: float, code: int, says: str
) -> None:
    healthy.clock.advance(seconds)
    try:
        assert examined(station) == (1, {"clock"})
        done = station.run_signing_in("connecter")
    finally:
        healthy.clock.advance(-seconds)
    assert done.code == code
    assert says in done.err
    assert examined(station) == (0, set())


# --- settings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extra", "toml", "says"),
    [
        ({"STOCKAGE_PARTAGE_APPLICATION": "sage"}, None, "« APPLICATION »"),
        ({"STOCKAGE_PARTAGE_CA_FILE": "/nulle/part.pem"}, None, "« CA_FILE »"),
        ({"STOCKAGE_PARTAGE_CA_FILE": RUBBISH}, None, "« CA_FILE »"),
        ({}, "client_id = [1", "stockage-partage.toml"),
        ({}, 'couleur = "rouge"', "« couleur »"),
        ({"STOCKAGE_PARTAGE_GRAPH_URL": "http://graph.bijou.example"}, None, "« GRAPH_URL »"),
    ],
)
def test_settings_that_cannot_be_used(
    station: Workstation, tmp_path: Path, extra: dict[str, str], toml: str | None, says: str
) -> None:
    station.extra.update(extra)
    if toml is not None:
        configured = tmp_path / "config" / "stockage-partage"
        configured.mkdir(parents=True)
        (configured / "stockage-partage.toml").write_text(toml)
        station.extra["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    with ThreadPoolExecutor() as both:
        diagnosis = both.submit(examined, station)
        done = station.run("etat", "--json")
    assert (done.code, done.out) == (1, "")
    assert says in done.err.replace("\xa0", " ").replace("\u202f", " ")
    assert done.err.count("\n") == 1
    code, wrong = diagnosis.result()
    assert (code, "settings" in wrong) == (1, True)
