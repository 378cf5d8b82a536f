"""What tests do with the local Microsoft 365 that nobody else does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tenant.blobs import QuickXor
from local_microsoft365.tokens import DEFAULT_SCOPES


class ShiftedClock:
    """The computer's clock moved by what a test says: time passes, and can be made to pass faster."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def advance(self, seconds: float) -> None:
        """Moves the clock forward (or back, when negative)."""
        self._shift += timedelta(seconds=seconds)


def token_for(
    microsoft365: LocalMicrosoft365, role: str, scopes: Sequence[str] = DEFAULT_SCOPES
) -> str:
    """An access token as that account would get it, without the pages."""
    user = microsoft365.people.with_role(role)
    client_id = microsoft365.desk.registration.client_id
    return microsoft365.tokens.access_token(user, client_id, scopes, microsoft365.desk.issuer)


def quick_xor(pieces: Iterable[bytes]) -> str:
    """The hash of a whole content, as its own implementation has it."""
    taken = QuickXor()
    for piece in pieces:
        taken.update(piece)
    return taken.text()
