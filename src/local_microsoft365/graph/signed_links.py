"""Addresses that carry their own permission, for a short time, as SharePoint signs them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import timedelta
from urllib.parse import unquote

from local_microsoft365.clock import epoch
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sessions import Session
from local_microsoft365.tenant.tenant import Tenant

DOWNLOAD_LIFE = timedelta(hours=1)


def download_url(world: Tenant, site_url: str, item: Item, blob: str | None = None) -> str:
    """A pre-authorised address for the bytes of a file, or of one of its versions."""
    until = epoch(world.clock) + int(DOWNLOAD_LIFE.total_seconds())
    pass_ = _sealed(world, [item.id, blob or item.blob, until])
    return (
        f"{site_url}/_layouts/15/download.aspx?UniqueId={item.guid}"
        f"&Translate=false&tempauth={pass_}&ApiVersion=2.0"
    )


def preview_url(world: Tenant, site_url: str, item: Item) -> str:
    """A pre-authorised address, good for an hour, of a page that shows the file."""
    return download_url(world, site_url, item).replace("/download.aspx", "/embed.aspx")


def blob_behind(world: Tenant, pass_: str) -> tuple[str, str]:
    """The item id and the content that a download address opens. Raises Refused(BAD_TEMPAUTH)."""
    body, _, seal = pass_.partition(".")
    if not hmac.compare_digest(seal, _seal(world, body)):
        raise Refused(Why.BAD_TEMPAUTH)
    item, blob, until = json.loads(base64.urlsafe_b64decode(body))  # sealed: it is ours
    if until < epoch(world.clock):
        raise Refused(Why.BAD_TEMPAUTH)
    return item, blob


def upload_url(site_url: str, session: Session) -> str:
    """The address that takes the pieces of a file."""
    return (
        f"{site_url}/_api/v2.0/drives/{session.drive}/items/{session.item}/uploadSession"
        f"?guid='{session.id}'&overwrite=True&rename=False&dc=0&tempauth={session.secret}"
    )


def session_behind(url: object) -> str:
    """The upload session of such an address. Raises Refused(SESSION_GONE) for anything else."""
    found = re.search(r"[?&]guid='([0-9a-f-]{36})'", unquote(url)) if isinstance(url, str) else None
    if found is None:
        raise Refused(Why.SESSION_GONE)
    return found.group(1)


def _sealed(world: Tenant, facts: list[object]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(facts).encode("ascii")).decode("ascii")
    return f"{body}.{_seal(world, body)}"


def _seal(world: Tenant, body: str) -> str:
    return hmac.new(world.signing_key, body.encode(), hashlib.sha256).hexdigest()
