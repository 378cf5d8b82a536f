"""The world without HTTP: hashes, names, and what a restart must keep."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_microsoft365.people import DEMO
from local_microsoft365.tenant.blobs import QuickXor
from local_microsoft365.tenant.item import Spot, free_name
from local_microsoft365.tenant.items import Conditions, OnConflict
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.tenant import Tenant
from microsoft365_tricks import ShiftedClock, quick_xor

ADMIN = DEMO.with_role("administrateur")
BODY: dict[str, Any] = {
    "displayName": "Sage – BIJOU",
    "mailNickname": "bijou",
    "mailEnabled": True,
    "securityEnabled": False,
    "groupTypes": ["Unified"],
}


def plain_quick_xor(content: bytes) -> int:
    """The definition, one byte at a time."""
    register = 0
    for index, byte in enumerate(content):
        wide = byte << (index * 11 % 160)
        register ^= (wide & ((1 << 160) - 1)) ^ (wide >> 160)
    return register ^ (len(content) << 96)


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), (b"\x4a", "SgAAAAAAAAAAAAAAAQAAAAAAAAA=")],
)
def test_known_quick_xor_hashes(content: bytes, text: str) -> None:
    assert quick_xor([content]) == text


@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000), max_size=6))
def test_quick_xor_is_its_definition_however_the_bytes_come(
    content: bytes, cuts: list[int]
) -> None:
    bounds = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    taken = QuickXor()
    for first, last in pairwise(bounds):
        taken = QuickXor(taken.state, taken.length)  # as after a restart
        taken.update(content[first:last])
    assert int.from_bytes(taken.digest(), "little") == plain_quick_xor(content)


def test_a_free_name_keeps_the_extension() -> None:
    taken = {"a 1.pdf", "b 1"}
    assert free_name("a.pdf", taken.__contains__) == "a 2.pdf"
    assert free_name("b", taken.__contains__) == "b 2"
    assert free_name(".env", taken.__contains__) == ".env 1"


def write(world: Tenant, path: str, content: bytes, conflict: OnConflict) -> None:
    root = world.tree.root(world.sites.all()[0].drive)
    incoming = world.blobs.new()
    incoming.write(content)
    spot = Spot(root, tuple(path.split("/")))
    world.items.place(spot, incoming.close(), Conditions(conflict), ADMIN)


def opened(folder: Path, clock: ShiftedClock) -> Tenant:
    return Tenant.open(folder, DEMO, clock, provisioning_s=0)


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    clock = ShiftedClock()
    world = opened(tmp_path, clock)
    group = world.groups.create(BODY, ADMIN, unique_name="sage-1")
    site = world.sites.of_group(group.id)
    write(world, "A/b.txt", b"bytes", OnConflict.FAIL)
    world.set_naming_policy(prefix="GRP ")
    root = world.tree.root(site.drive)
    session = world.sessions.open(
        Spot(root, ("big.bin",)), Conditions(), ADMIN, size=None, defer=False
    )
    pass_key = world.signing_key
    world.close()

    again = opened(tmp_path, clock)
    found = again.groups.named("sage-1")
    assert found is not None
    assert found.id == group.id
    assert {path: again.content(item) for path, item in again.files().items()} == {
        "A/b.txt": b"bytes"
    }
    assert again.sessions.get(session.id).secret == session.secret
    assert again.switches.now.name_prefix == "GRP "
    assert again.signing_key == pass_key
    assert again.writes("A/b.txt") == 1
    again.close()


def test_many_threads_write_one_name_once(tmp_path: Path) -> None:
    world = opened(tmp_path, ShiftedClock())
    world.sites.of_group(world.groups.create(BODY, ADMIN).id)

    def attempt(number: int) -> Why | None:
        try:
            write(world, "A/B/one.txt", b"%d" % number, OnConflict.FAIL)
        except Refused as refused:
            return refused.why
        return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(40)))
    assert outcomes.count(None) == 1
    assert outcomes.count(Why.NAME_EXISTS) == 39
    assert world.writes("A/B/one.txt") == 1
    world.close()


def test_a_change_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    world = opened(tmp_path, ShiftedClock())
    world.sites.of_group(world.groups.create(BODY, ADMIN).id)
    with pytest.raises(Refused):
        write(world, "A/B/CON", b"x", OnConflict.FAIL)
    root = world.tree.root(world.sites.all()[0].drive)
    assert world.tree.below(root) == []
    world.close()


def test_the_journal_tells_a_move_by_its_new_path(tmp_path: Path) -> None:
    world = opened(tmp_path, ShiftedClock())
    site = world.sites.of_group(world.groups.create(BODY, ADMIN).id)
    write(world, "A/B/one.txt", b"1", OnConflict.FAIL)
    root = world.tree.root(site.drive)
    folder = world.tree.find(Spot(root, ("A",)))
    world.moves.move(folder, root, "Z", OnConflict.FAIL, ADMIN)
    assert set(world.files()) == {"Z/B/one.txt"}
    assert [effect.path for effect in world.effects.all()][-1] == "Z"
    world.close()


def test_no_question_of_a_write_goes_through_the_whole_drive(tmp_path: Path) -> None:
    world = opened(tmp_path, ShiftedClock())
    for condition in (
        "drive = 'd' AND parent IS NULL",
        "drive = 'd' AND parent = 'p' AND folded = 'n' AND deleted IS NULL",
        "id = 'i' AND drive = 'd' AND deleted IS NULL",
    ):
        question = f"EXPLAIN QUERY PLAN SELECT * FROM items WHERE {condition}"  # noqa: S608
        (plan,) = world.store.rows(question)
        assert "SEARCH" in plan["detail"]
        assert "(drive=?)" not in plan["detail"] or "roots" in plan["detail"]
    world.close()
