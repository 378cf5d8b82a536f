"""What a dossier is made of, where, under which name and in which form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.register.asked import SearchCriteria
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.company.state_records import Status
from stockage_partage.documents.export.target_folder import name_on_disk
from stockage_partage.messages import dossier_window as texts
from stockage_partage.messages.typography import day
from stockage_partage.ui.assistants.export_form import ExportForm
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.theme import GRID, font

#: Of the name of a folder, so that what lies in it has room on every system.
_LONGEST = 80


class DossierForm(ExportForm):
    """`document_ids`: chosen in the list, and then nothing else is asked of them."""

    def __init__(self, document_ids: Sequence[int] = ()) -> None:
        self._ids = tuple(document_ids)
        super().__init__()
        self.setObjectName("dossier_form")
        self.text.setPlaceholderText(texts.TEXT_HINT)
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.fields["dossier_name"] = FormField("dossier_name", texts.NAME, self.name, kept=1)
        self.as_folder, self.as_zip = QRadioButton(texts.AS_FOLDER), QRadioButton(texts.AS_ZIP)
        self._add_name_and_form()
        self.name.textChanged.connect(lambda _: self.changed.emit())
        for name in ("text", "third_party", "type", "since", "until"):
            self.fields[f"bring_back_{name}"].setVisible(not self._ids)
        self.not_online_too.setVisible(not self._ids)

    def _add_name_and_form(self) -> None:
        self._forms = QButtonGroup(self)
        for button, name in ((self.as_folder, "as_folder"), (self.as_zip, "as_zip")):
            button.setObjectName(f"dossier_{name}")
            self._forms.addButton(button)
        self.as_folder.setChecked(True)
        title = QLabel(texts.FORM)
        title.setFont(font(bold=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.as_folder)
        buttons.addWidget(self.as_zip)
        form = QVBoxLayout()
        form.addWidget(title)
        form.addLayout(buttons)
        form.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.fields["dossier_name"], 1)
        across.addLayout(form)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)  # noqa: S101  # `ExportForm` made it
        box.insertLayout(1, across)
        for before, after in (
            (self.choose, self.name),
            (self.name, self.as_folder),
            (self.as_folder, self.as_zip),
            (self.as_zip, self.text),
        ):
            QWidget.setTabOrder(before, after)

    def fill_in(self, folder: str, name: str, asked: SearchCriteria) -> None:
        """What is proposed: where, under which name, and of what was looked for in the list."""
        self.folder.setText(folder)
        self.name.setText(name_on_disk(name)[:_LONGEST].rstrip(". "))
        self.text.setText(asked.text)
        self.type.setCurrentIndex(max(0, self.type.findData(asked.type)))
        for editor, limit in ((self.since, asked.since), (self.until, asked.until)):
            editor.setText(day(limit) if limit is not None else "")
        self.not_online_too.setChecked(asked.status is not Status.FILED)

    @property
    def place(self) -> Path | None:
        """The folder or the file of the dossier; None while its folder or its name is not given."""
        name = self.name.text().strip()
        return self.target / name if self.target is not None and name else None

    @property
    def chosen(self) -> ExportFilter:
        """What was chosen in the list, or what is typed here."""
        return ExportFilter(ids=self._ids) if self._ids else super().chosen

    def problem(self) -> str:
        """What keeps it from starting, said at the field it is about; "" when nothing does."""
        name = self.name.text().strip()
        unfit = texts.UNFIT_NAME if name and name_on_disk(name) != name else ""
        self.fields["dossier_name"].say(unfit)
        return super().problem() or unfit or ("" if name else texts.NO_NAME)
