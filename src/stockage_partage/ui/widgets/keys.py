"""Alt with a letter for every button and field of a window; F1 for the chapter of the guide about it.

The letters are shown while Alt is held. They are given out by themselves, so that none is given twice: what
a window shows changes with what is so. A letter once given stays with what has it, as long as that is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, digits
from typing import Protocol, runtime_checkable
from unicodedata import normalize

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QTextEdit,
    QWidget,
)

from stockage_partage.messages.window_help import chapter

_SETTLED_MS = 120
#: Alt held for so long wants to see the letters; Alt+Tab is quicker.
_HELD_MS = 250
_KINDS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit)


class AccessKeys(QObject):
    """The letters of one window. `letters` says which; a test looks for twins."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("access_keys")
        self._window = window
        self._letters: dict[QWidget, str] = {}
        self._shortcuts: dict[QWidget, QShortcut] = {}
        self._tips: list[QLabel] = []
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.give)
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(_HELD_MS)
        self._held.timeout.connect(self.show_letters)
        window.installEventFilter(self)

    @property
    def letters(self) -> dict[QWidget, str]:
        """What is seen and can be reached → its letter, '' for what none was left for."""
        return dict(self._letters)

    def give(self) -> None:
        """Gives every button and field that is seen its letter."""
        shown = sorted(self._reachable(), key=self._place)
        taken = self._of_menus()
        kept: dict[QWidget, str] = {}
        for each in shown:
            letter = self._letters.get(each, "")
            if letter and letter not in taken:
                kept[each] = letter
                taken.add(letter)
        for each in shown:
            if each not in kept:
                letter = next((c for c in _candidates(name_of(each)) if c not in taken), "")
                kept[each] = letter
                taken.add(letter)
        for gone in self._shortcuts.keys() - kept.keys():
            self._shortcuts.pop(gone).setEnabled(False)
        self._letters = kept
        for each, letter in kept.items():
            self._put(each, letter)

    def _reachable(self) -> Iterator[QWidget]:
        for kind in _KINDS:
            for each in self._window.findChildren(kind):
                inside = each.parentWidget()
                if (
                    each.focusPolicy() & Qt.FocusPolicy.TabFocus
                    and each.isVisible()
                    and each.window() is self._window
                    and not isinstance(inside, QComboBox)
                ):
                    yield each

    def _place(self, widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(self._window, QPoint(0, 0))
        return at.y(), at.x()

    def _of_menus(self) -> set[str]:
        if not isinstance(self._window, QMainWindow):
            return set()
        texts = [action.text() for action in self._window.menuBar().actions()]
        return {text[text.index("&") + 1].lower() for text in texts if "&" in text}

    def _put(self, widget: QWidget, letter: str) -> None:
        keys = QKeySequence(f"Alt+{letter.upper()}") if letter else QKeySequence()
        if isinstance(widget, QAbstractButton):
            if widget.shortcut() != keys:
                widget.setShortcut(keys)
            return
        found = self._shortcuts.get(widget)
        if found is None:
            found = self._shortcuts[widget] = QShortcut(widget)
            found.setAutoRepeat(False)
            found.activated.connect(lambda: widget.setFocus(Qt.FocusReason.ShortcutFocusReason))
        found.setEnabled(True)
        if found.key() != keys:
            found.setKey(keys)

    # --- while Alt is held -----------------------------------------------------------------------

    def show_letters(self) -> None:
        """Shows each letter on what it leads to, until `hide_letters`."""
        self.hide_letters()
        self.give()
        for widget, letter in self._letters.items():
            if not letter or not widget.isEnabled() or widget.visibleRegion().isEmpty():
                continue
            tip = QLabel(letter.upper(), self._window)
            tip.setObjectName("key_tip")
            tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            tip.adjustSize()
            at = widget.mapTo(self._window, widget.visibleRegion().boundingRect().topLeft())
            tip.move(max(0, at.x() - 6), max(0, at.y() - tip.height() * 2 // 3))
            tip.show()
            self._tips.append(tip)

    def hide_letters(self) -> None:
        """Takes the letters away."""
        self._held.stop()
        tips, self._tips = self._tips, []
        for tip in tips:
            tip.hide()
            tip.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is seen changed, or Alt went down or up."""
        kind = QEvent.Type
        match event.type():
            case kind.Show | kind.LayoutRequest:
                if not self._settled.isActive():
                    self._settled.start()
            case kind.KeyPress if isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Alt:
                    if not event.isAutoRepeat():
                        self._held.start()
                else:
                    self.hide_letters()
            case kind.KeyRelease | kind.WindowDeactivate | kind.Hide:
                self.hide_letters()
        return False


def keys_of(window: QWidget) -> AccessKeys | None:
    """The access keys of that window, None for a window that has none."""
    return window.findChild(AccessKeys, "access_keys", Qt.FindChildOption.FindDirectChildrenOnly)


def name_of(widget: QWidget) -> str:
    """What a person calls it: its text, its label, or what a screen reader says."""
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    return widget.accessibleName()


def _candidates(name: str) -> Iterator[str]:
    """Letters to try: the first of each word, every other one, then any."""
    plain = normalize("NFKD", name).lower()
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain).split()
    yield from (word[0] for word in words)
    yield from (c for word in words for c in word[1:])
    yield from ascii_lowercase
    yield from digits


def with_letter(text: str, menu: QMenuBar | QMenu) -> str:
    """The entry with a letter of its own in that menu: the first of its words that is free."""
    texts = [action.text() for action in menu.actions()]
    taken = {each[each.index("&") + 1].lower() for each in texts if "&" in each}
    places = [at for at, c in enumerate(text) if at == 0 or not text[at - 1].isalnum()]
    places += range(len(text))
    for at in places:
        letter = text[at].lower()
        if letter.isascii() and letter.isalnum() and letter not in taken:
            return f"{text[:at]}&{text[at:]}"
    return text


@runtime_checkable
class GuideOwner(Protocol):
    """The window that others stand over, which has the guide."""

    def show_guide(self, chapter: str = "", over: QWidget | None = None) -> None:
        """Shows the guide at a heading, '' for its beginning, over the window that asked."""


class HelpKey(QShortcut):
    """F1 of a window that has no menus: asks the one that it stands over, by the name of its own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(QKeySequence("F1"), window)
        self._window = window
        self.activated.connect(self._help)

    def _help(self) -> None:
        above: QObject | None = self._window
        while above is not None:
            if isinstance(above, GuideOwner):
                above.show_guide(chapter(self._window.objectName()), self._window)
                return
            above = above.parent()
