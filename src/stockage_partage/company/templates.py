"""Which prints go to the storage: the choices made, shared by every workstation on the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct

_row = tables.template


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
        wanted = sa.select(_row.c.template, _row.c.filing).where(_row.c.application == application)
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
                    sa.delete(_row).where(
                        _row.c.application == application, _row.c.template == template
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
        change.execute(sa.text(f"LOCK TABLE {_row.name} IN SHARE ROW EXCLUSIVE MODE"))


def _before(change: Change, application: str, names: Iterable[str]) -> dict[str, str]:
    wanted = sa.select(_row.c.template, _row.c.filing).where(
        _row.c.application == application, _row.c.template.in_(list(names))
    )
    return {row.template: row.filing for row in change.execute(wanted)}


def _put(change: Change, application: str, template: str, filing: str, *, known: bool) -> None:
    if known:
        change.execute(
            sa.update(_row)
            .where(_row.c.application == application, _row.c.template == template)
            .values(filing=filing)
        )
    else:
        change.execute(
            sa.insert(_row).values(application=application, template=template, filing=filing)
        )
