"""« Constituer un dossier »: of what, where and how, then what goes on, then what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.panel_state import Tone
from stockage_partage.documents.dossier.dossier import DossierResult
from stockage_partage.messages import dossier as told
from stockage_partage.messages import dossier_window as texts
from stockage_partage.messages import export as export_texts
from stockage_partage.ui.assistants.assistant import AssistantLabels
from stockage_partage.ui.assistants.dossier_form import DossierForm
from stockage_partage.ui.assistants.export_assistant import ExportAssistant, ExportWords
from stockage_partage.ui.assistants.outcome_list import OutcomeGroup
from stockage_partage.ui.widgets.widget_updates import show

_LABELS = AssistantLabels(
    texts.FINISH,
    texts.CANCEL,
    texts.CANCEL,
    texts.STOPPING,
    export_texts.AGAIN,
    export_texts.CLOSE,
    texts.PROGRESS_NAME,
    export_texts.LIST_NAME,
    told.GOES_ON,
)


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
            texts.TITLE,
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
            told.where(result),
            texts.to_open() if counts.complete else told.GOES_ON,
            told.keep_the_head(result),
            after,
        )
        heading = texts.DONE if counts.complete else texts.STOPPED
        self.end(heading, told.summary(result), groups, "\n".join(filter(None, notes)))
        if counts.complete and counts.listed:
            advice = export_texts.ATTENTION_ADVICE
            self.told.say(export_texts.ATTENTION, tone=Tone.TO_SETTLE, advice=advice)
        if not counts.complete:
            self.offer_again(export_texts.AGAIN)
        show(self.open_folder, result.target is not None or result.left is not None)
