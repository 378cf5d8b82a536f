"""Makes the kept access tokens old, as an hour would."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from stockage_partage.graph.auth.session_store import SessionStore, StoredSession
from stockage_partage.graph.auth.sign_in import Registration


def kept(session_store: SessionStore, registration: Registration) -> StoredSession:
    """The session as it lies in its sealed file."""
    session = session_store.of(registration.authority, registration.client_id).read()
    assert session is not None
    return session


def expire_access_tokens(session_store: SessionStore, registration: Registration) -> None:
    """Only the refresh token is still good."""
    session = kept(session_store, registration)
    tokens: dict[str, Any] = json.loads(session.tokens)
    for entry in tokens["AccessToken"].values():
        entry["expires_on"] = entry["extended_expires_on"] = "1000000000"
    cache = session_store.of(registration.authority, registration.client_id)
    cache.write(replace(session, tokens=json.dumps(tokens)))


def secrets_of(session: StoredSession) -> set[str]:
    """Every token in it."""
    tokens: dict[str, Any] = json.loads(session.tokens)
    return {
        entry["secret"]
        for kind in ("AccessToken", "RefreshToken", "IdToken")
        for entry in tokens[kind].values()
    }
