"""« Échanges de données »: the panel, « Pour commencer », the last trouble, Sage Document Manager, the notices.

What comes by itself stands below, so that it never moves the button that somebody is about to press. The
notices come one at a time, at the foot of the window, in a line whose room is always kept: nothing of a
page moves when one comes or goes, even where the page scrolls.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from stockage_partage import errors
from stockage_partage.activation.states import Functions, NoticeKind, PanelState
from stockage_partage.messages import panel as first_steps_texts
from stockage_partage.messages import panel as texts
from stockage_partage.messages import panel_notices as panel_notices_texts
from stockage_partage.messages.message import KEPT, UNCHANGED
from stockage_partage.messages.panel import FirstStep
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import SettingsPage
from stockage_partage.ui.panel.storage_panel import StoragePanel
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.buttons import LinkButton, PushButton
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import show, show_text

_LINES = 2  # of the notices: as tall as a button, and enough for most
_MARK = 16  # pixels, the picture of a step
#: What a trouble says already, and offers the same way out of.
_SAID_ALREADY: dict[type[errors.Trouble], tuple[NoticeKind, ...]] = {
    errors.SignInNeeded: (NoticeKind.SESSION_ENDED, NoticeKind.NOBODY_CONNECTED),
    errors.WrongAccount: (NoticeKind.SESSION_ENDED,),
    errors.RightsLost: (NoticeKind.RIGHTS_LOST,),
    errors.ActivatingElsewhere: (NoticeKind.ACTIVATING_ELSEWHERE,),
    errors.Offline: (NoticeKind.OFFLINE,),
}
#: Pixels of a message that must be seen for it to be in sight.
_ENOUGH = 4 * GRID
_SETTLED_MS = 250


class FirstSteps(QWidget):
    """Shown while storage is on and nothing was ever kept; goes with the first document."""

    wanted = Signal(object)  # FirstStep
    shown = Signal()  # it came: what is done of it is worth asking

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first_steps")
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(first_steps_texts.FIRST_STEPS)
        around = QVBoxLayout(self)
        # With the room below it, which goes when the steps do.
        around.setContentsMargins(0, 0, 0, 2 * GRID)
        around.addWidget(card)
        self._done: Mapping[FirstStep, bool] = {}
        self._ready = False
        self._marks: dict[FirstStep, IconLabel] = {}
        self._helps: dict[FirstStep, QLabel] = {}
        self.links: dict[FirstStep, LinkButton] = {}
        self.space = wrapping("first_step_space")
        title = titled(first_steps_texts.FIRST_STEPS, "first_steps_title")
        title.setFont(font(1.2, bold=True))
        box = QVBoxLayout(card)
        box.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        box.setSpacing(GRID)
        box.addWidget(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID + 4)
        self._grid.setVerticalSpacing(GRID // 2 + 2)
        self._grid.setColumnStretch(2, 1)
        box.addLayout(self._grid)
        for step in FirstStep:
            self._add(step)
        self.hide()

    def _add(self, step: FirstStep) -> None:
        mark = self._marks[step] = IconLabel("point", side=_MARK)
        told = self._helps[step] = wrapping(f"first_step_{step.value}_help", quiet=True)
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, row, 0, top)
        if step is FirstStep.SPACE:
            self._grid.addWidget(self.space, row, 1, 1, 2, top)
            return
        link = self.links[step] = LinkButton()
        link.setObjectName(f"first_step_{step.value}")
        link.setText(first_steps_texts.STEP_NAMES[step])
        link.setAccessibleDescription(first_steps_texts.step_explanation(step, done=False))
        link.clicked.connect(lambda _=False, step=step: self.wanted.emit(step))
        self._grid.addWidget(link, row, 1, top)
        self._grid.addWidget(told, row, 2, top)

    def show_state(self, state: PanelState) -> None:
        """Comes with an activation under which nothing was kept yet, and goes with the first document."""
        came = state.begins and self.isHidden()
        self._ready = state.link is not None and state.link.ready
        self._tell()
        show(self, state.begins)
        if came:
            self.shown.emit()

    def show_done(self, done: Mapping[FirstStep, bool]) -> None:
        """Ticks the steps that are done already."""
        self._done = done
        self._tell()

    def _tell(self) -> None:
        show_text(self.space, first_steps_texts.space_step(ready=self._ready))
        for step, mark in self._marks.items():
            done = self._ready if step is FirstStep.SPACE else self._done.get(step, False)
            mark.show_icon(
                "done" if done else "point",
                first_steps_texts.STEP_DONE if done else first_steps_texts.STEP_TO_DO,
            )
            if step in self.links:
                show_text(self._helps[step], first_steps_texts.step_explanation(step, done=done))


class NoticeBar(QWidget):
    """Shows the most urgent notice; « 1 sur 3 › » leads to the next one, and round again."""

    action_wanted = Signal(object)  # NoticeKind

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notices")
        self._kinds: list[NoticeKind] = []
        self._shown: NoticeKind | None = None
        self._state: PanelState | None = None
        self._said_above: tuple[NoticeKind, ...] = ()
        self.frame = InfoBar("notice")
        self.next = PushButton()
        self.next.setObjectName("next_notice")
        self.next.setProperty("flat", True)
        self.next.hide()
        self.frame.across.addWidget(self.next, 0, Qt.AlignmentFlag.AlignTop)
        self.frame.action.clicked.connect(self._press)
        self.next.clicked.connect(self._go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        box.addWidget(self.frame)
        box.addStretch(1)
        self._keep_room()

    @property
    def shown(self) -> NoticeKind | None:
        """The notice that is seen now; None while there is nothing to say."""
        return self._shown

    def show_state(self, state: PanelState) -> None:
        """The notices of `state`, in its order; the one that is read stays while it is true."""
        self._state = state
        had = set(self._kinds)
        self._kinds = [each.kind for each in state.notices if each.kind not in self._said_above]
        tones = {each.kind: each.tone for each in state.notices}
        first = self._kinds[0] if self._kinds else None
        if self._shown not in self._kinds or (first is not None and first not in had):
            self._shown = first
        if self._shown is None:
            self.frame.clear()
            return
        action = panel_notices_texts.NOTICE_ACTIONS.get(self._shown, "")
        self.frame.say(panel_notices_texts.notice(state, self._shown), action, tones[self._shown])
        place, count = self._kinds.index(self._shown) + 1, len(self._kinds)
        show_text(self.next, panel_notices_texts.place(place, count) if count > 1 else "")
        if count > 1:
            self.next.setAccessibleName(panel_notices_texts.place_name(place, count))
            tall = self.frame.action.sizeHint().height()
            self.next.setMinimumHeight(0 if self.frame.action.isHidden() else tall)
        self._keep_room()

    def leave_out(self, kinds: tuple[NoticeKind, ...]) -> None:
        """The notices that are said above already, until that is closed."""
        if kinds != self._said_above:
            self._said_above = kinds
            self._show_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants other lines: what was kept for the longest notice so far is counted anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setMinimumHeight(0)
            self._keep_room()

    def _keep_room(self) -> None:
        """Never less than before: given back, it would move a page that is scrolled to its end."""
        room = _LINES * self.fontMetrics().lineSpacing() + 3 * GRID
        inside = self.layout()
        if inside is not None and not self.frame.isHidden():
            room = max(room, inside.totalHeightForWidth(self.width()))
        if room > self.minimumHeight():
            self.setMinimumHeight(room)

    def _press(self) -> None:
        if self._shown is not None:
            self.action_wanted.emit(self._shown)

    def _go_on(self) -> None:
        if self._shown in self._kinds:
            place = self._kinds.index(self._shown) + 1
            self._shown = self._kinds[place % len(self._kinds)]
            self._show_again()

    def _show_again(self) -> None:
        if self._state is not None:
            self.show_state(self._state)


class ExchangePage(SettingsPage):
    """The page the help page leads to. `out_of_sight`: how many messages one must scroll to.

    `notices` stand at the foot of the window, which has other pages too.
    """

    out_of_sight = Signal(int)

    def __init__(self, panel: StoragePanel) -> None:
        super().__init__(PageId.EXCHANGES)
        self.panel = panel
        self.troubles = TroubleBar()
        self.notices = NoticeBar()
        self.footer = wrapping("document_manager", quiet=True)
        self.footer.hide()
        self.troubles.changed.connect(self._say_once)
        self.first_steps = FirstSteps()
        self.box.addWidget(self.panel)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(self.first_steps)
        self.box.addWidget(self.troubles)
        self.box.addWidget(self.footer)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        self._bringing = QTimer(self)  # runs while what was just said is given its room
        self._bringing.setSingleShot(True)
        self._bringing.setInterval(_SETTLED_MS)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._looking.start())
        self._column.installEventFilter(self)

    def show_state(self, state: PanelState) -> None:
        """Everything but the last trouble, which belongs to what somebody just did."""
        self.troubles.outcome = UNCHANGED if state.functions is Functions.NONE else KEPT
        self.notices.show_state(state)
        self.panel.show_state(state)
        self.first_steps.show_state(state)
        show_text(self.footer, texts.document_manager(state))

    def bring_messages(self) -> None:
        """Brings the first message into sight once what was just said has taken its room."""
        self._bringing.start()
        self._looking.start()

    def _look(self) -> None:
        if self._bringing.isActive():
            self.show_messages()
        self.out_of_sight.emit(len(self._unseen()))

    def show_messages(self) -> None:
        """The first message that is out of sight comes into it."""
        unseen = self._unseen()
        if unseen:
            self.ensureWidgetVisible(unseen[0], 0, 2 * GRID)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever changes the heights may put a message out of sight."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._looking.start()
        return False

    def _unseen(self) -> list[QWidget]:
        """Messages of which too little is in the viewport, from top to bottom."""
        room = self.viewport().height()
        message = self.troubles
        top = message.mapTo(self.viewport(), QPoint(0, 0)).y()
        enough = min(_ENOUGH, message.height())
        is_seen = top + enough <= room and top + message.height() >= enough
        return [] if message.isHidden() or is_seen else [message]

    def _say_once(self) -> None:
        trouble = self.troubles.trouble
        self.notices.leave_out(_SAID_ALREADY.get(type(trouble), ()) if trouble else ())
