"""A drive item as it is read, whatever the service leaves out or writes otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from stockage_partage.graph.library.items import is_named, item_of, items_of


@pytest.mark.parametrize(
    ("facets", "is_file", "is_folder"),
    [
        ({"file": {}}, True, False),
        ({"folder": {"childCount": 2}}, False, True),
        ({"package": {"type": "oneNote"}}, False, False),
        ({"package": {"type": "oneNote"}, "folder": {}}, False, False),
        ({"remoteItem": {"id": "x"}, "file": {}}, False, False),
        ({"remoteItem": {"id": "x"}, "folder": {}}, False, False),
        ({}, False, False),
    ],
)
def test_only_a_file_of_this_library_is_one(
    facets: dict[str, Any], is_file: bool, is_folder: bool
) -> None:
    item = item_of({"id": "1", "name": "a"} | facets)
    assert (item.is_file, item.is_folder) == (is_file, is_folder)


@pytest.mark.parametrize(
    ("status", "archived"),
    [
        (None, False),
        ("", False),
        ("notArchived", False),
        ("fullyArchived", True),
        ("reactivating", True),
        ("recentlyArchived", True),
    ],
)
def test_an_archived_file_is_known_by_its_status(status: str | None, archived: bool) -> None:
    assert item_of({"id": "1", "file": {"archiveStatus": status}}).archived is archived


@pytest.mark.parametrize(
    "odd",
    [
        {"name": None, "size": None, "file": None, "folder": None, "parentReference": None},
        {"name": 7, "size": "9", "file": [], "parentReference": "root", "webUrl": {}, "eTag": 1},
        {"size": -1, "folder": {"childCount": "many"}, "file": {"hashes": 3}},
        {"size": float("inf"), "parentReference": {"id": 3, "path": None}},
    ],
)
def test_an_odd_item_is_read_for_what_is_understood_of_it(odd: dict[str, Any]) -> None:
    item = item_of({"id": "1", **odd})
    assert (item.id, item.size, item.quick_xor_hash, item.parent_id) == ("1", 0, None, None)


def test_what_is_no_item_at_all_is_left_out_of_a_list() -> None:
    found = [None, "x", {}, {"id": None}, {"id": ""}, {"id": "1", "name": "a"}]
    assert [item.id for item in items_of(found)] == ["1"]


def test_a_name_is_told_from_one_that_is_only_held_for_the_same() -> None:
    there = item_of({"id": "1", "name": "OEUVRE.pdf"})
    assert is_named(there, "Sage/oeuvre.PDF")
    assert not is_named(there, "Sage/œuvre.pdf")
    assert is_named(item_of({"id": "1", "name": "e\u0301.pdf"}), "\u00e9.pdf")
