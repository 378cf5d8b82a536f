"""A timestamp of the journal's end (RFC 3161): what is asked for, and what an answer is worth.

What is timestamped is the hash of an entry itself: it is the SHA-256 of a text, as the guide tells, so that
nobody needs more than it to check a timestamp. The only module that uses the library for these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stockage_partage.company.journal.entries import JournalEntry, linked_text
from stockage_partage.documents.proof import signed_data
from stockage_partage.errors import TimestampRefused

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_SHA256 = "2.16.840.1.101.3.4.2.1"
#: Granted, and granted with something added; every other status holds no timestamp.
_GRANTED = frozenset({0, 1})


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
    ordered = signed_data.in_order(answer)
    decoded = decode_timestamp_response(ordered)
    told = decoded.tst_info
    imprint = told.message_imprint
    if (imprint.hash_algorithm.dotted_string, imprint.message.hex()) != (_SHA256, hash_):
        raise ValueError("a timestamp of something else")
    if nonce is not None and told.nonce != nonce:
        raise ValueError("a timestamp for somebody else")
    signer = _sound_signer(decoded)
    signed_data.check_signature(ordered, signer)
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
