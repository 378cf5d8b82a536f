"""Which company a window is about, told in the title of every dialog that it opens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockage_partage.messages.window import dialog_title

_COMPANY = "company"


def put_company(window: QWidget, company: str) -> None:
    """Tells a window which company it shows: the dialogs that it opens from now on say so."""
    window.setProperty(_COMPANY, company)


def company_above(widget: QWidget) -> str:
    """The company of the window in which, or above which, the widget is; "" while none is known."""
    above = widget.parentWidget()
    while above is not None and above.property(_COMPANY) is None:
        above = above.parentWidget()
    return str(above.property(_COMPANY)) if above is not None else ""


def name_dialog(dialog: QWidget, title: str) -> None:
    """Gives a dialog its title, with the company of the window that opens it when that is known."""
    dialog.setWindowTitle(dialog_title(title, company_above(dialog)))
