"""Empties the outbox: the loop around `send_one`, boring on purpose."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from stockage_partage.documents.sending import Outcome, Sent
from stockage_partage.errors import Offline, Trouble

_log = logging.getLogger(__name__)

#: Seconds between two looks at an empty outbox. A look is one small read.
REST = 2.0
_SEVERAL = 5

SendOne = Callable[[], Sent | None]


@dataclass(frozen=True, slots=True)
class Drained:
    """What came of it. `trouble`: the last one met, if any."""

    filed: int = 0
    postponed: int = 0
    blocked: int = 0
    trouble: Trouble | None = None


def drain(send_one: SendOne, stop: Event) -> Drained:
    """Sends everything that is due now, each document once, until `stop`.

    Offline ends it, and a service that puts several off in a row: the next would not pass either.
    Raises what `send_one` raises.
    """
    ended: Counter[Outcome] = Counter()
    trouble: Trouble | None = None
    in_a_row = 0
    while not stop.is_set():
        sent = send_one()
        if sent is None:
            break
        ended[sent.outcome] += 1
        trouble = sent.trouble or trouble
        in_a_row = in_a_row + 1 if sent.outcome is Outcome.POSTPONED else 0
        if isinstance(sent.trouble, Offline) or in_a_row == _SEVERAL:
            break
    return Drained(ended[Outcome.FILED], ended[Outcome.POSTPONED], ended[Outcome.BLOCKED], trouble)


def keep_draining(
    send_one: SendOne, stop: Event, tell: Callable[[Drained], None], rest: float = REST
) -> None:
    """Drains again and again until `stop`; `tell` hears of every round that did or met something.

    A trouble that stops the queue is told, and tried again after the rest: it ends by itself once
    somebody signs in or the network is back.
    """
    while not stop.is_set():
        try:
            drained = drain(send_one, stop)
        except Trouble as trouble:
            drained = Drained(trouble=trouble)
        except Exception:  # noqa: BLE001  # the boundary of the queue: logged with its traceback
            # Our own mistake: loud in the log, and the other documents still leave.
            _log.exception("a document could not be sent")
            drained = Drained()
        if drained != Drained():
            tell(drained)
        stop.wait(rest)
