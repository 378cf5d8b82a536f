"""Fetches timestamps of the journal while `envoyer --continu` runs, in a thread that sending never waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stockage_partage.cli.exits import say

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.proof.timestamps import TimestampRound


@contextmanager
def timestamps_fetched(context: AppContext) -> Iterator[None]:
    """One a day at most, where the settings name a service; what keeps it away is said once."""
    if context.timestamps is None:
        yield
        return
    from stockage_partage.documents.proof.timestamps import Timestamping, TimestampThread

    owner = context.presence.owner
    timestamping = Timestamping(context.database, context.timestamps, owner)
    thread = TimestampThread(timestamping, _tell, delay_s=0.0)
    thread.start()
    try:
        yield
    finally:
        thread.stop()


def _tell(found: TimestampRound) -> None:
    from stockage_partage.messages import timestamps as texts
    from stockage_partage.messages.usage import sentence

    if found.trouble is not None:
        say(sentence(found.trouble))
    elif found.kept is not None:
        say(texts.kept(found.kept))
