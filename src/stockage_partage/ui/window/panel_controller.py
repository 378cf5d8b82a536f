"""Between the services and the window: asks for the truth every second and shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.panel_rules import DocumentWork, describe, refusal
from stockage_partage.activation.states import AccountState, Facts, Label, NoticeKind, PanelState
from stockage_partage.company.state_records import Status
from stockage_partage.errors import Trouble
from stockage_partage.messages import panel_notices as texts
from stockage_partage.messages.message import MessageAction
from stockage_partage.messages.panel import FirstStep
from stockage_partage.messages.window_help import NOT_REMEMBERED
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.runtime.background import EVERY_MS, Background, Poll
from stockage_partage.ui.runtime.window_context import OpenedCompany, WindowContext
from stockage_partage.ui.widgets.base_dialog import Confirmation, Verb, confirm
from stockage_partage.ui.widgets.link_opening import opener
from stockage_partage.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from stockage_partage.ui.panel.panel_actions import PanelActions
    from stockage_partage.ui.window.company_services import CompanyServices
    from stockage_partage.ui.window.dialogs import DialogLauncher


#: Notices that a licence file puts an end to.
_BY_A_LICENCE = frozenset({NoticeKind.OPTION_LAPSED, NoticeKind.LICENCE_ENDING})
_MOVED = Verb("moved", texts.IT_MOVED)
_COPY = Verb("copy", texts.IT_IS_A_COPY)


def ask_whether_moved(parent: QWidget | None = None) -> Confirmation:
    """The company database is elsewhere than it was: did it move, or is it a copy for tests?"""
    name, text = "whereabouts_dialog", texts.MOVED_QUESTION
    return confirm(parent, name, texts.MOVED_TITLE, texts.MOVED_POINTS, _MOVED, _COPY, text=text)


class PanelController(QObject):
    """Lives as long as its window. `open_company` blocks: it is called in the background."""

    opened = Signal()
    shown = Signal(object)  # PanelState
    diagnosis_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        open_company: Callable[[], OpenedCompany],
        *,
        first_look: Callable[[], Facts | None] = lambda: None,
        second_look: Callable[[], Facts | None] = lambda: None,
        say_where: Callable[[bool], None] = lambda moved: None,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._first_look = first_look
        self._second_look = second_look
        self._say_where = say_where
        self._pending: Label | None = None
        self._opening = False  # from what precedes it to its outcome: nobody opens beside it
        self._window = window
        self._background = background
        self._open_company = open_company
        self._open_url = opener(window, open_url)
        self._state: PanelState | None = None
        self.context: WindowContext | None = None
        self.actions: PanelActions | None = None
        self.dialogs: DialogLauncher | None = None
        self.work: CompanyServices | None = None
        self._poll: Poll[Facts] | None = None
        self._connect()

    @property
    def state(self) -> PanelState | None:
        """What is being shown; None before the first truth."""
        return self._state

    def _connect(self) -> None:
        page = self._window.body.exchanges
        page.panel.pressed.connect(self._pressed)
        page.panel.open_link_wanted.connect(self.open_link)
        page.panel.copy_link_wanted.connect(self.copy_link)
        page.panel.licence_wanted.connect(self._install_licence)
        page.first_steps.wanted.connect(self._take_step)
        page.first_steps.shown.connect(self._ask_steps)
        page.seen.connect(lambda seen: self._ask_steps() if seen else None)
        page.notices.action_wanted.connect(self._settle)
        page.troubles.action_wanted.connect(self._way_out)
        self._window.body.menus.work_wanted.connect(self._open_work)
        self._window.body.menus.journal.triggered.connect(self._open_journal)
        self._window.looked_at.connect(self._looked_at)

    # --- the truth -------------------------------------------------------------------------------

    def start(self) -> None:
        """Looks at the company, then opens it; once the window has painted, or after a trouble.

        Nothing while it is being opened already.
        """
        if self._opening:
            return
        self._opening = True
        self._background.run(
            self._first_look, owner=self, done=self._looked_first, failed=lambda _: self._open()
        )

    def _looked_first(self, facts: Facts | None) -> None:
        self._show_look(facts)
        if facts is not None and facts.account_state is AccountState.UNREAD:
            self._background.run(
                self._second_look,
                owner=self,
                done=self._looked_again,
                failed=lambda _: self._open(),
            )
        else:
            self._open()

    def _looked_again(self, facts: Facts | None) -> None:
        self._show_look(facts)
        self._open()

    def _show_look(self, facts: Facts | None) -> None:
        if facts is not None and self.context is None:
            self._show(facts)

    def _open(self) -> None:
        self._opening = True
        self._window.body.exchanges.panel.show_reading()
        self._window.build_pages()
        self._background.run(
            self._open_company, owner=self, done=self._company_opened, failed=self._not_opened
        )

    def _not_opened(self, trouble: Trouble) -> None:
        """What was pressed meanwhile is not done at some later time."""
        self._opening, self._pending = False, None
        self._window.body.exchanges.panel.show_reading(failed=True)
        self._window.body.documents.show_not_open(trouble)
        self.show_trouble(trouble)

    def _company_opened(self, opened: OpenedCompany) -> None:
        self._opening = False
        self._window.body.identification.show_identity(opened.identity)
        self._take_drops()
        self._begin_work(opened)
        self.opened.emit()
        self._poll = Poll(
            self._background,
            EVERY_MS,
            opened.app.service.facts,
            self._show,
            self.show_trouble,
            mended=self._window.body.exchanges.troubles.unsay,
            parent=self,
        )
        self.refresh()
        if self._window.isVisible():
            self._poll.start()
        self._background.run(
            opened.app.service.resume,
            owner=self,
            done=lambda _: self.refresh(),
            failed=self._not_resumed,
        )

    def _begin_work(self, opened: OpenedCompany) -> None:
        from stockage_partage.ui.window.company_services import CompanyServices

        self._end_work()
        self.context = WindowContext(opened, self._background, self._window, self._open_url)
        if self._state is not None:
            self.context.show_state(self._state)
        self.work = CompanyServices(self.context)
        self.work.sent.connect(self.refresh)
        self.work.troubled.connect(self.show_trouble)
        self.work.mended.connect(self._window.body.exchanges.troubles.unsay)
        self.work.work_wanted.connect(self._open_work)
        self.work.classify_wanted.connect(self._classify)
        self.work.classify_several_wanted.connect(partial(self._classify, None))
        self.work.dossier_wanted.connect(self._make_dossier)

    def _end_work(self) -> None:
        """What worked for the company that was open until now."""
        if self._poll is not None:
            self._poll.stop()
            self._poll.deleteLater()
            self._poll = None
        if self.context is not None:
            self.context.ending.emit()
        for part in (self.work, self.actions):
            if part is not None:
                part.shutdown()
                part.deleteLater()
        self.dialogs = self.work = self.actions = None

    def _not_resumed(self, trouble: Trouble) -> None:
        self.show_trouble(trouble)
        self.refresh()

    def refresh(self) -> None:
        """Asks for the facts now, rather than in a second."""
        if self._poll is not None:
            self._poll.look()

    def _ask_truth(self, tell_again: bool) -> None:
        if self._poll is not None and tell_again:
            self._poll.look_again()
        else:
            self.refresh()

    def _show(self, facts: Facts) -> None:
        self._state = state = describe(facts)
        self._window.show_state(state)
        if self.context is not None:
            self.context.show_state(state)
        if self.actions is None:
            QTimer.singleShot(0, self, self._acting)
        pressed = self._pending
        if pressed is not None and self.context is not None:
            self._pending = None
            QTimer.singleShot(1, self, lambda: self._pressed(pressed))
        self.shown.emit(state)

    def _looked_at(self, looked_at: bool) -> None:
        if self._poll is not None:
            if looked_at:
                self._poll.start()
            else:
                self._poll.stop()

    def show_trouble(self, trouble: Trouble) -> None:
        """Nobody did anything just now: nothing moves for it."""
        self._window.show_trouble(trouble, by_itself=True)

    # --- what is pressed -------------------------------------------------------------------------

    def _acting(self) -> PanelActions | None:
        """What does what is pressed; None before the first truth."""
        if self.actions is None and self.context is not None and self._state is not None:
            from stockage_partage.ui.panel.panel_actions import PanelActions

            self.actions = PanelActions(self.context)
            self.actions.truth_wanted.connect(self._ask_truth)
            self.actions.diagnosis_wanted.connect(self.diagnosis_wanted)
        return self.actions

    def _pressed(self, label: Label) -> None:
        if (actions := self._acting()) is not None:
            actions.press(label)
        else:
            self._pending = label  # done as soon as the company is open and its truth is known
            if not self._opening:
                self._window.body.exchanges.troubles.clear()
                self._open()

    def _open_work(self, work: DocumentWork) -> None:
        if work is DocumentWork.CONSULT:
            self._window.show_documents()
        elif (dialogs := self._dialogs()) is not None:
            dialogs.open(work)

    def _open_journal(self) -> None:
        if (dialogs := self._dialogs()) is not None:
            dialogs.open_journal()

    def _classify(self, document_id: int | None, only: Sequence[int] = ()) -> None:
        if (dialogs := self._dialogs()) is not None:
            dialogs.classify(document_id, only=only)

    def _make_dossier(self, document_ids: Sequence[int]) -> None:
        if (dialogs := self._dialogs()) is not None:
            dialogs.make_dossier(document_ids)

    def _take_drops(self) -> None:
        """Files dropped on the window are handed over, or attached where handing over is closed."""
        from stockage_partage.messages import classifying
        from stockage_partage.messages.document_menu import SAVE_FIRST
        from stockage_partage.ui.window.drop_zone import Taken, WindowDrop

        def taken() -> Taken | None:
            state, dialogs = self._state, self._dialogs()
            if state is None or dialogs is None:
                return None
            if refusal(DocumentWork.DEPOSIT, state) is None:
                return dialogs.deposit, classifying.DROP_HELP
            if refusal(DocumentWork.ATTACH, state) is None:
                return partial(dialogs.attach_to, None), classifying.DROP_TO_ATTACH
            return None

        WindowDrop(self._window, taken, lambda: self._window.show_lasting(SAVE_FIRST))

    def _dialogs(self) -> DialogLauncher | None:
        if self.dialogs is None and self._acting() is not None and self.context is not None:
            from stockage_partage.ui.window.dialogs import DialogLauncher

            self.dialogs = DialogLauncher(self.context)
        return self.dialogs

    def _settle(self, kind: NoticeKind) -> None:
        if kind is NoticeKind.DOCUMENTS_BLOCKED:
            self._window.show_documents(Status.BLOCKED)
        elif kind in _BY_A_LICENCE:
            self._install_licence()
        elif kind is NoticeKind.NOT_REMEMBERED:
            self._window.show_guide(NOT_REMEMBERED)
        elif (actions := self._acting()) is not None:
            actions.settle(kind)

    def _install_licence(self) -> None:
        if self.context is not None:
            from stockage_partage.ui.panel.panel_actions import LicenceInstaller

            installer = LicenceInstaller(self.context)
            installer.installed.connect(self.refresh)
            installer.choose()

    def _take_step(self, step: FirstStep) -> None:
        """A step of « Pour commencer » leads to its place."""
        if step is FirstStep.DEPOSIT:
            self._open_work(DocumentWork.DEPOSIT)
        elif step is not FirstStep.SPACE:
            place = {FirstStep.TEMPLATES: PageId.TEMPLATES}.get(step, PageId.THIRD_PARTIES)
            self._window.go_to(place)

    def _ask_steps(self) -> None:
        """What of « Pour commencer » is done already; only while it is there to be seen."""
        context, steps = self.context, self._window.body.exchanges.first_steps
        if context is None or steps.isHidden():
            return
        app = context.app

        def done() -> dict[FirstStep, bool]:
            return {
                FirstStep.TEMPLATES: bool(app.database.templates.chosen(app.application)),
                FirstStep.THIRD_PARTIES: bool(app.database.third_parties.search("", 1)),
            }

        self._background.run(done, owner=steps, done=steps.show_done)

    def _way_out(self, action: MessageAction, trouble: Trouble) -> None:
        if action is MessageAction.TELL_WHERE:
            self._ask_where()
        elif self._poll is not None and trouble is self._poll.trouble:
            self._poll.look_again()
        elif (actions := self._acting()) is not None:
            actions.way_out(action, trouble)
        elif action is MessageAction.DIAGNOSE:
            self.diagnosis_wanted.emit()
        else:
            self.start()

    def _ask_where(self) -> None:
        """A person says whether the database moved or is a copy; then it is opened."""

        def answer(verb: str) -> None:
            self._opening = True
            self._background.run(
                lambda: self._say_where(verb == _MOVED.name),
                owner=self,
                done=lambda _: self._open(),
                failed=self._not_opened,
            )

        dialog = ask_whether_moved(self._window)
        dialog.chosen.connect(answer)
        dialog.open()

    def open_link(self) -> None:
        """Opens the link in the default browser; nothing without an address."""
        if (url := self._url()) is not None:
            self._open_url(url)

    def copy_link(self) -> None:
        """Copies the link to the clipboard, and says so on the button for a moment."""
        if (url := self._url()) is not None:
            QGuiApplication.clipboard().setText(url)
            self._window.body.exchanges.panel.say_copied()

    def _url(self) -> str | None:
        link = self._state.link if self._state is not None else None
        return link.url if link is not None else None

    def shutdown(self) -> None:
        """The window closes: nothing more is asked."""
        self._end_work()
