"""The company, its activation and its counts as its database tells them: plain facts, free of SQL.

They are what a window shows first: what is known of single documents stands in `company.document_records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.instants import is_running

#: The structure this program knows, kept in `sp_meta.schema`.
SCHEMA = 9


class Status(StrEnum):
    """Where a document stands between the person and Microsoft 365."""

    TO_CLASSIFY = "to_classify"  # kept safe, no place in the tree yet
    WAITING = "waiting"
    BLOCKED = "blocked"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class Company:
    """The company of this database. `id` is ours, made once; names may change."""

    id: str
    name: str
    siren: str | None = None
    fiscal_start: FiscalStart = CALENDAR_YEAR


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """The group this company has, or had before a deactivation."""

    id: str
    name: str
    url: str | None = None
    drive_id: str | None = None


class ActivationStatus(StrEnum):
    """The activation as the company database holds it, shared by every application on it."""

    INACTIVE = "inactive"
    ACTIVATING = "activating"  # somebody holds the claim; no group id yet
    PROVISIONING = "provisioning"  # group id held; Microsoft prepares the library
    ACTIVE = "active"

    @property
    def is_on(self) -> bool:
        """True once the group is held: functions are open, the library may still be prepared."""
        return self in (ActivationStatus.PROVISIONING, ActivationStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is activating. `who` is for people."""

    owner: str
    who: str
    until: datetime

    def runs(self, now: datetime) -> bool:
        """False once its holder gave no news for too long."""
        return is_running(self.until, now)


@dataclass(frozen=True, slots=True)
class ActivationRecord:
    """The activation row. `health` is a word of `activation.states.GroupHealth`.

    The group's facts are None unless storage is provisioning or active; what is known of an earlier
    group is `db.activation.known_group()`.
    """

    stored: ActivationStatus
    group_id: str | None = None
    group_name: str | None = None
    group_url: str | None = None
    drive_id: str | None = None
    health: str = "fine"
    activated_at: datetime | None = None
    activated_by: str | None = None
    activated_from: str | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Documents by status; exact, kept by the transactions themselves."""

    waiting: int = 0
    filed: int = 0
    blocked: int = 0
    to_classify: int = 0
    last_filed_at: datetime | None = None

    @property
    def not_online(self) -> int:
        """How many documents are in this database alone: what a deactivation leaves there."""
        return self.waiting + self.blocked + self.to_classify


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a panel needs of the database, read together."""

    company: Company
    activation: ActivationRecord
    known: KnownGroup | None
    counts: DocumentCounts
