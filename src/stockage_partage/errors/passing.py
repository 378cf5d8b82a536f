"""Wait and try again: nobody is disturbed."""

from __future__ import annotations

from stockage_partage.errors.trouble import Trouble


class Passing(Trouble):
    """Goes away by itself; the next try may succeed. `retry_after` is in seconds, None if unsaid."""

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Offline(Passing):
    """Microsoft 365 could not be reached: no network, no name, no answer in time."""


class ServiceUnavailable(Passing):
    """Microsoft 365 answered that it cannot serve now (5xx, 423)."""


class Throttled(Passing):
    """Microsoft 365 asked to wait; `retry_after` says how long when it said so."""


class BeingPrepared(Passing):
    """The group exists, its document library does not yet."""


class DatabaseBusy(Passing):
    """The company database was held by others for longer than we wait."""


class ActivatingElsewhere(Passing):
    """Another workstation holds the activation; `who` names it as it named itself."""

    def __init__(self, who: str, detail: str = "") -> None:
        super().__init__(detail)
        self.who = who
