"""What PostgreSQL answers, as troubles. Loads its driver alone: a list of companies asks servers too.

Codes: PostgreSQL's appendix of error codes.
"""

from __future__ import annotations

from stockage_partage import errors

# Longest prefix wins.
_POSTGRES: dict[str, type[errors.Trouble]] = {
    "08": errors.DatabaseMissing,
    "25006": errors.DatabaseReadOnly,
    "28": errors.DatabaseRefused,
    "3D000": errors.DatabaseMissing,
    "3F000": errors.NotADatabase,
    "40": errors.DatabaseBusy,
    "42501": errors.DatabaseReadOnly,
    "42P01": errors.NotADatabase,
    "53100": errors.DiskFull,
    "53300": errors.DatabaseBusy,
    "55P03": errors.DatabaseBusy,
    "57014": errors.DatabaseBusy,
    "57P03": errors.DatabaseBusy,
    "57P": errors.DatabaseMissing,
    "58030": errors.DatabaseUnreachable,
    "XX001": errors.DatabaseDamaged,
    "XX002": errors.DatabaseDamaged,
}

# A refused connection carries no code, only the server's sentence, in the server's language.
_POSTGRES_SENTENCES: tuple[tuple[str, type[errors.Trouble]], ...] = (
    ("authenti", errors.DatabaseRefused),
    ("no password supplied", errors.DatabaseRefused),
    ("pg_hba.conf", errors.DatabaseRefused),
    ("starting up", errors.DatabaseBusy),
    ("shutting down", errors.DatabaseBusy),
    ("connection slots", errors.DatabaseBusy),
    ("too many clients", errors.DatabaseBusy),
)


def postgres_kind(error: BaseException | None) -> type[errors.Trouble] | None:
    """The trouble that `error` stands for, None when it is none of PostgreSQL's or a mistake of ours."""
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate:
        matching = [prefix for prefix in _POSTGRES if error.sqlstate.startswith(prefix)]
        return _POSTGRES[max(matching, key=len)] if matching else None
    if not isinstance(error, psycopg.OperationalError):
        return None
    sentence = str(error)
    kinds = (kind for words, kind in _POSTGRES_SENTENCES if words in sentence)
    return next(kinds, errors.DatabaseMissing)
