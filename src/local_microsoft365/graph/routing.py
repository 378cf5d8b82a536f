"""Which handler answers which address, with the scopes it needs and what it costs.

An address on the wire is understood as steps first: keys, function calls and colon paths.

`/groups(uniqueName='a')`            -> groups, uniqueName=a
`/drives/b!1/root:/A%20B/c.pdf:/content` -> drives, b!1, root, (A B, c.pdf), content
`/drives/b!1/root/search(q='a''b')`  -> drives, b!1, root, search   with arguments {q: a'b}
Some clients encode a whole colon path as one identifier (`root%3A%2FA%2Fb%3A`): same steps.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.responses import Response

from local_microsoft365.graph.errors import bad_request, unknown_segment, wrong_method
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.rights import Scopes

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
Handler = Callable[[Ask], Awaitable[Response]]
ANY_DRIVE = (
    "drives/{drive}", "groups/{group}/drive", "groups/{group}/drives/{drive}", "sites/{site}/drive",
    "sites/{site}/drives/{drive}", "me/drive", "users/{user}/drive",
)  # fmt: skip
#: What a sharing link or the address of a page leads to, however deep below it.
SHARED = tuple(
    f"shares/{{share}}/{word}{below}"
    for word in ("driveItem", "root")
    for below in ("", "/{:names}")
)
ANY_ITEM = ("root", "root/{:names}", "items/{item}", "items/{item}/{:names}")
NAMES = "{:names}"


@dataclass(frozen=True)
class Address:
    """The steps of an address, and the arguments of the function it calls."""

    steps: tuple[Step, ...]
    arguments: dict[str, str]


def parse_address(raw_path: str) -> Address:
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


@dataclass(frozen=True)
class Call:
    """One verb on one shape of address. `units` are SharePoint's resource units.

    `kind`: what its answer holds, a word of `options.KINDS`; "" where no options are taken.
    """

    method: str
    pattern: tuple[str, ...]
    handler: Handler
    scopes: Scopes
    units: int
    kind: str = ""


@dataclass(frozen=True)
class Found:
    """The handler of a request, and what the variable steps of its address hold."""

    call: Call
    parameters: dict[str, str]
    names: tuple[str, ...]


def call(
    method: str, pattern: str, handler: Handler, scopes: Scopes, units: int = 1, kind: str = ""
) -> Iterable[Call]:
    """A call at one address: `{name}` stands for any step, `{:names}` for a colon path."""
    yield Call(method, tuple(pattern.split("/")), handler, scopes, units, kind)


def drive_call(
    method: str, tail: str, handler: Handler, scopes: Scopes, units: int = 1, kind: str = ""
) -> Iterable[Call]:
    """A call below a drive, however the drive is addressed."""
    for drive in ANY_DRIVE:
        yield from call(method, _joined(drive, tail), handler, scopes, units, kind)


def item_call(
    method: str, tail: str, handler: Handler, scopes: Scopes, units: int = 1, kind: str = ""
) -> Iterable[Call]:
    """A call on a file or a folder, however it is addressed."""
    for item in ANY_ITEM:
        yield from drive_call(method, _joined(item, tail), handler, scopes, units, kind)
    for item in SHARED:
        yield from call(method, _joined(item, tail), handler, scopes, units, kind)


class Router:
    """Finds calls; tells an unknown address from a verb that an address does not take."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._calls: dict[tuple[str, int], list[Call]] = {}
        for known in calls:
            self._calls.setdefault((known.pattern[0], len(known.pattern)), []).append(known)
        for group in self._calls.values():
            # Words before variables: `groups/delta` is not the group « delta ».
            group.sort(key=lambda one: [step.startswith("{") for step in one.pattern])

    def find(self, method: str, address: Address) -> Found:
        """The call for an address. Raises GraphError."""
        steps = address.steps
        candidates = self._calls.get((str(steps[0]), len(steps)), [])
        other_verb = False
        for known in candidates:
            found = _match(known, address)
            if found is None:
                continue
            if known.method == method:
                return found
            other_verb = True
        raise wrong_method() if other_verb else unknown_segment(str(_last_word(address)))


def _match(known: Call, address: Address) -> Found | None:
    parameters: dict[str, str] = {}
    names: tuple[str, ...] = ()
    for wanted, step in zip(known.pattern, address.steps, strict=True):
        if isinstance(step, tuple):
            if wanted != NAMES:
                return None
            names = step
        elif wanted.startswith("{"):
            if wanted == NAMES:
                return None
            parameters[wanted[1:-1]] = step
        elif wanted != step:
            return None
    return Found(known, parameters, names)


def _last_word(address: Address) -> object:
    return next((step for step in reversed(address.steps) if isinstance(step, str)), "")


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)
