"""A date as people type it. Pure."""

from __future__ import annotations

import re
from datetime import date

from stockage_partage.documents.tree.plausible import is_plausible

_FORMS = (
    re.compile(r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
)


def day_typed(text: str) -> date | None:
    """24/11/2026, 24112026 or 2026-11-24; None for anything else, also for a year that nobody means."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is not None:
            try:
                day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            return day if is_plausible(day) else None
    return None
