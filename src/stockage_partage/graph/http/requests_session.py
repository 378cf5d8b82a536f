"""The only module that uses `requests`, with our settings; imported at the first request.

What is sent ready (bytes, to an address that needs no care) goes round what prepares any request: that
costs more than sending a small document.
"""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectionError,
    ConnectTimeout,
    ContentDecodingError,
    InvalidProxyURL,
    ProxyError,
    SSLError,
    Timeout,
)
from requests.structures import CaseInsensitiveDict
from requests.utils import get_environ_proxies, select_proxy

from stockage_partage.graph.http.http_types import Body, Chunk
from stockage_partage.settings import LOOPBACK

__all__ = [
    "ChunkedEncodingError",
    "ConnectTimeout",
    "ConnectionError",
    "ContentDecodingError",
    "InvalidProxyURL",
    "PreparedRequest",
    "ProxyError",
    "RequestException",
    "Response",
    "SSLError",
    "Session",
    "Timeout",
    "is_ready",
    "new_session",
    "select_proxy",
    "send_ready",
]

_PROXIES_KNOWN_S = 60.0
#: An address that is sent as it stands: nothing in it would be written otherwise.
_PLAIN = re.compile(r"https://[\w.-]+(:\d+)?/[A-Za-z0-9_.~!$&'()*+,;=:@%/?-]*", re.ASCII)


def is_ready(url: str, data: Body | None) -> bool:
    """True for bytes, or a piece, to an address that needs no preparation."""
    return isinstance(data, bytes | Chunk) and _PLAIN.fullmatch(url) is not None


def send_ready(
    session: Session,
    method: str,
    url: str,
    headers: Mapping[str, str],
    data: Body | None,
    timeout: tuple[float, float],
) -> Response:
    """The request as it stands. Raises what `requests` raises."""
    assert isinstance(data, bytes | Chunk)  # noqa: S101  # `is_ready` was asked
    request = PreparedRequest()
    request.method, request.url = method, url
    length = {"Content-Length": str(len(data))}
    request.headers = CaseInsensitiveDict(session.headers)  # type: ignore[arg-type]  # text, as we set it
    request.headers.update({**headers, **length})
    request.body = data  # type: ignore[assignment]  # urllib3 sends what gives its parts, too
    proxies = session.merge_environment_settings(url, {}, None, None, None)["proxies"]
    adapter = session.get_adapter(url)
    return adapter.send(request, stream=True, timeout=timeout, verify=True, proxies=proxies)


def new_session(trust: ssl.SSLContext, user_agent: str) -> Session:
    """Keeps its connections alive; verifies with `trust` and nothing else; no cookies, nothing in clear."""

    class DirectLoopback(Session):
        """System and environment proxies, but never for this very computer.

        They are asked for once a minute and host: asking costs half of a small request.
        """

        def __init__(self) -> None:
            super().__init__()
            self.trust_env = False  # or it asks the environment for each request, netrc files too
            self._known: dict[str, tuple[float, dict[str, str]]] = {}

        def merge_environment_settings(self, url: Any, *given: Any) -> Any:
            settings = super().merge_environment_settings(url, *given)
            return {**settings, "verify": True, "proxies": self._proxies_for(url)}

        def _proxies_for(self, url: str) -> dict[str, str]:
            host = urlsplit(url).hostname or ""
            if host in LOOPBACK:
                return {}
            until, proxies = self._known.get(host, (0.0, {}))
            if time.monotonic() >= until:
                proxies = get_environ_proxies(url)
                self._known[host] = (time.monotonic() + _PROXIES_KNOWN_S, proxies)
            return proxies

    session = DirectLoopback()
    session.headers["User-Agent"] = user_agent
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.adapters.clear()  # nothing in clear: http:// has no adapter
    session.mount("https://", _pinned_adapter(trust))
    # Its debug lines hold whole addresses, signed ones included.
    logging.getLogger("urllib3.connectionpool").addFilter(_silent)
    return session


def _silent(_record: logging.LogRecord) -> bool:
    return False


def _pinned_adapter(trust: ssl.SSLContext) -> HTTPAdapter:
    class PinnedAdapter(HTTPAdapter):
        """Verifies with our own context, whatever bundle the environment names."""

        def init_poolmanager(self, *args: Any, **given: Any) -> None:
            super().init_poolmanager(*args, ssl_context=trust, **given)

        def proxy_manager_for(self, proxy: str, **given: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=trust, **given)

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None

        def build_connection_pool_key_attributes(
            self, request: Any, verify: Any, cert: Any = None
        ) -> Any:
            host, _ = super().build_connection_pool_key_attributes(request, True, None)
            return host, {"cert_reqs": "CERT_REQUIRED"}

    return PinnedAdapter()
