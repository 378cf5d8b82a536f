"""What a refused certificate says of itself, for the sentence that explains the refusal."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

#: Not valid yet, or no more, as each system's own verification says it (truststore gives it on as it is).
_OF_TIME = frozenset(
    {
        *(9, 10),  # OpenSSL: X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
        *(0x800B0101, 0x800B0102),  # Windows: CERT_E_EXPIRED, CERT_E_VALIDITYPERIODNESTING
        *(0x800B0101 - 2**32, 0x800B0102 - 2**32),  # the same, where they are read as signed
        *(-67818, -67819),  # macOS: errSecCertificateExpired, errSecCertificateNotValidYet
    }
)


@dataclass(frozen=True, slots=True)
class Presented:
    """What a server that is not believed says: who signed its certificate, and its `Date`."""

    issuer: str | None = None
    date: str | None = None


def look(url: str, proxy: str | None, timeout_s: float = 10.0) -> Presented:
    """Asks that server who it is, believing and telling it nothing. Never raises for the network."""
    parts = urlsplit(url)
    connection = _connection(parts.hostname or "", parts.port or 443, proxy, timeout_s)
    try:
        connection.connect()
        der = connection.sock.getpeercert(binary_form=True)
        connection.request("HEAD", "/")
        return Presented(issuer_of(der), connection.getresponse().getheader("Date"))
    except (OSError, http.client.HTTPException):
        return Presented()
    finally:
        connection.close()


def issuer_of(der: bytes | None) -> str | None:
    """Who signed a certificate given in DER form."""
    from cryptography import x509

    return x509.load_der_x509_certificate(der).issuer.rfc4514_string() if der else None


def _connection(
    host: str, port: int, proxy: str | None, timeout_s: float
) -> http.client.HTTPSConnection:
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    if proxy is None:
        return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=blind)
    middle = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    connection = http.client.HTTPSConnection(
        middle.hostname or "", middle.port or 80, timeout=timeout_s, context=blind
    )
    connection.set_tunnel(host, port)
    return connection


def is_about_time(error: BaseException) -> bool:
    """True when a certificate was refused because it is not valid at this computer's hour."""
    found = verification_error(error)
    return found is not None and found.verify_code in _OF_TIME


def verification_error(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """The error of OpenSSL inside those of the libraries above it."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        if isinstance(current, ssl.SSLCertVerificationError):
            return current
        seen.add(id(current))
        reason = getattr(current, "reason", None)
        waiting += [*current.args, reason, current.__cause__, current.__context__]
    return None
