"""A screen reader's side of AT-SPI: a private X server and D-Bus, and what is read over the bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
#: For a program to start, on a machine that does other things.
PATIENCE_S = 60.0

_LABELLED_BY = 2
_STATES = {"focusable": 11, "focused": 12, "showing": 25, "visible": 30, "enabled": 8}


def lacking() -> str:
    """What this machine has not got of what the tests need; '' when all is there."""
    wanted = [each for each in ("Xvfb", "dbus-daemon") if shutil.which(each) is None]
    if not any(Path(each).exists() for each in _LAUNCHERS):
        wanted.append("at-spi2-core")
    return ", ".join(wanted)


@dataclass
class Node:
    """One thing in the tree that a screen reader walks, as it was when it was read."""

    bus: str
    path: str
    role: str
    name: str
    description: str
    states: frozenset[str]
    children: list[Node] = field(default_factory=list)

    def all(self) -> Iterator[Node]:
        """The node and everything below, as a reader goes."""
        yield self
        for child in self.children:
            yield from child.all()


class Reader:
    """Asks what a screen reader asks."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as asked:
            where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            [address] = asked.send_and_get_reply(new_method_call(where, "GetAddress")).body
        self._bus: DBusConnection = open_dbus_connection(address)
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        # Nobody who has not said so is told of anything.
        wanted = new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], ""))
        self._bus.send_and_get_reply(wanted)

    def close(self) -> None:
        """Leaves the bus."""
        self._bus.close()

    def _ask(self, bus: str, path: str, method: str) -> Any:
        where = DBusAddress(path, bus, "org.a11y.atspi.Accessible")
        reply = self._bus.send_and_get_reply(new_method_call(where, method), timeout=PATIENCE_S)
        return reply.body[0] if reply.header.message_type is MessageType.method_return else None

    def _told(self, bus: str, path: str, name: str) -> str:
        where = DBusAddress(path, bus, "org.a11y.atspi.Accessible")
        reply = self._bus.send_and_get_reply(Properties(where).get(name), timeout=PATIENCE_S)
        if reply.header.message_type is not MessageType.method_return:
            return ""
        return str(reply.body[0][1])

    def programs(self) -> list[tuple[str, str]]:
        """The programs on the bus, each by its bus name and its root."""
        found = self._ask(
            "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", "GetChildren"
        )
        return [(bus, path) for bus, path in found or []]

    def read(self, bus: str, path: str) -> Node:
        """A node and all below it."""
        low, high = (self._ask(bus, path, "GetState") or (0, 0))[:2]
        bits = low | high << 32
        node = Node(
            bus,
            path,
            self._ask(bus, path, "GetRoleName") or "",
            self._told(bus, path, "Name"),
            self._told(bus, path, "Description"),
            frozenset(name for name, bit in _STATES.items() if bits >> bit & 1),
        )
        for each in self._ask(bus, path, "GetChildren") or []:
            node.children.append(self.read(*each))
        return node

    def labels(self, node: Node) -> list[str]:
        """The names of what labels a node."""
        found = self._ask(node.bus, node.path, "GetRelationSet") or []
        return [
            self._told(bus, path, "Name")
            for relation, targets in found
            if relation == _LABELLED_BY
            for bus, path in targets
        ]

    def hear(self, act: Callable[[], object], member: str) -> Message:
        """The first signal of that name, `act` done again until it comes: who tells hears late who listens."""
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member=member)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        with self._bus.filter(rule) as heard:
            for _ in range(int(PATIENCE_S)):
                act()
                with suppress(TimeoutError):
                    return self._bus.recv_until_filtered(heard, timeout=1.0)
        raise AssertionError(f"{member} never came")


class Shown:
    """A process of its own that shows one preview after the other, as one is asked for."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("preview_process.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    def do(self, *words: str) -> str:
        """Has it do something, and waits until it says that it is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextmanager
def desktop(folder: Path) -> Iterator[dict[str, str]]:
    """An X server and a session bus of one's own; the environment for programs on them."""
    read, write = os.pipe()
    x_server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"DISPLAY": display, "XDG_RUNTIME_DIR": str(folder)},
    )
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    try:
        yield os.environ | {
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
    finally:
        for process in (bus, x_server):
            process.terminate()
            process.wait(PATIENCE_S)
        bus.stdout.close()
