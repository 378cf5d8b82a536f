"""Slips of the finger are seen; what the company keeps on purpose is not refused."""

from __future__ import annotations

import pytest

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import FieldProblem, ThirdPartyField, problems

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
        ({"code": " "}, {ThirdPartyField.CODE: FieldProblem.MISSING}),
        ({"code": "X" * 18}, {ThirdPartyField.CODE: FieldProblem.TOO_LONG}),
        ({"code": "CAR\nAT"}, {ThirdPartyField.CODE: FieldProblem.FORM}),
        ({"code": "CAR\u200bAT"}, {ThirdPartyField.CODE: FieldProblem.FORM}),
        ({"code": "CAR\u2028AT"}, {ThirdPartyField.CODE: FieldProblem.FORM}),
        ({"name": "—"}, {ThirdPartyField.NAME: FieldProblem.MISSING}),
        ({"siren": "73282932"}, {ThirdPartyField.SIREN: FieldProblem.FORM}),
        ({"siren": "73282932A"}, {ThirdPartyField.SIREN: FieldProblem.FORM}),
        ({"siren": "732829321"}, {ThirdPartyField.SIREN: FieldProblem.KEY}),
        ({"siren": "723829320"}, {ThirdPartyField.SIREN: FieldProblem.KEY}),
        ({"siret": "73282932000075"}, {ThirdPartyField.SIRET: FieldProblem.KEY}),
        ({"siret": "7328293200007"}, {ThirdPartyField.SIRET: FieldProblem.FORM}),
        ({"vat": "FR45732829320"}, {ThirdPartyField.VAT: FieldProblem.KEY}),
        ({"vat": "FR4473282932"}, {ThirdPartyField.VAT: FieldProblem.FORM}),
        ({"vat": "732829320"}, {ThirdPartyField.VAT: FieldProblem.FORM}),
        ({"vat": "DE12345678"}, {ThirdPartyField.VAT: FieldProblem.FORM}),
        ({"vat": "DE136695977"}, {ThirdPartyField.VAT: FieldProblem.KEY}),
        ({"vat": "IT00743110158"}, {ThirdPartyField.VAT: FieldProblem.KEY}),
        ({"vat": "FRK8399859412"}, {ThirdPartyField.VAT: FieldProblem.KEY}),
        ({"siren": "\u0967\u0968\u0969282932"}, {ThirdPartyField.SIREN: FieldProblem.FORM}),
        ({"siret": "35600000049838"}, {ThirdPartyField.SIRET: FieldProblem.KEY}),
        (
            {"siren": "552100554", "siret": "73282932000074"},
            {ThirdPartyField.SIRET: FieldProblem.OTHER_COMPANY},
        ),
        (
            {"siren": "552100554", "vat": "FR44732829320"},
            {ThirdPartyField.VAT: FieldProblem.OTHER_COMPANY},
        ),
    ],
)
def test_what_is_wrong_is_named(
    values: dict[str, str], expected: dict[ThirdPartyField, FieldProblem]
) -> None:
    assert problems(changed(**values)) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"siren": ""},
        {"siren": " - "},
        {"siren": "732.829.320"},
        {"vat": "DE 136 695 976"},
        {"vat": "CHE123456789MWST"[:14]},
        {"vat": "NL 0044.95.445.B01"},
        {"vat": "ESX1234567L"},
        {"vat": "EL 094259216"},
        {"vat": "BE 428.759.497"},
        {"vat": "XI 980 7806 84"},
        {"vat": "FRK7399859412"},
        {"siret": "35600000000048"},
        {"siret": "35600000049837"},
    ],
)
def test_what_is_right_or_not_given_is_left_alone(values: dict[str, str]) -> None:
    assert problems(changed(**values)) == {}
