"""Every place, refusal and standing of an attached file has its words."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.activation.panel_rules import ClosedWork
from stockage_partage.activation.states import LIMITED_SET
from stockage_partage.applications import Application
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.documents.attaching.targets import NEEDED, TargetKind
from stockage_partage.documents.document_manager import TransferOutcome
from stockage_partage.documents.filing.local_files import SelectionCaution, caution_for
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.errors import FileUnreadable, TargetUnknown
from stockage_partage.messages import attaching as texts
from stockage_partage.messages.troubles import explain


@pytest.mark.parametrize("kind", TargetKind)
def test_every_target_is_named_and_needs_a_function(kind: TargetKind) -> None:
    assert texts.TARGETS[kind]
    if NEEDED[kind] not in LIMITED_SET:
        said = texts.refused(kind, ClosedWork.OPTION_MISSING, Application.PAIE)
        assert "option" in said
        assert "la Paie" in said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 octets"), (999, "999 octets"), (1000, "1 Ko"), (1_240_000, "1,2 Mo"), (10**9, "1 Go")],
)
def test_sizes_are_written_as_in_french(count: int, said: str) -> None:
    assert texts.size(count).replace("\u00a0", " ") == said


def test_a_name_that_changed_is_said_and_one_that_only_changed_its_accents_form_is_not() -> None:
    assert texts.kept_as(FilingOutcome.FILED, "plan.txt", "a/plan.txt") == "en ligne"
    assert "plan (2).txt" in texts.kept_as(FilingOutcome.WAITING, "plan.txt", "a/plan (2).txt")
    assert texts.kept_as(FilingOutcome.FILED, "e\u0301te\u0301.txt", "a/été.txt") == "en ligne"
    assert texts.kept_as(FilingOutcome.ALREADY_FILED, "a.txt", "b/a.txt") == texts.ALREADY


@pytest.mark.parametrize("what", ["third_party", "type", "state", "document", "not_placed"])
def test_every_unknown_target_says_what_to_do(what: str) -> None:
    told = explain(TargetUnknown(what))
    assert told.what.endswith(".")
    assert told.advice.endswith(".")


@pytest.mark.parametrize("status", TransferOutcome)
def test_every_outcome_of_sage_document_manager_has_its_word(status: TransferOutcome) -> None:
    assert texts.EXCHANGED[status]


def test_programs_and_shortcuts_are_taken_with_a_caution() -> None:
    assert caution_for("Setup.EXE") is SelectionCaution.PROGRAM
    assert caution_for("Facture.lnk") is SelectionCaution.SHORTCUT
    assert caution_for("plan.pdf") is SelectionCaution.NONE


def test_counts_agree_with_their_nouns() -> None:
    said = texts.summary(1, 2, 0).replace("\u00a0", " ")
    assert said == "1 fichier joint · 2 refusés"
    assert texts.attach_button(1).replace("\u00a0", " ") == "Joindre 1 fichier"
    assert texts.attach_button(0) == "Joindre"
    known = NumberedDocument(1, "k", "p", "facture", "FA1", date(2026, 3, 15), "CARAT")
    assert texts.piece(known) == "Facture FA1 · 15/03/2026"


def test_a_refusal_goes_on_after_its_colon() -> None:
    said = texts.refusal_of(FileUnreadable())
    assert said.startswith("refusé\u00a0: le fichier ne peut pas être lu.")


@pytest.mark.parametrize(
    ("waiting", "online", "said"),
    [
        (0, 2, ""),
        (1, 0, "Il part en ligne."),
        (3, 0, "Ils partent en ligne."),
        (1, 1, "1 fichier part encore en ligne."),
        (2, 1, "2 fichiers partent encore en ligne."),
    ],
)
def test_what_still_leaves_is_counted_once_some_is_there(
    waiting: int, online: int, said: str
) -> None:
    assert texts.waits("marie@bijou.fr", waiting, online).replace("\u00a0", " ") == said


def test_with_nobody_signed_in_what_waits_says_when_it_leaves() -> None:
    for waiting, online, who in ((2, 0, "Ils partiront"), (1, 3, "1 fichier partira")):
        said = texts.waits(None, waiting, online).replace("\u00a0", " ")
        assert said.startswith(f"{who} quand quelqu’un se sera connecté")
