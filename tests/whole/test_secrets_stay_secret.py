"""A whole run with every library talking: nothing secret in logs, database, arguments or results."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from waiting import wait_until
from workstation import Office, Workstation, wait_for_code

pytestmark = pytest.mark.whole

TALKATIVE = Path(__file__).with_name("talkative.py")
#: Signed tokens (a licence, signed EdDSA, is nobody's secret); what refresh tokens, device codes and one-time proofs are sent as; signed addresses.
SECRETS = {
    "a token": rb"(?<![A-Za-z0-9_.-])eyJ(?!hbGciOiJFZERTQSI)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    "a bearer": rb"(?i)bearer\s+[A-Za-z0-9_-]{20,}",
    "a refresh token": rb"refresh_token['\"]?\s*[:=]\s*['\"]?[A-Za-z0-9_.-]{16,}",
    "a device code": rb"device_code['\"]?\s*[:=]\s*['\"]?[A-Za-z0-9_.-]{16,}",
    "a proof": rb"code_verifier['\"]?\s*[:=]\s*['\"]?[A-Za-z0-9_.-]{16,}",
    "a signed address": rb"tempauth=[^\s*&]{8,}|/uploadSession\?",
}
LARGE = 11 * 1024 * 1024  # sent through an upload session, on a signed address


@pytest.fixture
def station(office: Office, tmp_path: Path) -> Workstation:
    station = office()
    station.program, station.forked = (str(TALKATIVE),), False  # its arguments are looked at
    station.extra["TALKATIVE_LOG"] = str(tmp_path / "tout.log")
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
    return station


def document(folder: Path, number: str, size: int) -> tuple[str, ...]:
    file = folder / f"Contrat Dupont {number}.pdf"
    file.write_bytes(b"%PDF-1.4 " + os.urandom(size))
    given = ("--tiers", "CARAT", "--type", "facture", "--piece", number, "--date", "2026-03-17")
    return ("deposer", str(file), *given, "--json")


def arguments_of(root: int) -> Iterator[bytes]:
    """The argument lists of that process and of all it started, as everybody on the machine sees."""
    process = psutil.Process(root)
    for each in (process, *process.children(recursive=True)):
        yield Path(f"/proc/{each.pid}/cmdline").read_bytes()


def test_nothing_secret_is_written_anywhere(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    process = station.start("activer", "--oui", "--json")
    address, code = wait_for_code(process)
    arguments = b"".join(arguments_of(process.pid))
    station.forked = True
    station.person().approve_device(address, code)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    # A token that Graph turns down is renewed, so that a refresh is part of the run.
    microsoft365.faults.install([{"kind": "upload", "do": "expired-token", "at": 1}])
    said = [out, err]
    for command in (
        document(tmp_path, "FA1", 2000),
        document(tmp_path, "FA2", LARGE),
        ("documents", "--json"),
        ("diagnostic", "--json"),
        ("envoyer",),
    ):
        done = station.run(*command)
        assert done.code == 0, done.err
        said += [done.out, done.err]
    wait_until(lambda: len(microsoft365.world.files()) == 2, "both documents online")
    assert {"session.piece", "token"} <= {each.kind for each in microsoft365.journal.entries}
    away = station.run("deconnecter")
    assert away.code == 0

    log = (tmp_path / "tout.log").read_bytes()
    assert len(log) > 1000, "the libraries did not talk: the test would show nothing"
    password = station.person().password.encode()
    places = {
        "the log": log,
        "the database": Path(station.company).read_bytes(),
        "the results": "".join(said).encode(),
        "the arguments": arguments,
        "what stays of the session": everything_below(station.folder / "donnees"),
    }
    for place, content in places.items():
        assert password not in content, place
        for name, pattern in SECRETS.items():
            found = re.search(pattern, content)
            assert found is None, f"{name} in {place}: {found.group()[:60]!r}"
    assert code.encode() not in log
    assert b"Contrat Dupont" not in log
    assert b"Facture_FA" not in log


def everything_below(folder: Path) -> bytes:
    """The bytes of every file of a folder."""
    return b"\n".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())
