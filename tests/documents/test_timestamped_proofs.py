"""A proof with timestamps: made here, checked by the program, and by OpenSSL with what the guide prints."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from online_people import INVOICE
from stopped_clock import StoppedClock
from test_export import FIRST_BYTES, SECOND, SECOND_BYTES, WORDS, file, keep

from json_schemas import answers
from stockage_partage.cli.continuous_sending import timestamps_fetched
from stockage_partage.cli.root import run
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import bring_back
from stockage_partage.documents.proof.proof_file import (
    CoveringTimestamps,
    Proof,
    ProofFlaw,
    flaw_of,
    prove,
    read,
    written,
)
from stockage_partage.documents.proof.timestamps import (
    Timestamping,
    TimestampRound,
    TimestampThread,
)
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.graph.timestamp_service import TimestampService
from stockage_partage.session import timestamps_of
from stockage_partage.settings import Settings
from timestamp_authority import NAME, TimestampAuthority
from tls_peer import Peer
from waiting import wait_until

GUIDE = Path(__file__).parents[2] / "docs" / "guide-administrateur.md"
DAY = timedelta(days=1)


@pytest.fixture
def timestamping(company: CompanyDatabase, service: TimestampService) -> Timestamping:
    return Timestamping(company, service, "poste-1")


@pytest.fixture
def proof(
    active: CompanyDatabase, timestamping: Timestamping, clock: StoppedClock
) -> Callable[[], Proof]:
    """Of a document that was kept, then timestamped, then taken back to the folder another day; made when called."""
    document_id = keep(active, INVOICE, FIRST_BYTES)
    assert timestamping.round().kept is not None
    keep(active, SECOND, SECOND_BYTES)

    def made() -> Proof:
        row = active.register.get(document_id)
        assert row is not None
        found = prove(active, row)
        assert found is not None
        return found

    return made


def checked(file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """What `preuve verifier` says."""
    capsys.readouterr()
    return run(["preuve", "verifier", str(file), *more]), capsys.readouterr().out


def test_a_proof_holds_the_first_timestamp_after_its_entries(
    proof: Callable[[], Proof], timestamping: Timestamping, clock: StoppedClock
) -> None:
    first = proof()
    assert [each.number for each in first.timestamps] == [first.entries[-1].number]
    clock.advance(DAY)
    assert timestamping.round().kept is not None
    assert proof().timestamps == first.timestamps, "a later one tells nothing more of it"
    assert flaw_of(proof()) is None
    assert read(written(proof())) == proof()


def test_what_happens_later_has_a_timestamp_of_its_own(
    active: CompanyDatabase,
    proof: Callable[[], Proof],
    timestamping: Timestamping,
    clock: StoppedClock,
) -> None:
    document_id = proof().document.id
    clock.advance(DAY)
    assert active.outbox.withdraw(document_id)
    assert timestamping.round().kept is not None
    covering = CoveringTimestamps(active.timestamps.after(0))
    found = [
        entry.number
        for page in active.journal.pages()
        for entry in page
        if covering.beside(
            JournalHead(entry.number, entry.hash), proven=entry.document == document_id
        )
    ]
    told = [entry.number for entry in active.journal.of_document(document_id)]
    assert (len(found), found[0] >= told[0], found[1] >= told[1]) == (2, True, True)


def test_without_a_service_it_is_as_it_was(active: CompanyDatabase) -> None:
    row = active.register.get(keep(active, INVOICE, FIRST_BYTES))
    assert row is not None
    found = prove(active, row)
    assert found is not None
    assert (found.timestamps, "horodatages" in json.loads(written(found))) == ((), False)
    assert flaw_of(found) is None


def test_it_says_its_date_in_french_and_to_machines(
    proof: Callable[[], Proof], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "preuve.json"
    place.write_bytes(written(proof()))
    code, said = checked(place, capsys)
    assert code == 0
    line = next(each for each in said.splitlines() if each.startswith("Horodaté"))
    assert re.search(r"le \d\d/\d\d/20\d\d à \d\d:\d\d:\d\d par", line), line
    assert NAME in line
    code, said = checked(place, capsys, "--json")
    (stamp,) = answers("preuve-verifier", said)[0]["horodatages"]
    assert (stamp["ligne"], stamp["autorite"]) == (proof().timestamps[0].number, NAME)
    place.write_bytes(written(replace(proof(), timestamps=())))
    code, said = checked(place, capsys)
    assert (code, "Aucun horodatage" in said) == (0, True)


def test_what_was_changed_in_it_is_found(
    proof: Callable[[], Proof], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stamp,) = proof().timestamps
    middle = len(stamp.answer) // 2
    other = stamp.answer[:middle] + bytes([stamp.answer[middle] ^ 1]) + stamp.answer[middle + 1 :]
    for changed in (
        replace(stamp, answer=other),
        replace(stamp, answer=b""),
        replace(stamp, number=stamp.number + 1),
        replace(stamp, number=0),
    ):
        wrong = replace(proof(), timestamps=(changed,))
        assert flaw_of(wrong) is ProofFlaw.TIMESTAMP, changed.number
    place = tmp_path / "preuve.json"
    place.write_bytes(written(wrong))
    code, said = checked(place, capsys, "--json")
    told = answers("preuve-verifier", said)[0]
    assert (code, told["defaut"], told["horodatages"]) == (1, "horodatage", [])


def test_openssl_alone_verifies_it_with_what_the_guide_prints(
    proof: Callable[[], Proof], authority: TimestampAuthority, peer: Peer, tmp_path: Path
) -> None:
    told = re.search(r"```sh\n(# Vérifier l’horodatage.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert told is not None
    script, place = tmp_path / "horodatage.sh", tmp_path / "preuve.json"
    script.write_text(told[1], encoding="utf-8")
    content = written(proof())

    def said(content: bytes, root: Path) -> subprocess.CompletedProcess[str]:
        place.write_bytes(content)
        return subprocess.run(
            ["sh", str(script), str(place), str(root)],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = said(content, authority.root)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Verification: OK"), done.stderr
    assert "Time stamp: " in done.stdout
    assert said(content, peer.ca_file).returncode != 0, "another authority"
    digest = proof().digests[0].encode()
    assert said(content.replace(digest, b"0" * 64, 1), authority.root).returncode != 0


def test_a_folder_brought_back_carries_them(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    service: TimestampService,
    clock: StoppedClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    timestamping = Timestamping(company, service, "poste-1")
    for path, content in ((INVOICE, FIRST_BYTES), (SECOND, SECOND_BYTES)):
        file(company, destination, clock, path, content)
        assert timestamping.round().kept is not None
        clock.advance(DAY)
    brought = bring_back(app, tmp_path / "retour", WORDS, stop=Event(), prove=True)
    assert brought.proof is not None
    assert brought.proven == 2
    code, said = checked(brought.proof, capsys)
    assert (code, "Horodaté 2 fois" in said) == (0, True)
    code, said = checked(brought.proof, capsys, "--json")
    told = answers("preuve-verifier", said)[0]
    assert (told["horodatages"], told["dernier_horodatage"]["autorite"]) == (2, NAME)
    lines = brought.proof.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b"horodatage" in line)
    entry = json.loads(lines[at])
    other = next(json.loads(line) for line in lines[at + 1 :] if b"horodatage" in line)
    for wrong in (other["horodatage"], base64.b64encode(b"rien").decode("ascii"), "?"):
        lines[at] = json.dumps({**entry, "horodatage": wrong}).encode() + b"\n"
        brought.proof.write_bytes(b"".join(lines))
        code, _ = checked(brought.proof, capsys)
        assert code == 1, wrong


def test_the_service_that_goes_on_fetches_one_and_says_so(
    app: AppContext, service: TimestampService, capsys: pytest.CaptureFixture[str]
) -> None:
    with timestamps_fetched(app):
        assert capsys.readouterr().err == "", "no service is set"
    with timestamps_fetched(replace(app, timestamps=service)):
        wait_until(lambda: bool(list(app.database.timestamps.after(0))), "a timestamp is kept")
        wait_until(lambda: "Journal horodaté" in capsys.readouterr().err, "it is said")


def test_a_trouble_is_told_once_until_it_is_over(
    active: CompanyDatabase,
    timestamping: Timestamping,
    peer: Peer,
    authority: TimestampAuthority,
    clock: StoppedClock,
) -> None:
    told: list[str] = []
    peer.reply = lambda _: (404, {}, b"")

    def hear(found: TimestampRound) -> None:
        told.append(found.trouble.kind if found.trouble is not None else "kept")

    thread = TimestampThread(timestamping, hear, every_s=0.01, delay_s=0.0)
    thread.start()
    wait_until(lambda: told == ["TimestampRefused"], "the trouble is told")
    clock.advance(timedelta(hours=1))
    wait_until(lambda: len(peer.seen) > 1, "it is asked again")
    peer.reply = authority.reply
    clock.advance(timedelta(hours=1))
    wait_until(lambda: told == ["TimestampRefused", "kept"], "a timestamp is kept")
    assert thread.stop()


def test_the_settings_name_the_service_and_whom_it_is_trusted_by(
    peer: Peer, authority: TimestampAuthority, tmp_path: Path
) -> None:
    assert timestamps_of(Settings(tmp_path)) is None
    settings = Settings(tmp_path, ca_file=peer.ca_file, timestamp_url=f"{peer.url}/tsr")
    service = timestamps_of(settings)
    assert service is not None
    with service:
        service.ask(b"")
    assert peer.seen[0].path == "/tsr"
