"""Whether an application of a company may use the option today: pure, offline, never raising.

Of several licences of one company, one counts today, and a new one replaces some. A renewal is bought
before the licence of today ends. It must not take the option away until its own first day, nor wait to be
installed on that day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from stockage_partage.errors import LicenceRefused
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.licensing.keys import Keys
from stockage_partage.licensing.licence import Licence, read

#: Clocks are a little wrong, and days end at different moments; nobody gains anything by a day.
CLOCK_TOLERANCE = timedelta(days=1)


def entitlement(
    licence_text: str | None,
    company_name: str,
    siren: str | None,
    application: str,
    today: date,
    latest_seen: datetime | None,
    keys: Keys,
) -> Entitlement:
    """The verdict for one application.

    `latest_seen` is the latest time the company database has witnessed, None when it has seen none.
    Whatever is wrong first is said: unreadable, another company's, the clock, the days, the coverage.
    """
    if licence_text is None or not licence_text.strip():
        return Entitlement(Standing.ABSENT)
    try:
        licence = read(licence_text, keys)
    except LicenceRefused as refused:
        return Entitlement(Standing(refused.reason))
    standing = _standing(licence, company_name, siren, application, today, latest_seen)
    return Entitlement(standing, licence.valid_from, licence.valid_until, licence.holder)


def _standing(
    licence: Licence,
    company_name: str,
    siren: str | None,
    application: str,
    today: date,
    latest_seen: datetime | None,
) -> Standing:
    if not is_for(licence, company_name, siren):
        return Standing.OTHER_COMPANY
    by_the_clock = _by_days(licence, today)
    if latest_seen is not None:
        # Not `seen - tolerance`: the first day there is has none before it.
        ahead = latest_seen.date() - today > CLOCK_TOLERANCE
        at_least = latest_seen.date() - CLOCK_TOLERANCE if ahead else today
        # A clock set back matters when it changes the answer; punishing every wrong clock would
        # turn storage off for a company because one workstation was once a month ahead.
        if _by_days(licence, at_least) is not by_the_clock:
            return Standing.CLOCK_SET_BACK
    if by_the_clock is Standing.GRANTED and not licence.covers(application):
        return Standing.NOT_COVERED
    return by_the_clock


def is_for(licence: Licence, company_name: str, siren: str | None) -> bool:
    """True when the licence is the company's: by SIREN when both have one, by raison sociale otherwise.

    Case, accents and spacing of the raison sociale do not count. `siren`: None when not known.
    """
    ours, theirs = _digits(siren), _digits(licence.siren)
    if ours and theirs:
        return ours == theirs
    return _bare(company_name) == _bare(licence.holder)


def _by_days(licence: Licence, day: date) -> Standing:
    if day < licence.valid_from:
        return Standing.NOT_YET_VALID
    return Standing.EXPIRED if day > licence.valid_until else Standing.GRANTED


def _digits(text: str | None) -> str:
    return "".join(re.findall(r"[0-9]", text or ""))


def _bare(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", letters)) or name.strip()


def in_force(texts: Sequence[str], today: date, keys: Keys) -> str | None:
    """The licence that counts on `today`, among those installed; None when there is none.

    Of those valid today, the one that began last. Else the next to begin, else the last to have
    ended: its dates are then the useful ones to tell. One that cannot be read only when none can.
    """
    readable = [(licence, text) for text in texts if (licence := _read(text, keys))]
    if not readable:
        return texts[-1] if texts else None
    return max(readable, key=lambda each: _rank(each[0], today))[1]


def _rank(licence: Licence, today: date) -> tuple[int, int]:
    if licence.valid_from > today:
        return 1, -licence.valid_from.toordinal()
    if licence.valid_until < today:
        return 0, licence.valid_until.toordinal()
    return 2, licence.valid_from.toordinal()


def to_come(texts: Sequence[str], today: date, keys: Keys) -> Licence | None:
    """The next licence to begin after `today`, beside the one in force; None when there is none."""
    chosen = in_force(texts, today, keys)
    later = [
        licence
        for text in texts
        if text != chosen and (licence := _read(text, keys)) and licence.valid_from > today
    ]
    return min(later, key=lambda licence: licence.valid_from, default=None)


def replaced_by(new: Licence, today: date, keys: Keys) -> Callable[[str], bool]:
    """Which of the installed texts `new` takes the place of.

    One that begins later leaves that of today alone. One that cannot be read is always replaced.
    """

    def replaces(text: str) -> bool:
        old = _read(text, keys)
        if old is None or old.id == new.id:
            return True
        if new.valid_from > today:
            return old.valid_from == new.valid_from
        return old.valid_from <= today

    return replaces


def _read(text: str, keys: Keys) -> Licence | None:
    try:
        return read(text, keys)
    except LicenceRefused:
        return None
