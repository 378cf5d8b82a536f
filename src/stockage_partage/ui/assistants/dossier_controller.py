"""« Constituer un dossier » in the window: proposed from the list, made in the background, opened at the end."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal

from stockage_partage.company.register.asked import SearchCriteria
from stockage_partage.documents.dossier.dossier import DossierPlace, DossierResult, make_dossier
from stockage_partage.messages import dossier as told
from stockage_partage.messages import dossier_window as texts
from stockage_partage.messages import export as export_texts
from stockage_partage.ui.assistants.assistant_controller import RunSummary
from stockage_partage.ui.assistants.dossier_assistant import DossierAssistant
from stockage_partage.ui.assistants.export_controller import (
    ExportController,
    is_off,
    is_signed_in,
)
from stockage_partage.ui.documents.invoice_html import browser_html_of
from stockage_partage.ui.widgets.link_opening import file_address

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

_SAID = RunSummary(texts.FAILED, export_texts.AGAIN, texts.RUNNING, export_texts.SIGNING_IN)


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
        place = DossierPlace(target, form.as_zip.isChecked(), told.TEXTS, browser_html_of)

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
