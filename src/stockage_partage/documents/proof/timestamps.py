"""Timestamps of the journal's end (RFC 3161): fetched once a day, and what an answer is worth.

One is fetched for the whole company by whoever has the program open. Nothing waits for it, and nothing depends
on it: while the service is silent, documents are kept and sent as ever, and what was told meanwhile is covered
by the next timestamp.

What is timestamped is the hash of an entry itself: it is the SHA-256 of a text, as the guide tells, so that
nobody needs more than it to check a timestamp. The only module that uses the library for these, which is loaded
when one is asked for or read. That library checks a signature only along with a chain of certificates up to a
root, which few services send. Whom to trust is for the reader of a proof to say, with the authority's own root
and OpenSSL; here it is found out whether the timestamp is whole: its signature is checked with the certificate
that comes with it, whoever issued that. What is read for this is DER (CMS, RFC 5652).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stockage_partage.company.instants import LONGEST
from stockage_partage.company.journal.entries import JournalEntry, JournalHead, linked_text
from stockage_partage.documents.work_threads import RoundThread
from stockage_partage.errors import Passing, TimestampRefused, Trouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.timestamp_service import TimestampService


#: Seconds between two looks, each a small read of the database; before the first, the window has better to do.
EVERY_S, DELAY_S = 60.0, 10.0
#: A program that was killed with the turn keeps the others waiting for so long.
LEASE = timedelta(minutes=5)
#: Before the next try, longer and longer up to an hour.
_FIRST_WAIT = timedelta(minutes=5)
_SHA256 = "2.16.840.1.101.3.4.2.1"
#: Granted, and granted with something added; every other status holds no timestamp.
_GRANTED = frozenset({0, 1})
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


@dataclass(frozen=True, slots=True)
class TimestampRound:
    """What a look came to. `kept`: what was told to the journal; neither: nothing was due."""

    kept: JournalHead | None = None
    trouble: Trouble | None = None


class Timestamping:
    """One look at a time. `owner`: this program, as the database knows it."""

    def __init__(self, database: CompanyDatabase, service: TimestampService, owner: str) -> None:
        self._database = database
        self._service = service
        self._owner = owner
        self._failures = 0
        self._is_over = False

    def give_up(self) -> None:
        """The company is being closed: what is under way is not kept any more."""
        self._is_over = True

    def round(self) -> TimestampRound:
        """Fetches a timestamp when one is due; what is wrong is in the answer.

        The database's own troubles are told by whoever sends, and by nobody twice.
        """
        with suppress(Trouble):
            last = self._database.timestamps.take_turn(self._owner, LEASE)
            if last is not None:
                return self._fetch(last)
        return TimestampRound()

    def _fetch(self, last: JournalEntry) -> TimestampRound:
        try:
            asked = asking_for(last)
            answer = self._service.ask(asked.request)
            found = of_answer(answer, last.hash, asked.nonce)
        except (ValueError, TypeError):
            # The end was changed since it was written: a verification tells, and nobody vouches for it.
            self._database.timestamps.put_off(self._owner, LONGEST)
            return TimestampRound()
        except Trouble as trouble:
            if not self._is_over:
                self._database.timestamps.put_off(self._owner, self._wait(trouble))
            return TimestampRound(trouble=trouble)
        self._failures = 0
        covered = JournalHead(last.number, last.hash)
        kept = not self._is_over and self._database.timestamps.keep(
            self._owner, covered, answer, found.moment
        )
        return TimestampRound(kept=covered if kept else None)

    def _wait(self, trouble: Trouble) -> timedelta:
        wait = _FIRST_WAIT * (1 << min(self._failures, 4))
        self._failures += 1
        asked = trouble.retry_after if isinstance(trouble, Passing) else None
        return max(wait, timedelta(seconds=asked or 0.0))


class TimestampThread(RoundThread[TimestampRound]):
    """Looks for as long as the company is open. `told` hears of what was kept, and of troubles, each kind once."""

    def __init__(
        self,
        timestamping: Timestamping,
        told: Callable[[TimestampRound], object],
        every_s: float = EVERY_S,
        delay_s: float = DELAY_S,
    ) -> None:
        self._timestamping = timestamping
        self._tell = told
        self._known: set[str] = set()
        super().__init__("timestamps", timestamping.round, self._hear, every_s, delay_s)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Ends it; False when the service is still being asked, whose answer is not kept then."""
        self._timestamping.give_up()
        return super().stop(timeout_s)

    def _hear(self, found: TimestampRound) -> None:
        if found.trouble is not None:
            if found.trouble.kind in self._known:
                return
            self._known.add(found.trouble.kind)
        elif found.kept is not None:
            self._known.clear()
        else:
            return
        self._tell(found)


# --- what is asked, and what an answer is worth ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimestampQuery:
    """What is sent, in DER, and the number that the answer has to repeat."""

    request: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class FoundTimestamp:
    """What a sound timestamp says. `authority`: who signed, by the certificate that came along."""

    moment: datetime
    authority: str


def asking_for(entry: JournalEntry) -> TimestampQuery:
    """Raises ValueError or TypeError for an entry that is not as it was written."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    if entry.hashed != entry.hash:
        raise ValueError("the entry was changed")
    text = linked_text(entry.previous, entry.digest)
    asked = TimestampRequestBuilder(text, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    assert asked.nonce is not None  # noqa: S101  # it was asked for
    return TimestampQuery(asked.as_bytes(), asked.nonce)


def of_answer(answer: bytes, hash_: str, nonce: int | None = None) -> FoundTimestamp:
    """What the answer says of the entry that has that hash. Raises TimestampRefused unless it is sound.

    `nonce`: of the request; None for a timestamp that was kept.
    """
    try:
        return _found(answer, hash_, nonce)
    except (ValueError, KeyError, TypeError, OverflowError, IndexError) as error:
        raise TimestampRefused(detail=type(error).__name__) from error


def _found(answer: bytes, hash_: str, nonce: int | None) -> FoundTimestamp:
    from rfc3161_client import decode_timestamp_response

    if _is_refusal(answer):
        raise TimestampRefused("rejected")
    ordered = _in_order(answer)
    decoded = decode_timestamp_response(ordered)
    told = decoded.tst_info
    imprint = told.message_imprint
    if (imprint.hash_algorithm.dotted_string, imprint.message.hex()) != (_SHA256, hash_):
        raise ValueError("a timestamp of something else")
    if nonce is not None and told.nonce != nonce:
        raise ValueError("a timestamp for somebody else")
    signer = _sound_signer(decoded)
    _check_signature(ordered, signer)
    return FoundTimestamp(told.gen_time, _name(signer))


def _is_refusal(answer: bytes) -> bool:
    """A status that grants nothing; whoever grants sends a timestamp, which is read elsewhere."""
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(answer).status not in _GRANTED
    except ValueError:
        return False


def _sound_signer(decoded: TimeStampResponse) -> Certificate:
    """Who signed; raises ValueError where it may not, and for a certificate that cannot be read."""
    from cryptography import x509

    try:
        signer = _signer(decoded)
        _check_purpose(signer, decoded.tst_info.gen_time)
    except (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError("a certificate that cannot be read") from error
    return signer


def _signer(decoded: TimeStampResponse) -> Certificate:
    from cryptography import x509

    [signer] = decoded.signed_data.signer_infos
    known = map(x509.load_der_x509_certificate, decoded.signed_data.certificates)
    wanted = signer.issuer, signer.serial_number
    found = next((each for each in known if (each.issuer, each.serial_number) == wanted), None)
    if found is None:
        raise ValueError("the certificate did not come along")
    return found


def _check_purpose(signer: Certificate, moment: datetime) -> None:
    """Raises ValueError unless it was given for timestamps alone, and was valid then; today it may be over."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise ValueError("a certificate for anything") from None
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise ValueError("a certificate for other things")
    if not signer.not_valid_before_utc <= moment <= signer.not_valid_after_utc:
        raise ValueError("a certificate of another time")


def _name(signer: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    named = signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else signer.subject.rfc4514_string()


# --- DER -----------------------------------------------------------------------------------------


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates in the order that DER wants, which is not the one services send.

    No signature is over that order. Raises ValueError for what is no answer with a timestamp.
    """
    for field in _signed_data(answer):
        if field[0] == _FIELD_0:
            start, _ = _inside(field)
            ordered = field[:start] + b"".join(sorted(_parts(field)))
            return answer.replace(field, ordered, 1)
    return answer


def _check_signature(answer: bytes, certificate: Certificate) -> None:
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
