"""The script of faults: which request goes wrong, and how.

A script is a list of objects, in a file, given by a test, or posted to `defauts_url`:

    {"kind": "upload", "at": [3, 6], "do": "429", "retry_after": 1}

aims at    `kind` (a word of `KINDS`, a list of them, or "*"), `path` (a part of it), `user`
when       `at` (1 = the first request aimed at, counted from the moment the line is installed),
           `every` (each n-th), `after` (all later ones); none of the three: every one
do         a word that `fault_injector` tells of, or any status from 400 to 599; further fields are its options

The first line that is due is done; lines further down still count the request.

The kinds of requests, by which the journal tells too: token, authorize (every page of a sign-in), me, group.find
(list, filter), group.get (one group, by id or by unique name), group.upsert (PATCH by unique name), group.create,
group.update, group.delete, group.members (owners, members), site.get, drive.get, item.get, item.update,
item.delete, folder.create, children, upload (content by one PUT), download, session.create, session.piece,
session.status, session.cancel, copy, copy.status (how far one is), search, delta, batch, page (a SharePoint
page), control, other.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from local_microsoft365.people import User

# In order: the first line that fits a request gives its kind. Empty methods mean any.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("control", "", r"/_emulateur/.*"),
    ("token", "POST", r"/[^/]+/oauth2/v2\.0/token"),
    ("authorize", "", r"/[^/]+/oauth2/v2\.0/authorize|/signin/[^/]+|/[^/]+(/v2\.0)?/adminconsent"),
    ("session.piece", "PUT", r".*/uploadSession"),
    ("session.status", "GET", r".*/uploadSession"),
    ("session.cancel", "DELETE", r".*/uploadSession"),
    ("session.create", "POST", r".*createUploadSession"),
    ("copy", "POST", r".*/copy"),
    ("copy.status", "GET", r".*/_api/v2\.0/monitor/[^/]+"),
    ("batch", "POST", r"/[^/]+/\$batch"),
    ("search", "GET", r".*/search\(.*\)"),
    ("delta", "GET", r".*/delta(\(.*\))?"),
    ("upload", "PUT", r".*[:/]+content"),
    ("download", "GET", r".*/content|.*/download\.aspx|.*/_api/.*"),
    ("folder.create", "POST", r".*/children"),
    ("children", "GET", r".*/children"),
    ("me", "", r"/[^/]+/me(/.*)?"),
    ("site.get", "GET", r".*/sites/root"),
    ("drive.get", "GET", r"/[^/]+/(groups/[^/]+|me)/drives?|/[^/]+/drives/[^/]+"),
    ("group.find", "GET", r"/[^/]+/groups/\$count"),
    ("group.members", "", r"/[^/]+/groups/[^/]+/(owners|members)(/.*)?"),
    ("item.get", "GET", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("item.get", "GET", r"/[^/]+/shares/.+"),
    ("item.update", "PATCH", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("item.delete", "DELETE", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("group.upsert", "PATCH", r"/[^/]+/groups\(.*\)"),
    ("group.get", "GET", r"/[^/]+/groups\(.*\)|/[^/]+/groups/[^/]+"),
    ("group.find", "GET", r"/[^/]+/groups"),
    ("group.create", "POST", r"/[^/]+/groups"),
    ("group.update", "PATCH", r"/[^/]+/groups/[^/]+"),
    ("group.delete", "DELETE", r"/[^/]+/groups/[^/]+"),
    ("page", "GET", r"/sites(/.*)?|/_layouts/.*|/:[a-z]:/s/.*"),
)
_COMPILED = tuple((kind, method, re.compile(rule)) for kind, method, rule in _RULES)
KINDS = (*dict.fromkeys(kind for kind, _, _ in _RULES), "other")
_AIMS = frozenset({"kind", "path", "user", "at", "every", "after", "do"})


def kind_of(method: str, path: str) -> str:
    """The kind of a request, `path` without its query."""
    for kind, wanted, rule in _COMPILED:
        if wanted in ("", method) and rule.fullmatch(path):
            return kind
    return "other"


class BadScript(Exception):
    """The script of faults cannot be read; the message says which line and why."""


@dataclass
class Asked:
    """The facts of a request that faults aim by.

    `fault` is set to what was done to it; `record` writes it into the journal, once, and is called
    before whoever asked can know that the request is over.
    """

    origin: str
    kind: str
    method: str
    path: str
    user: User | None
    fault: str | None = None
    record: Callable[[], None] = lambda: None


@dataclass
class Fault:
    """One line of the script, with how many requests it has seen."""

    do: str
    kinds: tuple[str, ...] = ("*",)
    path: str = ""
    user: str = ""
    at: tuple[int, ...] = ()
    every: int = 0
    after: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    seen: int = 0

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Fault:
        """A fault out of one line of the script.

        Raises BadScript for an unknown kind of request, and when the line does not say what to do.
        """
        kind, at = line.get("kind", "*"), line.get("at", ())
        kinds = (kind,) if isinstance(kind, str) else tuple(kind)
        unknown = [word for word in kinds if word not in (*KINDS, "*")]
        if unknown or "do" not in line:
            raise BadScript(f"unknown kind {unknown}" if unknown else f"nothing to do: {line}")
        return cls(
            do=str(line["do"]),
            kinds=kinds,
            path=line.get("path", ""),
            user=line.get("user", ""),
            at=(at,) if isinstance(at, int) else tuple(at),
            every=line.get("every", 0),
            after=line.get("after"),
            options={name: value for name, value in line.items() if name not in _AIMS},
        )

    def is_due(self, asked: Asked) -> bool:
        """Counts the request if it is aimed at; True when it must go wrong."""
        if not self._aims_at(asked):
            return False
        self.seen += 1
        if not self.at and not self.every and self.after is None:
            return True
        return (
            self.seen in self.at
            or (self.every > 0 and self.seen % self.every == 0)
            or (self.after is not None and self.seen > self.after)
        )

    def _aims_at(self, asked: Asked) -> bool:
        username = asked.user.username if asked.user else ""
        return (
            (asked.kind in self.kinds or ("*" in self.kinds and asked.kind != "control"))
            and self.path in asked.path
            and (not self.user or self.user == username)
        )


class Faults:
    """The script in force. May be changed from any thread while requests are served."""

    def __init__(self, script: Iterable[Mapping[str, Any]] | Path | None = None) -> None:
        self._lock = threading.Lock()
        self._lines: list[Fault] = []
        if script is not None:
            self.install(read_script(script) if isinstance(script, Path) else script)

    def install(self, script: Iterable[Mapping[str, Any]]) -> None:
        """Replaces the script; an empty one ends every fault. Raises BadScript, nothing changed."""
        lines = [Fault.read(line) for line in script]
        with self._lock:
            self._lines = lines

    def add(self, do: str, kind: str | list[str] = "*", **line: Any) -> None:
        """Adds one line to the script. Raises BadScript."""
        fault = Fault.read({"do": do, "kind": kind} | line)
        with self._lock:
            self._lines.append(fault)

    def clear(self) -> None:
        """Empties the script: every request goes well again."""
        self.install(())

    @property
    def lines(self) -> tuple[Fault, ...]:
        """The script in force, with how many requests each line has seen."""
        with self._lock:
            return tuple(replace(fault) for fault in self._lines)

    def due(self, asked: Asked) -> Fault | None:
        """What to do to this request, if anything. Every line counts it."""
        with self._lock:
            due = [fault for fault in self._lines if fault.is_due(asked)]
        return due[0] if due else None


def read_script(file: Path) -> list[Mapping[str, Any]]:
    """The lines of a script file. Raises BadScript."""
    try:
        script = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadScript(f"{file}: {error}") from error
    if not isinstance(script, list) or not all(isinstance(line, dict) for line in script):
        raise BadScript(f"{file}: a list of objects is expected")
    return script
