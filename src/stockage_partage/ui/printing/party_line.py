"""The third party of a print, found as one types its code or its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from stockage_partage.company.facts import ThirdParty
from stockage_partage.words import print_dialog as words

_BETWEEN = " – "
_ROWS = 8


class PartyLine(QLineEdit):
    """Shows « CARAT – Carat Joaillerie »; what counts is the code."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(words.THIRD_PARTY_HINT)
        self._lines: dict[str, str] = {}
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_ROWS)
        self.setCompleter(completer)

    def show_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Those that there are; what is typed stays."""
        code = self.code
        self._lines = {each.code: f"{each.code}{_BETWEEN}{each.name}" for each in parties}
        self._model.setStringList(list(self._lines.values()))
        self.show_code(code or "")

    def show_code(self, code: str) -> None:
        """With its name where it is known."""
        self.setText(self._lines.get(code.upper(), code))

    @property
    def code(self) -> str | None:
        """None when nothing is typed."""
        return self.text().partition(_BETWEEN)[0].strip() or None
