"""Looks at every preview on the screen that the platform's configuration describes; prints what is wrong.

A process of its own: the density of the screen is chosen before Qt starts. One line of JSON: preview → faults.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget
from test_accessibility import clipped

from previews.capture import settle
from previews.catalogue import all_previews
from stockage_partage.ui.widgets.theme import dress
from stockage_partage.ui.window.program import the_application

#: A title bar and borders as Windows and the usual desktops draw them, in pixels of 100 %.
FRAME_WIDTH, FRAME_HEIGHT = 16, 39


def faults(widget: QWidget, room: QRect) -> list[str]:
    """What is cut once the window is no larger than its screen, or that it will not be so small."""
    room_inside = QSize(room.width() - FRAME_WIDTH, room.height() - FRAME_HEIGHT)
    if widget.isWindow():
        widget.resize(widget.size().boundedTo(room_inside))
        settle(widget)
    found = clipped(widget)
    wide, high = widget.width() + FRAME_WIDTH, widget.height() + FRAME_HEIGHT
    if widget.isWindow() and (wide > room.width() or high > room.height()):
        found.append(f"{wide} x {high} on {room.width()} x {room.height()}")
    return found


def main() -> None:
    """Prints the faults of every preview, light then dark by the first argument."""
    application = the_application()
    dress(application, dark=sys.argv[1] == "dark")
    room = application.primaryScreen().availableGeometry()
    told: dict[str, list[str]] = {}
    for name, make in all_previews().items():
        widget = make()
        settle(widget)
        if found := faults(widget, room):
            told[name] = found
        widget.close()
        widget.deleteLater()
        QApplication.sendPostedEvents(None, 0)
    sys.stdout.write(json.dumps(told) + "\n")


main()
