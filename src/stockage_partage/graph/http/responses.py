"""The only module that knows status codes: an answer becomes a value or a trouble.

Sources: Graph error reference; codes of directory objects are `Dotted_Underscored`, those of drives
are `lowerCamel`. Branching is on status and code, never on the message. What nobody thought of
raises UnexpectedAnswer: our own mistake, and loud.

The same code means another thing elsewhere: each answer is read with the `Operation` that asked for it.
"""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from stockage_partage import errors
from stockage_partage.graph.http.answer_headers import is_throttled, wait_asked

if TYPE_CHECKING:
    from stockage_partage.graph.http.http_types import HttpAnswer

_log = logging.getLogger(__name__)
_PASSING = frozenset({408, 500, 502, 503, 504, 509})
_UNIQUE = frozenset({"mailNickname", "uniqueName"})
PUT_LIMIT = 250 * 1024 * 1024  # bytes, for one PUT of a file's content


class Operation(StrEnum):
    """What a request was about: the same code means another thing elsewhere."""

    ACCOUNT = "account"
    GROUP = "group"
    GROUP_CREATION = "group_creation"
    LIBRARY = "library"
    ITEM = "item"
    SITE = "site"  # the whole of a library: refused only where all of it is
    CONTENT = "content"  # where the bytes of a file are
    FILING = "filing"
    COPY = "copy"
    UPLOAD = "upload"  # a signed address: no token, no 401 of ours
    DOWNLOAD = "download"  # the same, for the bytes of a file


class UnexpectedAnswer(Exception):
    """An answer that no rule covers. Carries no address, no token and no message."""

    def __init__(self, asking: str, status: int, code: str, request_id: str) -> None:
        super().__init__(f"{asking}: {status} {code} {request_id}".strip())
        self.status = status
        self.code = code


@contextmanager
def best_effort(*troubles: type[errors.Trouble]) -> Iterator[None]:
    """Around a look online on which nothing depends: what it meets ends the block and nothing else.

    `troubles`: those that end it, any when none is given; others are raised. UnexpectedAnswer is logged.
    """
    ending = troubles or (errors.Trouble,)
    try:
        yield
    except ending:
        pass
    except UnexpectedAnswer as error:
        _log.error("a look online was answered in an unexpected way", exc_info=error)


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """The parts of a refusing answer that decisions are made on."""

    asking: Operation
    status: int
    codes: frozenset[str]
    details: tuple[dict[str, Any], ...]
    claims: str | None
    retry_after: float | None
    detail: str


def value_of(answer: HttpAnswer, asking: Operation) -> Any:
    """The JSON of a success (None when it has no body), else raises its trouble."""
    if not 200 <= answer.status < 300 or (answer.body and answer.is_web_page):
        raise trouble_of(answer, asking)
    try:
        return answer.json() if answer.body else None
    except ValueError:  # cut, or a device's own: what was asked for is asked again
        raise errors.ServiceUnavailable("no JSON") from None


def value_or_none(answer: HttpAnswer, asking: Operation) -> Any:
    """The JSON of a success, None when « there is no such thing » or no body; else raises its trouble."""
    return None if answer.status == 404 else value_of(answer, asking)


def reply_of(answer: HttpAnswer) -> bytes | None:
    """What a service that is not Microsoft's answered; None when it refused, or a web page came instead.

    Raises ServiceUnavailable for what goes away by itself.
    """
    if is_throttled(answer) or answer.status in _PASSING:
        raise errors.ServiceUnavailable(str(answer.status), retry_after=wait_asked(answer))
    return answer.body if answer.status == 200 and not answer.is_web_page else None


def redirect_of(answer: HttpAnswer, asking: Operation) -> str | None:
    """Where the bytes are, when the answer sends there; None when it holds them itself."""
    location = answer.header("location")
    if 200 <= answer.status < 300:
        return None
    if answer.status == 302 and location and not is_throttled(answer):
        return location
    raise trouble_of(answer, asking)


def pieces_of(answer: HttpAnswer, asking: Operation) -> Iterator[bytes]:
    """The pieces of a streamed success, else raises its trouble."""
    if answer.status in (200, 206) and answer.chunks is not None:
        return answer.chunks
    raise trouble_of(answer, asking)


def is_bookmark_gone(answer: HttpAnswer) -> bool:
    """True when changes can no longer be told from that point: start afresh.

    410 by the reference. A link that the service itself gave and now calls a bad request is of no more use.
    """
    return answer.status in (400, 410)


def is_session_gone(answer: HttpAnswer) -> bool:
    """True when a signed upload address no longer leads anywhere (expired, cancelled, finished)."""
    return answer.status in (401, 404, 410) and not is_throttled(answer)


def is_piece_refused(answer: HttpAnswer) -> bool:
    """True when a piece overlaps what the service already holds, or leaves a gap."""
    return answer.status == 416


def trouble_of(answer: HttpAnswer, asking: Operation) -> errors.Trouble:
    """The trouble that a refusal stands for; raises UnexpectedAnswer when no rule covers it."""
    refusal = refusal_of(answer, asking)
    if is_throttled(answer):
        return errors.Throttled(refusal.detail, retry_after=refusal.retry_after)
    if answer.is_web_page and answer.status < 500:
        return _page(answer.status, asking)
    for rule in (_everywhere, _RULES[asking]):
        found = rule(refusal)
        if found is not None:
            return found
    code = min(refusal.codes, default="no code")
    raise UnexpectedAnswer(asking, answer.status, code, refusal.detail)


def _page(status: int, asking: Operation) -> errors.Trouble:
    """Graph never speaks HTML: somebody between it and us does. SharePoint, where the bytes are, does.

    A page for the bytes of one file says nothing of the others, whoever wrote it.
    """
    detail = f"a web page, {status}"
    if asking in (Operation.CONTENT, Operation.DOWNLOAD):
        return errors.PageInstead(detail)
    return errors.ProxyUnreachable(detail)


def refusal_of(answer: HttpAnswer, asking: Operation) -> ErrorResponse:
    """Reads the error envelope, whatever its depth, and the headers that matter."""
    envelope = _envelope(answer)
    codes = frozenset(_codes(envelope))
    details = tuple(d for d in envelope.get("details") or () if isinstance(d, dict))
    request_id = answer.header("request-id") or _inner(envelope).get("request-id") or ""
    code = str(envelope.get("code") or answer.status)
    return ErrorResponse(
        asking=asking,
        status=answer.status,
        codes=codes,
        details=details,
        claims=claims_challenge(answer),
        retry_after=wait_asked(answer),
        detail=f"{code} {request_id}".strip(),
    )


def claims_challenge(answer: HttpAnswer) -> str | None:
    """The decoded claims of an `insufficient_claims` challenge, None when there is none."""
    challenge = answer.header("www-authenticate") or ""
    if answer.status not in (401, 403) or "insufficient_claims" not in challenge:
        return None
    found = re.search(r'claims="([^"]*)"', challenge)
    if not found:
        return None
    try:
        padded = found[1] + "=" * (-len(found[1]) % 4)
        return base64.b64decode(padded.replace("-", "+").replace("_", "/")).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _everywhere(refusal: ErrorResponse) -> errors.Trouble | None:
    detail, wait = refusal.detail, refusal.retry_after
    if refusal.claims is not None:
        return errors.SignInNeeded(detail, claims=refusal.claims)
    if refusal.codes & {"activityLimitReached", "TooManyRequests"}:
        return errors.Throttled(detail, retry_after=wait)
    if refusal.status in _PASSING:
        return errors.ServiceUnavailable(detail, retry_after=wait)
    if refusal.status == 401 and refusal.asking not in (Operation.UPLOAD, Operation.DOWNLOAD):
        return errors.SignInNeeded(detail)
    if refusal.status == 507 or refusal.codes & {"quotaLimitReached", "insufficientStorage"}:
        return errors.LibraryFull(detail)
    if "Directory_QuotaExceeded" in refusal.codes:
        return errors.DirectoryQuotaReached(detail)
    return None


def _group(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status in (403, 404):
        return errors.RightsLost(refusal.detail)
    if refusal.status in (409, 412, 423):
        return errors.ServiceUnavailable(refusal.detail, retry_after=refusal.retry_after)
    return _name(refusal)


def _group_creation(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status == 403:
        return errors.GroupCreationForbidden(refusal.detail)
    if refusal.status in (404, 405, 501):  # « create if missing » is not known there
        return _name(refusal) or errors.GroupUpsertMissing(refusal.detail)
    if refusal.status in (409, 412, 423):  # two at once
        return _name(refusal) or errors.ServiceUnavailable(refusal.detail)
    return _name(refusal)


def _name(refusal: ErrorResponse) -> errors.Trouble | None:
    for entry in refusal.details:
        target, code = entry.get("target"), entry.get("code")
        if target in _UNIQUE and code in ("ObjectConflict", "PropertyConflict"):
            return errors.GroupAliasTaken(refusal.detail)
        if target in ("displayName", "mailNickname"):
            suggested = entry.get("suggestedPropertyValue") if target == "displayName" else None
            return errors.GroupNameRefused(suggested, refusal.detail)
    return None


def _library(refusal: ErrorResponse) -> errors.Trouble | None:
    if "provisioningNotAllowed" in refusal.codes:
        return errors.LicenceForLibraryMissing(refusal.detail)
    if refusal.status == 423 and "notAllowed" in refusal.codes:
        return errors.SiteLocked(refusal.detail)
    if refusal.status in (404, 423) or "resourceBeingProvisioned" in refusal.codes:
        return errors.BeingPrepared(refusal.detail, retry_after=refusal.retry_after)
    return errors.RightsLost(refusal.detail) if refusal.status == 403 else None


def _item(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status == 423 or "resourceLocked" in refusal.codes:
        return errors.LockedOnline(refusal.detail)
    if "malwareDetected" in refusal.codes:
        return errors.HeldDangerous(refusal.detail)
    if refusal.status == 451:
        return errors.RefusedByService(refusal.detail)
    if "nameAlreadyExists" in refusal.codes:
        return errors.PlaceTaken(refusal.detail)
    if "pathIsTooLong" in refusal.codes:
        return errors.NameRefused(refusal.detail)
    if "resourceModified" in refusal.codes or refusal.status == 412:
        return errors.ServiceUnavailable(refusal.detail)  # concurrent writes: passes
    if refusal.status in (403, 404):
        return errors.RightsLost(refusal.detail)
    return None


def _site(refusal: ErrorResponse) -> errors.Trouble | None:
    return errors.SiteLocked(refusal.detail) if refusal.status == 423 else _item(refusal)


def _filing(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status == 413:
        return errors.FileTooLarge(PUT_LIMIT, refusal.detail)
    if refusal.status == 400 and "invalidRequest" in refusal.codes:
        return errors.NameRefused(refusal.detail)  # the name is the only thing that varies
    return _item(refusal)


def _download(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status in (401, 410):  # the signed address is over: the next try is given another
        return errors.ServiceUnavailable(refusal.detail)
    return _item(refusal)


def _copy(refusal: ErrorResponse) -> errors.Trouble | None:
    if refusal.status == 404:  # what was there a moment ago: looked at anew at the next try
        return errors.ServiceUnavailable(refusal.detail)
    return _filing(refusal)


def _account(refusal: ErrorResponse) -> errors.Trouble | None:
    return errors.RightsLost(refusal.detail) if refusal.status in (403, 404) else None


_RULES = {
    Operation.ACCOUNT: _account,
    Operation.GROUP: _group,
    Operation.GROUP_CREATION: _group_creation,
    Operation.LIBRARY: _library,
    Operation.ITEM: _item,
    Operation.SITE: _site,
    Operation.CONTENT: _item,
    Operation.FILING: _filing,
    Operation.COPY: _copy,
    Operation.UPLOAD: _filing,
    Operation.DOWNLOAD: _download,
}


def _envelope(answer: HttpAnswer) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:  # a proxy's or a gateway's page
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _inner(envelope: dict[str, Any]) -> dict[str, Any]:
    for key, value in envelope.items():
        if key.lower() == "innererror" and isinstance(value, dict):
            return value
    return {}


def _codes(envelope: dict[str, Any]) -> Iterator[str]:
    level: dict[str, Any] = envelope
    while level:
        if isinstance(level.get("code"), str):
            yield level["code"]
        level = _inner(level)
