"""« Jamais / Proposé / Obligatoire »: a card of templates, one choice a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from stockage_partage.documents.printing.templates import FilingMode, PrintTemplate, filing_of
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.messages import printing as texts
from stockage_partage.messages.documents import type_label
from stockage_partage.ui.widgets.fact_row import line, wrapping
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import set_enabled

_RING = 9.0  # pixels, the radius of a choice
_DOT = 4.5


class TemplateChoice(QRadioButton):
    """One choice of a line: a ring in the middle of its cell, which is all of it to the mouse."""

    def __init__(self, template: PrintTemplate, filing: FilingMode) -> None:
        super().__init__()
        self.template, self.filing = template, filing
        self.setObjectName(f"choice_{template.word}_{filing}")
        self.setAccessibleName(texts.choice_name(template, filing))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        # The Tab key comes once to a line, to what is chosen there; arrows choose.
        self.toggled.connect(self._let_tab_in)
        self._let_tab_in(checked=False)

    def _let_tab_in(self, checked: bool) -> None:  # Qt's own signal
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if checked else policy.ClickFocus)

    def sizeHint(self) -> QSize:
        """A cell as wide as the longest of the three words above it."""
        longest = max(map(self.fontMetrics().horizontalAdvance, texts.FILINGS.values()))
        return QSize(longest + 2 * GRID, 4 * GRID)

    def hitButton(self, place: QPoint) -> bool:
        """Anywhere in the cell."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ring, dot, and a second ring when the keyboard is here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        painter.setBrush(self._colour(QPalette.ColorRole.Base))
        painter.setPen(QPen(self._ink(), 2 if self.isChecked() else 1.4))
        painter.drawEllipse(middle, _RING, _RING)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ink())
            painter.drawEllipse(middle, _DOT, _DOT)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._colour(QPalette.ColorRole.BrightText), 2))
            painter.drawEllipse(middle, _RING + 4, _RING + 4)
        painter.end()

    def _ink(self) -> QColor:
        if not self.isEnabled():
            # What was chosen stays readable while it cannot be changed.
            role = QPalette.ColorRole.Text
            return self._colour(role)
        checked = (
            QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.PlaceholderText
        )
        return self._colour(checked)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


class ChoicesCard(QFrame):
    """The templates of one domain."""

    chosen = Signal(object, object)  # PrintTemplate, Filing

    def __init__(self, domain: Domain, templates: Sequence[PrintTemplate]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.TEMPLATE_DOMAINS[domain])
        self._choices: dict[PrintTemplate, dict[FilingMode, TemplateChoice]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._add_head(domain)
        for number, template in enumerate(templates):
            self._add_row(2 * number + 1, domain, template)

    def _add_head(self, domain: Domain) -> None:
        title = wrapping(f"domain_{domain}")
        title.setFont(font(1.2, bold=True))
        title.setText(texts.TEMPLATE_DOMAINS[domain])
        title.setContentsMargins(0, 0, 0, GRID)
        self._grid.addWidget(title, 0, 0)
        for column, filing in enumerate(FilingMode, start=1):
            head = QLabel(texts.FILINGS[filing])
            head.setObjectName(f"head_{domain}_{filing}")
            head.setProperty("role", "quiet")
            head.setToolTip(texts.FILING_HELP[filing])
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            head.setContentsMargins(GRID, 0, GRID, GRID)
            self._grid.addWidget(head, 0, column)

    def _add_row(self, row: int, domain: Domain, template: PrintTemplate) -> None:
        rule = line()
        self._grid.addWidget(rule, row, 0, 1, 1 + len(FilingMode))
        label = wrapping(f"template_{template.word}")
        label.setText(type_label(template.kind.word))
        label.setContentsMargins(0, GRID, 0, GRID)
        self._grid.addWidget(label, row + 1, 0, Qt.AlignmentFlag.AlignVCenter)
        group = QButtonGroup(self)
        self._choices[template] = {}
        for column, filing in enumerate(FilingMode, start=1):
            choice = TemplateChoice(template, filing)
            group.addButton(choice)
            self._choices[template][filing] = choice
            # Clicked by a person, not set by what was read.
            choice.clicked.connect(self._clicked)
            self._grid.addWidget(choice, row + 1, column)

    def _clicked(self) -> None:
        choice = self.sender()
        if isinstance(choice, TemplateChoice):
            self.chosen.emit(choice.template, choice.filing)

    def show_chosen(self, chosen: Mapping[str, str]) -> None:
        """What is decided; what has not changed is not touched."""
        for template, choices in self._choices.items():
            wanted = choices[filing_of(chosen, template)]
            if not wanted.isChecked():
                wanted.setChecked(True)

    def allow(self, reason: str) -> None:
        """Greyed, each choice saying why, when there is a `reason`."""
        for choices in self._choices.values():
            for filing, choice in choices.items():
                set_enabled(choice, reason, texts.FILING_HELP[filing])

    def last(self) -> QWidget:
        """Where the keyboard goes out."""
        *_, choices = self._choices.values()
        *_, choice = choices.values()
        return choice
