"""A company as a list shows it: what was read of it, what its licence gives, what is to be seen to. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockage_partage.activation.panel_rules import LICENCE_WARNING
from stockage_partage.activation.states import GroupHealth
from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.company.portfolio.known_companies import KnownCompany
from stockage_partage.company.portfolio.summary import CompanySummary
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import Trouble
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.licensing.keys import Keys
from stockage_partage.licensing.licence import entitlement, in_force, to_come


class Attention(StrEnum):
    """What somebody should see to in a company, the most pressing first."""

    AWAY = "away"
    ELSEWHERE = "elsewhere"
    GROUP = "group"
    LICENCE_REFUSED = "licence_refused"
    LICENCE_ENDED = "licence_ended"
    BLOCKED = "blocked"
    TO_CLASSIFY = "to_classify"
    LICENCE_ENDING = "licence_ending"
    TO_ACTIVATE = "to_activate"


@dataclass(frozen=True, slots=True)
class CompanyOverview:
    """One row. `summary` is None until the company has answered, and where `trouble` keeps it from that.

    `licence_end` is the last day that is paid for, a renewal counted; None without a licence that can be
    read. `applications`: those that opened it here.
    """

    known: KnownCompany
    summary: CompanySummary | None = None
    trouble: Trouble | None = None
    applications: tuple[Application, ...] = ()
    licence_end: date | None = None
    attention: tuple[Attention, ...] = ()

    @property
    def name(self) -> str:
        """The raison sociale; that of the last opening while the company does not answer, or ""."""
        return self.summary.name if self.summary is not None else self.known.name

    @property
    def urgency(self) -> int:
        """How soon somebody should see to it, 0 for never: what is most pressing counts most."""
        kinds = list(Attention)
        return max((len(kinds) - kinds.index(each) for each in self.attention), default=0)

    @property
    def place(self) -> str:
        """Where it is, as the list keeps it."""
        return self.known.place


@dataclass(frozen=True, slots=True)
class ActOutcome:
    """What became of one company. `trouble` None: done; `until` is the last day of a licence installed."""

    place: str
    trouble: Trouble | None = None
    until: date | None = None


def unread(known: KnownCompany) -> CompanyOverview:
    """The row of a company that has not answered yet."""
    return CompanyOverview(known, applications=_opened_for(known))


def overview(
    known: KnownCompany, answer: CompanySummary | Trouble, keys: Keys, now: datetime
) -> CompanyOverview:
    """The row of a company that has answered, or could not be read."""
    if isinstance(answer, Trouble):
        return CompanyOverview(
            known,
            trouble=answer,
            applications=_opened_for(known),
            attention=(Attention.AWAY,),
        )
    today = now.date()
    best = _best(answer, now, keys)
    later = to_come(answer.licences, today, keys) if len(answer.licences) > 1 else None
    end = later.valid_until if later is not None else best.valid_until
    return CompanyOverview(
        known,
        answer,
        applications=_opened_for(known),
        licence_end=end,
        attention=tuple(_attention(answer, best, end, today)),
    )


def _best(summary: CompanySummary, now: datetime, keys: Keys) -> Entitlement:
    """The verdict of the application for which the licence gives most."""
    text = in_force(summary.licences, now.date(), keys) if summary.licences else None
    for each in sorted(SOLD_FOR):
        verdict = _verdict(text, summary, each, now, keys)
        if verdict.standing is not Standing.NOT_COVERED:
            break  # what refuses it to this one refuses it to all
    return verdict


def _verdict(
    text: str | None, summary: CompanySummary, application: Application, now: datetime, keys: Keys
) -> Entitlement:
    return entitlement(
        text,
        summary.name,
        summary.siren,
        application,
        now.date(),
        max(summary.latest_seen or now, now),
        keys,
    )


def _attention(
    summary: CompanySummary, best: Entitlement, end: date | None, today: date
) -> Iterator[Attention]:
    """`best` is what `_best` gives; `end`, the last day that is paid for."""
    is_on, ended = summary.stored.is_on, best.standing is Standing.EXPIRED
    wanted = is_on or best.standing is not Standing.ABSENT
    holds = {
        Attention.ELSEWHERE: summary.elsewhere,
        Attention.GROUP: is_on and summary.health != GroupHealth.FINE,
        Attention.LICENCE_ENDED: ended,
        Attention.LICENCE_REFUSED: wanted and not best.granted and not ended,
        Attention.BLOCKED: summary.blocked > 0,
        Attention.TO_CLASSIFY: summary.to_classify > 0,
        Attention.LICENCE_ENDING: best.granted
        and end is not None
        and end - today <= LICENCE_WARNING,
        Attention.TO_ACTIVATE: best.granted and summary.stored is ActivationStatus.INACTIVE,
    }
    return (each for each in Attention if holds.get(each))


def _opened_for(known: KnownCompany) -> tuple[Application, ...]:
    return tuple(each for each in Application if each in known.applications)
