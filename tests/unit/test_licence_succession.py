"""Several licences of one company: a renewal installed early takes nothing away."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.licensing.keys import generate_keypair, key_id
from stockage_partage.licensing.licence import emit, in_force, read, replaced_by, to_come

PAIR = generate_keypair()
KEYS = {key_id(PAIR.public_pem): PAIR.public_pem}
TODAY = date(2026, 12, 1)


def licence(first: date, last: date, name: str | None = None) -> str:
    return emit(
        PAIR.private_pem,
        holder="BIJOU",
        applications=["comptabilite"],
        valid_from=first,
        valid_until=last,
        licence_id=name,
    )


PAST = licence(date(2025, 1, 1), date(2025, 12, 31))
PRESENT = licence(date(2026, 1, 1), date(2026, 12, 31))
CORRECTED = licence(date(2026, 11, 1), date(2026, 12, 31))
COMING = licence(date(2027, 1, 1), date(2027, 12, 31))
FAR = licence(date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("texts", "today", "chosen"),
    [
        ((), TODAY, None),
        ((PRESENT, COMING), TODAY, PRESENT),
        ((COMING, PRESENT), date(2026, 12, 31), PRESENT),
        ((PRESENT, COMING), date(2027, 1, 1), COMING),
        ((PRESENT, CORRECTED), TODAY, CORRECTED),
        ((PAST, COMING, FAR), TODAY, COMING),
        ((PAST, PRESENT), date(2027, 6, 1), PRESENT),
        (("no licence", PAST), TODAY, PAST),
        (("no licence",), TODAY, "no licence"),
    ],
)
def test_the_licence_of_the_day_counts(
    texts: tuple[str, ...], today: date, chosen: str | None
) -> None:
    assert in_force(texts, today, KEYS) == chosen


def test_the_next_one_is_told_beside_that_of_today() -> None:
    following = to_come((PRESENT, FAR, COMING), TODAY, KEYS)
    assert following is not None
    assert following.valid_from == date(2027, 1, 1)
    assert to_come((PRESENT,), TODAY, KEYS) is None
    # Alone, the one to come is itself what is told.
    assert to_come((COMING,), TODAY, KEYS) is None


@pytest.mark.parametrize(
    ("new", "old", "goes"),
    [
        (COMING, PRESENT, False),
        (COMING, PAST, False),
        (COMING, FAR, False),
        (COMING, licence(date(2027, 1, 1), date(2027, 6, 30)), True),
        (CORRECTED, PRESENT, True),
        (CORRECTED, COMING, False),
        (CORRECTED, "no licence", True),
        (COMING, "no licence", True),
    ],
)
def test_a_new_licence_replaces_what_it_stands_for(new: str, old: str, goes: bool) -> None:
    assert replaced_by(read(new, KEYS), TODAY, KEYS)(old) is goes


def test_the_same_licence_issued_again_replaces_itself() -> None:
    first = licence(date(2026, 1, 1), date(2026, 12, 31), "L-1")
    again = licence(date(2027, 2, 1), date(2027, 12, 31), "L-1")
    assert replaced_by(read(again, KEYS), TODAY, KEYS)(first)
