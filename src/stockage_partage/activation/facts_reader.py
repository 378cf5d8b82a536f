"""Reads everything the panel is decided from: the database, the session, the licence, this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from stockage_partage.activation.states import AccountState, Facts, GroupFacts, GroupHealth
from stockage_partage.applications import Application
from stockage_partage.company.state_records import (
    ActivationRecord,
    Claim,
    KnownGroup,
    Snapshot,
)
from stockage_partage.errors import RightsLost, SiteLocked, Trouble
from stockage_partage.graph.auth.account import KnownAccount
from stockage_partage.graph.library import names
from stockage_partage.licensing.entitlement import Entitlement

if TYPE_CHECKING:
    from stockage_partage.activation.presence import Presence
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.auth.sign_in import SignIn


@dataclass(slots=True)
class OnlineRefusals:
    """What this person, or everybody, was refused when it was last tried from here."""

    rights_lost: bool = False
    site_locked: bool = False

    def note(self, trouble: Trouble | None) -> None:
        """The last try ended with `trouble`; None: it went well."""
        self.rights_lost = isinstance(trouble, RightsLost)
        self.site_locked = isinstance(trouble, SiteLocked)


@dataclass(slots=True)
class LocalState:
    """What only this process knows: what it is in the middle of, and what it last met online."""

    activating: bool = False
    creating: bool = False
    signing_in: bool = False
    finishing: bool = False  # the sign-in page is closed, its session not kept yet
    came_to_activate: bool = False  # who is signed in was not, or was somebody else, before it
    offline: bool = False
    went_well: int = 0  # times that documents left: a look begun before one tells nothing newer
    refused_looking: OnlineRefusals = field(default_factory=OnlineRefusals)
    # Apart: a library may be looked at by somebody whose documents it refuses.
    refused_sending: OnlineRefusals = field(default_factory=OnlineRefusals)

    def refusals(self, waiting: int) -> OnlineRefusals:
        """What looking and sending were refused, put together.

        `waiting`: documents; without any, what sending met is nobody's trouble now.
        """
        refused_looking, refused_sending = (
            self.refused_looking,
            self.refused_sending if waiting else OnlineRefusals(),
        )
        return OnlineRefusals(
            refused_looking.rights_lost or refused_sending.rights_lost,
            refused_looking.site_locked or refused_sending.site_locked,
        )


@dataclass(frozen=True, slots=True)
class FactsReader:
    """Puts the facts together; remembers nothing."""

    database: CompanyDatabase
    sign_in: SignIn
    application: Application
    entitle: Callable[[Application], Entitlement]
    presence: Presence
    clock: Callable[[], datetime]
    is_own: Callable[[str | None], bool]

    def read(self, here: LocalState) -> Facts:
        """The facts now. Touches the database and the sealed session, never the network."""
        snapshot = Snapshot(
            self.database.company.get(),
            self.database.activation.get(),
            self.database.activation.known_group(),
            self.database.register.counters(),
        )
        facts = facts_of(
            snapshot,
            self.sign_in.known(),
            self.application,
            self.entitle(self.application),
            self.clock(),
            here,
            self.is_own,
        )
        if snapshot.counts.waiting:
            facts = replace(facts, paused_until=self._resumes_at(facts.now))
        claim = snapshot.activation.claim
        return facts if claim is None else self._with_claim(facts, claim, here)

    def _resumes_at(self, now: datetime) -> datetime | None:
        from stockage_partage.graph.http.answer_headers import WRITE

        pause = self.database.outbox.paused_until(now)
        return pause.until if pause else self.database.budget.held_until(WRITE, now)

    def _with_claim(self, facts: Facts, claim: Claim, here: LocalState) -> Facts:
        if claim.owner == self.presence.owner:
            return replace(facts, activating_here=here.activating)
        dead = not claim.runs(facts.now) or self.presence.is_dead(claim.owner)
        return replace(facts, activating_who=claim.who, claim_dead=dead)


def facts_of(
    snapshot: Snapshot,
    known: KnownAccount | None,
    application: Application,
    entitlement: Entitlement,
    now: datetime,
    here: LocalState,
    is_own: Callable[[str | None], bool],
) -> Facts:
    """The facts that a snapshot of the database and the session give, claims and pauses apart.

    `known` is None while nobody has read who is signed in. `is_own` tells the addresses of the
    organisation's own SharePoint: no other comes out of the database.
    """
    company, activation = snapshot.company, snapshot.activation
    refusals = here.refusals(snapshot.counts.waiting)
    account = known.account if known else None
    group = _group(activation) or _earlier(snapshot.known)
    if group is not None and not is_own(group.url):
        group = replace(group, url=None)
    return Facts(
        company_name=company.name,
        application=application,
        entitlement=entitlement,
        now=now,
        stored=activation.stored,
        group=group,
        wanted_group_name=names.group_display_name(company.name),
        health=_health(activation, rights_lost=refusals.rights_lost),
        activated_at=activation.activated_at,
        activated_by=activation.activated_by,
        activated_from=_application(activation.activated_from),
        creating=here.creating,
        account=account.username if account else None,
        account_state=_account_state(known, here),
        session_remembered=known is None or known.remembered,
        documents=snapshot.counts,
        site_locked=refusals.site_locked,
    )


def _account_state(known: KnownAccount | None, here: LocalState) -> AccountState:
    if here.finishing:
        return AccountState.FINISHING
    if here.signing_in:
        return AccountState.SIGNING_IN
    if known is None:
        return AccountState.UNREAD
    if known.account is None:
        return AccountState.NOBODY
    if known.ended:
        return AccountState.SESSION_ENDED
    return AccountState.OFFLINE if here.offline else AccountState.SIGNED_IN


def _earlier(known: KnownGroup | None) -> GroupFacts | None:
    return GroupFacts(known.id, known.name, known.url) if known else None


def _group(activation: ActivationRecord) -> GroupFacts | None:
    if activation.group_id is None:
        return None
    return GroupFacts(activation.group_id, activation.group_name or "", activation.group_url)


def _health(activation: ActivationRecord, *, rights_lost: bool) -> GroupHealth:
    # Lost rights are this account's own trouble: never written for the others to see.
    health = GroupHealth(activation.health)
    return GroupHealth.RIGHTS_LOST if rights_lost and health is GroupHealth.FINE else health


def _application(value: str | None) -> Application | None:
    return Application(value) if value in set(Application) else None
