"""Identifiers shaped like the real ones, so that clients which look at their shape are not misled."""

from __future__ import annotations

import base64
import secrets
import uuid


def new_guid() -> str:
    """A GUID in lower case, as the directory writes it."""
    return str(uuid.uuid4())


def new_item_id() -> str:
    """34 characters beginning with `01`, as SharePoint's drive items have."""
    return "01" + base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def drive_id(site: str, web: str, library: str) -> str:
    """`b!` and the base64url of the site, web and library GUIDs."""
    raw = b"".join(uuid.UUID(part).bytes_le for part in (site, web, library))
    return "b!" + base64.urlsafe_b64encode(raw).decode("ascii")


def security_identifier(guid: str) -> str:
    """The directory's SID of an object, computed from its GUID as Entra does."""
    raw = uuid.UUID(guid).bytes_le
    parts = (int.from_bytes(raw[at : at + 4], "little") for at in range(0, 16, 4))
    return "S-1-12-1-" + "-".join(str(part) for part in parts)
