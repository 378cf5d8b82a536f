"""Work that can be taken back for half a minute: it is done only then, so that a crash does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.errors import Trouble
from stockage_partage.messages import window as texts
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.toast import Toast, toast

#: Milliseconds in which it can be taken back.
WAIT_MS = 30_000


@dataclass
class _Waiting:
    """What will be done by `act` once `told` has gone; `kept` is called instead when it is taken back."""

    said: str
    wait_ms: int
    act: Callable[[], None]
    kept: Callable[[], object]
    told: Toast | None = None


class Postponed(QObject):
    """What a person asked for and may still take back, by `keys`; each is told with « Annuler »."""

    changed = Signal()  # something was postponed, taken back, or done

    def __init__(self, background: Background, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._over = over
        self._waiting: dict[str, _Waiting] = {}
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
        kept: Callable[[], object] = lambda: None,
        over: QWidget | None = None,
        wait_ms: int = WAIT_MS,
    ) -> None:
        """Tells `said`, and does `work` in the background once nobody took it back; `key` names it.

        `kept` is called when it is taken back. `over`: the window in which it is told, None for the one in front.
        """

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

        waiting = self._waiting[key] = _Waiting(said, wait_ms, act, kept)
        self._tell(key, waiting, over or self._over)
        self.changed.emit()

    def _tell(self, key: str, waiting: _Waiting, over: QWidget) -> None:
        told = waiting.told = toast(
            over,
            waiting.said,
            texts.TAKE_BACK,
            lambda: self.take_back(key),
            shown_ms=waiting.wait_ms,
            takes_back=True,
        )
        told.gone.connect(lambda: self._go_on(key, told))
        told.destroyed.connect(lambda: self._tell_again(key, told))

    def _tell_again(self, key: str, told: Toast) -> None:
        """The window in which it was told was closed before anybody decided: whoever closed it is told once more."""
        if not (shiboken6.isValid(self) and shiboken6.isValid(self._over)):
            return
        waiting = self._waiting.get(key)
        if waiting is not None and waiting.told is told and not told.is_over:
            self._tell(key, waiting, self._over)

    def do_now(self, then: Callable[[], object] | None = None) -> None:
        """Does at once what waits, since the window closes or something else depends on it: `then`, afterwards."""
        for waiting in list(self._waiting.values()):
            if waiting.told is not None and shiboken6.isValid(waiting.told):
                waiting.told.leave()
        if then is not None:
            self._then.append(then)
            self._go_on_with()

    def _go_on_with(self) -> None:
        """What waited for all of it to be done."""
        if not self._waiting:
            afterwards, self._then = self._then, []
            for then in afterwards:
                then()

    def take_back(self, key: str) -> bool:
        """Keeps what `key` names from being done, or told any longer. False when it is being done, or was."""
        waiting = self._waiting.get(key)
        if waiting is None or waiting.told is None or waiting.told.is_over:
            return False
        del self._waiting[key]
        waiting.told.leave()
        waiting.kept()
        self.changed.emit()
        return True

    def _go_on(self, key: str, told: Toast) -> None:
        waiting = self._waiting.get(key)
        if waiting is not None and waiting.told is told:
            waiting.act()

    def _over_with(self, key: str, then: Callable[[], object]) -> None:
        self._waiting.pop(key, None)
        then()
        self.changed.emit()
        self._go_on_with()
