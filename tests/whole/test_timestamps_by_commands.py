"""Timestamps from the settings to a proof that others verify, each command in a process of its own."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from bijou import DONE, TROUBLE, invoice, switched_on, with_customers, written

from stockage_partage.company.database import CompanyDatabase
from timestamp_authority import NAME, TimestampAuthority, authority_peer
from waiting import wait_until
from workstation import Office, Workstation

pytestmark = [pytest.mark.whole, pytest.mark.proof]


def timestamped(station: Workstation) -> bool:
    with CompanyDatabase.open(station.company) as database:
        return bool(list(database.timestamps.after(0)))


def test_a_document_is_timestamped_proved_and_verified(office: Office, tmp_path: Path) -> None:
    station = switched_on(with_customers(office()))
    file = written(tmp_path / "factures", "a.pdf", invoice("FA00042"))
    assert station.run("deposer", str(file)).code == DONE
    authority = TimestampAuthority(tmp_path / "authority")
    with authority_peer(tmp_path / "peer", authority) as peer:
        trusted = tmp_path / "trusted.pem"
        known = Path(station.microsoft365["ca_file"]).read_bytes()
        trusted.write_bytes(known + peer.ca_file.read_bytes())
        station.extra = {
            "STOCKAGE_PARTAGE_HORODATAGE": f"{peer.url}/tsr",
            "STOCKAGE_PARTAGE_CA_FILE": str(trusted),
        }
        sending = station.start("envoyer", "--continu")
        wait_until(lambda: timestamped(station), "a timestamp is kept")
        sending.send_signal(signal.SIGTERM)
        _, said = sending.communicate(timeout=30)
    assert "Journal horodaté jusqu’à la ligne" in said
    assert [seen.headers.get("authorization") for seen in peer.seen] == [None]

    proof = tmp_path / "preuve.json"
    assert station.run("preuve", "etablir", "FA00042", "--vers", str(proof)).code == DONE
    done = station.run("preuve", "verifier", str(proof), "--document", str(file))
    assert (done.code, f"par «\u00a0{NAME}\u00a0»" in done.out) == (DONE, True), done.out
    whole = station.run("verifier")
    assert (whole.code, "Horodatages\u00a0: 1 vérifié" in whole.out) == (DONE, True), whole.out
    assert station.run("verifier", "--json").json["horodatages"] == 1
    back = station.run("rapatrier", str(tmp_path / "retour"), "--preuve", "--json")
    told = station.run("preuve", "verifier", back.json["preuve"], "--json")
    assert (told.code, told.json["horodatages"]) == (DONE, 1)
    listed = station.run("journal", "--recherche", "horodaté")
    assert (listed.code, "jusqu’à la ligne" in listed.out) == (DONE, True)

    station.extra["STOCKAGE_PARTAGE_HORODATAGE"] = "http://horodatage.example/tsr"
    refused = station.run("etat")
    assert (refused.code, "HORODATAGE" in refused.err, "https://" in refused.err) == (
        TROUBLE,
        True,
        True,
    )
