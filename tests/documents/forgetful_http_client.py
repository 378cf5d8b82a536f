"""An HTTP peer that tells less than the real one: answers are shortened on their way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer


class WithoutFingerprints(HttpClient):
    """Items have no fingerprint, as for a while after a write."""

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        if method != "GET" or not answer.body:
            return answer
        item = answer.json()
        item.get("file", {}).pop("hashes", None)
        return replace(answer, body=json.dumps(item).encode())


class CuttingDownloads(HttpClient):
    """Of a file's bytes only the first few come, and nothing says that there were more."""

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        return answer if answer.chunks is None else replace(answer, chunks=_few(answer.chunks))


def _few(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(chunks)[:100]


class Hiding(HttpClient):
    """Neither changes nor folders tell of an item whose name holds `hidden`, as to who may not see it."""

    hidden = ""

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        if not self.hidden or not ("/delta" in url or "/children" in url):
            return answer
        page = answer.json()
        page["value"] = [item for item in page["value"] if self.hidden not in item.get("name", "")]
        return replace(answer, body=json.dumps(page).encode())
