"""What the panel shows, read without opening anything: no database library, no service, no network.

For the window's first true state (decision 0008) and for `etat`, which only looks (decision 0022).
Nothing is written, made or started.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stockage_partage.activation.licences import licence_keys
from stockage_partage.company.instants import is_running, utc_now
from stockage_partage.session import account_of, application_of, hosts_of
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.activation.states import Facts
    from stockage_partage.company.quick_snapshot import QuickSnapshot
    from stockage_partage.licensing.entitlement import Entitlement

#: Microsoft's word on the budget keeps the queue waiting, and is told, from here on.
_LONG_MINUTE = timedelta(minutes=2)


def first_look(settings: Settings, *, account: bool = True) -> Facts | None:
    """The facts as the file and the sealed session hold them; None when only opening can tell.

    Without `account` the keyring is not asked, which takes as long as all the rest: where a session is
    kept, whose it is stays unread until a second look.
    """
    from stockage_partage.company.quick_snapshot import glance

    if not settings.company:
        return None
    seen = glance(settings.company)
    there = _reachable(settings)
    if seen is None or there is None:
        return None
    from stockage_partage.activation.facts_reader import LocalState, facts_of

    moment, waiting = utc_now(), seen.snapshot.counts.waiting
    if waiting and seen.budget_until and seen.budget_until - moment > _LONG_MINUTE:
        return None  # whether the queue rests takes all the budget's rules
    session = account_of(there)
    hosts = hosts_of(there, lambda: session.known().is_usable)
    try:
        facts = facts_of(
            seen.snapshot,
            session.known() if account or not session.is_kept else None,
            application_of(there),
            _entitled(there, seen, moment),
            moment,
            LocalState(),
            hosts.is_own,
        )
    except ValueError:  # a word that this version does not know: opening says so
        return None
    return replace(facts, paused_until=_pause(seen, moment)) if waiting else facts


def _reachable(settings: Settings) -> Settings | None:
    """The settings with where Microsoft 365 is; our own local one as it was last started, if ever."""
    if not settings.own_microsoft365:
        return settings
    from stockage_partage.emulator_process import as_last_time

    return as_last_time(settings)


def _entitled(settings: Settings, seen: QuickSnapshot, moment: datetime) -> Entitlement:
    """The licence's verdict by this computer's date; nobody is asked for another."""
    from stockage_partage.licensing.licence import entitlement, in_force

    company, today = seen.snapshot.company, moment.date()
    keys = licence_keys(settings) if seen.licences else {}
    return entitlement(
        in_force(seen.licences, today, keys),
        company.name,
        company.siren,
        application_of(settings),
        today,
        max(seen.latest_seen or moment, moment),
        keys,
    )


def _pause(seen: QuickSnapshot, moment: datetime) -> datetime | None:

    return seen.paused_until if is_running(seen.paused_until, moment) else None
