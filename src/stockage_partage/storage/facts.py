"""Reads everything the panel is decided from: the database, the session, the licence, this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from stockage_partage.applications import Application
from stockage_partage.company.facts import Activation, Claim, KnownGroup, Snapshot
from stockage_partage.graph import names
from stockage_partage.graph.sign_in import SignIn
from stockage_partage.licensing.entitlement import Entitlement
from stockage_partage.storage.panel import Facts, GroupFacts
from stockage_partage.storage.presence import Presence
from stockage_partage.storage.states import AccountState, GroupHealth, Stored

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase


@dataclass(slots=True)
class Here:
    """What only this process knows: what it is in the middle of, and what it last met online."""

    activating: bool = False
    creating: bool = False
    signing_in: bool = False
    offline: bool = False
    rights_lost: bool = False


@dataclass(frozen=True, slots=True)
class FactsReader:
    """Puts the facts together; remembers nothing."""

    database: CompanyDatabase
    sign_in: SignIn
    application: Application
    entitle: Callable[[Application], Entitlement]
    presence: Presence
    clock: Callable[[], datetime]

    def read(self, here: Here) -> Facts:
        """The facts now. Touches the database and the sealed session, never the network."""
        snapshot = Snapshot(
            self.database.company.get(),
            self.database.activation.get(),
            self.database.activation.known_group(),
            self.database.register.counters(),
        )
        facts = facts_of(
            snapshot,
            self.sign_in,
            self.application,
            self.entitle(self.application),
            self.clock(),
            here,
        )
        claim = snapshot.activation.claim
        return facts if claim is None else self._with_claim(facts, claim, here)

    def _with_claim(self, facts: Facts, claim: Claim, here: Here) -> Facts:
        if claim.owner == self.presence.owner:
            return replace(facts, activating_here=here.activating)
        dead = claim.until <= facts.now or self.presence.is_dead(claim.owner)
        return replace(facts, activating_who=claim.who, claim_dead=dead)


def facts_of(
    snapshot: Snapshot,
    sign_in: SignIn,
    application: Application,
    entitlement: Entitlement,
    now: datetime,
    here: Here,
) -> Facts:
    """The facts that a snapshot of the database and the session give, claims apart."""
    company, activation = snapshot.company, snapshot.activation
    account = sign_in.account()
    return Facts(
        company_name=company.name,
        application=application,
        entitlement=entitlement,
        now=now,
        stored=Stored(activation.stored),
        group=_group(activation) or _earlier(snapshot.known),
        wanted_group_name=names.group_display_name(company.name),
        health=_health(activation, here),
        activated_at=activation.activated_at,
        activated_by=activation.activated_by,
        activated_from=_application(activation.activated_from),
        creating=here.creating,
        account=account.username if account else None,
        account_state=_account_state(sign_in, here, known=account is not None),
        session_remembered=sign_in.remembered,
        documents=snapshot.counts,
    )


def _account_state(sign_in: SignIn, here: Here, *, known: bool) -> AccountState:
    if here.signing_in:
        return AccountState.SIGNING_IN
    if not known:
        return AccountState.NOBODY
    if sign_in.session_ended:
        return AccountState.SESSION_ENDED
    return AccountState.OFFLINE if here.offline else AccountState.SIGNED_IN


def _earlier(known: KnownGroup | None) -> GroupFacts | None:
    return GroupFacts(known.id, known.name, known.url) if known else None


def _group(activation: Activation) -> GroupFacts | None:
    if activation.group_id is None:
        return None
    return GroupFacts(activation.group_id, activation.group_name or "", activation.group_url)


def _health(activation: Activation, here: Here) -> GroupHealth:
    # Lost rights are this account's own trouble: never written for the others to see.
    health = GroupHealth(activation.health)
    return GroupHealth.RIGHTS_LOST if here.rights_lost and health is GroupHealth.FINE else health


def _application(value: str | None) -> Application | None:
    return Application(value) if value in set(Application) else None
