"""How Graph says no: one envelope, two styles of codes (directory: dotted, drives: lowerCamel)."""

from __future__ import annotations

from typing import Any, NamedTuple

from local_microsoft365.tenant.refusals import Refused, Why

_GONE = "Resource does not exist or one of its queried reference-property objects are not present."
_POLICY = (
    "The property is missing a required prefix/suffix per your organization's Group naming "
    "requirements."
)
_LOCKED = "The resource you are attempting to access is locked"
_UPLOADING = "A file with the same name is currently being uploaded."


class GraphError(Exception):
    """An answer other than success. `inner` nests a more precise code, `headers` go out with it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        inner: str | None = None,
        details: tuple[dict[str, Any], ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.message = message
        self.inner = inner
        self.details = details
        self.headers = headers or {}

    def body(self, request_id: str, client_request_id: str, date: str) -> dict[str, Any]:
        """The JSON that goes out."""
        inner = {
            "date": date,
            "request-id": request_id,
            "client-request-id": client_request_id,
        }
        if self.inner:
            inner = {"code": self.inner, **inner}
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            error["details"] = list(self.details)
        return {"error": {**error, "innerError": inner}}


class _Answer(NamedTuple):
    status: int
    code: str
    message: str
    inner: str | None = None


ANSWERS = {
    Why.GROUP_NOT_FOUND: _Answer(404, "Request_ResourceNotFound", _GONE),
    Why.OBJECT_NOT_FOUND: _Answer(404, "Request_ResourceNotFound", _GONE),
    Why.BAD_VALUE: _Answer(400, "Request_BadRequest", "Invalid value specified."),
    Why.ALIAS_TAKEN: _Answer(400, "Request_BadRequest", "Another object already exists."),
    Why.UNIQUE_NAME_TAKEN: _Answer(400, "Request_BadRequest", "Another object already exists."),
    Why.DUPLICATE_VALUES: _Answer(
        400, "Request_BadRequest", "Request contains a property with duplicate values."
    ),
    Why.MISSING_PREFIX_SUFFIX: _Answer(400, "Request_BadRequest", _POLICY),
    Why.BLOCKED_WORD: _Answer(
        400, "Request_BadRequest", "The property contains a word blocked by your organization."
    ),
    Why.VALIDATION_FAILED: _Answer(
        422,
        "Request_UnprocessableEntity",
        "The values provided contain one or more validation errors.",
    ),
    Why.NOT_ENOUGH_RIGHTS: _Answer(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    ),
    Why.DIRECTORY_QUOTA: _Answer(
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Principal has been exceeded.",
    ),
    Why.ALREADY_MEMBER: _Answer(400, "Request_BadRequest", "Object references already exist."),
    Why.LAST_OWNER: _Answer(
        400, "Request_BadRequest", "The group must have at least one owner, hence cannot remove it."
    ),
    Why.EXTENSION_EXISTS: _Answer(
        400, "Request_BadRequest", "An extension already exists with given id."
    ),
    Why.EXTENSION_NOT_FOUND: _Answer(
        404, "ResourceNotFound", "Extension with given id not found."
    ),
    Why.UNSUPPORTED_QUERY: _Answer(
        400,
        "Request_UnsupportedQuery",
        "Unsupported or unspecified query: it needs the ConsistencyLevel header and $count.",
    ),
    Why.PROVISIONING: _Answer(
        404, "ResourceNotFound", "Resource provisioning is in progress. Please try again."
    ),
    Why.NO_PERSONAL_SITE: _Answer(404, "ResourceNotFound", "User's mysite not found."),
    Why.SITE_NOT_FOUND: _Answer(404, "itemNotFound", "Requested site could not be found"),
    Why.DRIVE_NOT_FOUND: _Answer(404, "itemNotFound", "The resource could not be found."),
    Why.ITEM_NOT_FOUND: _Answer(404, "itemNotFound", "The resource could not be found."),
    Why.ACCESS_DENIED: _Answer(403, "accessDenied", "Access denied"),
    Why.NAME_EXISTS: _Answer(
        409, "nameAlreadyExists", "The specified item name already exists."
    ),
    Why.BEING_UPLOADED: _Answer(409, "nameAlreadyExists", _UPLOADING),
    Why.BAD_NAME: _Answer(
        400, "invalidRequest", "The provided name cannot contain these characters or be this word."
    ),
    Why.PATH_TOO_LONG: _Answer(
        400, "invalidRequest", "The path of the item is too long.", "pathIsTooLong"
    ),
    Why.ETAG_MISMATCH: _Answer(
        412, "resourceModified", "ETag does not match current item's value"
    ),
    Why.LOCKED: _Answer(423, "notAllowed", _LOCKED, "resourceLocked"),
    Why.ARCHIVED: _Answer(423, "notAllowed", "The file is archived."),
    Why.RECORD_LOCKED: _Answer(423, "notAllowed", "The item is a locked record."),
    Why.QUOTA_REACHED: _Answer(507, "quotaLimitReached", "Insufficient Space Available"),
    Why.INVALID_REQUEST: _Answer(400, "invalidRequest", "Invalid request"),
    Why.INVALID_RANGE: _Answer(
        416, "invalidRange", "The uploaded fragment overlaps with data that has been received.",
        "fragmentOverlap",
    ),
    Why.TOO_LARGE: _Answer(413, "invalidRequest", "The request body is too large."),
    Why.LENGTH_REQUIRED: _Answer(411, "invalidRequest", "Content-Length is required."),
    Why.SESSION_GONE: _Answer(404, "itemNotFound", "The upload session was not found"),
    Why.BAD_TEMPAUTH: _Answer(401, "unauthenticated", "Unauthenticated", "expiredToken"),
    Why.RESYNC: _Answer(
        410, "resyncRequired", "Resync required.", "resyncChangesApplyDifferences"
    ),
    Why.NOT_SUPPORTED: _Answer(400, "notSupported", "The operation is not supported."),
}  # fmt: skip


def answer_to(refused: Refused) -> GraphError:
    """The answer that Graph gives for a refusal of the world."""
    usual = ANSWERS[refused.why]
    return GraphError(
        usual.status,
        usual.code,
        refused.message or usual.message,
        inner=usual.inner,
        details=refused.details,
    )


def unknown_segment(segment: str) -> GraphError:
    """Graph's answer to an address it does not have."""
    return GraphError(400, "BadRequest", f"Resource not found for the segment '{segment}'.")


def wrong_method() -> GraphError:
    """Graph's answer to a known address with another verb."""
    return GraphError(
        405,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target.",
    )


def bad_request(message: str) -> GraphError:
    """The gateway's answer to what it can't read."""
    return GraphError(400, "BadRequest", message)
