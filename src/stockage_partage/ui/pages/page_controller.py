"""Behind a page that others may change too: reads it again while it is looked at, tells whether it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from stockage_partage.errors import DatabaseReadOnly, Trouble
from stockage_partage.ui.pages.settings_page import Access
from stockage_partage.ui.runtime.poll import EVERY_MS, Poll

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.runtime.background import Background
    from stockage_partage.ui.widgets.trouble_bar import TroubleBar


class ChangeablePage(Protocol):
    """A page with a bar for troubles, where something can be changed unless the database is read only."""

    troubles: TroubleBar

    @property
    def seen(self) -> SignalInstance:
        """True when somebody begins to look at it, False when nobody does any more."""
        ...

    def isVisible(self) -> bool:
        """True while somebody looks at it."""
        ...

    def show_access(self, access: Access) -> None:
        """Whether anything can be changed, and why not."""
        ...


class PageController(QObject):
    """Lives as long as the company is open in this window; asks only while the page is looked at."""

    def __init__(
        self,
        app: AppContext,
        background: Background,
        page: ChangeablePage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._background = background
        self._followed = page
        self._poll: Poll[Any] = Poll(
            background,
            EVERY_MS,
            self._read,
            self._show,
            self._unread,
            mended=page.troubles.unsay,
            parent=self,
        )

    def _begin(self) -> None:
        """Starts following the page; subclasses call it once, at the end of their making."""
        self._followed.seen.connect(self._seen)
        self._followed.show_access(Access.OPEN)
        self._seen(self._followed.isVisible())

    def _read(self) -> object:
        """What the page shows, read in a worker. Raises the database's troubles."""
        raise NotImplementedError

    def _show(self, seen: Any) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def _unread(self, trouble: Trouble) -> None:
        """What keeps us from reading, told once and unsaid when it is over."""
        self._followed.troubles.show_trouble(trouble)

    def _seen(self, seen: bool) -> None:
        if seen:
            self._background.run(
                self._app.database.try_a_change,
                owner=self,
                done=lambda _: self._followed.show_access(Access.OPEN),
                failed=self._not_writable,
            )
            self._poll.start()
        else:
            self._poll.stop()

    def _not_writable(self, trouble: Trouble) -> None:
        """Known before anybody types a thing; another trouble passes, or comes up again."""
        if isinstance(trouble, DatabaseReadOnly):
            self._followed.show_access(Access.READ_ONLY)
