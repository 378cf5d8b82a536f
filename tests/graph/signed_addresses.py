"""A service that answers sense at first and nonsense later, and names addresses of other people's hosts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer


class SenselessSession(HttpClient):
    """`says` makes the body of each answer of the upload session from how often it was asked."""

    says: Callable[[int], bytes] = staticmethod(lambda _asked: b"")
    asked = 0

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        if "uploadSession" not in url or method not in ("PUT", "GET"):
            return super().send(method, url, **given)
        data = given.get("data")
        for _ in data if data is not None else ():
            pass
        self.asked += 1
        assert self.asked < 1000, "it never ends"
        headers = {"content-type": "application/json"}
        return HttpAnswer(202 if method == "PUT" else 200, headers, self.says(self.asked))


class Elsewhere(HttpClient):
    """Signed addresses lead where `elsewhere` turns them to; what is sent to others is noted."""

    elsewhere: Callable[[str], str] = staticmethod(lambda url: url)
    strayed: list[str]

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        if "localhost" not in url.split("/")[2] or not url.startswith("https://"):
            self.strayed.append(url)
            return HttpAnswer(200, {}, b"stolen")
        answer = super().send(method, url, **given)
        if location := answer.header("location"):
            answer = replace(
                answer, headers={**answer.headers, "location": self.elsewhere(location)}
            )
        if url.endswith(":/createUploadSession") and answer.status == 200:
            made = answer.json()
            made["uploadUrl"] = self.elsewhere(made["uploadUrl"])
            answer = replace(answer, body=json.dumps(made).encode())
        return answer
