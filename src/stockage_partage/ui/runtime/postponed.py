"""Work that can be taken back for half a minute: it is done only then, so that a crash does nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.errors import Trouble
from stockage_partage.messages import window as texts
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.toast import Toast, toast

#: Milliseconds in which it can be taken back.
WAIT_MS = 30_000


class Postponed(QObject):
    """What a person asked for and may still take back, by `keys`; each is told with « Annuler »."""

    changed = Signal()  # something was postponed, taken back, or done

    def __init__(self, background: Background, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._over = over
        self._waiting: dict[str, tuple[Toast, Callable[[], None]]] = {}
        self._then: list[Callable[[], object]] = []

    @property
    def keys(self) -> frozenset[str]:
        """The keys of what will be done: it is shown as if it were."""
        return frozenset(self._waiting)

    def postpone(
        self,
        key: str,
        said: str,
        work: Callable[[], object],
        done: Callable[[], object],
        failed: Callable[[Trouble], None],
        *,
        wait_ms: int = WAIT_MS,
    ) -> None:
        """Tells `said`, and does `work` in the background once nobody took it back; `key` names it."""

        def act() -> None:
            self._background.run(
                work,
                owner=self,
                done=lambda _: self._over_with(key, done),
                failed=give_up,
                to_its_end=True,
            )

        def give_up(trouble: Trouble) -> None:
            self._over_with(key, lambda: failed(trouble))

        told = toast(
            self._over, said, texts.TAKE_BACK, lambda: self._take_back(key), shown_ms=wait_ms
        )
        self._waiting[key] = told, act
        told.gone.connect(lambda: self._go_on(key, told))
        self.changed.emit()

    def do_now(self, then: Callable[[], object] | None = None) -> None:
        """Does at once what waits, since the window closes or something else depends on it: `then`, afterwards."""
        for told, _ in list(self._waiting.values()):
            told.leave()
        if then is not None:
            self._then.append(then)
            self._go_on_with()

    def _go_on_with(self) -> None:
        """What waited for all of it to be done."""
        if not self._waiting:
            afterwards, self._then = self._then, []
            for then in afterwards:
                then()

    def _take_back(self, key: str) -> None:
        if self._waiting.pop(key, None) is not None:
            self.changed.emit()

    def _go_on(self, key: str, told: Toast) -> None:
        waiting = self._waiting.get(key)
        if waiting is not None and waiting[0] is told:
            waiting[1]()

    def _over_with(self, key: str, then: Callable[[], object]) -> None:
        self._waiting.pop(key, None)
        then()
        self.changed.emit()
        self._go_on_with()
