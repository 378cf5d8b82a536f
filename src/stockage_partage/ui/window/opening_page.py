"""On which page a window opens: where the daily work is, once storage was active for its company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings


class OpeningPage:
    """Remembers, for each company, whether storage was active when it was last shown.

    What is remembered is known before anything is read, so that no page ever takes the place of another
    under somebody's hand. `company` is where its database is; nothing is remembered without `kept`.
    """

    def __init__(self, kept: QSettings | None, company: str) -> None:
        self._kept = kept
        # A location may hold what QSettings takes for a path of its own. By Qt, which is loaded: `hashlib`
        # would be loaded for this alone before the first state.
        digest = QCryptographicHash.hash(company.encode(), QCryptographicHash.Algorithm.Sha256)
        self._key = f"active/{digest.toHex().toStdString()[:16]}"

    @property
    def is_documents(self) -> bool:
        """True for « Documents »; False for « Échanges de données », where storage is activated."""
        return self._kept is not None and bool(self._kept.value(self._key, False, type=bool))

    def note(self, active: bool) -> None:
        """Notes what is so now, for the next opening."""
        if self._kept is not None and active is not self.is_documents:
            self._kept.setValue(self._key, active)
