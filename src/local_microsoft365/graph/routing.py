"""Which handler answers which address, with the scopes it needs and what it costs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from starlette.responses import Response

from local_microsoft365.graph.errors import unknown_segment, wrong_method
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.rights import Scopes
from local_microsoft365.graph.url import Address

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
class Call:
    """One verb on one shape of address. `units` are SharePoint's resource units.

    `kind`: what its answer holds, a word of `vocabulary.KINDS`; "" where no options are taken.
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
