"""The signature of a timestamp, checked with the certificate that comes with it, whoever issued that.

The library that reads timestamps checks a signature only along with a chain of certificates up to a root,
which few services send. Whom to trust is for the reader of a proof to say, with the authority's own root and
OpenSSL; here it is found out whether the timestamp is whole. What is read is DER (CMS, RFC 5652).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate

#: The tag of a field that is named by its number alone, here of [0].
_FIELD_0 = 0xA0
_SET = b"\x31"
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
#: The signer's certificate by its hash: of the first kind with SHA-1, of the second as it says.
_SIGNED_BY = bytes.fromhex("060b2a864886f70d010910020c")
_SIGNED_BY_2 = bytes.fromhex("060b2a864886f70d010910022f")
_SEQUENCE = 0x30
_PSS = bytes.fromhex("06092a864886f70d01010a")
#: Object identifiers of SHA-256, SHA-384 and SHA-512; nothing weaker.
_DIGESTS = {
    bytes.fromhex("0609608648016503040201"): "sha256",
    bytes.fromhex("0609608648016503040202"): "sha384",
    bytes.fromhex("0609608648016503040203"): "sha512",
}


def in_order(answer: bytes) -> bytes:
    """The answer with its certificates in the order that DER wants, which is not the one services send.

    No signature is over that order. Raises ValueError for what is no answer with a timestamp.
    """
    for field in _signed_data(answer):
        if field[0] == _FIELD_0:
            start, _ = _inside(field)
            ordered = field[:start] + b"".join(sorted(_parts(field)))
            return answer.replace(field, ordered, 1)
    return answer


def check_signature(answer: bytes, certificate: Certificate) -> None:
    """Raises ValueError unless what the answer tells was signed by whom the certificate names."""
    fields = _signed_data(answer)
    told = _content(_parts(_parts(fields[2])[1])[0])
    [signer] = _parts(fields[-1])
    _, _, digest_algorithm, attributes, algorithm, signature, *_ = _parts(signer)
    name = _DIGESTS.get(_parts(digest_algorithm)[0])
    if name is None or attributes[0] != _FIELD_0:
        raise ValueError("signed in a way that no timestamp is")
    signed = {_parts(each)[0]: _parts(_parts(each)[1])[0] for each in _parts(attributes)}
    if _content(signed[_MESSAGE_DIGEST]) != hashlib.new(name, told).digest():
        raise ValueError("another content than the signed one")
    if _certificate_hash(signed) not in _hashes_of(certificate):
        raise ValueError("another certificate than the signer's")
    is_pss = _parts(algorithm)[0] == _PSS
    # As a field they have a number for tag; signed they are a set.
    _verify(certificate, _content(signature), _SET + attributes[1:], name, is_pss=is_pss)


def _certificate_hash(signed: dict[bytes, bytes]) -> bytes:
    """Of the signer's certificate, by what is signed. Raises KeyError where nothing tells it."""
    told = signed.get(_SIGNED_BY_2) or signed[_SIGNED_BY]
    first, *more = _parts(_parts(_parts(told)[0])[0])
    return _content(more[0] if first[0] == _SEQUENCE else first)


def _hashes_of(certificate: Certificate) -> set[bytes]:
    from cryptography.hazmat.primitives.serialization import Encoding

    der = certificate.public_bytes(Encoding.DER)
    return {hashlib.new(name, der).digest() for name in ("sha1", *_DIGESTS.values())}


def _verify(
    certificate: Certificate, signature: bytes, signed: bytes, name: str, *, is_pss: bool
) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    digests = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
    digest: HashAlgorithm = next(each for each in digests if each.name == name)
    pss = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO)
    try:
        match certificate.public_key():
            case rsa.RSAPublicKey() as key:
                key.verify(signature, signed, pss if is_pss else padding.PKCS1v15(), digest)
            case ec.EllipticCurvePublicKey() as key:
                key.verify(signature, signed, ec.ECDSA(digest))
            case ed25519.Ed25519PublicKey() as key:
                key.verify(signature, signed)
            case _:
                raise ValueError("a key of another kind")
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise ValueError("not signed by that certificate") from error


def _signed_data(answer: bytes) -> list[bytes]:
    """The fields of what is signed, and of its signatures."""
    try:
        return _parts(_parts(_parts(_parts(answer)[1])[1])[0])
    except IndexError:
        raise ValueError("no timestamp in it") from None


def _parts(der: bytes) -> list[bytes]:
    """The elements that an element is made of, whole."""
    at, end = _inside(der)
    found = []
    while at < end:
        _, after = _inside(der, at)
        found.append(der[at:after])
        at = after
    return found


def _content(der: bytes) -> bytes:
    start, end = _inside(der)
    return der[start:end]


def _inside(der: bytes, at: int = 0) -> tuple[int, int]:
    """Where the content of the element at that place begins and ends."""
    start = at + 2
    length = int.from_bytes(der[at + 1 : start], "big")
    if length >= 0x80:
        count = length - 0x80
        length = int.from_bytes(der[start : start + count], "big")
        start += count
    if start + length > len(der) or start > len(der):
        raise ValueError("an element goes on beyond the end")
    return start, start + length
