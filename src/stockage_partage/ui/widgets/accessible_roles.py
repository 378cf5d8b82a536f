"""What a screen reader calls our own widgets, where Qt would say « label » or « panel »."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox, QLabel, QWidget

#: The property of a widget that says its role.
_ROLE = "accessible_role"
_ROLES = {
    "heading": QAccessible.Role.Heading,
    "alert": QAccessible.Role.AlertMessage,
}


def heading(text: str, name: str) -> QLabel:
    """A title of that object name, which a screen reader can jump to."""
    made = QLabel()
    # First: Qt asks once, at the first word.
    made.setProperty(_ROLE, "heading")
    made.setObjectName(name)
    made.setText(text)
    made.setAccessibleName(text)
    return made


def unseen_label(of: QComboBox) -> None:
    """Gives a box to choose in, once it has its place, a label for the ear: under Linux its value is its name."""
    label = QLabel(of.accessibleName(), of.parentWidget())
    label.setObjectName(f"{of.objectName()}_label")
    label.setBuddy(of)
    label.hide()


def be_alert(widget: QWidget) -> None:
    """Makes a message one that a screen reader tells from the text around it."""
    widget.setProperty(_ROLE, "alert")


def install() -> None:
    """Has Qt ask here first what a widget is, from now on; once is enough."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)


def is_installed() -> bool:
    """True once Qt asks here: no embedded browser may be started any more in this program."""
    return bool(_installed)


_installed: list[bool] = []


def _interface(_: str, of: QObject) -> QAccessibleInterface | None:
    role = of.property(_ROLE) if isinstance(of, QWidget) else None
    if role is None or not isinstance(of, QWidget):
        return None
    return QAccessibleWidget(of, _ROLES[role], "")
