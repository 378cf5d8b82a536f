"""What a screen reader hears over a real AT-SPI bus: roles, names, states and live messages of every window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from at_spi import Node, Reader, Shown, desktop, lacking

from previews.catalogue import all_previews
from waiting import wait_until

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(bool(lacking()), reason=f"this machine lacks {lacking()}"),
]

#: What one acts upon, as AT-SPI names it.
ACTED_ON = {
    "push button",
    "button",
    "check box",
    "radio button",
    "toggle button",
    "text",
    "entry",
    "combo box",
    "list",
    "table",
    "tree",
    "tree table",
    "link",
}


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Shown]]:
    with desktop(tmp_path_factory.mktemp("bureau")) as environment:
        shown = Shown(environment)
        assert shown.do("show", "active") == "done"
        reader = Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        wait_until(lambda: bool(reader.programs()), "the program on the bus")
        yield reader, shown
        reader.close()
        shown.end()


def seen(bus: tuple[Reader, Shown], name: str) -> Node:
    """The window of a preview, as it is read."""
    reader, shown = bus
    assert shown.do("show", name) == "done"
    [program] = reader.programs()
    windows: list[Node] = []

    def look() -> bool:
        windows[:] = [each for each in reader.read(*program).children if "showing" in each.states]
        return len(windows) == 1

    wait_until(look, f"the window of {name}")
    return windows[0]


#: Every window and page, once; and those states that show other things.
_READ = sorted(
    name
    for name in all_previews()
    if (name.startswith("dialog-") and name.count("-") == 1)
    or name
    in {
        *("dialog-command-search", "dialog-group-choice", "dialog-group-files"),
        *("dialog-document-manager", "dialog-third-party", "dialog-sign-out"),
        *("reading", "inactive", "active", "many-notices", "trouble-consent", "sending"),
        *("documents", "documents-preview", "documents-empty", "identification"),
        *("fiscal-years", "third-parties", "templates", "companies", "companies-welcome"),
        *("sign-in-policy", "synchronise-choice", "bring-back-choice", "guide-search"),
    }
)


#: Whose only title is the one in their title bar: what they show has its own.
_UNTITLED = {"guide-search", "sign-in-policy"}


@pytest.mark.parametrize("name", _READ)
def test_every_window_is_told_whole(bus: tuple[Reader, Shown], name: str) -> None:
    window = seen(bus, name)
    assert window.role in ("frame", "dialog")
    assert window.name
    acted_on = [
        each
        for each in window.all()
        if each.role in ACTED_ON and {"showing", "focusable"} <= each.states
    ]
    assert acted_on
    assert [each for each in acted_on if not each.name] == []
    headings = [each for each in window.all() if each.role == "heading" and each.name]
    assert headings or name in _UNTITLED


def test_what_was_done_is_spoken_at_once(bus: tuple[Reader, Shown]) -> None:
    reader, shown = bus
    seen(bus, "active")
    heard = reader.hear(lambda: shown.do("tell", "Le lien est copié."), "Announcement")
    assert "Le lien est copié." in str(heard.body)


def test_a_message_is_an_alert(bus: tuple[Reader, Shown]) -> None:
    window = seen(bus, "many-notices")
    [alert] = [
        each for each in window.all() if each.role == "alert message" and "showing" in each.states
    ]
    said = " ".join(each.name for each in alert.all())
    assert "Votre session" in said


@pytest.mark.parametrize(
    "name", ["documents", "fiscal-years", "dialog-print", "dialog-third-party"]
)
def test_a_box_to_choose_in_is_told_with_its_label(bus: tuple[Reader, Shown], name: str) -> None:
    reader, _ = bus
    boxes = [each for each in seen(bus, name).all() if each.role == "combo box"]
    shown = [each for each in boxes if "showing" in each.states]
    assert shown
    assert [each.name for each in shown if not any(reader.labels(each))] == []
