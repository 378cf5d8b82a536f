"""Whether an application may use the option, and if not, exactly why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """The word for what a licence says about one application of one company today."""

    GRANTED = "granted"
    ABSENT = "absent"
    NOT_COVERED = "not_covered"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OTHER_COMPANY = "other_company"
    TAMPERED = "tampered"
    UNKNOWN_KEY = "unknown_key"
    CLOCK_SET_BACK = "clock_set_back"


_BY_DATE = frozenset({Standing.EXPIRED, Standing.NOT_YET_VALID, Standing.CLOCK_SET_BACK})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The verdict for one application. Dates are those of the licence, None when there is none."""

    standing: Standing
    valid_from: date | None = None
    valid_until: date | None = None
    holder: str | None = None

    @property
    def granted(self) -> bool:
        """True when the application may use the option today."""
        return self.standing is Standing.GRANTED

    @property
    def depends_on_the_date(self) -> bool:
        """True when another date than this computer's might change a refusal."""
        return self.standing in _BY_DATE
