"""Behind the page « Documents »: keeps its list true, shows what is chosen, does what is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.activation.panel_rules import DocumentWork, refusal
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.documents.invoices.invoice import InvoiceReading, recalled
from stockage_partage.documents.viewing.fetch import FetchedFile
from stockage_partage.documents.viewing.many import MOST
from stockage_partage.documents.viewing.view import (
    SHOWN_AT_ONCE,
    bytes_of,
    forget_old_copies,
    is_pdf,
    may_be_invoice,
)
from stockage_partage.errors import DeletedOnline, SignInNeeded, Trouble
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages.message import MessageAction
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.documents.document_actions import DocumentActions
from stockage_partage.ui.documents.documents_page import Way
from stockage_partage.ui.documents.list_loader import CompanyState, ListLoader
from stockage_partage.ui.documents.many_actions import ManyActions
from stockage_partage.ui.documents.preview import Offer
from stockage_partage.ui.documents.waiting_reason import WaitingReason
from stockage_partage.ui.runtime.background import Latest

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.runtime.window_context import WindowContext

#: While somebody walks through the list with the arrow keys, nothing is fetched.
_PAUSE_MS = 180


def pages_of(app: AppContext, row: DocumentRow, stop: Event) -> tuple[bytes | str, FetchedFile]:
    """What is shown of a document: its pages, those made of an invoice without any, or why there are none.

    Raises as `fetch` does.
    """
    content, fetched = bytes_of(app, row.id, stop)
    if is_pdf(row):
        return content, fetched
    from stockage_partage.messages.invoice_page import why_not_shown
    from stockage_partage.ui.documents.readable_invoice import readable

    made = readable(content, row.title)
    return (made if isinstance(made, bytes) else why_not_shown(made)), fetched


class DocumentsController(QObject):
    """Lives as long as the company is open in this window."""

    ready = Signal()  # the list was answered
    work_wanted = Signal(object)  # DocumentWork

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._app = context.app
        self._background = context.background
        self.page = context.window.body.documents
        self.listing = ListLoader(self._app, context.background, self.page.model, self)
        self.actions = DocumentActions(context, self.page, self)
        self.actions.started.connect(self._clear_told)
        self.actions.look_wanted.connect(self.listing.poll.look)
        self.actions.seen.connect(self.saw)
        self.many = ManyActions(context, self.page, self)
        self.many.started.connect(self._clear_told)
        self.many.look_wanted.connect(self.listing.poll.look)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._fetch_preview)
        self._fetching = Latest(context.background, self)
        self._checking = Latest(context.background, self)
        self._reason = WaitingReason(self._app, context.background, self.page.details, self)
        self._previewed: tuple[int, str] | None = None
        self._seen: dict[int, OnlineState] = {}
        self._started = self._asked = False
        self._many_shown = False  # several documents are chosen
        self._unfinished = False  # the preview was on its way when the page was left
        self._list_trouble: Trouble | None = None
        self._connect()

    def _connect(self) -> None:
        page, listing = self.page, self.listing
        listing.asked = page.filters.now_asked()
        listing.order, listing.descending = page.table.order
        page.filters.asked.connect(listing.ask)
        page.model.order_wanted.connect(listing.sort_by)
        page.table.chosen.connect(self._chosen)
        page.table.several.connect(self._several)
        page.model.dataChanged.connect(self._arrived)
        page.details.preview.pressed.connect(self._preview_pressed)
        page.troubles.action_wanted.connect(self._way_out)
        page.way_wanted.connect(self._lead)
        page.seen.connect(self._looked_at)
        listing.looked.connect(self._looked)
        listing.about_to_refresh.connect(self._refresh)
        listing.refreshed.connect(self._refreshed)
        listing.answered.connect(self._answered)
        listing.tallied.connect(page.show_counts)
        listing.failed.connect(self._list_failed)
        listing.mended.connect(page.troubles.unsay)
        self._context.sign_in.signed_in.connect(self._signed_in)
        self._context.ending.connect(self._end)
        withdrawals = self._context.withdrawals
        withdrawals.changed.connect(self._leaving_changed)
        withdrawals.troubled.connect(page.troubles.show_trouble)
        self._leaving_changed()
        self._looked_at(page.isVisible())

    # --- the list --------------------------------------------------------------------------------

    def _looked_at(self, seen: bool) -> None:
        if not seen:
            self._leave()
            return
        self.listing.poll.start()
        if self._unfinished:
            self._unfinished = False
            self._pause.start()
        if not self._started:
            self._started = True
            self._background.run(self._tidy, owner=self, done=lambda _: None)

    def _tidy(self) -> None:
        forget_old_copies(self._app)

    def _looked(self, look: CompanyState) -> None:
        self.page.details.fiscal_start = look.fiscal_start
        if look.refused is not None and not self._context.is_known:
            return  # asked again in a second: what to say depends on it
        if look.refused is not None:
            self._forget_preview()
            self.actions.stop()
            self.many.stop()
            self.page.details.show_row(None, self._app.clock())
            closed = refusal(DocumentWork.BRING_BACK, self._context.state)
            self.page.show_closed(look.refused, bring_back=closed is None)
            return
        if self.page.is_closed or not self._asked:
            self._asked = True
            self.page.show_open()
            self.listing.ask(self.listing.asked)

    def _answered(self, count: int) -> None:
        if self.page.is_closed:
            return
        self.page.show_found(count, self.listing.counted)
        self._choose_again()
        if self._list_trouble is not None and self.page.troubles.trouble is self._list_trouble:
            self.page.troubles.clear()
        self.ready.emit()

    def _choose_again(self) -> None:
        """The document shown stays chosen among other rows; it goes when it is not among them."""
        if self._many_shown and not self.page.table.stretches():
            self._many_shown = False  # another answer, of which nothing is chosen yet
            self._show(None)
        row = self.page.details.row
        if row is None or self.page.table.currentIndex().isValid():
            return
        for place, each in self.page.model.known_rows():
            if each.id == row.id:
                self.page.table.choose(place)
                return
        self._show(None)

    def _refresh(self) -> None:
        self.listing.refresh(*self.page.table.rows_on_screen())

    def _refreshed(self, shift: int) -> None:
        if shift:
            self.page.table.move_by(shift)
        self._arrived()

    def _list_failed(self, trouble: Trouble) -> None:
        self.page.troubles.show_trouble(trouble)
        self._list_trouble = trouble

    def _leaving_changed(self) -> None:
        """Something is being taken back, kept after all, or gone."""
        details, ids = self.page.details, self._context.withdrawals.ids
        self.page.model.show_leaving(ids)
        if details.leaving != ids:
            details.leaving = ids
            if details.row is not None:
                self._show_facts(details.row)
            elif details.rows:
                details.show_several(len(details.rows), details.rows)
            self.listing.poll.look()

    # --- the chosen document ---------------------------------------------------------------------

    def _chosen(self, row: DocumentRow | None) -> None:
        if row is not None and self.page.details.row == row:
            return
        self._clear_told()
        self._show(row)

    def _several(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Several documents are chosen, or are no more: then it is the one that is left."""
        self.listing.forget_rows()
        count = sum(last - first + 1 for first, last in stretches)
        if not count:
            if self._many_shown:
                self._many_shown = False
                self._arrived()
            return
        if not self._many_shown:
            self._clear_told()
        self._many_shown = True
        self._forget_preview()
        places = [row for first, last in stretches for row in range(first, last + 1)][: MOST + 1]
        known = [row for row in map(self.page.model.row_at, places) if row is not None]
        if count > MOST or len(known) == count:
            self.page.details.show_several(count, known if count <= MOST else ())
            return
        self.page.details.show_several(count, ())
        self.listing.rows(stretches, lambda rows: self.page.details.show_several(len(rows), rows))

    def _clear_told(self) -> None:
        """What was told goes, but for what keeps the list from being read, which is told until it is over."""
        bar, poll = self.page.troubles, self.listing.poll
        if poll.trouble is None:
            bar.clear()
        elif bar.trouble is not poll.trouble and not bar.isHidden():
            bar.clear()
            poll.look_again()

    def _arrived(self, *_: object) -> None:
        """The chosen document's row may be another now, or have come at last."""
        if stretches := self.page.table.stretches():
            self._several(stretches)
            return
        index = self.page.table.currentIndex()
        row = self.page.model.row_at(index.row()) if index.isValid() else None
        if row is not None and row != self.page.details.row:
            self._show(row)

    def _show(self, row: DocumentRow | None) -> None:
        self._show_facts(row)
        self._reason.ask(row)
        wanted = (row.id, row.online) if row is not None else None
        if wanted is not None and wanted == self._previewed:
            return  # the same bytes, now sent or retried
        self._forget_preview()
        self._previewed = wanted
        if row is None:
            return
        preview = self.page.details.preview
        if row.online == OnlineState.DELETED:
            preview.say(texts.NOTHING_LEFT)
        elif row.online == OnlineState.ARCHIVED:
            preview.say(texts.ARCHIVED, Offer.RETRY)
        elif not is_pdf(row) and not may_be_invoice(row):
            preview.say(texts.NO_PREVIEW)
        elif row.size > SHOWN_AT_ONCE:
            preview.say(texts.too_large(row), Offer.SHOW)
        else:
            preview.say_loading()
            self._pause.start()

    def _show_facts(self, row: DocumentRow | None) -> None:
        """Shows a document's facts, with what was just seen of it online, which the register does not know."""
        seen = self._seen.get(row.id) if row is not None else None
        self.page.details.show_row(
            row,
            self._app.clock(),
            deleted=seen is OnlineState.DELETED,
            changed=seen is OnlineState.CHANGED,
        )

    def saw(self, document_id: int, online: OnlineState) -> None:
        """Something came of fetching it."""
        self._seen[document_id] = online
        if online is OnlineState.DELETED:
            self.page.model.saw_gone(document_id)
        row = self.page.details.row
        if row is not None and row.id == document_id:
            self._show_facts(row)

    def _preview_pressed(self, offer: Offer) -> None:
        if offer is Offer.SIGN_IN:
            self._context.sign_in.start()
            return
        self.page.details.preview.say_loading()
        self._fetch_preview()

    def _fetch_preview(self) -> None:
        row = self.page.details.row
        if row is None or self.page.is_closed:
            return
        self._fetching.run_stoppable(
            lambda stop: pages_of(self._app, row, stop),
            done=lambda found: self._fetched(row, found),
            failed=lambda trouble: self._not_fetched(row, trouble),
        )

    def _fetched(self, row: DocumentRow, found: tuple[bytes | str, FetchedFile] | None) -> None:
        now = self.page.details.row
        if found is None or now is None or now.id != row.id:
            return
        content, fetched = found
        preview = self.page.details.preview
        if isinstance(content, bytes):
            preview.show_pdf(content)
            self._check(row, content)
        else:
            preview.say(content)
        self.saw(row.id, OnlineState.CHANGED if fetched.changed else OnlineState.AS_SENT)

    def _check(self, row: DocumentRow, content: bytes) -> None:
        """Looks, once the pages are shown, whether they agree with the invoice inside."""
        if not is_pdf(row) or not isinstance(recalled(row.read), InvoiceReading):
            return

        def looked() -> tuple[str, ...]:
            from stockage_partage.ui.documents.readable_invoice import remarks_about

            return remarks_about(content)

        def told(remarks: tuple[str, ...] | None) -> None:
            now = self.page.details.row
            if remarks is not None and now is not None and now.id == row.id:
                self.page.details.show_remarks(remarks)

        self._checking.run(looked, done=told, failed=lambda _: None)

    def _not_fetched(self, row: DocumentRow, trouble: Trouble) -> None:
        now = self.page.details.row
        if now is None or now.id != row.id:
            return
        told = explain(trouble)
        preview = self.page.details.preview
        if isinstance(trouble, DeletedOnline):
            self.saw(row.id, OnlineState.DELETED)
            preview.say(texts.NOTHING_LEFT)
        elif isinstance(trouble, SignInNeeded):
            preview.say(told.sentence, Offer.SIGN_IN)
        elif told.action is MessageAction.RETRY:
            preview.say(told.sentence, Offer.RETRY)
        else:
            preview.say(told.sentence)

    def _forget_preview(self) -> None:
        self._unfinished = False
        self._pause.stop()
        self._fetching.cancel()
        self._checking.cancel()
        self._previewed = None

    # --- around ----------------------------------------------------------------------------------

    def _way_out(self, action: MessageAction, trouble: Trouble) -> None:
        if action is MessageAction.SIGN_IN:
            self._context.sign_in.start()
        elif trouble is self._list_trouble:
            self.listing.ask(self.listing.asked)
        elif action is MessageAction.RETRY:
            self.actions.again()

    def _lead(self, way: Way) -> None:
        if way is Way.BRING_BACK:
            self.work_wanted.emit(DocumentWork.BRING_BACK)

    def _signed_in(self, _account: object) -> None:
        if self.page.isVisible() and not self.page.details.preview.shows_pages:
            row, self._previewed = self.page.details.row, None
            self._show(row)

    def _leave(self) -> None:
        """What is still being fetched to be shown is fetched when somebody looks again."""
        self.listing.poll.stop()
        if self._pause.isActive() or not self._fetching.is_idle:
            self._unfinished = True
            self._pause.stop()
            self._fetching.cancel()

    def _end(self) -> None:
        self.listing.poll.stop()
        self.actions.stop()
        self.many.stop()
        self._show(None)
