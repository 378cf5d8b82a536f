"""Setting what a widget shows, only where it changed: no flicker, no needless word to a screen reader."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from stockage_partage.words.typography import unbroken


def show_text(widget: QLabel | QAbstractButton, text: str) -> None:
    """The text, and hidden when there is none."""
    text = unbroken(text)
    if widget.text() != text:
        widget.setText(text)
    show(widget, bool(text))


def show(widget: QWidget, visible: bool) -> None:
    """Visible or not, without a needless relayout."""
    if widget.isHidden() is visible:
        widget.setVisible(visible)


def allow(button: QAbstractButton, reason: str, tip: str = "") -> None:
    """Enabled when there is no `reason`; greyed and saying why otherwise."""
    if button.isEnabled() is bool(reason):
        button.setEnabled(not reason)
    told = reason or tip
    if button.accessibleDescription() != told:
        button.setAccessibleDescription(told)
    if button.toolTip() != told:
        button.setToolTip(told)


def put_property(widget: QWidget, name: str, value: object) -> None:
    """A property that the sheet selects on; the widget and what it holds are drawn anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        # The sheet also chooses the colour of a picture by the frame around it.
        for each in (widget, *widget.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say `text` now, without moving the focus."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
