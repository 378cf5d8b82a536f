"""The schemas of the command line's answers: one a command, each valid, each saying what the code says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

import json_schemas
from json_schemas import answers, described, schemas
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.cli.root import app
from stockage_partage.cli.state import _FUNCTIONS, _STORED
from stockage_partage.company.journal.verification import DocumentFlaw, Flaw
from stockage_partage.diagnosis import CheckName
from stockage_partage.documents.document_manager import TransferOutcome
from stockage_partage.documents.filing.outcomes import ROLES, STATUSES, FilingOutcome
from stockage_partage.documents.invoices.business_terms import Syntax
from stockage_partage.documents.invoices.invoice import InvoiceType
from stockage_partage.documents.printing.templates import FilingMode
from stockage_partage.documents.repair.findings import Fault
from stockage_partage.messages import companies, synchronising, third_parties

#: It writes one line for machines without being asked.
ALWAYS = {"emulateur"}


def commands_for_machines(group: click.Group, *before: str) -> Iterator[str]:
    """The commands that have `--json`, named as their schemas are."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands_for_machines(found, *before, name)
        elif found is not None and any("--json" in each.opts for each in found.params):
            yield "-".join((*before, name))


def test_each_command_that_writes_for_machines_has_its_schema() -> None:
    assert {*commands_for_machines(app), *ALWAYS} == set(schemas())


@pytest.mark.parametrize("name", schemas())
def test_each_schema_is_valid_described_and_open(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    assert schema["title"].split(" --")[0].replace(" ", "-") == name
    for each in described(schema):
        # A reader of today goes on reading when a field is added tomorrow.
        assert "additionalProperties" not in each
        assert set(each["required"]) == set(each["properties"])
        for field, said in each["properties"].items():
            assert said.get("description") or "$ref" in said, (name, field)


def words_of(name: str, *keys: str) -> set[str | None]:
    """The words that a schema gives for a field."""
    found: Any = schemas()[name]
    for key in keys:
        found = found[key]
    return set(found["enum"])


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("etat", ("properties", "stockage"), _STORED.values()),
        ("etat", ("properties", "fonctions"), _FUNCTIONS.values()),
        ("deposer", ("properties", "statut"), FilingOutcome),
        ("deposer", ("properties", "lu", "properties", "type"), {*InvoiceType, None}),
        ("deposer", ("properties", "role"), {*ROLES.values(), None}),
        ("documents", ("properties", "role"), {*ROLES.values(), None}),
        ("imprimer", ("properties", "role"), {*ROLES.values(), None}),
        ("imprimer", ("properties", "statut"), {*FilingOutcome, "non_classe"}),
        ("envoyer-sdm", ("properties", "statut"), TransferOutcome),
        ("documents", ("properties", "statut"), {*STATUSES.values(), FilingOutcome.DELETED}),
        ("diagnostic", ("properties", "controle"), CheckName),
        ("modeles", ("properties", "classement"), FilingMode),
        ("reparer", ("properties", "anomalie"), Fault),
        ("lire", ("properties", "format"), {*Syntax, None}),
        ("tiers-lister", ("properties", "type"), third_parties.PARTY_KINDS),
        (
            "verifier",
            ("properties", "journal", "items", "properties", "constat"),
            Flaw,
        ),
        (
            "verifier",
            ("properties", "pieces", "items", "properties", "constat"),
            DocumentFlaw,
        ),
        (
            "societes",
            ("$defs", "societe", "properties", "stockage"),
            {*companies.STATE_WORDS.values(), None},
        ),
        (
            "societes",
            ("$defs", "societe", "properties", "a_regler", "items"),
            companies._ATTENTION_WORDS.values(),
        ),
    ],
)
def test_the_words_are_those_of_the_code(
    name: str, keys: tuple[str, ...], words: set[str | None] | type[StrEnum]
) -> None:
    assert words_of(name, *keys) == set(words)


def test_the_counts_of_a_synchronisation_are_those_of_the_code() -> None:
    fields = schemas()["synchroniser"]["properties"]
    assert set(fields) - {"complet", "listes"} == set(synchronising.KEYS.values())
    assert set(fields["listes"]["properties"]) == set(synchronising.KEYS.values())


def test_the_local_microsoft_365_describes_itself_as_published(
    microsoft365: LocalMicrosoft365,
) -> None:
    assert answers("emulateur", json.dumps(microsoft365.description()))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("modeles", '{"modele": "stocks/x"}'),
        ("modeles", '{"modele": "stocks/x", "classement": "peut-etre"}'),
        ("modeles", '{"modele": "stocks/x", "classement": "jamais", "inconnu": 1}'),
        ("activer", '{"societe": "BIJOU"}'),
        ("retirer", '{"id": 1, "fichier": "a.pdf"}'),
        ("societe-exercice", '{"debut": "01-01", "modifie": false, "exercice": '
         '{"dossier": "2026", "du": "1er janvier", "au": "2026-12-31"}}'),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_as_published_is_found(name: str, text: str) -> None:
    with pytest.raises(AssertionError):
        answers(name, text)


def test_a_command_is_known_by_its_words() -> None:
    assert json_schemas.name_of(["societe", "afficher", "--json"]) == "societe-afficher"
    assert json_schemas.name_of(["documents", "FA42", "--json"]) == "documents"
