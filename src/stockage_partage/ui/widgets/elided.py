"""What is too long for its line ends with « … », and its tip tells it whole: a label, a box to choose in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from stockage_partage.plain_text import one_line
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import plain_tip


class ElidedLabel(QLabel):
    """Asks for the room its text takes and does with less."""

    def __init__(self, *, to_the_right: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._side = Qt.AlignmentFlag.AlignRight if to_the_right else Qt.AlignmentFlag.AlignLeft
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """The tip tells what may be cut."""
        super().setText(text := one_line(text))
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters is enough."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 12 * self.fontMetrics().averageCharWidth()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """One line, cut where it must."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        align = self._side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(align), text)
        painter.end()


class ElidedComboBox(QComboBox):
    """For choices whose length is somebody else's, such as printers; the tip tells the whole name."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _shown(self, option: QStyleOptionComboBox) -> str:
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = field.width() - GRID // 2
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def event(self, event: QEvent) -> bool:
        """The tip is asked for: the choice, when it is not seen whole."""
        if event.type() is QEvent.Type.ToolTip:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            whole = self.currentText()
            self.setToolTip(whole if self._shown(option) != whole else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, with the text that has its room."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._shown(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
