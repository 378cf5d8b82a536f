"""A real server for Graph's application, and a client that speaks as anybody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from local_microsoft365.addresses import Addresses, open_doors
from local_microsoft365.people import DEMO
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import DEFAULT_SCOPES, TokenBook
from microsoft365_tricks import ShiftedClock

MakeGroup = Callable[..., dict[str, Any]]


class Served:
    """An ASGI application behind a real socket, in a thread."""

    def __init__(self) -> None:
        self.app: Starlette | None = None
        config = uvicorn.Config(
            self._call, port=0, log_level="warning", lifespan="off", interface="asgi3"
        )
        self._server = uvicorn.Server(config)
        [self._door] = open_doors([0])
        self.url = f"http://127.0.0.1:{self._door.port}"
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": list(self._door.sockets)}, daemon=True
        )

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._server.should_exit = True

    def stop(self) -> None:
        self.ask_to_stop()
        self._thread.join(10)
        self._door.close()


@dataclass
class Client:
    """Speaks to Graph as one person of the organisation."""

    base: str
    token: str
    session: requests.Session

    def __call__(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        url = path if path.startswith("http") else f"{self.base}/v1.0{path}"
        options.setdefault("allow_redirects", False)
        return self.session.request(method, url, headers=headers, timeout=30, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self("GET", path, **options)

    def put(self, path: str, **options: Any) -> requests.Response:
        return self("PUT", path, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self("POST", path, **options)

    def patch(self, path: str, **options: Any) -> requests.Response:
        return self("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        return self("DELETE", path, **options)


@dataclass
class Local:
    """What a test holds: the world, and a client for any of its people."""

    world: Tenant
    clock: ShiftedClock
    addresses: Addresses
    tokens: TokenBook
    anonymous: requests.Session

    def as_(self, role: str, scopes: tuple[str, ...] = DEFAULT_SCOPES) -> Client:
        token = self.tokens.access_token(DEMO.with_role(role), "app", scopes, "issuer")
        return Client(self.addresses.graph, token, self.anonymous)
