"""Setting what a widget shows, only where it changed: no flicker, no needless word to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from stockage_partage.messages.typography import unbroken
from stockage_partage.plain_text import some_lines


def show_text(widget: QLabel | QAbstractButton, text: str) -> None:
    """The text, and hidden when there is none."""
    text = unbroken(text)
    if widget.text() != text:
        widget.setText(text)
    show(widget, bool(text))


def put_text(label: QLabel, text: str) -> None:
    """The text alone: what has room reserved keeps it when there is nothing to say."""
    text = unbroken(text)
    if label.text() != text:
        label.setText(text)


def keep_room(widget: QWidget, lines: int = 0) -> None:
    """Hidden or not, its room stays, of so many lines at least: nothing moves when it is told."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    if lines:
        widget.setMinimumHeight(lines * widget.fontMetrics().lineSpacing())


def plain_tip(text: str) -> str:
    """A tip that shows just this: a name that looks like a page's source is not drawn as one."""
    if "<" not in text:
        return text
    from html import escape  # most texts have none, and the first window is waited for

    return f"<qt>{escape(text)}</qt>"


def show(widget: QWidget, visible: bool) -> None:
    """Visible or not, without a needless relayout. What is in no window yet comes with it: it is none itself."""
    if visible and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    elif widget.isHidden() is visible:
        widget.setVisible(visible)


def set_enabled(button: QAbstractButton, reason: str, tip: str = "") -> None:
    """Enabled when there is no `reason`; greyed and saying why otherwise."""
    if button.isEnabled() is bool(reason):
        button.setEnabled(not reason)
    told = some_lines(reason or tip)
    shown = plain_tip(told)
    if button.accessibleDescription() != told:
        button.setAccessibleDescription(told)
    if button.toolTip() != shown:
        button.setToolTip(shown)


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
