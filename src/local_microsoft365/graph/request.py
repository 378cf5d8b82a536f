"""One request to Graph, as its handler sees it, and the answers that handlers give."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from local_microsoft365.addresses import Addresses
from local_microsoft365.graph.errors import GraphError, bad_request
from local_microsoft365.people import User
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import Caller

UNQUOTED = "$@:/,'()!"
_JSON = (
    "application/json;odata.metadata=minimal;odata.streaming=true;"
    "IEEE754Compatible=false;charset=utf-8"
)


@dataclass(frozen=True)
class Ask:
    """Who asks what. `parameters` are the variable steps of the address, `names` its colon path."""

    world: Tenant
    addresses: Addresses
    caller: Caller
    request: Request
    version: str
    parameters: dict[str, str]
    names: tuple[str, ...] = ()
    arguments: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] | None = None  # those of an expansion, in place of the address's

    @property
    def user(self) -> User:
        """The person signed in."""
        return self.caller.user

    @property
    def query(self) -> Mapping[str, str]:
        """The options of the address (`$select`, …)."""
        return self.request.query_params if self.options is None else self.options

    def under(self, options: Mapping[str, str]) -> Ask:
        """This request within an expansion: `options` hold in place of those of the address."""
        return replace(self, options=options)

    @property
    def base(self) -> str:
        """Graph's origin and version, for the addresses in answers."""
        return f"{self.addresses.graph}/{self.version}"

    def header(self, name: str) -> str | None:
        """A header of the request."""
        return self.request.headers.get(name)

    def prefers(self, word: str) -> bool:
        """True when the Prefer header holds that word."""
        return word in (self.header("prefer") or "").lower().replace(";", ",").split(",")

    @property
    def eventual(self) -> bool:
        """True when the caller accepts eventual consistency, which advanced queries demand."""
        return (self.header("consistencylevel") or "").lower() == "eventual"

    def again(self, **changed: str) -> str:
        """This address with other options: what a next link is."""
        raw = self.request.scope["raw_path"].decode("ascii")
        options = {**self.query, **changed}
        return f"{self.addresses.graph}{raw}?{urlencode(options, safe=UNQUOTED, quote_via=quote)}"

    async def json(self) -> dict[str, Any]:
        """The body, an object; an absent one is empty. Raises GraphError for anything else."""
        raw = await self.request.body()
        if not raw:
            return {}
        kind = self.header("content-type")
        if not kind:
            raise bad_request("A request with a body must say its Content-Type.")
        if "json" not in kind:
            raise GraphError(415, "RequestBodyTypeNotSupported", "A JSON body is expected.")
        try:
            body = json.loads(raw)
        except ValueError as error:
            raise bad_request("Unable to read JSON request payload.") from error
        if not isinstance(body, dict):
            raise bad_request("Unable to read JSON request payload: an object is expected.")
        return body

    def stream(self) -> AsyncIterator[bytes]:
        """The body, piece by piece."""
        return self.request.stream()


def answer(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer, dressed as Graph does."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(raw, status, {"OData-Version": "4.0", **(headers or {})}, media_type=_JSON)


def nothing(status: int = 204) -> Response:
    """Done, and nothing to say."""
    return Response(status_code=status)
