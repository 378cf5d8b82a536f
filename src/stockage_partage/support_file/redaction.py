"""The technical journal without anything that came from outside: what is not known to be ours is left out.

A line of the journal is a moment, a level, a module and a message; below it may be a trace. Messages are
constants of this program with, after a colon, the name of a class: those are kept. A trace keeps the place
in the code and the class of what was raised. Everything else (paths, names, addresses, quoted answers) may
hold anything, so it goes, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: The messages that this program writes, without what is filled in; a test compares them with the code.
MESSAGES = frozenset(
    {
        "Qt's own French texts are missing",
        "a command failed",
        "a company could not be acted on",
        "a company could not be read",
        "a document could not be brought back",
        "a document could not be sent",
        "a filed document could not be looked at",
        "a look online was answered in an unexpected way",
        "a print could not be kept",
        "a round of sending failed",
        "a round of sending met something unforeseen",
        "a round of work failed",
        "an answer could not be marked",
        "an upload could not be remembered",
        "an upload under way could not be read",
        "no lock between processes",
        "the key of a removed session stays",
        "the sealed session cannot be read",
        "the sealed session could not be removed",
        "the sealed session is unusable",
        "the session is not remembered",
        "the window could not be opened",
        "unexpected",
        "work failed",
    }
)
#: Stands for what was left out.
LEFT_OUT = "…"
_RECORD = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) (?P<level>[A-Z]{4,8}) (?P<logger>[\w.]+): (?P<said>.*)"
)
_PLACE = re.compile(r'  +File "(?P<file>[^"]*)", line (?P<line>\d+), in (?P<name>[\w.<>]+)')
_RAISED = re.compile(r"  (?P<kind>[A-Za-z_][\w.]*)(?::.*)?")
_CLASS = re.compile(r"[A-Z][A-Za-z]{1,60}")
_TRACE = "  Traceback (most recent call last):"
_LINKS = (
    "  During handling of the above exception, another exception occurred:",
    "  The above exception was the direct cause of the following exception:",
)
_LONGEST = 80  # of a name in the code


def redacted(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a journal that may be shown to anybody, each as far as it is known to be ours."""
    in_trace = False
    for line in lines:
        record, place = _RECORD.fullmatch(line), _PLACE.fullmatch(line)
        if record is not None:
            in_trace = False
            said = _message(record["said"])
            yield f"{record['at']} {record['level']} {_short(record['logger'])}: {said}"
        elif line in (_TRACE, *_LINKS):
            in_trace = True
            yield line
        elif in_trace and place is not None:
            yield f"    {_file(place['file'])}:{place['line']} {_short(place['name'])}"
        elif in_trace and (raised := _RAISED.fullmatch(line)) is not None:
            # The first line of what was raised ends its trace: those below it are its message.
            in_trace = False
            yield f"  {_short(raised['kind'])}"


def _message(said: str) -> str:
    known, _, filled_in = said.partition(": ")
    if known not in MESSAGES:
        return LEFT_OUT
    if not filled_in:
        return known
    return f"{known}: {filled_in if _CLASS.fullmatch(filled_in) else LEFT_OUT}"


def _file(path: str) -> str:
    """The place in a package, without the folders of a person above it; "…" for any other file."""
    parts = re.split(r"[\\/]", path)
    for top in ("stockage_partage", "local_microsoft365", "site-packages"):
        if top in parts:
            return "/".join(parts[parts.index(top) :])
    return LEFT_OUT


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else LEFT_OUT
