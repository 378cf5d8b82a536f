"""Every scene can be read by a screen reader and used without a mouse, and nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from previews.capture import settle
from previews.catalogue import all_previews
from previews.panel_previews import STATES, window
from stockage_partage.ui.widgets.buttons import LinkButton
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.fact_row import FactRow
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoBar

LOOSE = re.compile(r" [:;?!»]|« ")
NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.Link,
    QAccessible.Role.Tree,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.TreeItem,
    QAccessible.Role.MenuItem,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.Dialog,
    QAccessible.Role.EditableText,
}


@pytest.fixture(params=sorted(all_previews()))
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> QWidget:
    widget = all_previews()[request.param]()
    qtbot.addWidget(widget)
    settle(widget)
    return widget


def visible_children(widget: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [child for child in widget.findChildren(kind) if child.isVisibleTo(widget)]


def interfaces(interface: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """The whole tree below."""
    if interface is None or not interface.isValid():
        return
    yield interface
    for index in range(interface.childCount()):
        yield from interfaces(interface.child(index))


def unnamed(scene: QWidget) -> list[str]:
    """Controls that a screen reader has no name for."""
    return [
        f"{found.role().name} {found.object().objectName() if found.object() else ''}"
        for found in interfaces(QAccessible.queryAccessibleInterface(scene))
        if found.role() in NAMED
        and not found.text(QAccessible.Text.Name)
        and not found.state().invisible
    ]


def without_object_name(scene: QWidget) -> list[str]:
    """Controls that a test or a tool cannot find."""
    kinds = (QAbstractButton, QListWidget, QTreeWidget, QTextBrowser)
    return [
        repr(child)
        for kind in kinds
        for child in visible_children(scene, kind)
        if not child.objectName()
    ]


def greyed_without_reason(scene: QWidget) -> list[str]:
    """Greyed buttons that do not say why, to the eye and to the ear."""
    return [
        button.objectName()
        for button in visible_children(scene, QPushButton)
        if not button.isEnabled()
        and not (
            button.accessibleDescription() and button.toolTip() == button.accessibleDescription()
        )
    ]


def clipped(scene: QWidget) -> list[str]:
    """What does not have the room its text takes."""
    cut: list[str] = []
    for label in visible_children(scene, QLabel):
        if isinstance(label, QLabel) and not isinstance(label, ElidedLabel | IconLabel):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            hint = label.sizeHint()
            short = label.height() < max(needed, 0 if label.wordWrap() else hint.height())
            narrow = not label.wordWrap() and label.width() < hint.width()
            if short or narrow:
                cut.append(label.objectName() or label.text())
    for button in visible_children(scene, QAbstractButton):
        if isinstance(button, LinkButton):
            if button.height() < button.heightForWidth(button.width()):
                cut.append(button.objectName())
        elif button.width() < button.sizeHint().width():
            cut.append(button.objectName())
    return cut


def loosely_typeset(scene: QWidget) -> list[str]:
    """Sentences whose « : », « ? » or guillemets a line may leave alone."""
    texts = {scene.windowTitle(), *(child.toolTip() for child in scene.findChildren(QWidget))}
    for found in interfaces(QAccessible.queryAccessibleInterface(scene)):
        texts |= {found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description)}
    return [text for text in texts if LOOSE.search(text)]


def test_every_scene_can_be_heard_used_and_seen_whole(scene: QWidget) -> None:
    assert unnamed(scene) == []
    assert without_object_name(scene) == []
    assert greyed_without_reason(scene) == []
    assert clipped(scene) == []
    assert loosely_typeset(scene) == []


@pytest.mark.parametrize("width", [1072, 895, 760])
def test_a_row_folds_before_its_fields_are_cut(qtbot: QtBot, width: int) -> None:
    shown = all_previews()["fiscal-years-choosing"]()
    qtbot.addWidget(shown)
    shown.resize(QSize(width, 473))
    settle(shown)
    assert clipped(shown) == []


@pytest.mark.parametrize("name", ["long-names", "preparing", "many-notices", "inactive-no-option"])
@pytest.mark.parametrize("width", [1366, 1072, 900, 760, 683, 560])
def test_nothing_is_cut_at_any_width(qtbot: QtBot, name: str, width: int) -> None:
    shown = window(STATES[name])
    qtbot.addWidget(shown)
    shown.resize(QSize(width, 384))
    settle(shown)
    assert clipped(shown) == []
    page = shown.body.exchanges
    inside = page.widget()
    assert inside is not None
    assert inside.width() <= page.viewport().width()


def test_everything_on_a_small_screen_can_be_scrolled_to(qtbot: QtBot) -> None:
    shown = window(STATES["long-names"])
    qtbot.addWidget(shown)
    shown.resize(683, 384)
    settle(shown)
    bar = shown.body.exchanges.verticalScrollBar()
    bottom = shown.body.exchanges.footer.geometry().bottom()
    assert bar.maximum() + shown.body.exchanges.viewport().height() >= bottom


@pytest.mark.parametrize("name", [name for name in all_previews() if name.startswith("dialog-")])
def test_the_buttons_of_every_question_stay_on_a_small_screen(qtbot: QtBot, name: str) -> None:
    question = all_previews()[name]()
    qtbot.addWidget(question)
    settle(question)
    question.resize(440, 300)
    settle(question)
    buttons = [b for b in visible_children(question, QPushButton) if b.parent() is question]
    assert buttons
    assert all(question.rect().contains(button.geometry()) for button in buttons)


def test_title_value_and_button_share_a_base_line(qtbot: QtBot) -> None:
    shown = window(STATES["active"])
    qtbot.addWidget(shown)
    settle(shown)
    panel = shown.body.exchanges.panel
    for row, button in (
        (panel.storage, panel.main),
        (panel.folder, panel.copy_link),
        (panel.account, panel.connect_account),
    ):
        line = row.fontMetrics().height()
        title = row.title.y() + row.title.contentsMargins().top() + line / 2
        value = row.value.y() + row.value.contentsMargins().top() + line / 2
        middle = button.mapTo(row, button.rect().center()).y()
        assert abs(title - value) <= 1
        assert abs(title - middle) <= 1


@pytest.mark.parametrize("name", ["active", "long-names"])
def test_every_row_has_the_same_room_between_what_is_so_and_what_it_means(
    qtbot: QtBot, name: str
) -> None:
    shown = window(STATES[name])
    qtbot.addWidget(shown)
    settle(shown)
    panel = shown.body.exchanges.panel

    def room(row: FactRow) -> int:
        margins = row.value.contentsMargins()
        text = row.value.heightForWidth(row.value.width()) - margins.bottom()
        return row.help.y() + row.help.contentsMargins().top() - row.value.y() - text

    rooms = [room(row) for row in (panel.storage, panel.folder, panel.account, panel.documents)]
    assert max(rooms) - min(rooms) <= 1


def test_a_notice_that_says_the_same_again_is_not_read_aloud_again(qtbot: QtBot) -> None:
    bar = InfoBar("notice_1")
    qtbot.addWidget(bar)
    sentence = "Votre session Microsoft 365 est terminée."
    assert bar.say(sentence)
    assert not bar.say(sentence)
    assert bar.what.text() == "Votre session Microsoft\u00a0365 est terminée."


def test_tab_goes_from_top_to_bottom(qtbot: QtBot) -> None:
    shown = window(STATES["many-notices"])
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.body.navigation.setFocus()
    qtbot.waitUntil(shown.body.navigation.hasFocus)
    met: list[str] = []
    for _ in range(18):
        focus = QApplication.focusWidget()
        assert focus is not None
        met.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = [
        "breadcrumb_0",
        "breadcrumb_1",
        "breadcrumb_2",
        "main_button",
        "group_link",
        "copy_link_button",
        "account_menu_button",
        "connect_button",
        "count_filed",
        "count_waiting",
        "count_blocked",
        "see_documents_button",
        "notice_action",
        "next_notice",
    ]
    assert [name for name in met if name in wanted][: len(wanted)] == wanted
