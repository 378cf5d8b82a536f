"""Shown in place of the sign-in page when there is none to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import put_property, show, show_text
from stockage_partage.words import sign_in as words


class SignInNotice(QWidget):
    """What happened, what to do, and the buttons that do it."""

    retry_wanted = Signal()
    browser_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sign_in_notice")
        self.what = wrapping("notice_what")
        self.what.setFont(font(1.2, bold=True))
        self.advice = wrapping("notice_advice")
        self.retry = QPushButton(words.RETRY)
        self.retry.setObjectName("retry")
        self.retry.setAutoDefault(False)
        self.browser = QPushButton(words.OPEN_BROWSER)
        self.browser.setObjectName("notice_browser")
        self.browser.setAutoDefault(False)
        self.retry.clicked.connect(self.retry_wanted)
        self.browser.clicked.connect(self.browser_wanted)
        icon = IconLabel("to_settle", side=4 * GRID)
        icon.setObjectName("sign_in_notice_icon")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.browser)
        buttons.addWidget(self.retry)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        box.setSpacing(GRID)
        box.addStretch(1)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.what)
        box.addWidget(self.advice)
        box.addSpacing(GRID)
        box.addLayout(buttons)
        box.addStretch(2)

    def show_notice(self, notice: words.Notice) -> None:
        """`notice` decides which of the two buttons is the prominent one."""
        show_text(self.what, notice.what)
        show_text(self.advice, notice.advice)
        show(self.retry, notice.retry)
        put_property(self.browser, "primary", not notice.retry)
        put_property(self.retry, "primary", notice.retry)
        (self.retry if notice.retry else self.browser).setFocus()
