"""The root of every trouble."""

from __future__ import annotations

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
