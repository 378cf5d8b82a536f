"""Every command of the guides runs as it is printed, on the files that it names."""

from __future__ import annotations

import logging
import re
import shlex
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from app_contexts import signed_in, switch_on

import postgres_server
from invoice_making import Invoice, Someone, blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.cli.root import run
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.licensing import keys
from stockage_partage.licensing.licence import emit

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
PROGRAM = "stockage-partage"
SERVER = "postgresql+psycopg://compta@serveur/bijou"
#: Played by tests of their own: a window, drawn pages, the whole journey, the system's services, a head kept elsewhere.
ELSEWHERE = {
    "parcours": "test_journey",
    "imprimer": "test_print_dialog",
    "service": "test_background_service",
    "lire": "test_reading_command",
    "ouvrir": "test_one_window",
    "societes": "test_companies_by_commands",
    "verifier": "test_verifying_by_commands",
}
WITHOUT_A_WINDOW = "--sans-imprimante"


def commands_of(block: str) -> list[list[str]]:
    """Each command of ours in a block, as a shell reads it."""
    lines = block.replace("\\\n", " ").splitlines()
    split = [shlex.split(line) for line in lines if line.strip().startswith(PROGRAM)]
    return [words[1:] for words in split if _is_run_here(words[1:])]


def _is_run_here(words: list[str]) -> bool:
    return words[0] not in ELSEWHERE or WITHOUT_A_WINDOW in words


def examples() -> Iterator[object]:
    for page in ("guide-administrateur.md", "guide-utilisateur.md"):
        for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
            commands = commands_of(block)
            if commands:
                marks = [pytest.mark.postgres] if SERVER in block else []
                name = " ".join(commands[0][:2])
                yield pytest.param(commands, marks=marks, id=f"{page}: {name}")


@pytest.fixture
def quiet_process() -> Iterator[None]:
    """What a command sets for its process is put back."""
    terminated, last_resort = signal.getsignal(signal.SIGTERM), logging.lastResort
    yield
    signal.signal(signal.SIGTERM, terminated)
    logging.lastResort = last_resort


@pytest.fixture
def sending(
    tmp_path: Path,
    microsoft365: LocalMicrosoft365,
    monkeypatch: pytest.MonkeyPatch,
    quiet_process: None,
) -> Path:
    """A folder with the files that the guides name, and a company on which storage is active."""
    folder, data = tmp_path / "travail", tmp_path / "donnees"
    folder.mkdir()
    monkeypatch.chdir(folder)
    told = microsoft365.description()
    settings = {key: told[key] for key in ("client_id", "authority", "graph_url", "ca_file")}
    settings |= {"donnees": str(data), "societe": str(folder / "BIJOU.db")}
    for name, value in settings.items():
        monkeypatch.setenv(f"STOCKAGE_PARTAGE_{name.upper()}", value)
    licence = _licence(data)
    Path("BIJOU.licence").write_text(licence, encoding="ascii")
    _write_documents()
    with (
        signed_in(microsoft365, data / "session", "administrateur") as graph,
        CompanyDatabase.create("BIJOU.db", "BIJOU SA", "732829320") as company,
    ):
        group = Groups(graph).create("sage-bijou-1", "Sage – BIJOU SA", "sage-bijou-1", "")
        drive = Groups(graph).library(group.id).drive_id
        Drive(graph).put_new(drive, "Contrats/cadre.docx", b"contrat", 7)
        switch_on(company, group.id, drive)
        company.third_parties.add([ThirdParty("CARAT", "clients", "Carat", siren="312345678")])
        company.licences.install(licence)
    assert run(["deposer", "Facture_FA00042.pdf"]) == 0
    return folder


def _licence(data: Path) -> str:
    return emit(
        keys.demonstration_pair(data).private_pem,
        holder="BIJOU SA",
        siren="732829320",
        applications=["comptabilite", "gestion-commerciale"],
        valid_from=date(2026, 1, 1),
        valid_until=date(2099, 12, 31),
    )


def _write_documents() -> None:
    invoice = Invoice(
        "FA00042", seller=Someone("BIJOU SA", "732829320"), buyer=Someone("Carat", "312345678")
    )
    Path("Facture_FA00042.pdf").write_bytes(invoice.pdf())
    for number, name in enumerate(("courrier", "Devis_DE00017", "plan", "notice")):
        Path(f"{name}.pdf").write_bytes(blank_pdf() + b"\n" * number)
    Path("photo.jpg").write_bytes(b"\xff\xd8\xff photo")
    Path("tiers.csv").write_text("code;type;nom\nCARAT;client;Carat\n", encoding="utf-8")
    with zipfile.ZipFile("exercice.zip", "w") as archive:
        archive.writestr("exercice.txt", "2025")


def _prepare(commands: list[list[str]], sending: Path) -> None:
    """The company on the drive S:, and what an example makes or finds elsewhere."""
    places = {_after(words, "--societe") for words in commands}
    made = {_after(words, "--societe") for words in commands if words[:2] == ["societe", "creer"]}
    for place in sorted(place for place in places | made if place and "://" not in place):
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        if place not in made and not Path(place).exists():
            shutil.copy(sending / "BIJOU.db", place)
            if "emplacement" not in {words[1] for words in commands if len(words) > 1}:
                with CompanyDatabase.open(place, anywhere=True) as copied:
                    copied.whereabouts.moved("the test")
    for words in commands:
        if output := _after(words, "--sortie"):
            Path(output).unlink(missing_ok=True)


def _after(words: list[str], option: str) -> str:
    return words[words.index(option) + 1] if option in words else ""


@pytest.mark.parametrize("commands", tuple(examples()))
def test_an_example_of_the_guides_runs_as_it_is_printed(
    sending: Path,
    commands: list[list[str]],
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server: Callable[[str], str] = lambda word: word  # noqa: E731
    if any(SERVER in words for words in commands):
        running: postgres_server.Server = request.getfixturevalue("postgres")
        where = running.new_schema("guide")
        request.addfinalizer(lambda: running.drop_schema("guide"))
        server = lambda word: where if word == SERVER else word  # noqa: E731
    _prepare(commands, sending)
    for words in commands:
        capsys.readouterr()
        code = run([server(word) for word in words])
        assert code == 0, (words, capsys.readouterr())
