"""What « Diagnostic » of a window does: the checks in words, and the file for the support, of the company in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.ui.window.diagnosis_dialog import DiagnosisWork

if TYPE_CHECKING:
    from stockage_partage.diagnosis import Finding
    from stockage_partage.documents.context import AppContext
    from stockage_partage.messages.diagnosis_points import DiagnosisPoint
    from stockage_partage.settings import Settings


def diagnosis_of(settings: Settings, session: Callable[[], AppContext | None]) -> DiagnosisWork:
    """The work for a window on the company of these settings. `session`: what is open in it, None for nothing."""

    def findings() -> list[Finding]:
        from stockage_partage.diagnosis import examine, with_microsoft365

        opened = session()
        with with_microsoft365(opened.settings if opened else settings) as reachable:
            return list(examine(reachable))

    def look() -> list[DiagnosisPoint]:
        from stockage_partage.messages.diagnosis import points

        return points(findings())

    def company() -> AbstractContextManager[AppContext]:
        from stockage_partage.session import open_session

        opened = session()
        return nullcontext(opened) if opened else closing(open_session(settings))

    def write(file: Path, stop: Event) -> None:
        from stockage_partage import support_file
        from stockage_partage.settings import ERROR_LOG

        error_log = settings.data_dir / ERROR_LOG
        support_file.write(
            file, support_file.gathered(lambda: settings, findings, company, error_log, stop)
        )

    return DiagnosisWork(look, session, write)
