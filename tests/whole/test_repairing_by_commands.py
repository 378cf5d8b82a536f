"""`reparer` as a person runs it: what a kill, a damaged file and an old copy put back leave, mended by a command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bijou import (
    DONE,
    NOT_ALLOWED,
    SIGN_IN,
    TROUBLE,
    invoice,
    online,
    place_of,
    switched_on,
    with_customers,
    written,
)
from test_killed_activation import killed_at

import postgres_server
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import Status
from waiting import wait_until
from workstation import Done, Office, Workstation, kill

pytestmark = pytest.mark.whole


def kinds(done: Done) -> dict[str, int]:
    """How many of each kind it tells of."""
    return {each["anomalie"]: each["nombre"] for each in done.objects if done.out}


def filed(station: Workstation, folder: Path, *numbers: str) -> None:
    files = [str(written(folder, f"{each}.pdf", invoice(each))) for each in numbers]
    done = station.run("deposer", *files, "--json")
    assert (done.code, {each["statut"] for each in done.objects}) == (DONE, {"classe"}), done.err


def statuses(station: Workstation) -> set[Status]:
    with CompanyDatabase.open(station.company) as database:
        return {row.status for row in database.register.search()}


def test_an_old_copy_of_the_database_put_back_catches_up(
    office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    """Repaired by two workstations at once: nothing is blocked, sent again or told twice."""
    station = switched_on(with_customers(office()))
    other = office("poste-2")
    assert other.run_signing_in("connecter").code == DONE
    filed(station, tmp_path, "FA1")
    microsoft365.faults.install([{"kind": "upload", "do": "503"}])
    waiting = station.run("deposer", str(written(tmp_path, "FA2.pdf", invoice("FA2"))), "--json")
    assert waiting.json["statut"] == "en_attente"
    microsoft365.faults.clear()
    copy = shutil.copy(station.company, tmp_path / "sauvegarde.db")
    with CompanyDatabase.open(station.company) as database:
        [row] = database.register.search(status=Status.WAITING)
        database.outbox.retry(row.id)
    assert station.run("envoyer").code == DONE
    filed(station, tmp_path, "FA3")
    there = online(microsoft365)
    assert set(there) == {place_of(each) for each in ("FA1", "FA2", "FA3")}
    shutil.copy(copy, station.company)

    looked = station.run("reparer", "--json")
    assert (looked.code, kinds(looked)) == (
        TROUBLE,
        {"deja_en_ligne": 1, "inconnus_du_registre": 1},
    )
    assert {each["repare"] for each in looked.objects} == {None}
    assert "--appliquer" in looked.err

    both = [each.start("reparer", "--appliquer", "--json") for each in (station, other)]
    ended = [each.communicate(timeout=90) for each in both]
    # What the one was mending when the other looked is left to it, and said so.
    assert {each.returncode for each in both} <= {DONE, TROUBLE}, ended
    assert station.run("reparer", "--json").out == ""
    assert statuses(station) == {Status.FILED}
    assert online(microsoft365) == there
    with CompanyDatabase.open(station.company) as database:
        rows = database.register.search()
        assert sorted(row.path or "" for row in rows) == sorted(there)
        assert database.register.counters().filed == len(rows)
    printed = [str(tmp_path / f"{each}.pdf") for each in ("FA1", "FA2", "FA3")]
    again = station.run("deposer", *printed, "--json")
    assert {each["statut"] for each in again.objects} == {"deja_classe"}, again.out
    assert online(microsoft365) == there


def test_killed_while_it_repairs_it_goes_on_the_next_time(
    office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    station = switched_on(with_customers(office()))
    copy = shutil.copy(station.company, tmp_path / "sauvegarde.db")
    filed(station, tmp_path, "FA1", "FA2")
    there = online(microsoft365)
    shutil.copy(copy, station.company)
    for kind, at in (("delta", 1), ("delta", 2), ("download", 1)):
        microsoft365.faults.install([{"kind": kind, "do": "hang", "at": at, "seconds": 60}])
        process = station.start("reparer", "--appliquer")
        wait_until(lambda: microsoft365.faults.lines[0].seen >= at, f"the {kind} {at}")  # noqa: B023
        kill(process)
        microsoft365.faults.clear()
    assert station.run("reparer", "--appliquer").code == DONE
    assert station.run("reparer").code == DONE
    assert statuses(station) == {Status.FILED}
    assert online(microsoft365) == there


@pytest.mark.postgres
def test_a_company_on_a_server_is_mended_likewise(
    office: Office,
    microsoft365: LocalMicrosoft365,
    postgres: postgres_server.Server,
    tmp_path: Path,
) -> None:
    location = postgres.new_schema("a_reparer")
    station = switched_on(with_customers(office(location=location)))
    filed(station, tmp_path, "FA1", "FA2")
    there = online(microsoft365)
    with CompanyDatabase.open(location) as database:
        before = database.register.search()
        with database._transactions.changing() as change:
            for statement in (
                "UPDATE sp_meta SET filed = 7",
                "UPDATE sp_document SET online = 'deleted' WHERE number = 'FA1'",
                "UPDATE sp_document SET path = 'Sage/x.pdf', place = 'sage/x.pdf' WHERE number = 'FA2'",
                "INSERT INTO sp_content (content_id, seq, bytes) VALUES ('stray', 0, 'x')",
            ):
                change.connection.exec_driver_sql(statement)
    looked = station.run("reparer", "--json")
    assert kinds(looked) == {
        "compteurs_faux": 1, "retablis_en_ligne": 1, "deplaces_en_ligne": 1, "octets_sans_document": 1,
    }  # fmt: skip
    done = station.run("reparer", "--appliquer", "--json")
    assert (done.code, {each["repare"] for each in done.objects}) == (DONE, {True}), done.err
    assert station.run("reparer").code == DONE
    with CompanyDatabase.open(location) as database:
        rows = {row.number: row for row in database.register.search()}
        assert {row.number: row.path for row in before} == {
            number: row.path for number, row in rows.items() if number
        }
        assert rows[""].status is Status.TO_CLASSIFY
    assert online(microsoft365) == there
    postgres.drop_schema("a_reparer")


def test_a_killed_activation_is_finished_by_whoever_repairs(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    station = office()
    killed_at(station, microsoft365, "group.upsert", "hang-after")
    looked = station.run("reparer", "--json")
    assert (looked.code, kinds(looked)) == (TROUBLE, {"activation_inachevee": 1})
    assert station.run("etat", "--json").json["stockage"] == "activation"
    done = station.run("reparer", "--appliquer", "--json")
    assert (done.code, done.json["repare"]) == (DONE, True), done.err
    state = station.run("etat", "--json").json
    assert state["stockage"] in ("initialisation", "actif")
    assert len(microsoft365.world.groups.all()) == 1
    again = station.run("reparer", "--appliquer")
    assert (again.code, again.out) == (DONE, ""), again.err


def test_a_damaged_session_is_forgotten_and_a_sign_in_is_asked_for(
    office: Office, tmp_path: Path
) -> None:
    station = switched_on(office())
    [session] = (station.folder / "donnees" / "session").glob("*.sealed")
    session.write_bytes(b"SPSF1" + bytes(300))
    looked = station.run("reparer", "--json")
    assert (looked.code, set(kinds(looked))) == (SIGN_IN, {"session_illisible", "non_verifie"})
    done = station.run("reparer", "--appliquer", "--json")
    assert done.code == SIGN_IN
    assert {each["anomalie"]: each["repare"] for each in done.objects} == {
        "session_illisible": True, "non_verifie": False,
    }  # fmt: skip
    assert not session.exists()
    assert station.run_signing_in("connecter").code == DONE
    assert station.run("reparer").code == DONE


def test_an_application_without_the_option_mends_what_is_of_the_database(
    office: Office, tmp_path: Path
) -> None:
    switched_on(office())
    limited = office("poste-2", application="paie")
    assert limited.run_signing_in("connecter").code == DONE
    told = limited.run("reparer", "--json")
    assert (told.code, set(kinds(told))) == (NOT_ALLOWED, {"non_verifie"})


def test_a_person_reads_what_is_wrong_and_what_would_be_done(office: Office) -> None:
    station = switched_on(office())
    fine = station.run("reparer")
    assert (fine.code, fine.out, fine.err) == (DONE, "", "Rien n’est à réparer.\n")
    with CompanyDatabase.open(station.company) as database, database._transactions.changing() as c:
        c.connection.exec_driver_sql("UPDATE sp_meta SET filed = 3")
    told = station.run("reparer")
    assert told.out == (
        "1 compteur affiché n’est pas exact.\n  → Les documents sont comptés de nouveau.\n"
    )
    assert (told.code, "Rien n’a été modifié" in told.err) == (TROUBLE, True)
    done = station.run("reparer", "--appliquer")
    assert (done.code, done.err) == (DONE, "Tout a été réparé.\n")
    assert "(réparé)" in done.out
