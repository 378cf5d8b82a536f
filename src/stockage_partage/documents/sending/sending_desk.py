"""Sending at one workplace: for the command line, the service without a window, and the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stockage_partage.closing import Closing
from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.endings import Drained
from stockage_partage.documents.sending.sender import GRACE_S, IN_FLIGHT, Sender
from stockage_partage.documents.sending.sending import Destination
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import RightsLost, Trouble


class SendingDesk(Closing):
    """Sends for whoever is signed in here. Its threads start with the first round that can send.

    `in_flight`: requests at once; `grace_s`: what they may still take once asked to stop. A context; `close` ends the threads.
    """

    def __init__(
        self, workplace: Workplace, in_flight: int = IN_FLIGHT, grace_s: float = GRACE_S
    ) -> None:
        self._workplace = workplace
        self._in_flight = in_flight
        self._grace_s = grace_s
        self._sender: Sender | None = None

    def drain(self, bell: Bell) -> Drained:
        """One round; a trouble that keeps anything from being sent is its `resting`.

        Raises nothing but our own mistakes.
        """
        try:
            drive_id = self._workplace.library()
            take_over_from_the_dead(self._workplace)
            sender = self._sending(drive_id)
            drained = sender.drain(bell)
            sender.tidy(bell)
            if isinstance(drained.resting, RightsLost):
                why = self._workplace.why_refused(drained.resting)
                return replace(drained, trouble=why, resting=why)
            return drained
        except Trouble as trouble:
            return Drained(trouble=trouble, resting=trouble)

    def next_try(self) -> datetime | None:
        """When something that was put off may leave; None when nothing was."""
        return self._workplace.database.outbox.next_try(self._workplace.clock())

    def seconds_until(self, moment: datetime) -> float:
        """From now, by the workplace's clock."""
        return (moment - self._workplace.clock()).total_seconds()

    def close(self) -> None:
        """Ends the threads; harmless when there are none."""
        if self._sender is not None:
            self._sender.close()

    def _sending(self, drive_id: str) -> Sender:
        if self._sender is None:
            here = self._workplace
            to = Destination(here.drive, here.uploads, drive_id, here.presence.owner)
            self._sender = Sender(here.database, to, here.clock, self._in_flight, self._grace_s)
        return self._sender


def take_over_from_the_dead(workplace: Workplace) -> None:
    """Frees what a killed process of this workstation was sending, without waiting for its lease."""
    outbox = workplace.database.outbox
    for owner in outbox.holders():
        if workplace.presence.is_dead(owner):
            outbox.release_all(owner)
