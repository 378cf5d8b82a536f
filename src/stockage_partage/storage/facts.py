"""Reads everything the panel is decided from: the database, the session, the licence, this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Activation
from stockage_partage.graph import names
from stockage_partage.graph.sign_in import SignIn
from stockage_partage.licensing.entitlement import Entitlement
from stockage_partage.storage.panel import Counters, Facts, GroupFacts
from stockage_partage.storage.presence import Presence
from stockage_partage.storage.states import AccountState, GroupHealth, Stored


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
        company = self.database.company.get()
        activation = self.database.activation.get()
        account = self.sign_in.account()
        claim = activation.claim
        mine = claim is not None and claim.owner == self.presence.owner
        counts = self.database.register.counters()
        now = self.clock()
        return Facts(
            company_name=company.name,
            application=self.application,
            entitlement=self.entitle(self.application),
            now=now,
            stored=Stored(activation.stored),
            group=_group(activation) or self._earlier_group(),
            wanted_group_name=names.group_display_name(company.name),
            health=_health(activation, here),
            activated_at=activation.activated_at,
            activated_by=activation.activated_by,
            activated_from=_application(activation.activated_from),
            activating_here=here.activating and mine,
            creating=here.creating,
            activating_who=claim.who if claim and not mine else None,
            claim_dead=claim is not None
            and not mine
            and (claim.until <= now or self.presence.is_dead(claim.owner)),
            account=account.username if account else None,
            account_state=self._account_state(here, known=account is not None),
            session_remembered=self.sign_in.remembered,
            documents=Counters(
                counts.waiting,
                counts.filed,
                counts.blocked,
                counts.to_classify,
                counts.last_filed_at,
            ),
        )

    def _earlier_group(self) -> GroupFacts | None:
        known = self.database.activation.known_group()
        return GroupFacts(known.id, known.name, known.url) if known else None

    def _account_state(self, here: Here, *, known: bool) -> AccountState:
        if here.signing_in:
            return AccountState.SIGNING_IN
        if not known:
            return AccountState.NOBODY
        if self.sign_in.session_ended:
            return AccountState.SESSION_ENDED
        return AccountState.OFFLINE if here.offline else AccountState.SIGNED_IN


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
