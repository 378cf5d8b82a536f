"""The answers that handlers give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

_JSON = (
    "application/json;odata.metadata=minimal;odata.streaming=true;"
    "IEEE754Compatible=false;charset=utf-8"
)


def answer(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer, dressed as Graph does."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(raw, status, {"OData-Version": "4.0", **(headers or {})}, media_type=_JSON)


def nothing(status: int = 204) -> Response:
    """Done, and nothing to say."""
    return Response(status_code=status)
