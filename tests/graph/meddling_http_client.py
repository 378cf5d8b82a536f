"""An HTTP peer that does not tell what the real one tells: the answers on their way are changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer


class MeddlingDoor(HttpClient):
    """`meddle` changes the JSON of the token endpoint's answers."""

    meddle: Callable[[dict[str, Any]], dict[str, Any]] = staticmethod(lambda answer: answer)

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        if not url.endswith("/token"):
            return answer
        changed = self.meddle(answer.json())
        return replace(answer, body=json.dumps(changed).encode())


def with_claims(**changed: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Changes claims of the ID token; None takes one away."""

    def meddle(answer: dict[str, Any]) -> dict[str, Any]:
        head, payload, tail = answer["id_token"].split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
        claims = {k: v for k, v in (claims | changed).items() if v is not None}
        coded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return answer | {"id_token": f"{head}.{coded}.{tail}"}

    return meddle
