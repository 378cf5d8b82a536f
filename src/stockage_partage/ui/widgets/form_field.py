"""One field of a form: its name above, what is wrong with it beneath."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.company.fiscal_years import is_plausible
from stockage_partage.messages.documents import DAY_WRONG, NO_SUCH_DAY
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import font
from stockage_partage.ui.widgets.widget_updates import keep_room, put_property, show_text

_FORMS = (
    re.compile(r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
)
Editor = QLineEdit | QComboBox


def day_typed(text: str) -> date | None:
    """24/11/2026, 24112026 or 2026-11-24; None for anything else, also for a year that nobody means."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is not None:
            try:
                day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            return day if is_plausible(day) else None
    return None


def day_problem(text: str) -> str:
    """What is wrong with what stands in a date's field; '' for a day, and for an empty field."""
    typed = text.strip()
    if not typed or day_typed(typed) is not None:
        return ""
    return NO_SUCH_DAY if any(form.fullmatch(typed) for form in _FORMS) else DAY_WRONG


class FormField(QWidget):
    """`editor` is what the person fills in; `help` stands beneath while nothing is wrong.

    `kept`: lines that stay free beneath, where what is said comes by itself.
    """

    def __init__(
        self, name: str, title: str, editor: Editor, help_text: str = "", *, kept: int = 0
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_field")
        self._help = help_text
        self.editor = editor
        editor.setObjectName(name)
        editor.setAccessibleName(title)
        self.title = QLabel(title)
        self.title.setObjectName(f"{name}_title")
        self.title.setFont(font(bold=True))
        self.title.setBuddy(editor)
        self.note = wrapping(f"{name}_note", quiet=True)
        if kept:
            keep_room(self.note, kept)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addWidget(editor)
        box.addWidget(self.note)
        box.addStretch(1)
        self.say("")

    def explain(self, help_text: str) -> None:
        """What stands beneath while nothing is wrong, from now on."""
        self._help = help_text
        self.say("")

    def say(self, problem: str) -> None:
        """What is wrong; '' when nothing is."""
        put_property(self.editor, "wrong", bool(problem))
        put_property(self.note, "role", "wrong" if problem else "quiet")
        show_text(self.note, problem or self._help)
        self.editor.setAccessibleDescription(problem or self._help)


def editor(field: FormField) -> QLineEdit:
    """The line of a field in which one types."""
    assert isinstance(field.editor, QLineEdit)  # noqa: S101  # narrows
    return field.editor
