"""The print dialog opened by another program, without the main window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.printing.templates import PrintTemplate
from stockage_partage.errors import Trouble
from stockage_partage.ui.background import Background
from stockage_partage.ui.look import put_sheet_on
from stockage_partage.ui.opened import Opened
from stockage_partage.ui.printing.print_desk import PrintDesk


def print_alone(
    application: QApplication,
    open_company: Callable[[], Opened],
    close_company: Callable[[], None],
    files: Sequence[Path],
    template: PrintTemplate | None,
    given: Given,
) -> int:
    """The dialog for each file in turn. 0: every one was printed; 1: somebody gave one up.

    Raises what keeps the company from being opened.
    """
    put_sheet_on(application)
    # Between two dialogs there is no window: that is not the end.
    application.setQuitOnLastWindowClosed(False)
    opened = open_company()
    try:
        return _print_each(application, opened, list(files), template, given)
    finally:
        close_company()


def _print_each(
    application: QApplication,
    opened: Opened,
    files: list[Path],
    template: PrintTemplate | None,
    given: Given,
) -> int:
    background = Background(_ignore)
    ended: list[bool] = []

    def next_file(printed: bool | None = None) -> None:
        if printed is not None:
            ended.append(printed)
        if len(ended) == len(files):
            application.exit(0 if all(ended) else 1)
            return
        desk = PrintDesk(opened.workplace, background, None)
        # Later: the dialog that ends is still on the stack.
        desk.printed.connect(lambda _: QTimer.singleShot(0, lambda: next_file(True)))
        desk.given_up.connect(lambda: QTimer.singleShot(0, lambda: next_file(False)))
        desk.open()
        desk.take(files[len(ended)], template, given)
        shown.append(desk)

    shown: list[PrintDesk] = []
    QTimer.singleShot(0, next_file)
    code = application.exec()
    background.shutdown()
    return code


def _ignore(_trouble: Trouble) -> None:
    """Everything that is asked here says itself what a failure does."""
