"""Microsoft Graph with the person's token: addresses, request ids, one answer to a challenge."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stockage_partage.graph.account import Account
from stockage_partage.graph.answers import Asking, claims_challenge, value_of, value_or_none
from stockage_partage.graph.rate import READ, WRITE
from stockage_partage.graph.wire import Answer, Bearer, Body, TokenForAnotherHost

if TYPE_CHECKING:
    from stockage_partage.graph.door import Door
    from stockage_partage.graph.sign_in import SignIn


class Graph:
    """Requests below `base_url` (which ends in ``/v1.0``). Raises troubles; never tries again.

    The one exception: a token that Graph turns down is renewed once, with the claims it asks for.
    """

    def __init__(self, door: Door, sign_in: SignIn, base_url: str) -> None:
        self.door = door
        self._sign_in = sign_in
        self._base_url = base_url.rstrip("/")
        self._host = urlsplit(base_url).netloc

    def get(self, path: str, asking: Asking, **given: Any) -> Any:
        """The JSON found there."""
        return value_of(self.ask("GET", path, **given), asking)

    def find(self, path: str, asking: Asking, **given: Any) -> Any:
        """The JSON found there, None when nothing is."""
        return value_or_none(self.ask("GET", path, **given), asking)

    def post(self, path: str, asking: Asking, **given: Any) -> Any:
        """Posts `json`; the JSON answered, None when there is no body."""
        return value_of(self.ask("POST", path, **given), asking)

    def patch(self, path: str, asking: Asking, **given: Any) -> Any:
        """Patches with `json`; the JSON answered, None when there is no body."""
        return value_of(self.ask("PATCH", path, **given), asking)

    def put(self, path: str, asking: Asking, **given: Any) -> Any:
        """Puts `data`; the JSON answered."""
        return value_of(self.ask("PUT", path, **given), asking)

    def pages(self, path: str, asking: Asking) -> Iterator[dict[str, Any]]:
        """Every entry of a collection, one page at a time; the links between pages are opaque."""
        following: str | None = path
        while following:
            page = self.get(following, asking)
            yield from page["value"]
            following = page.get("@odata.nextLink")

    def below(self, link: str) -> str:
        """A link that Graph gave, without the address of Graph: what can be kept and asked again.

        Raises TokenForAnotherHost for a link that leads elsewhere.
        """
        if not link.startswith(self._base_url + "/"):
            raise TokenForAnotherHost(self._host)
        return link.removeprefix(self._base_url)

    def me(self) -> Account:
        """The person that Graph sees behind the token; `tenant_id` is not among what it tells."""
        found = self.get("/me?$select=id,displayName,userPrincipalName", Asking.ACCOUNT)
        return Account(found["id"], found["userPrincipalName"], found["displayName"] or "", "")

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: object | None = None,
        data: Body | None = None,
        stream: bool = False,
    ) -> Answer:
        """The answer itself, whatever it says. `path` may be an absolute `@odata.nextLink`."""
        token = self._sign_in.token()
        given = {"headers": headers, "json": json, "data": data, "stream": stream}
        answer = self._send(method, path, token, given)
        claims = claims_challenge(answer)
        if answer.status != 401 and claims is None:
            return answer
        token = self._sign_in.token(claims=claims, refused=token)
        return self._send(method, path, token, given)

    def _send(self, method: str, path: str, token: str, given: dict[str, Any]) -> Answer:
        url = path if path.startswith("https://") else self._base_url + path
        headers = {"client-request-id": str(uuid.uuid4()), **(given["headers"] or {})}
        self.door.meter.spend(READ if method == "GET" else WRITE)
        return self.door.send(
            method, url, token=Bearer(self._host, token), **{**given, "headers": headers}
        )
