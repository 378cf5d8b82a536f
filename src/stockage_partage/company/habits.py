"""What a person once said of a document, remembered for the next one of that kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.transactions import Transactions

_row = tables.habit
_party = tables.third_party


class HabitAbout(StrEnum):
    """What a habit is recognised by; the database's own words."""

    PARTY = "party"  # who the other party of the invoice is, as the invoice says
    FILE = "file"  # what the file is called, its digits aside


@dataclass(frozen=True, slots=True)
class Habit:
    """`third_party_code` and `type` (`achats/facture`) are what was said; '' for nothing."""

    about: HabitAbout
    key: str
    third_party_code: str = ""
    type: str = ""


class Habits:
    """The last word of a person wins. A habit about somebody who was removed is none."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def remember(self, habits: Sequence[Habit], by: str) -> None:
        """Keeps them, in place of what was said before of the same things."""
        if not habits:
            return
        with self._transactions.changing() as change:
            if change.on_postgres:
                # Two people who say something of the same thing take turns.
                change.execute(sa.text(f"LOCK TABLE {_row.name} IN SHARE ROW EXCLUSIVE MODE"))
            for habit in habits:
                same = (_row.c.about == habit.about.value, _row.c.key == habit.key)
                change.execute(sa.delete(_row).where(*same))
                change.execute(
                    sa.insert(_row).values(
                        about=habit.about.value,
                        key=habit.key,
                        third_party_code=habit.third_party_code,
                        type=habit.type,
                        at=change.now,
                        by_user=by,
                    )
                )

    def find(self, about: HabitAbout, key: str) -> Habit | None:
        """What was last said of it, when the third party it names is still there."""
        if not key:
            return None
        wanted = (
            sa.select(_row.c.third_party_code, _row.c.type)
            .outerjoin(_party, _party.c.code == _row.c.third_party_code)
            .where(_row.c.about == about.value, _row.c.key == key)
            .where((_row.c.third_party_code == "") | _party.c.code.is_not(None))
        )
        with self._transactions.reading() as connection:
            found = connection.execute(wanted).first()
        return None if found is None else Habit(about, key, found.third_party_code, found.type)
