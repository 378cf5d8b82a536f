"""Draws a scene to a picture: any state, light or dark, at any density of the screen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from stockage_partage.ui.look import dress
from stockage_partage.ui.scenes import scenes
from stockage_partage.ui.thin_bar import ThinBar

_PASSES = 4  # a row that folds changes a height, which may change a width


def settle(widget: QWidget) -> None:
    """Shows the widget, on no screen, and lets its layouts come to rest."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.show()
    for _ in range(_PASSES):
        QCoreApplication.sendPostedEvents()
    for bar in widget.findChildren(ThinBar):
        bar.rest()


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
    """Draws the scene `name` of `scenes` to `file`, in the look the application wears."""
    widget = scenes()[name]()
    settle(widget)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not draw(widget, scale).save(str(file)):
        raise OSError(f"cannot write {file}")
    widget.close()
    # At once: a change of look restyles every widget that is still alive.
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def capture_all(
    folder: Path, names: Iterable[str] | None = None, *, scale: float = 1.0
) -> list[Path]:
    """Draws every scene (or `names`) twice, light and dark; the files made."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("a QApplication must exist first")
    wanted = list(names if names is not None else scenes())
    made: list[Path] = []
    for theme in ("light", "dark"):
        dress(application, dark=theme == "dark")
        for name in wanted:
            file = folder / f"{name}-{theme}.png"
            capture(name, file, scale=scale)
            made.append(file)
    return made
