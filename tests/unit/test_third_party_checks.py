"""Slips of the finger are seen; what the company keeps on purpose is not refused."""

from __future__ import annotations

import pytest

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_party_checks import Field, Problem, problems

GOOD = ThirdParty(
    "CARAT", "clients", "Carat", "732 829 320", "732 829 320 00074", "FR 44 732829320"
)


def changed(**values: str | None) -> ThirdParty:
    known = {"code": "CARAT", "kind": "clients", "name": "Carat"}
    return ThirdParty(**{**known, **values})  # type: ignore[arg-type]  # the facts of a third party


def test_a_sound_third_party_has_no_problem() -> None:
    assert problems(GOOD) == {}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"code": " "}, {Field.CODE: Problem.MISSING}),
        ({"code": "X" * 18}, {Field.CODE: Problem.TOO_LONG}),
        ({"name": "—"}, {Field.NAME: Problem.MISSING}),
        ({"siren": "73282932"}, {Field.SIREN: Problem.FORM}),
        ({"siren": "73282932A"}, {Field.SIREN: Problem.FORM}),
        ({"siren": "732829321"}, {Field.SIREN: Problem.KEY}),
        ({"siren": "723829320"}, {Field.SIREN: Problem.KEY}),
        ({"siret": "73282932000075"}, {Field.SIRET: Problem.KEY}),
        ({"siret": "7328293200007"}, {Field.SIRET: Problem.FORM}),
        ({"vat": "FR45732829320"}, {Field.VAT: Problem.KEY}),
        ({"vat": "FR4473282932"}, {Field.VAT: Problem.FORM}),
        ({"vat": "732829320"}, {Field.VAT: Problem.FORM}),
        ({"vat": "DE12345678"}, {Field.VAT: Problem.FORM}),
        (
            {"siren": "552100554", "siret": "73282932000074"},
            {Field.SIRET: Problem.OTHER_COMPANY},
        ),
        (
            {"siren": "552100554", "vat": "FR44732829320"},
            {Field.VAT: Problem.OTHER_COMPANY},
        ),
    ],
)
def test_what_is_wrong_is_named(values: dict[str, str], expected: dict[Field, Problem]) -> None:
    assert problems(changed(**values)) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"siren": ""},
        {"siren": " - "},
        {"siren": "732.829.320"},
        {"vat": "DE 136 695 976"},
        {"vat": "CHE123456789MWST"[:14]},
        {"vat": "NL 0012.34.567.B01"},
        {"vat": "ESX1234567X"},
        {"vat": "FRK7399859412"},
        {"siret": "35600000000048"},
        {"siret": "35600000049837"},
    ],
)
def test_what_is_right_or_not_given_is_left_alone(values: dict[str, str]) -> None:
    assert problems(changed(**values)) == {}
