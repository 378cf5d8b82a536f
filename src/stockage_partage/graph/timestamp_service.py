"""The time-stamping service that an administrator chose (RFC 3161 over HTTPS): asked, never told a token."""

from __future__ import annotations

from stockage_partage.closing import Closing
from stockage_partage.errors import (
    CertificateRefused,
    Passing,
    TimestampRefused,
    TimestampServiceSilent,
)
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import AnswerTooLarge, BodyLimits
from stockage_partage.graph.http.responses import reply_of

#: Bytes of an answer, with every certificate that an authority may send along: ten times what they send.
LARGEST = 64 * 1024
#: Seconds to connect, between two bytes, and for the whole answer.
_TIMEOUT = (10.0, 15.0)
_LIMITS = BodyLimits(LARGEST, 30.0)
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class TimestampService(Closing):
    """One address. `http_client`: of its own, whose clock and meter hear nothing of Microsoft's."""

    def __init__(
        self,
        url: str,
        http_client: HttpClient,
        *,
        timeout: tuple[float, float] = _TIMEOUT,
        limits: BodyLimits = _LIMITS,
    ) -> None:
        self._url = url
        self._http_client = http_client
        self._timeout = timeout
        self._limits = limits

    def ask(self, request: bytes) -> bytes:
        """What is answered to a request, both in DER; nothing of it is believed here.

        Raises TimestampServiceSilent, TimestampRefused, ProxyUnreachable, ClockWrong.
        """
        try:
            answer = self._http_client.send(
                "POST",
                self._url,
                data=request,
                headers=_HEADERS,
                timeout=self._timeout,
                limits=self._limits,
            )
            reply = reply_of(answer)
        except AnswerTooLarge:
            raise TimestampRefused(detail="an answer without end") from None
        except CertificateRefused as refused:
            raise TimestampRefused("certificate", refused.detail) from refused
        except Passing as passing:
            raise TimestampServiceSilent(passing.kind, retry_after=passing.retry_after) from passing
        if reply is None:
            raise TimestampRefused(detail=str(answer.status))
        return reply

    def close(self) -> None:
        """Closes the connections, if any was opened."""
        self._http_client.close()
