"""The print dialog opened by another program, without the main window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.printing.templates import PrintTemplate
from stockage_partage.errors import Trouble
from stockage_partage.ui.printing.print_controller import PrintController
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.runtime.stop_signals import stopped_by_signals
from stockage_partage.ui.runtime.window_context import OpenedCompany
from stockage_partage.ui.widgets.theme import put_sheet_on


def print_alone(
    application: QApplication,
    open_company: Callable[[], OpenedCompany],
    close_company: Callable[[], None],
    files: Sequence[Path],
    template: PrintTemplate | None,
    given: GivenDetails,
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
    opened: OpenedCompany,
    files: list[Path],
    template: PrintTemplate | None,
    given: GivenDetails,
) -> int:
    background = Background(_ignore)
    ended: list[bool] = []

    def next_file(printed: bool | None = None) -> None:
        if printed is not None:
            ended.append(printed)
        if len(ended) == len(files):
            application.exit(0 if all(ended) else 1)
            return
        controller = PrintController(opened.app, background, None)
        # Later: the dialog that ends is still on the stack.
        controller.printed.connect(lambda _: QTimer.singleShot(0, lambda: next_file(True)))
        controller.given_up.connect(lambda: QTimer.singleShot(0, lambda: next_file(False)))
        controller.open()
        controller.take(files[len(ended)], template, given)
        shown.append(controller)

    shown: list[PrintController] = []
    QTimer.singleShot(0, next_file)
    # A dialog that is closed is given up, and the next one would open.
    with stopped_by_signals(lambda: application.exit(1)):
        code = application.exec()
    background.shutdown()
    return code


def _ignore(_trouble: Trouble) -> None:
    """Everything that is asked here says itself what a failure does."""
