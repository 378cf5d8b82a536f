"""Our HTTP client in the shape that MSAL expects; it imports neither MSAL nor requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stockage_partage import errors
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.http.waits import is_throttled, wait_asked

TIMEOUT = (10.0, 30.0)  # seconds; MSAL itself would wait for ever


@dataclass(frozen=True, slots=True)
class MsalAnswer:
    """The three things that MSAL reads."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    def raise_for_status(self) -> None:
        """MSAL calls it for answers that no rule of OAuth covers."""
        if self.status_code >= 400:
            raise errors.ServiceUnavailable(f"sign-in {self.status_code}")


class MsalTransport:
    """`post` and `get` by our HTTP client; a 5xx or 429 is a trouble at once."""

    def __init__(self, send: Callable[..., HttpAnswer]) -> None:
        self._send = send

    def post(self, url: str, **given: Any) -> MsalAnswer:
        """A request to the token or device endpoint."""
        return self._ask("POST", url, given)

    def get(self, url: str, **given: Any) -> MsalAnswer:
        """A request for metadata."""
        return self._ask("GET", url, given)

    def close(self) -> None:
        """The HTTP client belongs to somebody else: nothing to close."""

    def _ask(self, method: str, url: str, given: dict[str, Any]) -> MsalAnswer:
        known = {key: given.get(key) for key in ("params", "data", "headers")}
        answer = self._send(method, url, timeout=TIMEOUT, **known)
        if is_throttled(answer):
            raise errors.Throttled(f"sign-in {answer.status}", retry_after=wait_asked(answer))
        if answer.status >= 500:
            raise errors.ServiceUnavailable(
                f"sign-in {answer.status}", retry_after=wait_asked(answer)
            )
        if answer.is_web_page:  # somebody between the identity platform and us
            raise errors.ProxyUnreachable(f"a web page, {answer.status}")
        text = answer.body.decode("utf-8", errors="replace")
        return MsalAnswer(answer.status, text, answer.headers)
