"""The program with a window: puts the session and the window together.

Nothing slow is imported here: the window paints first, a worker opens the company afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.session import (
    application_of,
    example_place,
    open_session,
    say_where,
    with_company,
)
from stockage_partage.settings import Settings, usual_config_dir

if TYPE_CHECKING:
    from threading import Event

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QWidget

    from stockage_partage.activation.states import Facts
    from stockage_partage.applications import Application
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.filing.destination import GivenDetails
    from stockage_partage.documents.printing.templates import PrintTemplate
    from stockage_partage.errors import Trouble
    from stockage_partage.single_instance import SingleInstance
    from stockage_partage.ui.companies.access import AccessWork
    from stockage_partage.ui.companies.companies_window import CompaniesWindow
    from stockage_partage.ui.companies.company_menu import OtherCompanies, RecentCompany
    from stockage_partage.ui.runtime.window_context import OpenedCompany
    from stockage_partage.ui.window.diagnosis_dialog import DiagnosisWork
    from stockage_partage.ui.window.program import Program
    from stockage_partage.window_address import WindowTarget


#: Entries of « Sociétés récentes ».
_RECENT = 9


class CompanyOpener:
    """A company opened by a worker for a window, and closed once whoever comes first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: AppContext | None = None

    @property
    def session(self) -> AppContext | None:
        """What is open now."""
        return self._session

    def open(self) -> OpenedCompany:
        """Opens, or opens again after a trouble. Blocks; raises what `open_session` raises."""
        from stockage_partage.ui.runtime.window_context import OpenedCompany
        from stockage_partage.ui.window.identification_page import Identity

        self.close()
        self._session = session = open_session(self._settings)
        company = session.database.company.get()
        return OpenedCompany(
            session,
            Identity(company.id, company.siren),
            session.settings.ca_file,
            session.settings.demonstration,
        )

    def say_where(self, moved: bool) -> None:
        """Records a person's answer about a database that is elsewhere than it was. Blocks."""
        say_where(self._settings, moved=moved)

    def close(self) -> None:
        """Closes what is open; harmless otherwise."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


def make_program(
    settings: Settings,
    opening: CompanyOpener,
    *,
    remembered: QSettings | None = None,
    open_url: Callable[[str], object] | None = None,
) -> Program:
    """A window on the company of the settings, not yet shown.

    `remembered`: where the window keeps its size, None to keep nothing. `open_url`: shows an address, None for
    the system's browser. Raises LibraryMissing where no window can be.
    """
    from stockage_partage.ui.window.program import Program, the_application

    the_application()
    return Program(
        application_of(settings),
        opening.open,
        opening.close,
        demonstration=settings.demonstration,
        diagnosis=lambda: _diagnosis(settings, opening),
        first_look=lambda: _look(settings, account=False),
        second_look=lambda: _look(settings, account=True),
        say_where=opening.say_where,
        remembered=remembered,
        company=settings.company,
        open_url=open_url,
        others=lambda: _others(settings, remembered),
    )


def _look(settings: Settings, *, account: bool) -> Facts | None:
    from stockage_partage.quick_state import first_look

    return first_look(settings, account=account)


def _diagnosis(settings: Settings, opening: CompanyOpener) -> DiagnosisWork:
    from stockage_partage.window_diagnosis import diagnosis_of

    return diagnosis_of(settings, lambda: opening.session)


def _others(settings: Settings, remembered: QSettings | None) -> OtherCompanies:
    from stockage_partage.ui.companies.company_menu import OtherCompanies

    def open_beside(place: str, application: Application | None) -> None:
        open_in_another_process(place, application or application_of(settings))

    return OtherCompanies(
        lambda: _recent(settings),
        open_beside,
        lambda parent: make_companies_window(settings, open_beside, parent, remembered=remembered),
    )


def _recent(settings: Settings) -> list[RecentCompany]:
    """The companies that were opened here last, but the one that is open now."""
    from stockage_partage.applications import Application
    from stockage_partage.company.places import place_if_any, shown
    from stockage_partage.company.portfolio.known_companies import KnownCompanies
    from stockage_partage.ui.companies.company_menu import RecentCompany

    here = (place_if_any(settings.company), settings.application)
    return [
        RecentCompany(each.place, application, each.name, shown(each.place))
        for each in KnownCompanies(settings.data_dir).all()
        for application in Application
        if each.name and application in each.applications and (each.place, application) != here
    ][:_RECENT]


def print_in_a_window(
    settings: Settings, files: Sequence[Path], template: PrintTemplate | None, given: GivenDetails
) -> int:
    """The print dialog alone, for each file in turn; the exit code: 0 when every file was printed."""
    from stockage_partage.ui.printing.print_controller import print_alone
    from stockage_partage.ui.window.program import the_application

    application = the_application()
    opening = CompanyOpener(settings)
    return print_alone(application, opening.open, opening.close, files, template, given)


def tell_without_a_window(trouble: Trouble) -> None:
    """Shows what keeps the program's own window from opening, until the person has read it."""
    from stockage_partage.messages.troubles import explain
    from stockage_partage.ui.window.program import show_refusal, the_application

    the_application()
    show_refusal(explain(trouble))


def make_companies_window(
    settings: Settings,
    open_company: Callable[[str, Application | None], None],
    parent: QWidget | None = None,
    *,
    remembered: QSettings | None = None,
) -> CompaniesWindow:
    """The window « Sociétés », not yet shown; `open_company` opens one by its place."""
    from stockage_partage import portfolio
    from stockage_partage.company.portfolio.known_companies import (
        KnownCompanies,
        KnownCompany,
        companies_until,
    )
    from stockage_partage.ui.companies.companies_window import CompaniesWindow
    from stockage_partage.ui.companies.companies_work import CompaniesWork

    listed = KnownCompanies(settings.data_dir)

    def found(folder: Path, stop: Event) -> list[KnownCompany]:
        return [KnownCompany(place) for place in companies_until(folder, stop)]

    work = CompaniesWork(
        known=lambda: portfolio.known_companies(settings),
        look=lambda known, stop: portfolio.overviews(settings, known, stop),
        keep=listed.add,
        forget=listed.forget,
        find=found,
        create=lambda new: portfolio.create(settings, new.file, new.name, new.siren),
        make_demonstration=lambda: _demonstration(settings),
        open=open_company,
        diagnose=lambda places, stop: portfolio.each_in_turn(
            places, lambda place: portfolio.diagnose(settings, place), stop
        ),
        install=lambda places, files, stop: portfolio.install_each(settings, places, files, stop),
        begin_activations=lambda places: portfolio.ManyActivations(settings, places),
        activate=lambda shared, places, stop: portfolio.each_in_turn(
            places, lambda place: portfolio.activate(settings, shared.sign_in, place), stop
        ),
        access=_access_work(settings),
    )
    return CompaniesWindow(work, parent, remembered=remembered)


def _access_work(settings: Settings) -> AccessWork:
    from stockage_partage import access_setup
    from stockage_partage.ui.companies.access import AccessFinding, AccessWork

    def look(wanted: Settings) -> Iterator[AccessFinding]:
        from stockage_partage.diagnosis import examine_access
        from stockage_partage.messages.diagnosis import NAMES, in_words

        for finding in examine_access(wanted):
            yield AccessFinding(NAMES[finding.name], in_words(finding), finding.fine)

    return AccessWork(
        wanted=lambda client, tenant: access_setup.wanted_settings(settings, client, tenant),
        look=look,
        trial=access_setup.AccessTrial,
        keep=lambda wanted: access_setup.keep(wanted, usual_config_dir()),
    )


def _demonstration(settings: Settings) -> str:
    from stockage_partage.example_company import make_example

    return str(make_example(settings, example_place(settings)))


def open_in_another_process(place: str, application: Application) -> None:
    """Opens a company in a window of a process of its own (decision 0026)."""
    from PySide6.QtCore import QProcess

    from stockage_partage import executables

    program, *arguments = executables.service_command(
        "ouvrir", "--societe", place, "--application", application
    )
    QProcess.startDetached(program, arguments)


def _claim_of(settings: Settings) -> SingleInstance:
    """What a window on that company and application claims, « » without a company."""
    from stockage_partage.company.places import place_if_any
    from stockage_partage.single_instance import SingleInstance, instance_name

    place = place_if_any(settings.company) or settings.company
    return SingleInstance(instance_name(settings.data_dir, place, settings.application))


def _listen(
    instance: SingleInstance, window: QWidget, show: Callable[[WindowTarget], None]
) -> None:
    """Later starts of the same window bring this one forward from now on; only the first one listens."""
    if not instance.is_held:
        return
    from stockage_partage.ui.runtime.instance_server import InstanceServer
    from stockage_partage.ui.window.attention import bring_forward

    server = InstanceServer(instance.endpoint, window)

    def come(target: WindowTarget) -> None:
        bring_forward(window)
        show(target)

    server.asked.connect(come)


class ProgramStart:
    """The program without a company: « Sociétés » comes first, and the window of the one that is chosen."""

    def __init__(self, settings: Settings, remembered: QSettings | None) -> None:
        self._settings = settings
        self._remembered = remembered
        self.program: Program | None = None
        self.window = make_companies_window(settings, self._open, remembered=remembered)

    def show(self) -> None:
        """Shows the window, and reads the companies once it has painted."""
        self.window.show_and_read()

    def _open(self, place: str, application: Application | None) -> None:
        if self.program is not None:
            return  # pressed twice
        from stockage_partage.window_address import WindowTarget

        settings = with_company(self._settings, place, application)
        instance = _claim_of(settings)
        if not instance.claim() and instance.show_first(WindowTarget()):
            self._leave()  # it is open already
            return
        self.program = _start(settings, instance, WindowTarget(), self._remembered, self._leave)

    def _leave(self) -> None:
        self.window.close()


def _start(
    settings: Settings,
    instance: SingleInstance,
    target: WindowTarget,
    remembered: QSettings | None,
    started: Callable[[], None] = lambda: None,
) -> Program:
    """The window on the company of the settings, shown; it shows `target` once the company is open."""
    from stockage_partage.ui.window.program import tell_of_mistakes

    program = make_program(settings, CompanyOpener(settings), remembered=remembered)
    tell_of_mistakes(program.window)

    def show(wanted: WindowTarget) -> None:
        from stockage_partage.ui.window.attention import show_target

        show_target(program.window, wanted)

    def begin() -> None:
        _listen(instance, program.window, show)
        if program.controller is not None and (target.page or target.document):
            program.controller.opened.connect(lambda: show(target))
        started()

    program.window.closed.connect(instance.close)
    program.show(begin)
    return program


def run_window(settings: Settings, target: WindowTarget | None = None) -> int:
    """The program with a window, until it is closed; its exit code.

    Where the same window is open already, it comes forward, shows `target`, and that is all.
    """
    from stockage_partage.window_address import WindowTarget

    wanted = target or WindowTarget()
    instance = _claim_of(settings)
    if not instance.claim() and instance.show_first(wanted):
        return 0
    from PySide6.QtCore import QSettings

    from stockage_partage.ui.runtime.stop_signals import close_every_window, stopped_by_signals
    from stockage_partage.ui.window.program import the_application

    application = the_application()
    with stopped_by_signals(lambda: close_every_window(application, application.quit)):
        shown: Program | ProgramStart
        if settings.company:
            shown = _start(settings, instance, wanted, QSettings())
        else:
            shown = ProgramStart(settings, QSettings())
            shown.show()
            _listen(instance, shown.window, lambda _: None)
            shown.window.closed.connect(instance.close)
        code = application.exec()
        del shown
        return code
