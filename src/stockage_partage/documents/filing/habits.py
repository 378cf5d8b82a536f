"""By what the next document of a kind is recognised, once a person has said what one is. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.habits import Habit, HabitAbout
from stockage_partage.company.identity import normal_name, normal_vat
from stockage_partage.documents.filing.placing import Given, Lacking, Placed, Side
from stockage_partage.documents.reading.invoice import Party, Reading
from stockage_partage.documents.tree.document_types import ThirdPartyKind, type_name

#: Longer names are cut: a pattern is proposed to a person, it need not tell everything apart.
_LONGEST = 200


def identity(party: Party, kind: ThirdPartyKind) -> str:
    """Who the party is, exactly as the invoice says: '' when it says nothing.

    The strongest number and the name together: another establishment, or a namesake, is another.
    """
    numbers = {"siret": party.siret, "siren": party.siren, "tva": normal_vat(party.vat)}
    number = next((f"{what}:{value}" for what, value in numbers.items() if value), "")
    name = normal_name(party.name)
    return f"{kind} {number} {name}" if number or name else ""


def name_pattern(file_name: str) -> str:
    """`Facture Orange 2026-03.pdf` -> `facture orange #-#.pdf`; '' for a name without letters."""
    name = PurePath(unicodedata.normalize("NFC", file_name)).name.casefold()
    pattern = re.sub(r"\d+", "#", name)[:_LONGEST]
    stem = pattern.rpartition(".")[0] or pattern
    return pattern if re.search(r"[^\W\d_]", stem) else ""


def to_remember(
    placed: Placed,
    given: Given,
    reading: Reading | None,
    side: Side | Lacking | None,
    file_name: str,
) -> tuple[Habit, ...]:
    """What a person just taught: who the other party is, or what a file of that name is."""
    owner, kind = placed.third_party, placed.document_type
    if reading is None:
        pattern = name_pattern(file_name)
        if not pattern or not (given.third_party or given.document_type):
            return ()
        return (Habit(HabitAbout.FILE, pattern, owner.code if owner else "", type_name(kind)),)
    if owner is None or not given.third_party:
        return ()
    other = other_party(reading, side, owner)
    key = identity(*other) if other is not None else ""
    return (Habit(HabitAbout.PARTY, key, owner.code, type_name(kind)),) if key else ()


def other_party(
    reading: Reading, side: Side | Lacking | None, owner: ThirdParty
) -> tuple[Party, ThirdPartyKind] | None:
    """Who of the two the third party is; when our company was not recognised, its kind tells."""
    if isinstance(side, Side):
        return side.party, side.kind
    if side is Lacking.BOTH_OURS:
        return None
    match ThirdPartyKind(owner.kind):
        case ThirdPartyKind.CUSTOMER:
            return reading.buyer, ThirdPartyKind.CUSTOMER
        case ThirdPartyKind.SUPPLIER:
            return reading.seller, ThirdPartyKind.SUPPLIER
    return None
