"""Draws a preview to a picture: any state, light or dark, at any density of the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from previews.catalogue import all_previews
from stockage_partage.ui.widgets.thin_bar import ThinBar

#: Pages are taken to be drawn when so many looks, so far apart, show the same; after so many at most.
_STILL, _LOOK_MS, _MOST_LOOKS = 4, 60, 60
_PASSES = 4  # a row that folds changes a height, which may change a width


def settle(widget: QWidget) -> None:
    """Shows the widget, on no screen, and lets its layouts come to rest."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.show()
    for _ in range(_PASSES):
        QCoreApplication.sendPostedEvents()
    for bar in widget.findChildren(ThinBar):
        bar.rest()


def at_rest(widget: QWidget, scale: float = 1.0) -> QImage:
    """The widget's picture once the pages of a document in it, which are drawn meanwhile, are there."""
    picture = draw(widget, scale)
    if not any(
        each.metaObject().className() == "QPdfView" for each in widget.findChildren(QWidget)
    ):
        return picture
    same = 0
    for _ in range(_MOST_LOOKS):
        QTest.qWait(_LOOK_MS)
        before, picture = picture, draw(widget, scale)
        same = same + 1 if picture == before else 0
        if same == _STILL:
            break
    return picture


def draw(widget: QWidget, scale: float = 1.0) -> QImage:
    """The widget's picture, `scale` dots a pixel. Web content must be on screen: use `grab` there."""
    picture = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    widget.render(
        picture,
        QPoint(),
        QRegion(),
        QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren,
    )
    return picture


def capture(name: str, file: Path, *, scale: float = 1.0) -> None:
    """Draws the preview `name` to `file`, in the look the application wears."""
    widget = all_previews()[name]()
    settle(widget)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not at_rest(widget, scale).save(str(file)):
        raise OSError(f"cannot write {file}")
    widget.close()
    # At once: a change of look restyles every widget that is still alive.
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
