"""The HTTP client for Microsoft: trust, proxy, timeouts, and which hosts a token may be sent to.

`requests_session`, which knows `requests`, is imported at the first request only: building an HttpClient costs
nothing. Nothing is tried again here and no redirect is followed here. Threads share an HttpClient; each has
its own connections. MSAL's requests leave through it too, by `MsalTransport`, which imports no MSAL.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakSet

from stockage_partage import errors
from stockage_partage.graph.http import certificates
from stockage_partage.graph.http.answer_headers import (
    CLOCK_TOLERANCE_S,
    Meter,
    ServiceClock,
    is_throttled,
    moment_in,
    wait_asked,
)
from stockage_partage.graph.http.http_types import (
    AnswerTooLarge,
    Bearer,
    Body,
    BodyLimits,
    HttpAnswer,
    NotToBeSent,
    TokenForAnotherHost,
)

if TYPE_CHECKING:
    from stockage_partage.graph.http.requests_session import PreparedRequest, Response, Session


USER_AGENT = "ISV|StockagePartage|StockagePartage/1.0"
TIMEOUT = (10.0, 60.0)  # seconds to connect, seconds between two bytes
MSAL_TIMEOUT = (10.0, 30.0)  # seconds; MSAL itself would wait for ever
_PIECE = 256 * 1024
#: What Python's own http.client makes of a proxy that answers CONNECT with « authentication required ».
_PROXY_AUTHENTICATION = "Tunnel connection failed: 407"


class HttpClient:
    """Sends one request and gives the answer, or raises a trouble.

    `ca_file`: with `alone` (the demonstration) that authority and nothing else is trusted; otherwise
    it is added to the system's own. Bundles that the environment names are ignored.
    """

    def __init__(
        self,
        ca_file: Path | None = None,
        user_agent: str = USER_AGENT,
        *,
        alone: bool = True,
        now: Callable[[], float] = time.time,
        meter: Meter | None = None,
        clock: ServiceClock | None = None,
    ) -> None:
        self._ca_file = ca_file
        self._alone = alone
        self._user_agent = user_agent
        self._now = now
        self._mine = threading.local()
        self._opened: WeakSet[Session] = WeakSet()  # a thread that ends lets its own go
        self._lock = threading.Lock()
        self.clock = clock or ServiceClock(now)
        self.meter = meter or Meter()

    def send(
        self,
        method: str,
        url: str,
        *,
        token: Bearer | None = None,
        headers: Mapping[str, str] | None = None,
        json: object | None = None,
        data: Body | None = None,
        params: Mapping[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
        stream: bool = False,
        limits: BodyLimits | None = None,
    ) -> HttpAnswer:
        """One request, one answer. Raises Offline, ProxyUnreachable, CertificateRefused, ClockWrong.

        Raises TokenForAnotherHost rather than show a token to a host that it is not for, NotToBeSent
        for an address that is none, or in clear; AnswerTooLarge beyond `limits`, None for what is asked of
        Microsoft.
        """
        _refuse_other_hosts(token, url)
        session = self._session()
        from stockage_partage.graph.http.requests_session import (
            RequestException,
            is_ready,
            send_ready,
        )

        try:
            if json is None and params is None and is_ready(url, data):
                response = send_ready(session, method, url, _shown(headers, token), data, timeout)
            else:
                response = session.request(
                    method,
                    url,
                    headers=dict(headers or {}),
                    json=json,
                    data=data,
                    params=params,
                    timeout=timeout,
                    auth=_authorisation(token),
                    allow_redirects=False,
                    stream=True,
                )
            return self._answer(response, stream, limits)
        except (RequestException, ValueError) as error:
            # The library's message holds the whole address, or the header.
            raise (self._trouble(error, url) or NotToBeSent(type(error).__name__)) from None

    def as_msal_http_client(self) -> MsalTransport:
        """What MSAL sends its requests with: this client's trust, proxy and timeouts."""
        return MsalTransport(self.send)

    def clock_difference(self) -> float | None:
        """Seconds by which our clock is ahead of theirs, by the last answer; None before any."""
        return self.clock.difference

    def close(self) -> None:
        """Closes the connections of every thread."""
        with self._lock:
            for session in list(self._opened):
                session.close()
            self._opened.clear()
            self._mine = threading.local()

    def _session(self) -> Session:
        session: Session | None = getattr(self._mine, "session", None)
        if session is None:
            from stockage_partage.graph.http.requests_session import new_session

            session = self._mine.session = new_session(self._trust, self._user_agent)
            with self._lock:
                self._opened.add(session)
        return session

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        try:
            return _trust_in(self._ca_file, alone=self._alone)
        except (ssl.SSLError, OSError) as error:
            raise errors.SettingsRefused("CA_FILE", type(error).__name__) from error

    def _answer(self, response: Response, stream: bool, limits: BodyLimits | None) -> HttpAnswer:
        names = {name.lower(): value for name, value in response.headers.items()}
        self.clock.hear(names)
        self.meter.hear(names)
        if stream and response.ok:
            return HttpAnswer(response.status_code, names, chunks=_chunks(response))
        with response:
            body = response.content if limits is None else _bounded(response, limits)
            return HttpAnswer(response.status_code, names, body)

    def _trouble(self, error: Exception, url: str) -> errors.Trouble | None:
        from stockage_partage.graph.http import requests_session as http

        if isinstance(error, http.SSLError):
            return self._refused_certificate(error, url)
        proxied = self._proxy_for(url) is not None
        if isinstance(error, http.ProxyError | http.InvalidProxyURL):
            wants = _PROXY_AUTHENTICATION in str(error)
            kind = errors.ProxyWantsSignIn if wants else errors.ProxyUnreachable
            return kind(type(error).__name__)
        if isinstance(error, http.ConnectTimeout) and proxied:
            return errors.ProxyUnreachable("ConnectTimeout")
        if isinstance(
            error,
            http.ConnectionError
            | http.Timeout
            | http.ChunkedEncodingError
            | http.ContentDecodingError,
        ):
            return errors.Offline(type(error).__name__)
        return None  # an address or a header that we made wrong

    def _proxy_for(self, url: str) -> str | None:
        from stockage_partage.graph.http.requests_session import select_proxy

        chosen = self._session().merge_environment_settings(url, {}, None, None, None)
        return select_proxy(url, chosen["proxies"])

    def _refused_certificate(self, error: Exception, url: str) -> errors.Trouble:
        found = certificates.verification_error(error)
        if found is None:  # no common protocol, connection cut in the middle of the greeting
            return errors.Offline("SSLError")
        presented = certificates.look(url, self._proxy_for(url))
        detail = f"verify code {found.verify_code}"
        # Nobody has verified who says that date: it explains this refusal, and is kept nowhere.
        theirs = moment_in(presented.date)
        difference = self._now() - theirs.timestamp() if theirs else self.clock.difference or 0.0
        if certificates.is_about_time(error) and abs(difference) > CLOCK_TOLERANCE_S:
            return errors.ClockWrong(difference, detail)
        return errors.CertificateRefused(presented.issuer, detail)


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
        answer = self._send(method, url, timeout=MSAL_TIMEOUT, **known)
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


def _trust_in(ca_file: Path | None, *, alone: bool) -> ssl.SSLContext:
    if ca_file is not None and alone:
        return ssl.create_default_context(cafile=ca_file)
    import truststore

    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file is not None:
        trust.load_verify_locations(ca_file)
    return trust


def _bounded(response: Response, limits: BodyLimits) -> bytes:
    """The body, byte by byte: whoever sends them slowly is not waited for longer than allowed."""
    until = time.monotonic() + limits.within_s
    body = bytearray()
    for piece in response.iter_content(1):
        body += piece
        if len(body) > limits.size or time.monotonic() > until:
            raise AnswerTooLarge
    return bytes(body)


def _chunks(response: Response) -> Iterator[bytes]:
    from stockage_partage.graph.http.requests_session import RequestException

    with response:
        try:
            yield from response.iter_content(_PIECE)
        except RequestException as error:
            raise errors.Offline(type(error).__name__) from None


def _refuse_other_hosts(token: Bearer | None, url: str) -> None:
    parts = urlsplit(url)
    if token is not None and (parts.scheme, parts.netloc) != ("https", token.host):
        raise TokenForAnotherHost(token.host)


def _shown(headers: Mapping[str, str] | None, token: Bearer | None) -> dict[str, str]:
    shown = dict(headers or {})
    if token is not None:
        shown["Authorization"] = f"Bearer {token.secret}"
    return shown


def _authorisation(
    token: Bearer | None,
) -> Callable[[PreparedRequest], PreparedRequest]:
    # Always something: with None, requests would take a password from ~/.netrc.
    def apply(request: PreparedRequest) -> PreparedRequest:
        if token is not None:
            request.headers["Authorization"] = f"Bearer {token.secret}"
        return request

    return apply
