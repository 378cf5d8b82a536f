"""Questions before a consequence: what happens, what stays, and a verb on each button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.messages import window
from stockage_partage.ui.widgets.base_dialog import BaseDialog


class Verb(NamedTuple):
    """A button of a question: its object name, and what it says."""

    name: str
    label: str


CANCEL = Verb("cancel", window.CANCEL)


class Confirmation(BaseDialog):
    """A question that is closed by any of its buttons; `chosen` comes before `accepted`."""

    chosen = Signal(str)  # the name of the verb that was pressed; never of the one that gives up

    def add_verb(self, verb: Verb, *, primary: bool) -> None:
        """A button that accepts. `primary`: the coloured one, which Enter presses."""
        button = self.add_button(*verb, primary=primary, default=primary)
        button.clicked.connect(lambda: self._choose(verb.name))

    def _choose(self, name: str) -> None:
        self.chosen.emit(name)
        self.accept()


def confirm(
    parent: QWidget | None,
    name: str,
    title: str,
    points: Sequence[str],
    *verbs: Verb,
    primary: str = "",
    cancel: Verb = CANCEL,
    text: str = "",
    warning: str = "",
) -> Confirmation:
    """A question of that object name, over `parent`, not yet open: connect to it, then `open()` it.

    `primary`: the name of the coloured button, which Enter presses; '' for none, and Enter gives up.
    `cancel` gives up, as Escape does. `warning`, `text` and `points` are shown in that order.
    """
    made = Confirmation(parent, name, title)
    if warning:
        made.add_warning(warning)
    if text:
        made.add_text("text", text)
    made.add_points(points)
    for verb in verbs:
        made.add_verb(verb, primary=verb.name == primary)
    default = not primary or cancel.name == primary
    button = made.add_button(*cancel, primary=cancel.name == primary, default=default)
    button.clicked.connect(made.reject)
    return made
