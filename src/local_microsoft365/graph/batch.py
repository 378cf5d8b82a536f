"""`$batch`: up to twenty requests in one, each with its own answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Scope

from local_microsoft365.graph import rights
from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.request import Ask, answer
from local_microsoft365.graph.routing import Call, call

MOST = 20
Facts = dict[str, Any]


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("POST", "$batch", batch, rights.ANY, 0)


async def batch(ask: Ask) -> Response:
    """Serves the requests in their order, through the same door as any other."""
    asked = _checked((await ask.json()).get("requests"))
    door: ASGIApp = ask.request.app.state.door
    answers: dict[str, Facts] = {}
    for one in asked:
        needed = one.get("dependsOn") or []
        if any(answers[other]["status"] >= 400 for other in needed):
            answers[one["id"]] = _failed_dependency(one["id"])
        else:
            answers[one["id"]] = await _serve(ask, door, one)
    return answer({"responses": list(answers.values())})


def _checked(asked: Any) -> list[Facts]:
    if not isinstance(asked, list) or not asked:
        raise bad_request("Invalid batch payload format.")
    if len(asked) > MOST:
        raise bad_request(f"Number of batch request steps exceeds the max value of {MOST}.")
    seen: set[str] = set()
    for one in asked:
        if not isinstance(one, dict) or not all(
            isinstance(one.get(name), str) for name in ("id", "method", "url")
        ):
            raise bad_request("Each request needs an id, a method and a url.")
        if one["id"] in seen:
            raise bad_request("Request ids must be unique in a batch.")
        if not set(one.get("dependsOn") or []) <= seen:
            raise bad_request("A request depends on one that does not come before it.")
        if _writes(one) and not (_body(one) and _says_its_type(one)):
            # Of the whole batch: nothing of it runs.
            raise bad_request(
                f"Write request id : {one['id']} does not contain Content-Type header or body."
            )
        seen.add(one["id"])
    return asked


def _writes(one: Facts) -> bool:
    return one["method"].upper() in ("PATCH", "POST", "PUT")


def _says_its_type(one: Facts) -> bool:
    headers = one.get("headers") or {}
    return any(name.lower() == "content-type" and value for name, value in headers.items())


def _failed_dependency(request_id: str) -> Facts:
    error = {"code": "FailedDependency", "message": "A request it depends on has failed."}
    return {"id": request_id, "status": 424, "headers": {}, "body": {"error": error}}


async def _serve(ask: Ask, door: ASGIApp, one: Facts) -> Facts:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": _body(one), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await door(_scope(ask, one), receive, send)
    start, parts = sent[0], sent[1:]
    raw = b"".join(part.get("body", b"") for part in parts)
    headers = _shown_headers(start["headers"])
    facts: Facts = {"id": one["id"], "status": start["status"], "headers": headers}
    if raw:
        is_json = "json" in headers.get("Content-Type", "")
        facts["body"] = json.loads(raw) if is_json else base64.b64encode(raw).decode("ascii")
    return facts


def _scope(ask: Ask, one: Facts) -> Scope:
    url = urlsplit(one["url"])
    path = f"/{ask.version}/{url.path.lstrip('/')}"
    kept = (b"authorization", b"host", b"user-agent", b"client-request-id")
    headers = [pair for pair in ask.request.scope["headers"] if pair[0] in kept]
    headers += [
        (name.lower().encode("latin-1"), str(value).encode("latin-1"))
        for name, value in (one.get("headers") or {}).items()
    ]
    headers.append((b"content-length", str(len(_body(one))).encode()))
    return {
        **ask.request.scope,
        "method": one["method"].upper(),
        "path": path,
        "raw_path": path.encode("ascii", "replace"),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": headers,
    }


def _body(one: Facts) -> bytes:
    body = one.get("body")
    if body is None:
        return b""
    if isinstance(body, str):
        return base64.b64decode(body)
    return json.dumps(body).encode("utf-8")


def _shown_headers(headers: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    return {
        "-".join(word.capitalize() for word in name.decode().split("-")): value.decode("latin-1")
        for name, value in headers
        if name not in (b"content-length",)
    }
