"""Behind the window « Documents »: keeps its list true, shows what is chosen, does what is pressed."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.company.facts import DocumentRow, Online
from stockage_partage.documents.consulting.consulting import SHOWN_AT_ONCE, bytes_of, is_pdf
from stockage_partage.documents.consulting.fetching import Fetched, Stopped
from stockage_partage.errors import DeletedOnline, SignInNeeded, Trouble
from stockage_partage.storage.document_work import DocumentWork, refusal
from stockage_partage.ui.consult.deeds import Deeds
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.ui.consult.listing import Listing, Look
from stockage_partage.ui.consult.message import Way
from stockage_partage.ui.places import Place
from stockage_partage.words import consulting as words
from stockage_partage.words.troubles import Action, explain

if TYPE_CHECKING:
    from stockage_partage.company.facts import Status
    from stockage_partage.ui.background import Job
    from stockage_partage.ui.document_desk import DocumentDesk

EVERY_MS = 1000
#: While somebody walks through the list with the arrow keys, nothing is fetched.
_PAUSE_MS = 180


class ConsultDesk(QObject):
    """One window; opening it again brings it to the front."""

    ready = Signal()  # the list was answered

    def __init__(self, desk: DocumentDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._workplace = desk.opened.workplace
        self._background = desk.background
        self.window = DocumentsWindow(desk.state.facts.company_name, desk.window)
        self.listing = Listing(self._workplace, desk.background, self.window.model, self)
        self.deeds = Deeds(desk, self.window, self)
        self.deeds.look_wanted.connect(self.look)
        self.deeds.seen.connect(self.saw)
        self._look_soon = QTimer(self)
        self._look_soon.setInterval(EVERY_MS)
        self._look_soon.timeout.connect(self.look)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._fetch_preview)
        self._fetching: Job | None = None
        self._stop = Event()
        self._previewed: tuple[int, str] | None = None
        self._seen: dict[int, Online] = {}
        self._started = self._asked = False
        self._list_trouble: Trouble | None = None
        self._connect()

    def _connect(self) -> None:
        window, listing = self.window, self.listing
        window.filters.asked.connect(listing.ask)
        window.model.order_wanted.connect(listing.sort_by)
        window.table.chosen.connect(self._chosen)
        window.model.dataChanged.connect(lambda *_: self._arrived())
        window.details.preview.pressed.connect(self._preview_pressed)
        window.troubles.action_wanted.connect(self._way_out)
        window.way_wanted.connect(self._lead)
        window.shown.connect(self._shown)
        window.gone.connect(self._gone)
        listing.looked.connect(self._looked)
        listing.about_to_refresh.connect(self._refresh)
        listing.refreshed.connect(self._refreshed)
        listing.answered.connect(self._answered)
        listing.failed.connect(self._list_failed)
        self._desk.sign_in.signed_in.connect(self._signed_in)
        self._desk.ending.connect(self._end)

    def open(self, status: Status | None = None) -> None:
        """Shows the window; with the documents of one status, if that is asked."""
        if status is not None:
            self.window.filters.choose_status(status)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    # --- the list --------------------------------------------------------------------------------

    def look(self) -> None:
        """Has anything changed?"""
        self.listing.look()

    def _shown(self) -> None:
        self._look_soon.start()
        self.look()
        if not self._started:
            self._started = True
            self._background.run(self._tidy, owner=self, done=lambda _: None)

    def _tidy(self) -> None:
        from stockage_partage.documents.consulting.consulting import forget_old_copies

        forget_old_copies(self._workplace)

    def _looked(self, look: Look) -> None:
        if look.refused is not None:
            self._forget_preview()
            self.deeds.stop()
            self.window.details.show_row(None, self._workplace.clock())
            closed = refusal(DocumentWork.BRING_BACK, self._desk.state)
            self.window.show_closed(look.refused, bring_back=closed is None)
            return
        if self.window.is_closed or not self._asked:
            self._asked = True
            self.window.show_open()
            self.listing.ask(self.listing.asked)
        self.window.filters.show_counts(look.counts)

    def _answered(self, count: int) -> None:
        if self.window.is_closed:
            return
        self.window.show_found(count, self.listing.counted)
        self._choose_again()
        if self._list_trouble is not None and self.window.troubles.trouble is self._list_trouble:
            self.window.troubles.clear()
        self.ready.emit()

    def _choose_again(self) -> None:
        """The document shown stays chosen among other rows; it goes when it is not among them."""
        row = self.window.details.row
        if row is None or self.window.table.currentIndex().isValid():
            return
        for place, each in self.window.model.known_rows():
            if each.id == row.id:
                self.window.table.choose(place)
                return
        self._show(None)

    def _refresh(self) -> None:
        self.listing.refresh(*self.window.table.rows_on_screen())

    def _refreshed(self, shift: int) -> None:
        if shift:
            self.window.table.move_by(shift)
        self._arrived()

    def _list_failed(self, trouble: Trouble) -> None:
        self.window.troubles.show_trouble(trouble)
        self._list_trouble = trouble

    # --- the chosen document ---------------------------------------------------------------------

    def _chosen(self, row: DocumentRow | None) -> None:
        if row is not None and self.window.details.row == row:
            return
        self.window.troubles.clear()
        self._show(row)

    def _arrived(self) -> None:
        """The chosen document's row may be another now, or have come at last."""
        index = self.window.table.currentIndex()
        row = self.window.model.row_at(index.row()) if index.isValid() else None
        if row is not None and row != self.window.details.row:
            self._show(row)

    def _show(self, row: DocumentRow | None) -> None:
        self._show_facts(row)
        wanted = (row.id, row.online) if row is not None else None
        if wanted is not None and wanted == self._previewed:
            return  # the same bytes, now sent or retried
        self._forget_preview()
        self._previewed = wanted
        if row is None:
            return
        preview = self.window.details.preview
        if row.online == Online.DELETED:
            preview.say(words.NOTHING_LEFT)
        elif not is_pdf(row):
            preview.say(words.NO_PREVIEW)
        elif row.size > SHOWN_AT_ONCE:
            preview.say(words.too_large(row), words.SHOW_PREVIEW)
        else:
            preview.say_loading()
            self._pause.start()

    def _show_facts(self, row: DocumentRow | None) -> None:
        """With what was just seen of it online, which the register does not know."""
        seen = self._seen.get(row.id) if row is not None else None
        self.window.details.show_row(
            row,
            self._workplace.clock(),
            deleted=seen is Online.DELETED,
            changed=seen is Online.CHANGED,
        )

    def saw(self, document_id: int, online: Online) -> None:
        """Something came of fetching it."""
        self._seen[document_id] = online
        if online is Online.DELETED:
            self.window.model.saw_gone(document_id)
        row = self.window.details.row
        if row is not None and row.id == document_id:
            self._show_facts(row)

    def _preview_pressed(self) -> None:
        if self.window.details.preview.button.text() == words.SIGN_IN:
            self._desk.sign_in.start()
            return
        self.window.details.preview.say_loading()
        self._fetch_preview()

    def _fetch_preview(self) -> None:
        row = self.window.details.row
        if row is None or self.window.is_closed:
            return
        self._stop = stop = Event()
        workplace = self._workplace

        def fetch() -> tuple[bytes, Fetched] | None:
            try:
                return bytes_of(workplace, row.id, stop)
            except Stopped:
                return None

        self._fetching = self._background.run(
            fetch,
            owner=self,
            done=lambda found: self._fetched(row, found),
            failed=lambda trouble: self._not_fetched(row, trouble),
        )

    def _fetched(self, row: DocumentRow, found: tuple[bytes, Fetched] | None) -> None:
        now = self.window.details.row
        if found is None or now is None or now.id != row.id:
            return
        content, fetched = found
        self.window.details.preview.show_pdf(content)
        self.saw(row.id, Online.CHANGED if fetched.changed else Online.AS_SENT)

    def _not_fetched(self, row: DocumentRow, trouble: Trouble) -> None:
        now = self.window.details.row
        if now is None or now.id != row.id:
            return
        told = explain(trouble)
        preview = self.window.details.preview
        if isinstance(trouble, DeletedOnline):
            self.saw(row.id, Online.DELETED)
            preview.say(words.NOTHING_LEFT)
        elif isinstance(trouble, SignInNeeded):
            preview.say(told.sentence, words.SIGN_IN)
        elif told.action is Action.RETRY:
            preview.say(told.sentence, words.RETRY)
        else:
            preview.say(told.sentence)

    def _forget_preview(self) -> None:
        self._pause.stop()
        self._stop.set()
        if self._fetching is not None:
            self._fetching.cancel()
        self._previewed = None

    # --- around ----------------------------------------------------------------------------------

    def _way_out(self, action: Action, trouble: Trouble) -> None:
        if action is Action.SIGN_IN:
            self._desk.sign_in.start()
        elif trouble is self._list_trouble:
            self.listing.ask(self.listing.asked)
        elif action is Action.RETRY:
            self.deeds.again()

    def _lead(self, way: Way) -> None:
        """Out of a window with nothing to show: it would stay in front of where it leads."""
        self.window.close()
        self._desk.window.raise_()
        self._desk.window.activateWindow()
        if way is Way.EXCHANGES:
            self._desk.window.go_to(Place.EXCHANGES)
        elif way is Way.BRING_BACK:
            self._desk.open(DocumentWork.BRING_BACK)

    def _signed_in(self, _account: object) -> None:
        if self.window.isVisible() and not self.window.details.preview.shows_pages:
            row, self._previewed = self.window.details.row, None
            self._show(row)

    def _gone(self) -> None:
        self._look_soon.stop()
        self._forget_preview()

    def _end(self) -> None:
        self._gone()
        self.deeds.stop()
        self.window.close()
