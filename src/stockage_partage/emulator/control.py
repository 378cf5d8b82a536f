"""Lets a test in another process change the script of faults and read the journal.

`POST /_emulateur/defauts` takes a script (a list replaces, an object adds a line, `[]` ends all);
`GET /_emulateur/journal` gives the entries, `DELETE` forgets them.
"""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stockage_partage.emulator.faults import BadScript, Faults
from stockage_partage.emulator.journal import Journal
from stockage_partage.emulator.look import ASSETS_PATH


def control_routes(faults: Faults, journal: Journal) -> list[Route]:
    """The routes, for the sign-in origin."""

    async def install(request: Request) -> Response:
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

    return [
        Route(f"{ASSETS_PATH}/defauts", install, methods=["POST"]),
        Route(f"{ASSETS_PATH}/journal", entries, methods=["GET", "DELETE"]),
    ]
