"""A time-stamping authority: OpenSSL itself, behind an HTTPS peer of the tests."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tls_peer import Peer, Seen

NAME = "Horodateur d’essai"
_DAY = datetime.timedelta(days=1)
_SECTION = """
[ts]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = {digests}
ess_cert_id_alg = {ess}
"""


@dataclass
class TimestampAuthority:
    """A root, a signer that it vouches for, and OpenSSL to answer with them. `root`: in PEM, for whoever trusts it."""

    folder: Path
    digests: str = "sha256, sha384"
    ess: str = "sha256"
    chain: bool = False
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = self.folder / "root.pem"
        if not self.root.exists():
            _write_certificates(self.folder)
        (self.folder / "serial").write_text("01\n", "ascii")

    def answer(self, request: bytes) -> bytes:
        """What OpenSSL answers, in DER: a timestamp, or why there is none."""
        self.asked.append(request)
        place = self.folder / "request.tsq"
        place.write_bytes(request)
        settings = self.folder / "ts.cnf"
        settings.write_text(
            _SECTION.format(folder=self.folder, digests=self.digests, ess=self.ess), "utf-8"
        )
        reply = self.folder / "reply.tsr"
        command = [
            *("openssl", "ts", "-reply", "-config", str(settings), "-section", "ts"),
            *("-queryfile", str(place), "-out", str(reply)),
            *("-signer", f"{self.folder}/signer.pem", "-inkey", f"{self.folder}/signer.key"),
            *(("-chain", str(self.root)) if self.chain else ()),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return reply.read_bytes()

    def reply(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        """For a `Peer`."""
        return 200, {"Content-Type": "application/timestamp-reply"}, self.answer(seen.body)


def authority_peer(folder: Path, authority: TimestampAuthority) -> Peer:
    """An HTTPS address at which that authority answers; its certificate is the peer's own `ca_file`."""
    return Peer(folder, authority.reply)


def is_verified(answer: bytes, digest: str, root: Path, folder: Path) -> bool:
    """Whether OpenSSL alone takes it for a timestamp of that SHA-256, trusting that root."""
    place = folder / "to-verify.tsr"
    place.write_bytes(answer)
    command = ["openssl", "ts", "-verify", "-in", str(place), "-digest", digest]
    done = subprocess.run(
        [*command, "-CAfile", str(root)], capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and "OK" in done.stdout


def _write_certificates(folder: Path) -> None:
    """A root, and its signer of timestamps."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Racine d’essai", root_key, None, root_key, _as_authority)
    signer = _certificate(NAME, key, root, root_key, _for_timestamps)
    (folder / "signer.pem").write_bytes(signer.public_bytes(serialization.Encoding.PEM))
    (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (folder / "signer.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _as_authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)


def _for_timestamps(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return builder.add_extension(usage, critical=True)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    add: Callable[[x509.CertificateBuilder], x509.CertificateBuilder],
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 30 * _DAY)
    )
    return add(builder).sign(issuer_key, hashes.SHA256())
