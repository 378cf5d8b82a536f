"""The parts of the online tree that a person can choose among, and the part that a path belongs to."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.documents.tree.document_types import (
    ARCHIVING,
    ARTICLES,
    ATTACHED,
    DOMAIN_FOLDERS,
    ROOT,
    THIRD_PARTY_FOLDERS,
    Domain,
)
from stockage_partage.documents.tree.segments import folded


class TreePart(StrEnum):
    """One box of the assistants; the database's own words (`sp_delta.part`)."""

    THIRD_PARTY_FILES = "third_party_files"
    SALES = "sales"
    PURCHASES = "purchases"
    ACCOUNTING = "accounting"
    ARTICLES = "articles"
    STOCKS_INTERNAL = "stocks_internal"
    ARCHIVES = "archives"
    ELSEWHERE = "elsewhere"  # below « Sage », outside the tree that the applications make


ALL_PARTS = frozenset(TreePart)

_PART_OF_DOMAIN = {
    Domain.SALES: TreePart.SALES,
    Domain.PURCHASES: TreePart.PURCHASES,
    Domain.INTERNAL: TreePart.STOCKS_INTERNAL,
    Domain.STOCKS: TreePart.STOCKS_INTERNAL,
    Domain.ACCOUNTING: TreePart.ACCOUNTING,
}
_KINDS = frozenset(folded(name) for name in THIRD_PARTY_FOLDERS.values())
_AT_THE_TOP = {
    folded(ARCHIVING): TreePart.ARCHIVES,
    folded(ARTICLES): TreePart.ARTICLES,
    folded(DOMAIN_FOLDERS[Domain.INTERNAL]): TreePart.STOCKS_INTERNAL,
    folded(DOMAIN_FOLDERS[Domain.STOCKS]): TreePart.STOCKS_INTERNAL,
}
_OF_A_THIRD_PARTY = {folded(ATTACHED): TreePart.THIRD_PARTY_FILES} | {
    folded(DOMAIN_FOLDERS[domain]): part for domain, part in _PART_OF_DOMAIN.items()
}


def part_of(path: str) -> TreePart | None:
    """The part that a file's path belongs to; None for a file that is not below « Sage »."""
    root, *below = (folded(segment) for segment in path.split("/"))
    if root != folded(ROOT) or not below:
        return None
    if below[0] in _KINDS:
        return (
            _OF_A_THIRD_PARTY.get(below[2], TreePart.ELSEWHERE)
            if len(below) > 3
            else TreePart.ELSEWHERE
        )
    return _AT_THE_TOP.get(below[0], TreePart.ELSEWHERE) if len(below) > 1 else TreePart.ELSEWHERE
