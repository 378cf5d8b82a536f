"""What is said of the timestamps of a journal: when it was timestamped, by whom, up to which line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stockage_partage.messages.typography import day, number, plural, quoted, typeset

if TYPE_CHECKING:
    from stockage_partage.company.journal.entries import JournalHead
    from stockage_partage.company.journal.verification import StampedEnd
    from stockage_partage.documents.proof.timestamps import FoundTimestamp

#: Microseconds since 1970 before which every moment is in the calendar of every zone.
_END = 253_402_000_000_000_000

NONE_IN_PROOF = typeset(
    "Aucun horodatage d’un tiers n’accompagne cette preuve : ses dates sont celles des postes."
)
WHOM_TO_TRUST = typeset(
    "Le nom de l’autorité est celui qu’elle se donne : vérifiez l’horodatage avec son propre certificat avant de vous y fier."
)


def kept(head: JournalHead) -> str:
    """A timestamp was just fetched."""
    return typeset(f"Journal horodaté jusqu’à la ligne n° {number(head.number)}.")


def moment(value: datetime) -> str:
    """« le 01/12/2026 à 07:00:02 », in local time."""
    local = value.astimezone()
    return f"le {day(local)} à {local:%H:%M:%S}"


def covered(line: int, at: object) -> str:
    """What an entry of the journal timestamped: up to which line, and when. `at`: microseconds since 1970 UTC."""
    told = f"jusqu’à la ligne n° {number(line)}"
    if isinstance(at, int) and 0 <= at < _END:
        told += f", {moment(datetime.fromtimestamp(at / 1_000_000, UTC))}"
    return typeset(told)


def in_proof(stamps: Sequence[tuple[int, FoundTimestamp]]) -> list[str]:
    """Each timestamp of a proof that holds, with what it means; one line says that there is none."""
    if not stamps:
        return [NONE_IN_PROOF]
    told = [
        typeset(
            f"Horodaté {moment(found.moment)} par {quoted(found.authority)}, jusqu’à la ligne n° {number(line)} du journal"
        )
        for line, found in stamps
    ]
    return [*told, WHOM_TO_TRUST]


def in_folder(count: int, first: FoundTimestamp, last: FoundTimestamp) -> list[str]:
    """The timestamps of a folder's proof, from the first to the last, one at least."""
    if count == 1:
        told = f"Horodaté {moment(first.moment)} par {quoted(first.authority)}"
    else:
        told = (
            f"Horodaté {number(count)} fois, d’abord {moment(first.moment)}, la dernière fois {moment(last.moment)} "
            f"par {quoted(last.authority)}"
        )
    return [typeset(told), WHOM_TO_TRUST]


def in_journal(count: int, last: StampedEnd) -> str:
    """The timestamps of a company's journal that are sound."""
    stamps = plural(count, "{n} vérifié", "{n} vérifiés")
    return typeset(
        f"Horodatages : {stamps}. Le dernier, {moment(last.moment)} par {quoted(last.authority)}, va jusqu’à la ligne n° {number(last.number)}."
    )


def as_objects(stamps: Sequence[tuple[int, FoundTimestamp]]) -> list[dict[str, Any]]:
    """The timestamps of a proof for a machine."""
    return [as_object(line, found.moment, found.authority) for line, found in stamps]


def as_object(line: int, at: datetime, authority: str) -> dict[str, Any]:
    """One timestamp for a machine: the line of the journal that it covers, when, by whom as it says."""
    return {"ligne": line, "instant": at.isoformat(), "autorite": authority}
