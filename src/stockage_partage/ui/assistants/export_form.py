"""Which documents, and where to: the first step of « Rapatrier »."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.messages import export as texts
from stockage_partage.messages.documents import DAY_HINT, TYPE_LABELS
from stockage_partage.ui.widgets.file_dialogs import ask_folder
from stockage_partage.ui.widgets.form_field import Editor, FormField, day_problem, day_typed
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID

_TYPED_MS = 300


class ExportForm(QWidget):
    """`changed` a moment after something was typed: what is chosen may be counted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bring_back_form")
        self.folder = QLineEdit()
        self.choose = PushButton(texts.CHOOSE_FOLDER)
        self.choose.setObjectName("choose_folder")
        self.choose.setAccessibleName(f"{texts.FOLDER}, {texts.CHOOSE_FOLDER}")
        self.text = QLineEdit()
        self.text.setPlaceholderText(texts.TEXT_HINT)
        self.third_party = QLineEdit()
        self.third_party.setPlaceholderText(texts.ANY_THIRD_PARTY)
        self.type = QComboBox()
        self.type.addItem(texts.ANY_TYPE, "")
        for word, label in sorted(TYPE_LABELS.items(), key=lambda each: each[1].casefold()):
            self.type.addItem(label, word)
        self.since, self.until = QLineEdit(), QLineEdit()
        for day in (self.since, self.until):
            day.setPlaceholderText(DAY_HINT)
        self.not_online_too = QCheckBox(texts.NOT_ONLINE_TOO)
        self.not_online_too.setObjectName("bring_back_not_online_too")
        self.not_online_too.setAccessibleDescription(texts.NOT_ONLINE_TOO_HELP)
        self.not_online_too.setToolTip(texts.NOT_ONLINE_TOO_HELP)
        self.not_online_too.setChecked(True)
        self.fields = self._make_fields()
        self._codes = QStringListModel(self)
        self._complete()
        self._lay_out()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._connect()

    def _make_fields(self) -> dict[str, FormField]:
        titles: tuple[tuple[str, str, Editor], ...] = (
            ("bring_back_folder", texts.FOLDER, self.folder),
            ("bring_back_text", texts.TEXT, self.text),
            ("bring_back_third_party", texts.THIRD_PARTY, self.third_party),
            ("bring_back_type", texts.TYPE, self.type),
            ("bring_back_since", texts.SINCE, self.since),
            ("bring_back_until", texts.UNTIL, self.until),
        )
        return {
            name: FormField(name, title, editor, kept=int(name in _DAYS))
            for name, title, editor in titles
        }

    def _complete(self) -> None:
        completer = QCompleter(self._codes, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.third_party.setCompleter(completer)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(GRID)
        where.addWidget(self.fields["bring_back_folder"], 1)
        below = QVBoxLayout()
        below.addSpacing(self.fontMetrics().height() + 4)  # under the field's title
        below.addWidget(self.choose)
        below.addStretch(1)
        where.addLayout(below)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.addWidget(self.fields["bring_back_text"], 0, 0, 1, 2)
        grid.addWidget(self.fields["bring_back_third_party"], 1, 0)
        grid.addWidget(self.fields["bring_back_type"], 1, 1)
        grid.addWidget(self.fields["bring_back_since"], 2, 0)
        grid.addWidget(self.fields["bring_back_until"], 2, 1)
        grid.addWidget(self.not_online_too, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID + GRID // 2)
        box.addLayout(where)
        box.addLayout(grid)
        order = (self.folder, self.choose, self.text, self.third_party)
        for before, after in itertools.pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        for editor in (self.folder, self.text, self.third_party, self.since, self.until):
            editor.textChanged.connect(lambda _: self._typed.start())
        self.type.currentIndexChanged.connect(lambda _: self._typed.start())
        self.not_online_too.toggled.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.changed)
        self.choose.clicked.connect(self._choose)

    def show_third_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Proposed as one types."""
        self._codes.setStringList([f"{party.code} · {party.name}" for party in parties])

    @property
    def target(self) -> Path | None:
        """The folder, None while nobody has named one."""
        typed = self.folder.text().strip()
        return Path(typed) if typed else None

    @property
    def chosen(self) -> ExportFilter:
        """What was chosen; a date that cannot be read counts for nothing (`problem` tells it)."""
        return ExportFilter(
            self.text.text().strip(),
            str(self.type.currentData() or ""),
            self.third_party.text().partition(" · ")[0].strip().upper(),
            day_typed(self.since.text()),
            day_typed(self.until.text()),
            filed_only=not self.not_online_too.isChecked(),
        )

    def problem(self) -> str:
        """What keeps it from starting, said at the field it is about; "" when nothing does."""
        folder = "" if self.target else texts.NO_FOLDER
        wrong = {name: _unread(self.fields[name].editor) for name in _DAYS}
        chosen = self.chosen
        if chosen.since and chosen.until and chosen.until < chosen.since:
            wrong["bring_back_until"] = texts.WRONG_ORDER
        for name, said in wrong.items():
            self.fields[name].say(said)
        return next((said for said in wrong.values() if said), folder)

    def _choose(self) -> None:
        ask_folder(
            self,
            "choose_folder_dialog",
            texts.CHOOSE_FOLDER_TITLE,
            lambda folder: self.folder.setText(str(folder)),
            start=self.folder.text(),
        )


_DAYS = ("bring_back_since", "bring_back_until")


def _unread(editor: Editor) -> str:
    return day_problem(editor.text()) if isinstance(editor, QLineEdit) else ""
