"""The table of business terms agrees with an independent one, that of the factur-x library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from facturx.generate_xml import EN16931_FIELDS, EN16931_PARTY_FIELDS

from stockage_partage.documents.invoices.business_terms import (
    GROUPS,
    SHORT,
    WRAPPERS,
    Place,
    Syntax,
    Term,
)

XPATH = {Syntax.CII: "cii_xpath", Syntax.UBL: "ubl_xpath"}
#: Kept by the library as parts of another value, or said of each one of a list that has no code here.
ELSEWHERE = {
    *("BT-18", "BT-128", "BT-125-1", "BT-125-2", "BT-130", "BT-157-1", "EXT-FR-FE-161"),
    *("BT-111", "EXT-FR-FE-181", "EXT-FR-FE-182", "BT-90"),
}


def shortened(xpath: str, syntax: Syntax) -> str:
    """`/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID` as the table writes it: `Document/ID`."""
    plain = re.sub(r"\[[^\]]*\]", "", xpath)
    names = [name.rpartition(":")[2] for name in plain.split("/") if name]
    roots = ("CrossIndustryInvoice", "SupplyChainTradeTransaction", "Invoice")
    short = (SHORT[syntax].get(name, name) for name in names if name not in roots)
    return "/".join(name for name in short if name not in WRAPPERS)


def as_text(place: Place) -> str:
    return "/".join(step.name for step in place)


def ours(
    terms: tuple[Term, ...], syntax: Syntax, above: tuple[Place, ...] = ((),)
) -> Iterator[tuple[str, str]]:
    for term in terms:
        places = tuple(head + place for head in above for place in term.places[syntax])
        yield from ((term.code, as_text(place)) for place in places)
        yield from ours(term.below, syntax, places)


def theirs(fields: dict[str, Any], syntax: Syntax, above: str = "") -> Iterator[tuple[str, str]]:
    for code, about in fields.items():
        xpaths = about.get(XPATH[syntax]) or []
        for xpath in [xpaths] if isinstance(xpaths, str) else xpaths:
            if xpath.startswith("UBL_NOTE"):
                continue
            whole = shortened(f"{above}/{xpath}" if above else xpath, syntax)
            if isinstance(about.get("fields"), dict):
                yield from theirs(about["fields"], syntax, f"{above}/{xpath}")
            elif re.fullmatch(r"(BT|EXT-FR-FE)-[0-9-]+", code) and code not in ELSEWHERE:
                yield code, whole


@pytest.mark.parametrize("syntax", Syntax)
def test_every_term_stands_where_the_library_has_it(syntax: Syntax) -> None:
    known = set(ours(GROUPS, syntax))
    missing = {each for each in theirs(EN16931_FIELDS, syntax) if each not in known}
    assert len(known) > 200
    assert missing == set()


@pytest.mark.parametrize("syntax", Syntax)
def test_the_parties_stand_where_the_library_has_them(syntax: Syntax) -> None:
    known = {place for _, place in ours(GROUPS, syntax)}
    for code in ("BG-4", "BG-7", "BG-10", "BG-11"):
        group = shortened(EN16931_FIELDS[code][XPATH[syntax]], syntax)
        said = dict(EN16931_PARTY_FIELDS)
        assert said.pop("contacts")
        for about in said.values():
            xpaths = about[XPATH[syntax]]
            for xpath in [xpaths] if isinstance(xpaths, str) else xpaths:
                if "@" not in xpath:
                    assert f"{group}/{shortened(xpath, syntax)}" in known


def test_no_code_is_given_twice_in_one_group() -> None:
    for group in GROUPS:
        codes = [term.code for term in group.below]
        assert len(codes) == len(set(codes)), group.code
