"""What is settled once for the whole company, by whichever workstation: its name, its licences, its prints.

The company's lasting identity, its name of today and the day on which its years begin; the text of its licences,
with the latest date that the service gave to anybody; and which prints go to the storage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.outbox.adding import lock_key
from stockage_partage.company.state_records import Company

_row = tables.company.c
# In the order of `Company`'s fields. Built once: it is asked for each document.
_COMPANY = sa.select(_row.id, _row.name, _row.siren, _row.fiscal_start)
_licence = tables.licence
_meta = tables.meta
_INSTALLED = sa.select(_licence.c.id, _licence.c.text).order_by(_licence.c.id)
_choice = tables.template
#: How far the kept time may lag behind; nobody gains anything by an hour.
WITNESS_STEP = timedelta(hours=1)
#: How far ahead of the service's date a kept one may lie: some other answer's date, read a little apart.
WITNESS_TOLERANCE = timedelta(days=1)


class CompanyRow:
    """Who this database belongs to."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def get(self) -> Company:
        """The company as named today."""
        with self._transactions.reading() as connection:
            found = connection.execute(_COMPANY).one()
        return Company(*found)

    def rename(self, name: str) -> None:
        """Changes the raison sociale; the group keeps its name until somebody renames it too."""
        with self._transactions.changing() as change:
            change.execute(sa.update(tables.company).values(name=name))
            change.announce()

    def set_fiscal_start(self, start: FiscalStart, by: str, application: str = "") -> bool:
        """The day on which the fiscal years begin, for what is filed from now on; noted in the journal.

        False: it already was so.
        """
        with self._transactions.changing() as change:
            row = change.row(_COMPANY)
            before = CALENDAR_YEAR if row is None else row.fiscal_start
            if before == start:
                return False
            change.execute(sa.update(tables.company).values(fiscal_start=start))
            told = {"before": before.kept, "after": start.kept}
            change.enter(JournalAct.FISCAL_START_CHANGED, told, by=by, application=application)
        return True


def _whatever_was_there(text: str) -> bool:
    return True


class Licences:
    """The company's licence files, kept as they were signed; `licensing` judges them.

    Mostly one. A renewal that begins later is kept beside the licence of today.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def install(self, text: str, replaces: Callable[[str], bool] = _whatever_was_there) -> None:
        """Keeps `text` and forgets each earlier licence of which `replaces` says True.

        Another licence than before also forgets the latest date: it is the publisher's way out for a
        company that keeps a false one and never reaches the service.
        """
        with self._transactions.changing() as change:
            lock_key(change, _licence.name)
            before = change.execute(_INSTALLED).all()
            going = [row.id for row in before if row.text == text or replaces(row.text)]
            change.execute(sa.delete(_licence).where(_licence.c.id.in_(going)))
            number = max((row.id for row in before), default=0) + 1
            change.execute(
                sa.insert(_licence).values(id=number, text=text, installed_at=change.now)
            )
            told = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "replaced": len(going)}
            change.enter(JournalAct.LICENCE_INSTALLED, told)
            if text not in {row.text for row in before}:
                change.announce(latest_seen=None)

    def installed(self) -> tuple[str, ...]:
        """The text of each licence that is kept, in the order in which they were installed."""
        with self._transactions.reading() as connection:
            return tuple(row.text for row in connection.execute(_INSTALLED))

    def latest_seen(self) -> datetime | None:
        """The date that the service gave last, to any workstation; None when it never did."""
        with self._transactions.reading() as connection:
            seen: datetime | None = connection.execute(sa.select(_meta.c.latest_seen)).scalar()
        return seen

    def witness(self, theirs: datetime) -> datetime | None:
        """Keeps the date that the service itself gives; never that of a computer (decision 0018).

        Writes at most once an hour. A date kept that lies more than a day ahead of it is false and is
        put right: it is given back, None in all other cases.
        """
        seen = self.latest_seen()
        false = seen is not None and seen - theirs > WITNESS_TOLERANCE
        if seen is not None and not false and theirs - seen < WITNESS_STEP:
            return None
        last = _meta.c.latest_seen
        stale = last.is_(None) | (last < theirs) | (last > theirs + WITNESS_TOLERANCE)
        with self._transactions.changing() as change:
            done = change.execute(sa.update(_meta).where(stale).values(latest_seen=theirs))
            if false and done.rowcount:
                change.announce()
        return seen if false else None


@dataclass(frozen=True, slots=True)
class ChangedChoice:
    """One choice that took the place of another. `before`: None where nobody had decided."""

    application: str
    template: str
    after: str
    before: str | None


class Templates:
    """One row where somebody decided; what nobody decided is not here (`documents.printing.templates`)."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def chosen(self, application: str) -> dict[str, str]:
        """Template → filing word, for one application. One tiny read."""
        wanted = sa.select(_choice.c.template, _choice.c.filing).where(
            _choice.c.application == application
        )
        with self._transactions.reading() as connection:
            return {row.template: row.filing for row in connection.execute(wanted)}

    def choose(self, application: str, template: str, filing: str, by: str) -> bool:
        """Keeps the choice and notes it in the journal. False: it already was so."""
        return self.choose_all(application, {template: filing}, by) > 0

    def change(self, application: str, template: str, filing: str, by: str) -> ChangedChoice | None:
        """Does as `choose`; answers what it took the place of, None when it already was so."""
        with self._transactions.changing() as change:
            known = _choose_all(change, application, {template: filing}, by)
        return ChangedChoice(application, template, filing, known[template]) if known else None

    def take_back(self, changed: ChangedChoice, by: str) -> bool:
        """Puts back what was so before. False: somebody has decided otherwise since then, which stays."""
        application, template = changed.application, changed.template
        with self._transactions.changing() as change:
            _lock(change)
            now = _before(change, application, [template]).get(template)
            if now != changed.after:
                return False
            if changed.before is None:
                change.execute(
                    sa.delete(_choice).where(
                        _choice.c.application == application, _choice.c.template == template
                    )
                )
            else:
                _put(change, application, template, changed.before, known=True)
            told = {"template": template, "before": now, "after": changed.before or ""}
            change.enter(JournalAct.TEMPLATE_CHANGED, told, by=by, application=application)
        return True

    def choose_all(self, application: str, choices: Mapping[str, str], by: str) -> int:
        """Several at once, all or none; how many of them changed something."""
        with self._transactions.changing() as change:
            return len(_choose_all(change, application, choices, by))


def _choose_all(
    change: Change, application: str, choices: Mapping[str, str], by: str
) -> dict[str, str | None]:
    """Keeps the choices that change something; answers what each took the place of, None where nobody had decided."""
    _lock(change)
    before = _before(change, application, choices)
    changed = {name: word for name, word in choices.items() if before.get(name) != word}
    for name, word in changed.items():
        _put(change, application, name, word, known=name in before)
        told = {"template": name, "before": before.get(name, ""), "after": word}
        change.enter(JournalAct.TEMPLATE_CHANGED, told, by=by, application=application)
    return {name: before.get(name) for name in changed}


def _lock(change: Change) -> None:
    if change.on_postgres:
        # Two workstations that first decide on the same template would both insert.
        change.execute(sa.text(f"LOCK TABLE {_choice.name} IN SHARE ROW EXCLUSIVE MODE"))


def _before(change: Change, application: str, names: Iterable[str]) -> dict[str, str]:
    wanted = sa.select(_choice.c.template, _choice.c.filing).where(
        _choice.c.application == application, _choice.c.template.in_(list(names))
    )
    return {row.template: row.filing for row in change.execute(wanted)}


def _put(change: Change, application: str, template: str, filing: str, *, known: bool) -> None:
    if known:
        change.execute(
            sa.update(_choice)
            .where(_choice.c.application == application, _choice.c.template == template)
            .values(filing=filing)
        )
    else:
        change.execute(
            sa.insert(_choice).values(application=application, template=template, filing=filing)
        )
