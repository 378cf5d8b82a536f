"""The program's look: Fusion, a light and a dark palette of our own, one small sheet.

Own colours because platforms without a theme plug-in know neither light nor dark. Every text colour
stands out from what is behind it by 4.5 to 1 at least (WCAG 2.2 AA); a test computes it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from stockage_partage.ui.widgets.resources import resource

GRID = 8  # pixels: every space is a multiple of it


class Colours(NamedTuple):
    """One theme. `…_ink` is for an icon on that ground, `…_edge` for its border.

    `edge` is for what has words in it, as a button; `field` for what is known by its border alone.
    """

    window: str
    card: str
    text: str
    quiet: str
    disabled: str
    line: str
    edge: str
    field: str
    hover: str
    selected: str
    accent: str
    accent_hover: str
    on_accent: str
    focus: str
    link: str
    info: str
    info_edge: str
    info_ink: str
    settle: str
    settle_edge: str
    settle_ink: str
    trouble: str
    trouble_edge: str
    trouble_ink: str


LIGHT = Colours(
    window="#f4f5f7",
    card="#ffffff",
    text="#1a2029",
    quiet="#56606d",
    disabled="#5d6672",
    line="#e2e5ea",
    edge="#b9c0ca",
    field="#7f8896",
    hover="#eef0f3",
    selected="#dff0e9",
    accent="#0b6b4f",
    accent_hover="#09573f",
    on_accent="#ffffff",
    focus="#1663c7",
    link="#0b5cad",
    info="#eaf3fc",
    info_edge="#b4d3f1",
    info_ink="#0b5cad",
    settle="#fff5d9",
    settle_edge="#e3c46a",
    settle_ink="#7a5200",
    trouble="#fdeeec",
    trouble_edge="#eab3ac",
    trouble_ink="#a3231a",
)

DARK = Colours(
    window="#171a1f",
    card="#22262d",
    text="#eceef1",
    quiet="#a9b1bd",
    disabled="#8d96a3",
    line="#343a44",
    edge="#525b69",
    field="#788291",
    hover="#2d333c",
    selected="#1f4034",
    accent="#2b8f6c",
    accent_hover="#33a57d",
    on_accent="#06130e",
    focus="#7fb6ff",
    link="#85bdf7",
    info="#1a2b3d",
    info_edge="#335678",
    info_ink="#85bdf7",
    settle="#362c12",
    settle_edge="#6f5a1f",
    settle_ink="#f0c75e",
    trouble="#3d1f1d",
    trouble_edge="#7d3f3a",
    trouble_ink="#ff9d93",
)


def dress(app: QApplication, dark: bool | None = None, *, with_sheet: bool = True) -> None:
    """Applies the look. `dark` None follows the system, now and when it changes.

    Without the sheet, which a skeleton does not need, the first paint comes sooner.
    """
    if app.style() is None or app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    hints = app.styleHints()
    follows = dark is None
    if dark is None:
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        if not app.property("follows_scheme"):
            app.setProperty("follows_scheme", True)
            hints.colorSchemeChanged.connect(lambda: _follow(app))
    app.setProperty("scheme_is_forced", not follows)
    colours = DARK if dark else LIGHT
    app.setPalette(palette(colours))
    app.setProperty("colours", "dark" if dark else "light")
    if with_sheet or app.styleSheet():
        app.setStyleSheet(sheet(colours))


def put_sheet_on(app: QApplication) -> None:
    """The sheet that `dress` left out, for the theme it chose."""
    if not app.styleSheet():
        app.setStyleSheet(sheet(DARK if app.property("colours") == "dark" else LIGHT))


def _follow(app: QApplication) -> None:
    if not app.property("scheme_is_forced"):
        dress(app)


def colours_now() -> Colours:
    """The colours of the theme that is on; light where there is no application."""
    application = QApplication.instance()
    dark = application is not None and application.property("colours") == "dark"
    return DARK if dark else LIGHT


def trouble_ink() -> QColor:
    """The colour of a trouble's picture in the theme that is on: no role of the palette has it."""
    return QColor(colours_now().trouble_ink)


def palette(colours: Colours) -> QPalette:
    """The Qt palette of a theme, from which our own painting reads its colours."""
    role = QPalette.ColorRole
    made = QPalette(QColor(colours.card), QColor(colours.window))
    for where, value in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.card,
        role.AlternateBase: colours.hover,
        role.Text: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Button: colours.card,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.card,
        role.ToolTipText: colours.text,
        role.Highlight: colours.selected,
        role.HighlightedText: colours.text,
        role.Link: colours.link,
        role.LinkVisited: colours.link,
        role.Accent: colours.accent,
        role.Mid: colours.edge,
        role.Midlight: colours.line,
        role.Light: colours.hover,
        role.BrightText: colours.focus,
    }.items():
        made.setColor(where, QColor(value))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.disabled))
    return made


def sheet(colours: Colours) -> str:
    """The sheet with the colours put in. A name the theme does not know is a KeyError."""
    names = colours._asdict() | {"icons": resource("icons").as_posix()}
    names["theme"] = "dark" if colours is DARK else "light"
    text = resource("panel.qss").read_text(encoding="utf-8")
    text = text[text.index("*/") + 2 :]
    return re.sub(r"@(\w+)", lambda found: names[found[1]], text)


def font(scale: float = 1.0, *, bold: bool = False) -> QFont:
    """The system's own font, larger or bolder; sizes follow what the person chose there."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * scale)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made
