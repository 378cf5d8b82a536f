"""Microsoft Graph with the person's token: addresses, request ids, one answer to a challenge."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.http.answer_headers import READ, WRITE, is_throttled
from stockage_partage.graph.http.http_types import Bearer, Body, HttpAnswer, TokenForAnotherHost
from stockage_partage.graph.http.own_hosts import OwnHosts
from stockage_partage.graph.http.responses import (
    Operation,
    claims_challenge,
    value_of,
    value_or_none,
)

if TYPE_CHECKING:
    from stockage_partage.graph.auth.sign_in import SignIn
    from stockage_partage.graph.http.http_client import HttpClient


class GraphClient:
    """Requests below `base_url` (which ends in ``/v1.0``). Raises troubles; never tries again.

    The one exception: a token that Graph turns down is renewed once, with the claims it asks for.
    """

    def __init__(
        self, http_client: HttpClient, sign_in: SignIn, base_url: str, hosts: OwnHosts | None = None
    ) -> None:
        self.http_client = http_client
        self.hosts = hosts or OwnHosts(base_url)
        self._sign_in = sign_in
        self._base_url = base_url.rstrip("/")
        self._host = urlsplit(base_url).netloc
        self._fixed = ""  # a token that is never renewed

    def holding(self, token: str) -> GraphClient:
        """Makes a client that asks with `token` alone, never renewed: for what the one of the session does not open."""
        made = GraphClient(self.http_client, self._sign_in, self._base_url, self.hosts)
        made._fixed = token
        return made

    def get(self, path: str, asking: Operation, **given: Any) -> Any:
        """The JSON found there."""
        return value_of(self.ask("GET", path, **given), asking)

    def find(self, path: str, asking: Operation, **given: Any) -> Any:
        """The JSON found there, None when nothing is."""
        return value_or_none(self.ask("GET", path, **given), asking)

    def post(self, path: str, asking: Operation, **given: Any) -> Any:
        """Posts `json`; the JSON answered, None when there is no body."""
        return value_of(self.ask("POST", path, **given), asking)

    def patch(self, path: str, asking: Operation, **given: Any) -> Any:
        """Patches with `json`; the JSON answered, None when there is no body."""
        return value_of(self.ask("PATCH", path, **given), asking)

    def put(self, path: str, asking: Operation, **given: Any) -> Any:
        """Puts `data`; the JSON answered."""
        return value_of(self.ask("PUT", path, **given), asking)

    def pages(self, path: str, asking: Operation) -> Iterator[dict[str, Any]]:
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

    def vouched(self, drive_id: str, address: object) -> str:
        """A signed address that the service gave for that library, once its host is known to be right.

        Raises AddressRefused: whoever is shown such an address may read or write the document.
        """

        def ask() -> str:
            path = f"/drives/{quote(drive_id)}?$select=id,webUrl"
            found = self.get(path, Operation.ITEM)
            own = found.get("webUrl") if isinstance(found, dict) else None
            self.hosts.learn(own if isinstance(own, str) else None)
            return own if isinstance(own, str) else ""

        return self.hosts.check(drive_id, address if isinstance(address, str) else "", ask)

    def me(self) -> Account:
        """The person that Graph sees behind the token; `tenant_id` is not among what it tells."""
        found = self.get("/me?$select=id,displayName,userPrincipalName", Operation.ACCOUNT)
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
    ) -> HttpAnswer:
        """The answer itself, whatever it says. `path` may be an absolute `@odata.nextLink`."""
        token = self._fixed or self._sign_in.token()
        given = {"headers": headers, "json": json, "data": data, "stream": stream}
        answer = self._send(method, path, token, given)
        claims = claims_challenge(answer)
        refused = answer.status == 401 and not is_throttled(answer)
        if self._fixed or (not refused and claims is None):
            return answer
        token = self._sign_in.token(claims=claims, refused=token)
        return self._send(method, path, token, given)

    def _send(self, method: str, path: str, token: str, given: dict[str, Any]) -> HttpAnswer:
        url = path if path.startswith("https://") else self._base_url + path
        headers = {"client-request-id": str(uuid.uuid4()), **(given["headers"] or {})}
        self.http_client.meter.spend(READ if method == "GET" else WRITE)
        return self.http_client.send(
            method, url, token=Bearer(self._host, token), **{**given, "headers": headers}
        )
