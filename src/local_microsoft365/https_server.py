"""One HTTPS server in a background thread, with all its sockets, and the certificate that it shows.

Its private authority may vouch for this computer only (name constraints), so that trusting it by mistake
opens nothing. Made at the first start, again when near its end; nothing goes into the system's trust
store. Extensions follow RFC 5280 as OpenSSL's strict checking wants them (Python 3.13's default).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from uvicorn.protocols.http.h11_impl import H11Protocol

from local_microsoft365.clock import SystemClock
from local_microsoft365.data_folder import private_key, private_pem, write_private

TRANSPORT = "emulator.transport"  # key of `scope["state"]`: the connection itself, to cut it
_PATIENCE_S = 5.0
_LAST_ANSWERS_S = 0.3
AUTHORITY_LIFE = timedelta(days=3650)
# Browsers refuse server certificates that live longer than 398 days.
CERTIFICATE_LIFE = timedelta(days=397)
RENEWED_BEFORE_END = timedelta(days=30)

_LOOPBACK_NAMES = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)
_LOOPBACK_ONLY = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_network("127.0.0.0/8")),
    x509.IPAddress(ipaddress.ip_network("::1/128")),
)


class _Protocol(H11Protocol):
    """Lets the application reach the connection that a request came by."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in its parent
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}


class _Server(uvicorn.Server):
    """uvicorn, waking at once when told to stop and saying when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864000
            try:
                await asyncio.wait_for(self.stopping.wait(), timeout=0.1)
            except TimeoutError:
                continue
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_LAST_ANSWERS_S)
        # Clients keep idle connections open for as long as they like: do not wait for them.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Asks the server to end, from any thread, and returns at once."""
        self.loop.call_soon_threadsafe(self.stopping.set)


class HttpsThread:
    """Serves `app` on `sockets` from `start` to `stop`; closes the sockets."""

    def __init__(
        self, app: Any, sockets: Sequence[socket.socket], certificate: LoopbackCertificate
    ) -> None:
        self._sockets = list(sockets)
        self._server = _Server(_config(app, certificate))
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="microsoft365-local", daemon=True)

    def start(self) -> None:
        """Returns once requests are answered. Raises what prevented it."""
        self._thread.start()
        while not self._server.listening.wait(0.05):
            if not self._thread.is_alive():
                raise RuntimeError("the local server did not start") from self._failure

    def stop(self) -> None:
        """Ends the answers under way and returns once every socket is closed."""
        self._server.stop()
        self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        try:
            self._server.run(sockets=self._sockets)
        except (OSError, RuntimeError, SystemExit) as error:
            self._failure = error


class _Config(uvicorn.Config):
    """The settings of uvicorn, with one kind of event loop on every system."""

    def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop]:
        """The selector event loop, on Windows too.

        There uvicorn takes the other kind, which closes its listening socket for good when a client goes away
        while it is being accepted (CPython's issue 93821).
        """
        return asyncio.SelectorEventLoop


def _config(app: Any, certificate: LoopbackCertificate) -> uvicorn.Config:
    return _Config(
        app,
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,  # the host program's logging is not ours to change
        access_log=False,
        server_header=False,
        date_header=False,  # the gate tells the time, by the clock that tests move
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate.chain,
        ssl_keyfile=certificate.key,
    )


@dataclass(frozen=True)
class LoopbackCertificate:
    """Files in PEM form; `chain` is the certificate followed by its authority."""

    authority: Path
    chain: Path
    key: Path

    @classmethod
    def kept_in(cls, folder: Path) -> LoopbackCertificate:
        """The certificate in `folder`, made and kept there when absent or near its end."""
        files = cls(folder / "ca.pem", folder / "localhost.pem", folder / "localhost.key")
        if not files._usable():
            files._make()
        return files

    def _usable(self) -> bool:
        try:
            certificates = x509.load_pem_x509_certificates(self.chain.read_bytes())
            authority = self.authority.read_bytes()
            key = private_key(self.key.read_bytes())
        except (OSError, ValueError):
            return False
        enough = SystemClock().now() + RENEWED_BEFORE_END
        return (
            len(certificates) == 2
            and all(certificate.not_valid_after_utc > enough for certificate in certificates)
            and certificates[0].public_key() == key.public_key()
            and certificates[1] == x509.load_pem_x509_certificate(authority)
        )

    def _make(self) -> None:
        # The authority's own key is thrown away: it will never sign anything else.
        authority_key = ec.generate_private_key(ec.SECP256R1())
        authority = _authority(authority_key)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(key.public_key(), authority, authority_key)
        pem = serialization.Encoding.PEM
        write_private(self.key, private_pem(key))
        write_private(self.chain, certificate.public_bytes(pem) + authority.public_bytes(pem))
        write_private(self.authority, authority.public_bytes(pem))


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name("Microsoft 365 local (demonstration)")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _builder(name, name, key.public_key(), AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(list(_LOOPBACK_ONLY), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePublicKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    server_only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return (
        _builder(_name("localhost"), authority.subject, key, CERTIFICATE_LIFE)
        .add_extension(x509.SubjectAlternativeName(list(_LOOPBACK_NAMES)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(server_only, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, life: timedelta
) -> x509.CertificateBuilder:
    now = SystemClock().now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))  # a clock one day off must not break this too
        .not_valid_after(now - timedelta(days=2) + life)
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    every = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ]
    return x509.KeyUsage(**({use: False for use in every} | granted))


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
