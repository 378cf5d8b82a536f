"""« Fichier › Paramètres société › Personnalisation › Modèles »: what is filed when it is printed.

A card of templates a domain, « Jamais / Proposé / Obligatoire » on each line; then the folder that this
workstation watches: where it is, how it stands, what one may do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import PanelState
from stockage_partage.documents.printing.folder_look import FolderScan, FolderState, PrintOutcome
from stockage_partage.documents.printing.templates import (
    FilingMode,
    PrintTemplate,
    domains_printed,
    filing_of,
    templates_of,
)
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.messages import printing as texts
from stockage_partage.messages.documents import type_label
from stockage_partage.messages.typography import typeset
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import SettingsPage
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import FactRow, line, wrapping
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled, show

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


class FolderCard(QFrame):
    """One row. It asks nothing and decides nothing: what is pressed is told."""

    create_wanted = Signal()
    choose_wanted = Signal()
    open_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(texts.FOLDER)
        self.create_folder = self._button("create_print_folder", texts.CREATE)
        self.choose = self._button("choose_print_folder", texts.CHOOSE)
        self.open = self._button("open_print_folder", texts.OPEN)
        self.stop = self._button("stop_print_folder", texts.STOP)
        self.buttons = (self.create_folder, self.choose, self.open, self.stop)
        self.row = FactRow("print_folder", texts.FOLDER, buttons=self.buttons)
        self.row.set_title_width(self.row.title.sizeHint().width() + 3 * GRID)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        box.addWidget(self.row)
        self._counts: Counter[PrintOutcome] = Counter()
        self.create_folder.clicked.connect(self.create_wanted)
        self.choose.clicked.connect(self.choose_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self._known = False
        self._refused = ""
        self.row.show_fact(texts.FOLDER_READING, texts.FOLDER_HELP)
        for button in (self.create_folder, self.open, self.stop):
            show(button, False)
        self._follow()

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        made = PushButton(text)
        made.setObjectName(name)
        return made

    def show_round(self, said: FolderScan) -> None:
        """How it stands after a look, and what was taken since the window was opened."""
        self._known = True
        self._counts.update(each.outcome for each in said.taken)
        watched = said.folder is not None
        help_text = " ".join(filter(None, (texts.folder_state(said), texts.taken(self._counts))))
        value = texts.place(said.folder) if said.folder else texts.NO_FOLDER
        self.row.show_fact(value, typeset(help_text))
        show(self.create_folder, not watched)
        show(self.open, watched)
        set_enabled(self.open, texts.NOT_THERE if said.state is FolderState.ABSENT else "")
        show(self.stop, watched)
        self._follow()

    def allow(self, reason: str) -> None:
        """Greyed with a `reason`. A folder already watched can be let go all the same."""
        self._refused = reason
        self._follow()

    def _follow(self) -> None:
        reason = self._refused or ("" if self._known else texts.FOLDER_READING)
        set_enabled(self.create_folder, reason)
        set_enabled(self.choose, reason)


class TemplatesPage(SettingsPage):
    """The page « Modèles ». Lines are made once somebody comes: they are many, and the window opens without."""

    chosen = Signal(object, object)  # PrintTemplate, Filing

    def __init__(self) -> None:
        super().__init__(PageId.TEMPLATES)
        intro = wrapping("templates_help", quiet=True)
        intro.setText(texts.TEMPLATES_HELP)
        self.troubles = TroubleBar()
        self.reason = InfoBar("templates_closed")
        self.folder = FolderCard()
        self.cards: list[ChoicesCard] = []
        self._state: PanelState | None = None
        self._chosen: Mapping[str, str] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2 * GRID)
        self.box.addWidget(intro)
        self.box.addSpacing(2 * GRID)
        self.box.addLayout(self._lines)
        self.box.addSpacing(2 * GRID)
        # Last: what it says of itself grows, and moves no choice.
        self.box.addWidget(self.folder)
        self.tell_below(self.troubles, self.reason)

    def make_lines(self) -> None:
        """All that is not made yet, at once."""
        while self._make_card():
            pass

    def _make_some(self) -> None:
        """A card at a time, the event loop running in between."""
        if self._make_card():
            QTimer.singleShot(1, self, self._make_some)

    def _make_card(self) -> bool:
        """The next domain's; False when there is none left, or nobody knows yet of which application."""
        state = self._state
        if state is None:
            return False
        application = state.facts.application
        domain = next(iter(domains_printed(application)[len(self.cards) :]), None)
        if domain is None:
            return False
        known = templates_of(application)
        card = ChoicesCard(domain, [each for each in known if each.kind.domain is domain])
        card.chosen.connect(self.chosen)
        card.show_chosen(self._chosen)
        card.allow(texts.closed(state))
        self.cards.append(card)
        self._lines.addWidget(card)
        for before, after in pairwise((card.last(), *self.folder.buttons)):
            self.setTabOrder(before, after)
        return True

    def show_state(self, state: PanelState) -> None:
        """Whether anything may be chosen now, and why not."""
        first, self._state = self._state is None, state
        if first and self.isVisible():
            self._make_some()
        self._show_reason(state)

    def _show_reason(self, state: PanelState) -> None:
        prints = bool(templates_of(state.facts.application))
        reason = texts.closed(state)
        told = reason if prints else texts.no_template(state)
        self.reason.say(told)
        for card in self.cards:
            card.allow(reason)
        self.folder.allow(reason)
        show(self.folder, prints)

    def show_chosen(self, chosen: Mapping[str, str]) -> None:
        """What the company decided; whoever decided it."""
        self._chosen = chosen
        for card in self.cards:
            card.show_chosen(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Makes the lines that are still missing when the page is shown."""
        super().showEvent(event)
        self._make_some()
