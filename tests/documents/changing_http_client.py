"""An HTTP peer in front of the local Microsoft 365 that changes some answers on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer

#: The answer instead of the one that came, None to let it pass.
Rule = Callable[[str, str, HttpAnswer], HttpAnswer | None]
PAGE = b"<html><body>Sorry</body></html>"


class ChangingDoor(HttpClient):
    """`rule` sees the method, the address and the true answer of each request; None changes nothing."""

    rule: Rule | None = None

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        changed = self.rule(method, url, answer) if self.rule is not None else None
        return changed or answer


def refusal(status: int, code: str, **headers: str) -> HttpAnswer:
    """As Graph refuses."""
    names = {"content-type": "application/json"} | _named(headers)
    return HttpAnswer(
        status, names, json.dumps({"error": {"code": code, "message": "no"}}).encode()
    )


def page(status: int, **headers: str) -> HttpAnswer:
    """As no part of Graph ever answers."""
    return HttpAnswer(status, {"content-type": "text/html; charset=utf-8"} | _named(headers), PAGE)


def sent_to(address: str, **headers: str) -> HttpAnswer:
    """Sent elsewhere."""
    return HttpAnswer(302, {"location": address} | _named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
