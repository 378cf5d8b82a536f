"""Kinds of columns that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.fiscal_years import FiscalStart, from_kept

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC: compares alike on both engines."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """Refuses a naive datetime (TypeError): it would mean another time elsewhere."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        return None if value is None else _EPOCH + int(value) * _MICROSECOND


class Day(sa.types.TypeDecorator[date]):
    """A date as ISO text, '' for none: sorts alike on both engines, which disagree about NULL."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> str:
        """The date as ISO text, '' for None."""
        return "" if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> date | None:
        """Back to a date."""
        return date.fromisoformat(value) if value else None


class FiscalDay(sa.types.TypeDecorator[FiscalStart]):
    """A day of the calendar without its year, as `MM-DD`."""

    impl = sa.String(5)
    cache_ok = True

    def process_bind_param(self, value: FiscalStart | None, dialect: sa.Dialect) -> str | None:
        """The day as `MM-DD`, None for none."""
        return None if value is None else value.kept

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> FiscalStart | None:
        """Back to a day. Raises ValueError for one that no calendar has."""
        return None if value is None else from_kept(value)


class Exact(sa.types.TypeDecorator[str]):
    """Text, compared byte by byte on both engines, whatever the PostgreSQL database's language.

    What neither can keep is dropped (NUL) or replaced (half characters out of odd file names): text
    read from a document must never stop it from being kept.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """SQLite compares bytes already; PostgreSQL must be told."""
        return sa.Text(collation="C" if dialect.name == "postgresql" else None)

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Text that every engine accepts."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


# SQLite numbers rows by itself only for a column that is exactly INTEGER.
Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
