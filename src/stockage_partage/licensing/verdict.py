"""Whether an application of a company may use the option today: pure, offline, never raising."""

from __future__ import annotations

import re
import unicodedata
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
        at_least = max(today, latest_seen.date() - CLOCK_TOLERANCE)
        # A clock set back matters when it changes the answer; punishing every wrong clock would
        # turn storage off for a company because one workstation was once a month ahead.
        if _by_days(licence, at_least) is not by_the_clock:
            return Standing.CLOCK_SET_BACK
    if by_the_clock is Standing.GRANTED and not licence.covers(application):
        return Standing.NOT_COVERED
    return by_the_clock


def is_for(licence: Licence, company_name: str, siren: str | None) -> bool:
    """By SIREN when both have one, by raison sociale otherwise (case, accents, spacing apart)."""
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
