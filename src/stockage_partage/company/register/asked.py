"""What a search of the register asks for: plain facts, which a window may hold without the database library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stockage_partage.company.state_records import Status


class SortOrder(StrEnum):
    """How the register can be sorted; each exists descending too (`register.search`)."""

    ADDED = "added"
    DATE = "date"
    NUMBER = "number"
    THIRD_PARTY = "third_party"
    TYPE = "type"
    AMOUNT = "amount"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """What a search asks for; nothing means everything. The days of `since` and `until` count.

    `deleted`: of the filed ones alone, those deleted online since, or those still there.
    """

    text: str = ""
    status: Status | None = None
    type: str = ""
    since: date | None = None
    until: date | None = None
    deleted: bool | None = None
