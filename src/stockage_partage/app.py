"""The program with a window: puts the session and the window together.

Nothing slow is imported here: the window paints first, a worker opens the company afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.session import Session, application_of, open_session
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from stockage_partage.documents.filing.placing import Given
    from stockage_partage.documents.printing.templates import PrintTemplate
    from stockage_partage.storage.panel_facts import Facts
    from stockage_partage.ui.panel_controller import Opened
    from stockage_partage.ui.program import Program


class Opening:
    """A company opened by a worker for a window, and closed once whoever comes first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: Session | None = None

    @property
    def session(self) -> Session | None:
        """What is open now."""
        return self._session

    def open(self) -> Opened:
        """Opens, or opens again after a trouble. Blocks; raises what `open_session` raises."""
        from stockage_partage.ui.identification_page import Identity
        from stockage_partage.ui.panel_controller import Opened

        self.close()
        self._session = session = open_session(self._settings)
        company = session.database.company.get()
        return Opened(
            session.workplace,
            Identity(company.id, company.siren),
            session.settings.ca_file,
            session.settings.demonstration,
        )

    def close(self) -> None:
        """Closes what is open; harmless otherwise."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


def make_program(
    settings: Settings,
    opening: Opening,
    *,
    remembered: QSettings | None = None,
    open_url: Callable[[str], object] | None = None,
) -> Program:
    """A window on the company of the settings, not yet shown."""
    from stockage_partage.ui.program import Program, the_application

    the_application()
    return Program(
        application_of(settings),
        opening.open,
        opening.close,
        demonstration=settings.demonstration,
        diagnose=lambda: _diagnosis(settings, opening),
        first_look=lambda: _first_look(settings),
        remembered=remembered,
        open_url=open_url,
    )


def _first_look(settings: Settings) -> Facts | None:
    from stockage_partage.first_look import first_look

    return first_look(settings)


def _diagnosis(settings: Settings, opening: Opening) -> list[str]:
    from stockage_partage.diagnosis import examine
    from stockage_partage.words.diagnosis import line
    from stockage_partage.words.troubles import explain

    session = opening.session
    found = examine(session.settings if session else settings)
    return [line(finding, explain) for finding in found]


def print_in_a_window(
    settings: Settings, files: Sequence[Path], template: PrintTemplate | None, given: Given
) -> int:
    """The print dialog alone, for each file in turn; the exit code: 0 when every file was printed."""
    from stockage_partage.ui.printing.alone import print_alone
    from stockage_partage.ui.program import the_application

    application = the_application()
    opening = Opening(settings)
    return print_alone(application, opening.open, opening.close, files, template, given)


def run_window(settings: Settings) -> int:
    """The program with a window, until it is closed; its exit code."""
    from PySide6.QtCore import QSettings

    from stockage_partage.ui.program import the_application
    from stockage_partage.ui.unexpected import tell_of_mistakes

    application = the_application()
    program = make_program(settings, Opening(settings), remembered=QSettings())
    tell_of_mistakes(program.window)
    program.show()
    return application.exec()
