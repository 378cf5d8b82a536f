"""One field of a form: its name above, what is wrong with it beneath."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import font
from stockage_partage.ui.showing import put_property, show_text

Editor = QLineEdit | QComboBox


class FormField(QWidget):
    """`editor` is what the person fills in; `help` stands beneath while nothing is wrong."""

    def __init__(self, name: str, title: str, editor: Editor, help_text: str = "") -> None:
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
