"""Why the local Microsoft 365 says no: a word, and what it is about. `graph.errors` gives each its answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Every reason known; the value is only for reading a trace."""

    # Directory.
    GROUP_NOT_FOUND = "group not found"
    OBJECT_NOT_FOUND = "directory object not found"
    BAD_VALUE = "bad directory value"
    ALIAS_TAKEN = "mailNickname taken"
    UNIQUE_NAME_TAKEN = "uniqueName taken"
    DUPLICATE_VALUES = "caller named among the owners"
    MISSING_PREFIX_SUFFIX = "naming policy"
    BLOCKED_WORD = "blocked word"
    VALIDATION_FAILED = "validation of names failed"
    NOT_ENOUGH_RIGHTS = "not enough rights in the directory"
    DIRECTORY_QUOTA = "too many directory objects"
    ALREADY_MEMBER = "already a member"
    LAST_OWNER = "last owner"
    EXTENSION_EXISTS = "extension exists"
    EXTENSION_NOT_FOUND = "extension not found"
    UNSUPPORTED_QUERY = "advanced query without its header"
    # Sites and drives.
    PROVISIONING = "site being provisioned"
    NO_PERSONAL_SITE = "no personal site"
    SITE_NOT_FOUND = "site not found"
    DRIVE_NOT_FOUND = "drive not found"
    ITEM_NOT_FOUND = "item not found"
    ACCESS_DENIED = "access denied"
    NAME_EXISTS = "name exists"
    BEING_UPLOADED = "name being uploaded"
    BAD_NAME = "forbidden name"
    PATH_TOO_LONG = "path too long"
    ETAG_MISMATCH = "etag mismatch"
    LOCKED = "locked"
    ARCHIVED = "archived"
    RECORD_LOCKED = "record locked"
    QUOTA_REACHED = "drive full"
    INVALID_REQUEST = "invalid request"
    INVALID_RANGE = "invalid range"
    TOO_LARGE = "body too large"
    LENGTH_REQUIRED = "no length"
    SESSION_GONE = "upload session gone"
    BAD_TEMPAUTH = "signed address refused"
    RESYNC = "delta token too old"
    NOT_SUPPORTED = "not supported"


class Refused(Exception):
    """The world declines. `message` replaces the usual sentence, `details` go out as they are."""

    def __init__(
        self, why: Why, message: str | None = None, details: tuple[dict[str, Any], ...] = ()
    ) -> None:
        super().__init__(message or why.value)
        self.why = why
        self.message = message
        self.details = details
