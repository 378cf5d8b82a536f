"""Nothing about a document is left unsaid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stockage_partage import errors
from stockage_partage.documents.filing.outcomes import FilingOutcome, MissingDetail
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.tree.document_types import TYPES
from stockage_partage.messages import classifying
from stockage_partage.messages import documents as texts
from stockage_partage.messages.waiting_reasons import to_classify


def kinds_of(family: type[errors.Trouble]) -> Iterator[type[errors.Trouble]]:
    for kind in family.__subclasses__():
        yield kind
        yield from kinds_of(kind)


@pytest.mark.parametrize("status", FilingOutcome)
def test_every_status_has_its_word(status: FilingOutcome) -> None:
    assert texts.STATUSES[status]


@pytest.mark.parametrize("lack", MissingDetail)
@pytest.mark.parametrize("unread", [None, *UnreadReason])
def test_every_reason_to_wait_is_said_with_what_to_do(
    lack: MissingDetail, unread: UnreadReason | None
) -> None:
    sentence = to_classify((lack, MissingDetail.DATE), unread)
    assert sentence[0].isupper()
    assert sentence.endswith("pour le classer.")
    assert "_" not in sentence
    assert "erreur" not in sentence.lower()


def test_several_reasons_are_listed_as_people_do() -> None:
    lacking = (MissingDetail.TYPE, MissingDetail.NUMBER, MissingDetail.DATE)
    assert to_classify(lacking, None).startswith(
        "Le type de pièce n’est pas indiqué, le numéro de pièce n’est pas indiqué "
        "et la date n’est pas indiquée. "
    )


@pytest.mark.parametrize(
    "kind",
    [
        *(k for k in kinds_of(errors.DocumentTrouble) if k is not errors.DetailsMissing),
        *(errors.Offline, errors.ServiceUnavailable, errors.Throttled, errors.BeingPrepared),
    ],
)
def test_every_trouble_that_the_register_remembers_has_its_sentence(
    kind: type[errors.Trouble],
) -> None:
    assert texts.trouble(kind.__name__) != texts.trouble("UnexpectedAnswer")


def test_a_trouble_nobody_thought_of_has_a_sentence_too() -> None:
    assert "UnexpectedAnswer" not in texts.trouble("UnexpectedAnswer")


def test_a_line_says_what_became_of_a_file() -> None:
    filed = texts.deposit_line("a.pdf", FilingOutcome.FILED, "Sage/a.pdf", None)
    assert filed == "a.pdf\u00a0: classé · Sage/a.pdf"
    waits = texts.deposit_line("a.pdf", FilingOutcome.TO_CLASSIFY, "", "Parce que.")
    assert waits == "a.pdf\u00a0: à classer · Parce que."


def test_type_labels_are_typeset_and_a_type_of_the_company_is_read_like_one() -> None:
    assert texts.type_label("facture-d-avoir") == "Facture d’avoir"
    assert texts.type_label("fiche-atelier") == "Fiche atelier"
    assert all("'" not in texts.type_label(kind.word) for kind in TYPES)


def test_a_third_party_who_is_not_found_is_looked_for_or_created() -> None:
    said = classifying.why((MissingDetail.CUSTOMER_NOT_FOUND,), None)
    assert said.endswith("Cherchez un tiers de la société, ou créez celui-ci.")
