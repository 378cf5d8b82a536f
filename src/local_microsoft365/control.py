"""Lets a test in another process change the script of faults and read the journal.

Below an address that holds a secret of this start (`defauts_url` of the description): `POST …/defauts`
takes a script in JSON (a list replaces, an object adds a line, `[]` ends all); `GET …/journal` gives
the entries, `DELETE` forgets them. Whoever does not know the secret finds nothing there, and no page of
a browser is obeyed even if it does.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_microsoft365.faults import BadScript, Faults
from local_microsoft365.html import ASSETS_PATH
from local_microsoft365.middleware import Journal

#: What a browser says of a request that a page made; programs say nothing of the kind.
_OF_A_PAGE = ("origin", "referer", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site")

Endpoint = Callable[[Request], Awaitable[Response]]


def faults_path(secret: str) -> str:
    """Where the script of faults is given, on the sign-in origin."""
    return f"{ASSETS_PATH}/{secret}/defauts"


def control_routes(faults: Faults, journal: Journal, secret: str) -> list[Route]:
    """The routes, for the sign-in origin. `secret`: of one start, known to who started it alone."""

    async def install(request: Request) -> Response:
        if not _is_json(request):
            return JSONResponse({"error": "a script in application/json is expected"}, 415)
        try:
            script = json.loads(await request.body())
            if isinstance(script, dict):
                faults.add(**script)
            else:
                faults.install(script)
        except (BadScript, ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return Response(status_code=204)

    async def entries(request: Request) -> Response:
        if request.method == "DELETE":
            journal.clear()
            return Response(status_code=204)
        return JSONResponse(journal.as_json())

    path = faults_path(secret)
    return [
        Route(path, _from_a_program(install), methods=["POST"]),
        Route(
            f"{path.rpartition('/')[0]}/journal",
            _from_a_program(entries),
            methods=["GET", "DELETE"],
        ),
    ]


def _from_a_program(endpoint: Endpoint) -> Endpoint:
    """The endpoint, closed to pages of a browser, whatever site they are of."""

    async def guarded(request: Request) -> Response:
        if any(name in request.headers for name in _OF_A_PAGE):
            return JSONResponse({"error": "no page gives orders here"}, 403)
        return await endpoint(request)

    return guarded


def _is_json(request: Request) -> bool:
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    return kind.strip().lower() == "application/json"
