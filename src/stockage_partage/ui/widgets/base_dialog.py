"""What every dialog of the program is made of: a title, a subject that scrolls, buttons that stay.

The title names the company of the window that opens it. A question before a consequence is such a dialog
too: what happens, what stays, and a verb on each button.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.messages import window
from stockage_partage.messages.typography import unbroken
from stockage_partage.messages.window import dialog_title
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import FlowingText, wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.keys import AccessKeys, HelpKey
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show

_COMPANY = "company"
#: Below so many characters on a line, there is no room beside a dialog's subject.
_NARROW = 78


class BaseDialog(QDialog):
    """Opened with `open()`; its subject scrolls so that the buttons stay on a small screen."""

    columns = 66  # characters on a line
    _columns_beside = 0
    _pane: QWidget | None = None  # beside the subject
    toast_room: QWidget | None = (
        None  # what short messages lie over; None for the foot of the dialog
    )

    def __init__(self, parent: QWidget | None, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        name_dialog(self, title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        for helper in (HelpKey, AccessKeys, OnScreen):
            helper(self)
        self.heading = _heading(title)
        self.subject = QVBoxLayout()
        self.subject.setSpacing(GRID + GRID // 2)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        # Never scrolls: what is told of all that is below.
        self.above = QVBoxLayout()
        self.above.setSpacing(0)
        box.addLayout(self.above)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        box.addLayout(self._middle, 1)
        # In place before it is filled: what comes into a window already full is styled once more.
        self._scroll = QScrollArea()
        self._middle.addWidget(self._scroll, self.columns)
        inside = self._inside = FlowingText()
        self._scroll.setWidget(inside)
        inside.setObjectName("page")
        inside.installEventFilter(self)
        self.installEventFilter(self)
        self._fitted = 0
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.heading)
        column.addLayout(self.subject)
        column.addStretch(1)
        _scroll_down_only(self._scroll, title)
        # Never scrolls: the buttons, and above them what must be seen while one presses them.
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self.foot.setSpacing(2 * GRID)
        self.foot.addLayout(self.buttons)
        box.addLayout(self.foot)

    def put_heading_in(self, layout: QHBoxLayout) -> None:
        """The title goes there, first and wide, from above the subject."""
        self._column.setContentsMargins(3 * GRID, 0, 3 * GRID, GRID)
        layout.insertWidget(0, self.heading, 1)

    def put_beside(self, pane: QWidget, columns: int) -> None:
        """Left of the subject, as high as it, where the window is wide enough for both.

        `columns`: characters on a line of it, at first. It scrolls by itself where the window is low.
        """
        self._columns_beside = columns
        self._pane = scroll = QScrollArea()
        _scroll_down_only(scroll, self.windowTitle())
        scroll.setWidget(pane)
        self._middle.insertWidget(0, scroll, columns)

    def fill_with(self, widget: QWidget) -> None:
        """Adds to the subject what takes all the height that is left."""
        self.subject.addWidget(widget, 1)
        self._column.setStretchFactor(self.subject, 1)
        self._column.setStretch(self._column.count() - 1, 0)

    def add_text(self, name: str, text: str) -> QLabel:
        """Adds a paragraph of that object name."""
        label = wrapping(name)
        label.setText(unbroken(text))
        self.subject.addWidget(label)
        return label

    def add_points(self, points: Sequence[str]) -> None:
        """What to know, one thing a line, each with its mark."""
        for number, point in enumerate(points, start=1):
            label = wrapping(f"point_{number}")
            label.setText(unbroken(point))
            across = QHBoxLayout()
            across.setSpacing(GRID)
            mark = IconLabel("point", side=label.fontMetrics().height())
            across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(label, 1)
            self.subject.addLayout(across)

    def add_warning(self, text: str) -> None:
        """What must not be overlooked, framed, with its picture."""
        bar = InfoBar("warning", stacked=True)
        self.subject.addWidget(bar)
        bar.say("", tone=Tone.TO_SETTLE, advice=text)

    def add_button(
        self, name: str, text: str, *, primary: bool = False, default: bool = False
    ) -> QPushButton:
        """A verb, from left to right, « Annuler » or « Fermer » the last. `default` is what Enter does and where the focus starts."""
        button = PushButton(text)
        button.setObjectName(name)
        button.setProperty("primary", primary)
        button.setDefault(default)
        self.buttons.addWidget(button)
        if default:
            button.setFocus()
        return button

    def fit(self) -> None:
        """Sizes the dialog: as wide as is good to read, as high as needed, never beyond the screen."""
        margins = 6 * GRID
        columns = self.columns + self._columns_beside
        width = columns * self.fontMetrics().averageCharWidth() + margins
        width = min(width, room_on_screen(self).width())
        self.resize(width, self._needed(width))
        self._fitted = self.height()

    def _needed(self, width: int) -> int:
        foot = self.foot.sizeHint().height()
        if self.foot.hasHeightForWidth():
            foot = self.foot.heightForWidth(width)
        beside = self._columns_beside if self._has_room_beside(width) else 0
        subject = width * self.columns // (self.columns + beside)
        above = self.above.sizeHint().height()
        height = above + self._inside.heightForWidth(subject) + foot + 2
        return min(height, room_on_screen(self).height())

    def _has_room_beside(self, width: int) -> bool:
        return width >= _NARROW * self.fontMetrics().averageCharWidth()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small window has room for the subject alone."""
        super().resizeEvent(event)
        if self._pane is not None:
            show(self._pane, self._has_room_beside(self.width()))

    def bring_into_sight(self, notice: QWidget) -> None:
        """What was just said of a press, once it has taken its room."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(notice, 0, GRID))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is said later makes room for itself."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            QTimer.singleShot(0, self, self._grow)
        return False

    def _grow(self) -> None:
        """Unless somebody has given the window another height."""
        needed = self._needed(self.width())
        if self.height() == self._fitted and needed > self._fitted:
            self.resize(self.width(), needed)
            self._fitted = self.height()

    def setVisible(self, visible: bool) -> None:
        """Takes its size when first shown."""
        if visible and not self.isVisible():
            self.fit()
        super().setVisible(visible)


def _scroll_down_only(scroll: QScrollArea, title: str) -> None:
    scroll.setObjectName("page_scroll")
    scroll.setAccessibleName(title)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _heading(title: str) -> QLabel:
    made = titled(title, "dialog_title")
    made.setFont(font(1.3, bold=True))
    made.setWordWrap(True)
    return made


class Verb(NamedTuple):
    """A button of a question: its object name, and what it says."""

    name: str
    label: str


CANCEL = Verb("cancel", window.CANCEL)


class Confirmation(BaseDialog):
    """A question that is closed by any of its buttons; `chosen` comes before `accepted`."""

    chosen = Signal(str)  # the name of the verb that was pressed; never of the one that gives up

    def add_verb(self, verb: Verb, *, primary: bool) -> None:
        """A button that accepts. `primary`: the coloured one, which Enter presses."""
        button = self.add_button(*verb, primary=primary, default=primary)
        button.clicked.connect(lambda: self._choose(verb.name))

    def _choose(self, name: str) -> None:
        self.chosen.emit(name)
        self.accept()


def confirm(
    parent: QWidget | None,
    name: str,
    title: str,
    points: Sequence[str],
    *verbs: Verb,
    primary: str = "",
    cancel: Verb = CANCEL,
    text: str = "",
    warning: str = "",
) -> Confirmation:
    """A question of that object name, over `parent`, not yet open: connect to it, then `open()` it.

    `primary`: the name of the coloured button, which Enter presses; '' for none, and Enter gives up.
    `cancel` gives up, as Escape does. `warning`, `text` and `points` are shown in that order.
    """
    made = Confirmation(parent, name, title)
    if warning:
        made.add_warning(warning)
    if text:
        made.add_text("text", text)
    made.add_points(points)
    for verb in verbs:
        made.add_verb(verb, primary=verb.name == primary)
    default = not primary or cancel.name == primary
    button = made.add_button(*cancel, primary=cancel.name == primary, default=default)
    button.clicked.connect(made.reject)
    return made


def put_company(window: QWidget, company: str) -> None:
    """Tells a window which company it shows: the dialogs that it opens from now on say so."""
    window.setProperty(_COMPANY, company)


def company_above(widget: QWidget) -> str:
    """The company of the window in which, or above which, the widget is; "" while none is known."""
    above = widget.parentWidget()
    while above is not None and above.property(_COMPANY) is None:
        above = above.parentWidget()
    return str(above.property(_COMPANY)) if above is not None else ""


def name_dialog(dialog: QWidget, title: str) -> None:
    """Gives a dialog its title, with the company of the window that opens it when that is known."""
    dialog.setWindowTitle(dialog_title(title, company_above(dialog)))
