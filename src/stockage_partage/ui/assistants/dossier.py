"""« Constituer un dossier »: of what, where and how, then what goes on, then what it came to.

Proposed from the list of documents, made in the background, opened at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.states import Tone
from stockage_partage.company.document_records import SearchCriteria
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.company.state_records import Status
from stockage_partage.documents.dossier.dossier import DossierPlace, DossierResult, make_dossier
from stockage_partage.documents.export.target_folder import name_on_disk
from stockage_partage.messages import dossier as texts
from stockage_partage.messages import export as export_texts
from stockage_partage.messages.typography import day
from stockage_partage.ui.assistants.assistant import AssistantLabels, OutcomeGroup
from stockage_partage.ui.assistants.assistant_controller import RunSummary
from stockage_partage.ui.assistants.export_assistant import ExportAssistant, ExportForm, ExportWords
from stockage_partage.ui.assistants.export_controller import (
    ExportController,
    is_off,
    is_signed_in,
)
from stockage_partage.ui.documents.invoice_html import browser_html_of
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

#: Of the name of a folder, so that what lies in it has room on every system.
_LONGEST = 80
_LABELS = AssistantLabels(
    texts.FINISH,
    texts.CANCEL,
    texts.CANCEL,
    texts.STOPPING,
    export_texts.AGAIN,
    export_texts.CLOSE,
    texts.PROGRESS_NAME,
    export_texts.LIST_NAME,
    texts.GOES_ON,
)
_SAID = RunSummary(texts.FAILED, export_texts.AGAIN, texts.RUNNING, export_texts.SIGNING_IN)


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


class DossierAssistant(ExportAssistant):
    """`document_ids`: chosen in the list; () for what the form says."""

    def __init__(
        self,
        parent: QWidget | None = None,
        document_ids: Sequence[int] = (),
        *,
        storage_off: bool = False,
        signed_in: bool = True,
    ) -> None:
        self.dossier = DossierForm(document_ids)
        words = ExportWords(
            "dossier_assistant",
            texts.DOSSIER_TITLE,
            texts.INTRODUCTION,
            texts.WHILE_OFF,
            _LABELS,
            texts.NONE_CHOSEN,
            texts.of_selection if document_ids else texts.chosen,
        )
        super().__init__(
            parent, storage_off=storage_off, signed_in=signed_in, words=words, form=self.dossier
        )

        # The journal's end is to be kept elsewhere: copied from here.
        self.after.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_packing(self) -> None:
        """Says that all documents are there and the file is being written."""
        self.show_far(texts.PACKING)

    def show_dossier(self, result: DossierResult, after: str = "") -> None:
        """What the dossier came to, and what needs somebody."""
        counts, groups = result.brought, []
        if counts.listed:
            rest = counts.missing + counts.changed - len(counts.listed)
            lines = tuple(export_texts.problem(each) for each in counts.listed)
            more = export_texts.more(rest) if rest > 0 else ""
            groups.append(OutcomeGroup(export_texts.LIST_NAME, lines, more))
        notes = (
            texts.where(result),
            texts.to_open() if counts.complete else texts.GOES_ON,
            texts.keep_the_head(result),
            after,
        )
        heading = texts.DONE if counts.complete else texts.STOPPED
        self.end(heading, texts.summary(result), groups, "\n".join(filter(None, notes)))
        if counts.complete and counts.listed:
            advice = export_texts.ATTENTION_ADVICE
            self.told.say(export_texts.ATTENTION, tone=Tone.TO_SETTLE, advice=advice)
        if not counts.complete:
            self.offer_again(export_texts.AGAIN)
        show(self.open_folder, result.target is not None or result.left is not None)


class DossierController(ExportController):
    """`document_ids`: chosen in the list; () for what the page « Documents » looks for."""

    _packing = Signal()  # told by a worker

    def __init__(self, context: WindowContext, document_ids: Sequence[int] = ()) -> None:
        self.dossier = DossierAssistant(
            context.window,
            document_ids,
            storage_off=is_off(context),
            signed_in=is_signed_in(context),
        )
        super().__init__(context, self.dossier, _SAID)
        self._result = DossierResult()
        self._packing.connect(self.dossier.show_packing, Qt.ConnectionType.QueuedConnection)
        page = context.window.body.documents
        asked = SearchCriteria() if page.is_closed else page.filters.now_asked()
        name = texts.default_name(
            context.state.facts.company_name, context.app.clock().astimezone().date().isoformat()
        )
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.dossier.dossier.fill_in(where, name, asked)

    def _work(self) -> None:
        form, tell = self.dossier.dossier, self._telling.tell
        target, chosen = form.place, form.chosen
        assert target is not None  # noqa: S101  # `problem` asked
        place = DossierPlace(target, form.as_zip.isChecked(), texts.TEXTS, browser_html_of)

        def work(stop: Event) -> DossierResult:
            return make_dossier(self._app, place, chosen, stop, tell, self._packing.emit)

        self._run(work, self._made)

    def _made(self, result: DossierResult) -> None:
        self._result = result
        self.dossier.show_dossier(result, export_texts.SIGNED_OUT if self._leaves_nobody else "")

    def _show_folder(self) -> None:
        made = self._result.target or self._result.left
        if made is not None:
            self._open_url(file_address(made if made.is_dir() else made.parent))
