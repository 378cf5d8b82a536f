"""« Diagnostic »: what was looked at, what needs somebody first, and what helps: the repair, the file for the support."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.messages import repairing as texts
from stockage_partage.messages import window
from stockage_partage.messages.diagnosis_points import Concern, to_settle
from stockage_partage.ui.runtime.background import Background, Latest
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.fact_row import FactRow
from stockage_partage.ui.widgets.given_files import ask_where
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import announce, set_enabled, show, show_text

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.errors import Trouble
    from stockage_partage.messages.diagnosis_points import DiagnosisPoint


@dataclass(frozen=True, slots=True)
class DiagnosisWork:
    """What is done behind the dialog, in a worker: the look, and the file for the support.

    `company`: what is open in the window, None for nothing; the repair is of that company.
    """

    look: Callable[[], Sequence[DiagnosisPoint]]
    company: Callable[[], AppContext | None]
    write_support_file: Callable[[Path, Event], None]


class DiagnosisDialog(BaseDialog):
    """Asks in the background, then shows every point; they can be copied for support."""

    columns = 84

    def __init__(
        self,
        work: DiagnosisWork,
        background: Background,
        parent: QWidget | None,
        open_url: Callable[[str], object],
    ) -> None:
        super().__init__(parent, "diagnosis_dialog", window.DIAGNOSIS)
        self._work = work
        self._background = background
        self._points: Sequence[DiagnosisPoint] = ()
        self.state = self.add_text("diagnosis_state", window.DIAGNOSIS_UNDER_WAY)
        self.progress = ThinBar(window.DIAGNOSIS)
        self.progress.setObjectName("diagnosis_progress")
        self.subject.addWidget(self.progress)
        self.repair = named_button("diagnosis_repair", texts.REPAIR_ENTRY)
        self.support = named_button("diagnosis_support", texts.SUPPORT_ENTRY)
        self.told = InfoBar("support_told", stacked=True)
        self.told.add_buttons(self.told.action)
        # Not the dialog itself: what it holds must not hold it, once it is closed.
        self._writing = Latest(background, self.told)
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()
        self.copy = self.add_button("copy", window.COPY_DETAILS)
        set_enabled(self.copy, window.DIAGNOSIS_UNDER_WAY)
        self.copy.clicked.connect(self._copy)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)
        self.repair.clicked.connect(self._repair)
        self.support.clicked.connect(self._ask_where)
        self.finished.connect(lambda _: self._writing.cancel())
        self._folder = Path()
        self.told.action.clicked.connect(lambda: open_url(file_address(self._folder)))

    def begin(self) -> None:
        """Opens, and looks at everything in the background."""
        self._background.run(
            self._work.look, owner=self, done=self.show_points, failed=self._unknown
        )
        self.open()

    def show_points(self, points: Sequence[DiagnosisPoint]) -> None:
        """Shows what was found, what needs somebody framed and first, and what can be done about it."""
        self._points = points
        set_enabled(self.copy, "")
        pressing = [point for point in points if point.concern is Concern.TO_SETTLE]
        show_text(self.state, to_settle(len(pressing)))
        for number, point in enumerate(pressing, start=1):
            bar = InfoBar(f"diagnosis_to_settle_{number}", stacked=True)
            self.subject.addWidget(bar)
            bar.say(point.what, tone=Tone.TO_SETTLE, advice=point.advice, aloud=False)
        self.add_points([point.line for point in points if point not in pressing])
        announce(self.state, " ".join([self.state.text(), *(point.line for point in pressing)]))
        self._offer_help()

    def _unknown(self, _: Trouble) -> None:
        self.add_text("diagnosis_failed", window.DIAGNOSIS_FAILED)
        self._offer_help()

    def _offer_help(self) -> None:
        """Below what was found: what can be done about it."""
        show(self.progress, False)
        mending = FactRow("diagnosis_mending", texts.REPAIR_TITLE, buttons=(self.repair,))
        mending.show_fact(texts.REPAIR_HELP, "")
        helping = FactRow("diagnosis_helping", texts.SUPPORT_TITLE, buttons=(self.support,))
        helping.show_fact(texts.SUPPORT_HELP, "")
        wide = max(row.title.sizeHint().width() for row in (mending, helping))
        for row in (mending, helping):
            row.set_title_width(wide)
            self.subject.addWidget(row)
        self.subject.addWidget(self.told)
        self.subject.addWidget(self.troubles)
        set_enabled(self.repair, "" if self._work.company() is not None else texts.REPAIR_NOT_OPEN)
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(point.line for point in self._points))

    def _repair(self) -> None:
        from stockage_partage.ui.window.repair_dialog import start_repair

        company = self._work.company()
        if company is not None:
            start_repair(company, self._background, self)

    # --- the file for the support ----------------------------------------------------------------

    def _ask_where(self) -> None:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        ask_where(
            self,
            "support_file_dialog",
            texts.SUPPORT_CHOICE,
            texts.support_file_name(datetime.now(UTC)),
            self._write,
            start=QStandardPaths.writableLocation(place),
            kinds=texts.SUPPORT_KINDS,
            suffix="zip",
        )

    def _write(self, file: Path) -> None:
        self.troubles.clear()
        self.told.say(texts.SUPPORT_UNDER_WAY)
        set_enabled(self.support, texts.SUPPORT_UNDER_WAY)
        self._writing.run_stoppable(
            partial(self._work.write_support_file, file),
            done=lambda _: self.show_written(file),
            failed=self._not_written,
        )

    def show_written(self, file: Path) -> None:
        """Tells where the file for the support is, and leads there."""
        self._folder = file.parent
        set_enabled(self.support, "")
        said = texts.support_written_briefly(str(file))
        self.told.say(said, texts.OPEN_SUPPORT_FOLDER, advice=texts.SUPPORT_NO_SECRET)
        announce(self.told, said)
        self.bring_into_sight(self.told)

    def _not_written(self, trouble: Trouble) -> None:
        set_enabled(self.support, "")
        self.told.say("")
        self.troubles.show_trouble(trouble)
        self.bring_into_sight(self.troubles)
