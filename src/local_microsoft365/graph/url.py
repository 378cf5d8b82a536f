"""From the address on the wire to steps: keys, function calls and colon paths understood.

`/groups(uniqueName='a')`            -> groups, uniqueName=a
`/drives/b!1/root:/A%20B/c.pdf:/content` -> drives, b!1, root, (A B, c.pdf), content
`/drives/b!1/root/search(q='a''b')`  -> drives, b!1, root, search   with arguments {q: a'b}
Some clients encode a whole colon path as one identifier (`root%3A%2FA%2Fb%3A`): same steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from local_microsoft365.graph.errors import bad_request

Names = tuple[str, ...]
Step = str | Names

_COLLECTIONS = frozenset(
    ("groups", "users", "drives", "sites", "items", "directoryObjects", "versions", "members",
     "owners", "deletedItems", "extensions", "permissions", "shares")
)  # fmt: skip
_CALL = re.compile(r"([\w.$]+)\((.*)\)", re.S)
_ARGUMENT = re.compile(r"\s*(?:(\w+)\s*=\s*)?(?:'((?:[^']|'')*)'|([^',]*))\s*(?:,|$)")
_WHOLE_COLON_PATH = re.compile(r"[^/:]+:/.*", re.S)
# Bound actions and functions may be written with their namespace; types (casts) always are.
_CASTS = frozenset(("group", "user", "directoryRole"))


@dataclass(frozen=True)
class Address:
    """The steps of an address, and the arguments of the function it calls."""

    steps: tuple[Step, ...]
    arguments: dict[str, str]


def parse(raw_path: str) -> Address:
    """The steps of a path still percent-encoded, its version left out. Raises GraphError."""
    segments: list[str] = []
    for raw in raw_path.strip("/").split("/"):
        text = unquote(raw)
        encoded_whole = "%2f" in raw.lower() and _WHOLE_COLON_PATH.fullmatch(text)
        segments += text.split("/") if encoded_whole else [text]
    steps: list[Step] = []
    arguments: dict[str, str] = {}
    remaining = iter(segments)
    for segment in remaining:
        if segment.endswith(":") and len(segment) > 1:
            steps += [*_plain(segment[:-1], arguments), _names(remaining)]
        else:
            steps += _plain(segment, arguments)
    return Address(tuple(steps), arguments)


def _names(remaining: object) -> Names:
    names: list[str] = []
    for segment in remaining:  # type: ignore[attr-defined]
        names.append(segment.removesuffix(":"))
        if segment.endswith(":"):
            break
    return tuple(name for name in names if name)


def _plain(segment: str, arguments: dict[str, str]) -> list[str]:
    called = _CALL.fullmatch(segment)
    if called is None:
        return [_bare(segment)]
    name, given = _bare(called.group(1)), _arguments(called.group(2))
    if name in _COLLECTIONS:
        return [name, *(f"{key}={value}" if key else value for key, value in given.items())]
    arguments.update(given)
    return [name]


def _bare(name: str) -> str:
    short = name.removeprefix("microsoft.graph.")
    return name if short in _CASTS else short


def _arguments(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _ARGUMENT.match(text, at)
        if found is None or found.end() == at:
            raise bad_request("Invalid function parameters or key in the request address.")
        name, quoted, bare = found.groups()
        given[name or ""] = quoted.replace("''", "'") if quoted is not None else bare
        at = found.end()
    return given
