"""`SIGKILL` at every step of an activation: one group, its id kept, finished or undone next time."""

from __future__ import annotations

import subprocess

import pytest

from local_microsoft365.server import LocalMicrosoft365
from waiting import wait_until
from workstation import Office, Workstation, kill, wait_for_code

pytestmark = pytest.mark.whole

#: What the process waits for when it is killed: kind of request, before or after its effect.
STEPS = [
    ("group.get", "hang"),
    ("group.find", "hang"),
    ("group.upsert", "hang"),
    ("group.upsert", "hang-after"),
    ("drive.get", "hang"),
]


def killed_at(
    station: Workstation, microsoft365: LocalMicrosoft365, kind: str, do: str
) -> subprocess.Popen[str]:
    microsoft365.faults.install([{"kind": kind, "do": do, "seconds": 60}])
    process = station.start("activer", "--oui")
    station.person().approve_device(*wait_for_code(process))
    wait_until(lambda: microsoft365.faults.lines[0].seen > 0, f"a {kind} request")
    if do == "hang-after":
        wait_until(lambda: len(microsoft365.world.groups.all()) == 1, "the effect")
    kill(process)
    microsoft365.faults.clear()
    return process


@pytest.mark.parametrize(("kind", "do"), STEPS)
def test_killed_and_started_again_there_is_one_group(
    office: Office, microsoft365: LocalMicrosoft365, kind: str, do: str
) -> None:
    station = office()
    killed_at(station, microsoft365, kind, do)
    before = station.run("etat", "--json").json
    assert before["stockage"] in ("activation", "initialisation", "actif")

    again = station.run("activer", "--oui", "--json")

    groups = microsoft365.world.groups.all()
    assert len(groups) == 1
    state = station.run("etat", "--json").json
    assert state["stockage"] in ("initialisation", "actif")
    assert state["groupe"]["id"] == groups[0].id
    # Either this call finished it, or it already stood and the call says so.
    assert again.code == (4 if kind == "drive.get" else 0), again.err


def test_killed_while_the_person_signs_in_nothing_is_left_behind(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    station = office()
    process = station.start("activer", "--oui")
    wait_for_code(process)
    assert station.run("etat", "--json").json["stockage"] == "activation"
    kill(process)
    done = station.run_signing_in("activer", "--oui", "--json")
    assert done.code == 0, done.err
    assert len(microsoft365.world.groups.all()) == 1


def test_two_workstations_at_once_make_one_group_and_one_of_them_waits(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    first, second = office("poste-1"), office("poste-2", application="gestion-commerciale")
    process = first.start("activer", "--oui", "--json")
    code = wait_for_code(process)
    refused = second.run("activer", "--oui")
    assert refused.code == 1
    assert "L’activation est en cours sur le poste " in refused.err
    first.person().approve_device(*code)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert len(microsoft365.world.groups.all()) == 1
    assert second.run("etat", "--json").json["groupe"]["nom"] == "Sage – BIJOU SA"


def test_a_lost_answer_to_the_creation_makes_no_second_group(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    for do in ("cut-after", "503-after"):
        microsoft365.faults.add(do, "group.upsert", at=1)
    done = office().run_signing_in("activer", "--oui", "--json")
    assert done.code == 0, done.err
    assert len(microsoft365.world.groups.all()) == 1
