"""Graph's origin: every request in, one JSON answer out, whatever happens.

SharePoint's resource units are counted here: so many a minute for the whole application, then 429.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator
from datetime import timedelta

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from local_microsoft365.addresses import Addresses
from local_microsoft365.clock import timestamp
from local_microsoft365.graph import (
    batch,
    directory_routes,
    groups_routes,
    items_read,
    items_write,
    me_routes,
    members_routes,
    rights,
    routing,
    sharing_routes,
    sites_routes,
)
from local_microsoft365.graph.errors import GraphError, answer_to, bad_request
from local_microsoft365.graph.options import check, expansions
from local_microsoft365.graph.request import Ask, answer
from local_microsoft365.graph.routing import Call, Router
from local_microsoft365.tenant.refusals import Refused
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import TokenBook, TokenRefused, challenge_header

VERSIONS = ("v1.0", "beta")
MODULES = (
    me_routes, groups_routes, members_routes, directory_routes, sites_routes,
    items_read, items_write, sharing_routes, batch,
)  # fmt: skip
_DRAINED = 4 << 20  # bytes of an unread body that are swallowed to keep the connection
WINDOW = timedelta(minutes=1)
WARNED_FROM = 0.8  # part of the allowance from which answers say what is left


def graph_app(world: Tenant, tokens: TokenBook, addresses: Addresses) -> Starlette:
    """The application to serve on Graph's origin.

    `app.state.door` is where the requests inside a `$batch` are sent: the application itself, unless
    whoever serves it puts something in front (faults, a journal). `app.state.budget` counts units.
    """
    door = _Door(world, tokens, addresses)
    app = Starlette(routes=[Mount("/", app=door)])
    app.state.door = app
    app.state.budget = door.budget
    return app


def _calls() -> Iterator[Call]:
    for module in MODULES:
        yield from module.calls()


class _Door:
    """Reads the token, finds the handler, dresses the answer."""

    def __init__(self, world: Tenant, tokens: TokenBook, addresses: Addresses) -> None:
        self._world = world
        self._tokens = tokens
        self._addresses = addresses
        self._router = Router(_calls())
        self.budget = Budget(world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        request_id = str(uuid.uuid4())
        client_request_id = request.headers.get("client-request-id", request_id)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except (Refused, TokenRefused, GraphError) as error:
            refusal = self._refusal(error)
            await _drain(request)
            date = timestamp(self._world.clock).removesuffix("Z")
            body = refusal.body(request_id, client_request_id, date)
            response = answer(body, refusal.status, refusal.headers)
        response.headers["request-id"] = request_id
        response.headers["client-request-id"] = client_request_id
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        version, path = _split(request.scope["raw_path"].decode("ascii"))
        caller = self._tokens.read(request.headers.get("authorization"))
        address = routing.parse_address(path)
        found = self._router.find(request.method, address)
        rights.check(caller, found.call.scopes)
        if found.call.kind:
            check(request.query_params, found.call.kind)
        ask = Ask(
            self._world,
            self._addresses,
            caller,
            request,
            version,
            found.parameters,
            found.names,
            address.arguments,
        )
        labels = self.budget.spend(_units(found.call, request))
        response = await found.call.handler(ask)
        response.headers.update(labels)
        return response

    def _refusal(self, error: Refused | TokenRefused | GraphError) -> GraphError:
        if isinstance(error, Refused):
            return answer_to(error)
        if isinstance(error, TokenRefused):
            headers = {"WWW-Authenticate": challenge_header(error, self._addresses.login)}
            return GraphError(error.status, error.code, error.message, headers=headers)
        return error


def _units(call: Call, request: Request) -> int:
    """Whatever touches permissions costs 5, an expansion too."""
    with_ = expansions(request.query_params) if call.kind else {}
    return max(call.units, 5) if "permissions" in with_ else call.units


def _split(raw_path: str) -> tuple[str, str]:
    version, _, path = raw_path.lstrip("/").partition("/")
    if version not in VERSIONS:
        raise bad_request(f"Invalid version: {version}")
    if not path:
        raise bad_request("Resource not found for the segment ''.")
    return version, path


async def _drain(request: Request) -> None:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) <= _DRAINED:
        try:
            async for _ in request.stream():
                pass
        except (ClientDisconnect, RuntimeError):
            return  # gone, or read already


class Budget:
    """Off until `units_a_minute` is set in the world's switches."""

    def __init__(self, world: Tenant) -> None:
        self._world = world
        self._ends = world.clock.now()
        self._spent = 0
        self.refused = 0

    def spend(self, units: int) -> dict[str, str]:
        """Takes units; returns the headers of the answer. Raises GraphError (429) when none is left."""
        allowed = self._world.switches.now.units_a_minute
        if allowed is None or not units:
            return {}
        now = self._world.clock.now()
        if now >= self._ends:
            self._ends, self._spent = now + WINDOW, 0
        reset = max(1, math.ceil((self._ends - now).total_seconds()))
        if self._spent + units > allowed:
            self.refused += 1
            raise GraphError(
                429,
                "activityLimitReached",
                "The app or user has been throttled.",
                inner="throttledRequest",
                headers={"Retry-After": str(reset), **_labels(allowed, 0, reset)},
            )
        self._spent += units
        if self._spent < WARNED_FROM * allowed:
            return {}
        return _labels(allowed, allowed - self._spent, reset)


def _labels(limit: int, remaining: int, reset: int) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(reset),
    }
