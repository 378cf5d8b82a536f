"""Everything the panel is decided from, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from stockage_partage.applications import Application
from stockage_partage.company.facts import Counts
from stockage_partage.licensing.entitlement import Entitlement
from stockage_partage.storage.states import AccountState, GroupHealth, Stored


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """The group as the database knows it. `url` is None until its library was seen once."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the panel is decided from. Times are aware, UTC."""

    company_name: str
    application: Application
    entitlement: Entitlement
    now: datetime
    stored: Stored = Stored.INACTIVE
    group: GroupFacts | None = None
    wanted_group_name: str = ""
    health: GroupHealth = GroupHealth.FINE
    activated_at: datetime | None = None
    activated_by: str | None = None
    activated_from: Application | None = None
    activating_here: bool = False
    creating: bool = False  # the sign-in is done, the group is being created or found
    activating_who: str | None = None  # another workstation, as it named itself
    claim_dead: bool = False  # the claim's holder has gone without finishing
    account: str | None = None
    account_state: AccountState = AccountState.NOBODY
    session_remembered: bool = True
    documents: Counts = field(default_factory=Counts)
