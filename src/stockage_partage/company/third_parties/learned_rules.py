"""What a person once said of a document, remembered for the next one of that kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions

_row = tables.habit
_party = tables.third_party


class RuleSubject(StrEnum):
    """What a habit is recognised by; the database's own words."""

    PARTY = "party"  # who the other party of the invoice is, as the invoice says
    FILE = "file"  # what the file is called, its digits aside
    NAMED = "named"  # who was filed under a third party known by its name alone


@dataclass(frozen=True, slots=True)
class LearnedRule:
    """`third_party_code` and `type` (`achats/facture`) are what was said; '' for nothing."""

    about: RuleSubject
    key: str
    third_party_code: str = ""
    type: str = ""


class LearnedRules:
    """The last word of a person wins. A habit about somebody who was removed is none."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def remember(self, habits: Sequence[LearnedRule], by: str) -> None:
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

    def known_as(self, third_party_code: str) -> frozenset[str]:
        """The identities that went by this third party: said by a person, or found by its name."""
        with self._transactions.reading() as connection:
            return _known_as(connection, third_party_code)

    def claim(
        self, identity: str, third_party_code: str, by: str, is_another: Callable[[str, str], bool]
    ) -> bool:
        """Notes that `identity` goes by this third party; False, and nothing noted, when another does.

        One that is already noted stays. `is_another`: whether two identities are two companies.
        """
        with self._transactions.changing() as change:
            if change.on_postgres:
                change.execute(sa.text(f"LOCK TABLE {_row.name} IN SHARE ROW EXCLUSIVE MODE"))
            known = _known_as(change.connection, third_party_code)
            if identity in known:
                return True
            if any(is_another(identity, each) for each in known):
                return False
            about = RuleSubject.NAMED.value
            change.execute(
                sa.delete(_row).where(_row.c.about == about, _row.c.key == identity),
            )
            change.execute(
                sa.insert(_row).values(
                    about=about,
                    key=identity,
                    third_party_code=third_party_code,
                    type="",
                    at=change.now,
                    by_user=by,
                )
            )
            return True

    def find(self, about: RuleSubject, key: str) -> LearnedRule | None:
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
        return (
            None if found is None else LearnedRule(about, key, found.third_party_code, found.type)
        )


def _known_as(connection: sa.Connection, third_party_code: str) -> frozenset[str]:
    wanted = sa.select(_row.c.key).where(
        _row.c.third_party_code == third_party_code,
        _row.c.about.in_((RuleSubject.NAMED.value, RuleSubject.PARTY.value)),
    )
    return frozenset(connection.execute(wanted).scalars())
