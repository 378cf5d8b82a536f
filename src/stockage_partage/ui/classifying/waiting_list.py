"""The documents that wait for a place, in their order, and the one of them that is looked at. Pure."""

from __future__ import annotations

from collections.abc import Sequence


class WaitingList:
    """From one to the next and back, the last being followed by the first."""

    def __init__(self, ids: Sequence[int], current: int) -> None:
        self._ids = list(ids)
        if current not in self._ids:
            self._ids.insert(0, current)
        self._at = self._ids.index(current)

    @property
    def current(self) -> int:
        """The id of the document that is looked at."""
        return self._ids[self._at]

    @property
    def number(self) -> int:
        """The place of the current document, counted from 1."""
        return self._at + 1

    def __len__(self) -> int:
        return len(self._ids)

    def beside(self, steps: int) -> int | None:
        """The id so many steps away; None where there is no other document."""
        return self._ids[(self._at + steps) % len(self._ids)] if len(self._ids) > 1 else None

    def go_to(self, document_id: int) -> None:
        """Makes that document, which waits, the current one."""
        self._at = self._ids.index(document_id)

    def renew(self, ids: Sequence[int]) -> int | None:
        """Takes the ids that wait now; answers the one to look at: the current one, or what comes after it.

        None when nothing waits any more.
        """
        left = set(ids)
        after = [*self._ids[self._at :], *self._ids[: self._at]]
        there = next((each for each in after if each in left), None) or next(iter(ids), None)
        if there is not None:
            self._ids = list(ids)
            self._at = self._ids.index(there)
        return there
