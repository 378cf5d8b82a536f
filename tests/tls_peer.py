"""An HTTPS peer whose certificate and answers the test chooses."""

from __future__ import annotations

import datetime
import http.server
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from serving import Serving

ELSEWHERE = "graph.peer.example"  # reached through a proxy only
DAY = datetime.timedelta(days=1)


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Peer(Serving):
    """Answers `reply(seen)`: status, headers, body. `date` replaces the Date header."""

    folder: Path
    reply: Callable[[Seen], tuple[int, dict[str, str], bytes]] = lambda seen: (200, {}, b"{}")
    not_before: datetime.timedelta = -DAY
    not_after: datetime.timedelta = DAY
    date: str | None = None
    seen: list[Seen] = field(default_factory=list)

    def make_server(self) -> http.server.ThreadingHTTPServer:
        self.ca_file = self._make_certificate()
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trust.load_cert_chain(self.ca_file, self.folder / "peer.key")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        server.socket = trust.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        return server

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        peer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    self.close_connection = True  # a refused certificate: nobody there any more

            def date_time_string(self, timestamp: float | None = None) -> str:
                return peer.date or super().date_time_string(timestamp)

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                seen = Seen(self.command, self.path, headers, self.rfile.read(length))
                peer.seen.append(seen)
                status, named, body = peer.reply(seen)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **named}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_HEAD = do_PATCH = do_POST = answer  # noqa: N815 - the parent's names

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        return Handler

    def _make_certificate(self) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Inspecting proxy of the firm")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + self.not_before)
            .not_valid_after(now + self.not_after)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.DNSName(ELSEWHERE)]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "peer.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        ca_file = self.folder / "peer.pem"
        ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return ca_file
