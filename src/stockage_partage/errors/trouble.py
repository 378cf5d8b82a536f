"""The root of every trouble, and the family that goes away by itself: wait and try again."""

from __future__ import annotations

import math
from typing import ClassVar


class Trouble(Exception):
    """The world's doing, with words for it. Families decide what happens next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def kind(self) -> str:
        """The stable word kept in the database for this trouble: its class name."""
        return type(self).__name__


#: The longest wait that anybody from outside may ask for, in seconds: then it is looked at again, and
#: whoever still means it says it again.
LONGEST_WAIT_S = 3600.0


class Passing(Trouble):
    """Goes away by itself; the next try may succeed.

    `retry_after` is in seconds, from 0 to LONGEST_WAIT_S whatever was asked; None if unsaid.
    """

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        said = retry_after is not None and not math.isnan(retry_after)
        self.retry_after = min(max(retry_after or 0.0, 0.0), LONGEST_WAIT_S) if said else None


class Offline(Passing):
    """Microsoft 365 could not be reached: no network, no name, no answer in time."""


class ServiceUnavailable(Passing):
    """Microsoft 365 answered that it cannot serve now (5xx, 423)."""


class AnsweredByPage(ServiceUnavailable):
    """A web page came instead of the answer for one document, while the service answers for others."""


class Throttled(Passing):
    """Microsoft 365 asked to wait; `retry_after` says how long when it said so."""


class TimestampServiceSilent(Passing):
    """The time-stamping service could not be reached, or cannot serve now."""


class BeingPrepared(Passing):
    """The group exists, its document library does not yet."""


class DatabaseBusy(Passing):
    """The company database was held by others for longer than we wait."""


class DatabaseUnreachable(Passing):
    """The folder of the company database, or its disk, does not answer just now."""


class ActivatingElsewhere(Passing):
    """Another workstation holds the activation; `who` names it as it named itself."""

    def __init__(self, who: str, detail: str = "") -> None:
        super().__init__(detail)
        self.who = who
