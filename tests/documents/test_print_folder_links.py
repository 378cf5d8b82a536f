"""Links planted in a print folder lead nowhere: nothing outside is read, moved or written."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from print_folder_person import Bench, invoice

from stockage_partage.documents.printing.folder_look import FolderState, PrintOutcome
from stockage_partage.documents.printing.folder_settings import (
    DONE,
    IN_HAND,
    LEFT_OUT,
    LOCK,
    MARK,
    REFUSED,
)
from stockage_partage.documents.printing.print_folder import places_of
from stockage_partage.errors import FolderRefused, LinkInTheWay
from stockage_partage.held_folder import HeldFolder, is_link
from stockage_partage.messages import printing as texts


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Somebody's own folder, which prints have nothing to do with."""
    folder = tmp_path / "prive"
    folder.mkdir()
    (folder / "id_rsa").write_text("SECRET")
    (folder / "salaires.xlsx").write_text("SECRET")
    (folder / "contrat.pdf").write_bytes(invoice("PRIVE"))
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.parametrize("label", [IN_HAND, DONE, LEFT_OUT, REFUSED])
def test_one_of_our_folders_that_is_a_link_stops_everything_in_words(
    bench: Bench, private: Path, label: str
) -> None:
    before = everything(private)
    (bench.folder / label).symlink_to(private)
    bench.prints("facture.pdf", invoice())
    assert bench.look(6) == []
    assert bench.rows == []
    assert everything(private) == before
    assert bench.names() == ["facture.pdf"]
    assert isinstance(bench.last.trouble, LinkInTheWay)
    assert label in texts.folder_line(bench.last)
    (bench.folder / label).unlink()
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


def test_the_folder_of_the_day_that_is_a_link_receives_nothing(bench: Bench, private: Path) -> None:
    before = everything(private)
    today = bench.program.clock().astimezone().date().isoformat()
    (bench.folder / DONE).mkdir()
    (bench.folder / DONE / today).symlink_to(private)
    bench.prints("facture.pdf", invoice())
    bench.look(6)
    assert everything(private) == before
    assert isinstance(bench.last.trouble, LinkInTheWay)
    (bench.folder / DONE / today).unlink()
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
    assert len(bench.rows) == 1


def test_a_watched_folder_that_becomes_a_link_is_not_followed(bench: Bench, private: Path) -> None:
    before = everything(private)
    bench.look(1)
    bench.folder.rename(bench.folder.with_name("ailleurs"))
    bench.folder.symlink_to(private)
    assert bench.look(6) == []
    assert isinstance(bench.last.trouble, LinkInTheWay)
    assert everything(private) == before
    assert bench.rows == []


def test_a_folder_chosen_through_a_link_is_watched_where_it_is(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "raccourci").symlink_to(bench.folder)
    places = places_of(bench.program)
    places.choose(tmp_path / "raccourci")
    assert places.current() == bench.folder.resolve()


def test_a_file_in_hand_that_becomes_a_link_is_not_read(
    bench: Bench, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_open, swapped = HeldFolder.open, False

    def swap_first(folder: HeldFolder, name: str) -> Any:
        nonlocal swapped
        if folder.path.name == IN_HAND and not swapped:
            swapped = True
            (folder.path / name).unlink()
            (folder.path / name).symlink_to(private / "contrat.pdf")
        return held_open(folder, name)

    monkeypatch.setattr(HeldFolder, "open", swap_first)
    bench.prints("facture.pdf", invoice())
    bench.look(6)
    assert swapped
    assert bench.rows == []
    assert (private / "contrat.pdf").exists()


def test_our_folder_that_is_swapped_while_it_is_used_is_still_ours(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "prive").mkdir()
    with HeldFolder(tmp_path) as root, root.child("a") as held:
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "a").symlink_to(tmp_path / "prive")
        with held.create("x.pdf") as file:
            file.write(b"x")
        with pytest.raises(LinkInTheWay):
            root.child("a")
    assert (tmp_path / "b" / "x.pdf").exists()
    assert list((tmp_path / "prive").iterdir()) == []


@pytest.mark.parametrize("name", [MARK, LOCK])
def test_a_link_named_as_our_mark_or_our_lock_is_not_written_through(
    bench: Bench, private: Path, name: str
) -> None:
    for leads_to in (private / "id_rsa", private / "nouveau"):
        (bench.folder / name).unlink(missing_ok=True)
        (bench.folder / name).symlink_to(leads_to)
        bench.prints("facture.pdf", invoice())
        assert bench.look() == []
        assert bench.last.state is FolderState.TROUBLED
        assert isinstance(bench.last.trouble, LinkInTheWay | FolderRefused)
    assert (private / "id_rsa").read_text() == "SECRET"
    assert not (private / "nouveau").exists()


def test_a_half_mark_planted_as_a_link_is_not_written_through(bench: Bench, private: Path) -> None:
    (bench.folder / f"{MARK}.new").symlink_to(private / "id_rsa")
    bench.look(1)
    assert (private / "id_rsa").read_text() == "SECRET"
    assert json.loads((bench.folder / MARK).read_text())["societe"]


@pytest.mark.parametrize(
    ("tag", "leads_elsewhere"),
    [
        (0xA000000C, True),  # IO_REPARSE_TAG_SYMLINK
        (0xA0000003, True),  # IO_REPARSE_TAG_MOUNT_POINT: a junction
        (0x9000001A, False),  # IO_REPARSE_TAG_CLOUD: a file of OneDrive
        (0x80000013, False),  # IO_REPARSE_TAG_DEDUP
        (0, False),
    ],
)
def test_windows_junctions_are_links_and_what_a_cloud_keeps_is_none(
    tag: int, leads_elsewhere: bool
) -> None:
    found: Any = SimpleNamespace(st_mode=stat.S_IFDIR | 0o777, st_reparse_tag=tag)
    assert is_link(found) is leads_elsewhere


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc"])
def test_only_names_are_taken_below_a_folder(tmp_path: Path, name: str) -> None:
    with HeldFolder(tmp_path) as held, pytest.raises(ValueError, match="not a path"):
        held.stat(name)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_not_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "x")
    with HeldFolder(tmp_path) as held, pytest.raises(IsADirectoryError):
        held.open("x")
