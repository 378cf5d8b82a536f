"""What every work on documents needs: the company's database, its library online, and who is here.

When Microsoft 365 asks to slow down, work waits, then goes on, and every workstation waits with us. `Pauses` keeps
what this workstation waits for before it asks again, for whoever tells the person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, TypeVar

from stockage_partage.applications import Application
from stockage_partage.errors import (
    BeingPrepared,
    GroupGone,
    RightsLost,
    ServiceUnavailable,
    SignInNeeded,
    StorageInactive,
    Throttled,
    Trouble,
)
from stockage_partage.graph.http.responses import best_effort
from stockage_partage.settings import Settings
from stockage_partage.streams import check

if TYPE_CHECKING:
    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.activation.presence import Presence
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.auth.sign_in import SignIn
    from stockage_partage.graph.library.drive import Drive
    from stockage_partage.graph.library.groups import Groups
    from stockage_partage.graph.library.upload_session import Uploads
    from stockage_partage.graph.timestamp_service import TimestampService


T = TypeVar("T")
#: Seconds of one wait when the service does not say how long, and the most that somebody waits for.
UNSAID_S, LONGEST_S = 5.0, 300.0
#: How often the same request is asked again before its trouble is told.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Pause:
    """Somebody asks again at `until`, because of `trouble`."""

    until: datetime
    trouble: Trouble


class Pauses:
    """The longest rest under way. Several threads rest, others look."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._longest: Pause | None = None

    def note(self, rest: Pause) -> None:
        """Somebody begins to rest."""
        with self._lock:
            if self._longest is None or self._longest.until < rest.until:
                self._longest = rest

    def under_way(self, now: datetime) -> Pause | None:
        """What is waited for at that moment, None when nothing is."""
        with self._lock:
            rest = self._longest
        return rest if rest is not None and now < rest.until else None


@dataclass(frozen=True)
class AppContext:
    """One application on one company, on this workstation, for one person.

    `folder` is this person's own on this workstation, never shared. `clock` is aware, UTC.
    """

    application: Application
    database: CompanyDatabase
    service: ActivationService
    sign_in: SignIn
    groups: Groups
    drive: Drive
    uploads: Uploads
    presence: Presence
    folder: Path
    clock: Callable[[], datetime]
    #: With what the local Microsoft 365 of the demonstration is, where that is used.
    settings: Settings
    #: The settings' folder for prints, with a sub-folder for each application; None without one.
    print_folder: Path | None = None
    #: The settings' exchange folder of Sage Document Manager; None where the person chooses.
    document_manager_folder: Path | None = None
    #: The settings' time-stamping service; None without one.
    timestamps: TimestampService | None = None
    #: Given back after the database when the context is closed.
    on_close: Callable[[], object] = lambda: None
    #: What this workstation's work waits for, besides the pauses of all, which the database holds.
    rests: Pauses = field(default_factory=Pauses)

    def close(self) -> None:
        """Lets go of everything; safe to call once whatever happened."""
        self.service.close()
        self.presence.close()
        self.database.close()
        if self.timestamps is not None:
            self.timestamps.close()
        self.on_close()

    def who(self) -> str:
        """Who does it, for the register: the account signed in, else this workstation's name."""
        account = self.sign_in.account()
        return account.username if account else self.presence.who

    def own(self, address: str | None) -> str | None:
        """The address, when it is of the organisation's own SharePoint: the database is not trusted."""
        return self.groups.hosts.own(address)

    def know_hosts(self) -> None:
        """One look online while nobody knows yet which SharePoint is the company's; what it meets is not told."""
        known = self.database.activation.known_group()
        if known is not None and not self.groups.hosts.are_known and self.sign_in.is_usable:
            with best_effort():
                self.groups.library(known.id)

    def why_refused(self, refused: RightsLost) -> Trouble:
        """GroupGone when the group was deleted, which every panel then tells; else the refusal itself."""
        with best_effort():
            try:
                self.service.find_library()
            except GroupGone as gone:
                return gone
        return refused

    def library(self) -> str:
        """The drive id of the company's library; one look online when it is not known yet.

        Raises StorageInactive, SignInNeeded, BeingPrepared, and what keeps us from looking.
        """
        activation = self.database.activation.get()
        if activation.group_id is None:
            raise StorageInactive
        if self.sign_in.account() is None:
            raise SignInNeeded
        if activation.drive_id is None:
            self.service.find_library()
            activation = self.database.activation.get()
        if activation.drive_id is None:
            raise BeingPrepared
        return activation.drive_id


def patiently(app: AppContext, stop: Event, ask: Callable[[], T]) -> T:
    """What `ask` gives, asked again after each wait that Microsoft 365 wishes.

    Raises Stopped, and what `ask` raises when waiting does not help.
    """
    for _ in range(TRIES - 1):
        wait_for_the_pause(app, stop)
        try:
            return ask()
        except (Throttled, ServiceUnavailable) as trouble:
            seconds = trouble.retry_after if trouble.retry_after is not None else UNSAID_S
            if seconds > LONGEST_S:
                raise
            until = app.clock() + timedelta(seconds=seconds)
            if isinstance(trouble, Throttled):
                # Asked of the whole organisation: asking again from elsewhere prolongs it.
                app.database.outbox.pause(until, trouble.kind)
            else:
                app.rests.note(Pause(until, trouble))
                _rest(stop, seconds)
    wait_for_the_pause(app, stop)
    return ask()


def wait_for_the_pause(app: AppContext, stop: Event) -> None:
    """Returns once no workstation has to stay away. Raises Stopped, and Throttled for a long one."""
    now = app.clock()
    pause = app.database.outbox.paused_until(now)
    if pause is None:
        check(stop)
        return
    seconds = (pause.until - now).total_seconds()
    if seconds > LONGEST_S:
        raise Throttled(retry_after=seconds)
    _rest(stop, seconds)


def _rest(stop: Event, seconds: float) -> None:
    stop.wait(seconds)
    check(stop)
