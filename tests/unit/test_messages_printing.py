"""What the watched folder says: true of the files, whatever became of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PureWindowsPath

import pytest

from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintOutcome,
    WaitReason,
)
from stockage_partage.messages import printing as texts

FOLDER = Path("/impressions")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, ""),
        (
            {PrintOutcome.KEPT: 12, PrintOutcome.TO_CLASSIFY: 1},
            "Depuis l’ouverture : 12 PDF pris en charge, 1 à classer.",
        ),
        ({PrintOutcome.TO_CLASSIFY: 1}, "Depuis l’ouverture : 1 PDF à classer."),
        (
            {PrintOutcome.LEFT_OUT: 2, PrintOutcome.REFUSED: 1},
            "Depuis l’ouverture : 2 PDF non classés (modèle Jamais), 1 à reprendre.",
        ),
    ],
)
def test_what_was_taken_is_counted_in_pdfs(counts: dict[PrintOutcome, int], said: str) -> None:
    assert texts.taken(Counter(counts)).replace("\u00a0", " ") == said


@pytest.mark.parametrize("why", [each for each in WaitReason if each is not WaitReason.MOVING])
def test_a_file_that_waits_is_told_with_what_becomes_of_it(why: WaitReason) -> None:
    said = texts.folder_state(FolderScan(FolderState.WATCHED, FOLDER, waiting=(("a.pdf", why),)))
    sentence = said.removeprefix(texts.FOLDER_HELP).strip()
    assert sentence.startswith("«\u00a0a.pdf\u00a0» ")
    assert sentence.count(" : il ") == 1
    assert sentence.endswith(".")


def test_an_incomplete_file_is_taken_once_it_is_whole() -> None:
    waiting = (("a.pdf", WaitReason.INCOMPLETE), ("b.pdf", WaitReason.EMPTY))
    said = texts.folder_state(FolderScan(FolderState.WATCHED, FOLDER, waiting=waiting))
    assert "est incomplet : il sera pris une fois entièrement écrit. Un autre fichier" in said


def test_a_folder_is_shown_in_full_and_may_be_broken_between_its_parts() -> None:
    assert texts.place(Path("/home/marie/Impressions")) == "/home/marie/Impressions"
    shown = texts.place(PureWindowsPath("C:/Marie/Impressions"))
    assert shown.replace("\u200b", "") == r"C:\Marie\Impressions"
    assert shown.count("\u200b") == 2
