"""Nothing about a document is left unsaid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stockage_partage import errors
from stockage_partage.documents.filing.outcomes import Filing
from stockage_partage.documents.filing.placing import Lacking
from stockage_partage.documents.reading.invoice import Unread
from stockage_partage.documents.tree.document_types import TYPES
from stockage_partage.words import classifying
from stockage_partage.words import documents as words


def kinds_of(family: type[errors.Trouble]) -> Iterator[type[errors.Trouble]]:
    for kind in family.__subclasses__():
        yield kind
        yield from kinds_of(kind)


@pytest.mark.parametrize("status", Filing)
def test_every_status_has_its_word(status: Filing) -> None:
    assert words.STATUSES[status]


@pytest.mark.parametrize("lack", Lacking)
@pytest.mark.parametrize("unread", [None, *Unread])
def test_every_reason_to_wait_is_said_with_what_to_do(lack: Lacking, unread: Unread | None) -> None:
    sentence = words.to_classify((lack, Lacking.DATE), unread)
    assert sentence[0].isupper()
    assert sentence.endswith("pour le classer.")
    assert "_" not in sentence
    assert "erreur" not in sentence.lower()


def test_several_reasons_are_listed_as_people_do() -> None:
    lacking = (Lacking.TYPE, Lacking.NUMBER, Lacking.DATE)
    assert words.to_classify(lacking, None).startswith(
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
    assert words.trouble(kind.__name__) != words.trouble("UnexpectedAnswer")


def test_a_trouble_nobody_thought_of_has_a_sentence_too() -> None:
    assert "UnexpectedAnswer" not in words.trouble("UnexpectedAnswer")


def test_a_line_says_what_became_of_a_file() -> None:
    filed = words.deposit_line("a.pdf", Filing.FILED, "Sage/a.pdf", None)
    assert filed == "a.pdf\u00a0: classé · Sage/a.pdf"
    waits = words.deposit_line("a.pdf", Filing.TO_CLASSIFY, "", "Parce que.")
    assert waits == "a.pdf\u00a0: à classer · Parce que."


def test_type_labels_are_typeset_and_a_type_of_the_company_is_read_like_one() -> None:
    assert words.type_label("facture-d-avoir") == "Facture d’avoir"
    assert words.type_label("fiche-atelier") == "Fiche atelier"
    assert all("'" not in words.type_label(kind.word) for kind in TYPES)


def test_a_third_party_who_is_not_found_is_looked_for_or_created() -> None:
    said = classifying.why((Lacking.CUSTOMER_NOT_FOUND,), None)
    assert said.endswith("Cherchez un tiers de la société, ou créez celui-ci.")
