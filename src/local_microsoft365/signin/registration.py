"""The one application registered in the made-up organisation, where answers may be sent, and who agreed to what.

A person agrees for themselves, an administrator for everybody: both are kept on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local_microsoft365.addresses import Addresses
from local_microsoft365.data_folder import read_json, write_json
from local_microsoft365.people import Hurdle, User
from local_microsoft365.tokens import IDENTITY_SCOPES, bare_scopes

CLIENT_ID = "5e3d1f0a-9b64-4a7e-8c21-6f0b2d9e4c17"
PUBLISHED_NATIVE_CLIENT = "https://login.microsoftonline.com/common/oauth2/nativeclient"
NATIVE_CLIENT_PATH = "/common/oauth2/nativeclient"
# Asked by this client, these need an administrator's consent in a strict organisation
# (Graph permissions reference, delegated; files and sites by the Microsoft-managed consent policy of
# August 2025).
ADMINISTRATOR_SCOPES = frozenset(
    {
        "Group.ReadWrite.All",
        "Group.Read.All",
        "GroupMember.Read.All",
        "GroupMember.ReadWrite.All",
        "GroupSettings.Read.All",
        "Policy.Read.All",
        "Organization.Read.All",
        "Directory.Read.All",
        "RoleManagement.Read.Directory",
        "Files.Read.All",
        "Files.ReadWrite.All",
        "Sites.Read.All",
        "Sites.ReadWrite.All",
    }
)
EVERYBODY = "*"


@dataclass(frozen=True)
class Registration:
    """A public client: no secret, PKCE, desktop redirect addresses."""

    client_id: str
    name: str
    native_clients: tuple[str, ...]

    @classmethod
    def of(cls, addresses: Addresses) -> Registration:
        local = addresses.login + NATIVE_CLIENT_PATH
        return cls(CLIENT_ID, "Stockage et partage", (local, PUBLISHED_NATIVE_CLIENT))

    def accepts(self, redirect_uri: str) -> bool:
        """True when an answer may be sent there."""
        return redirect_uri in self.native_clients or is_system_browser(redirect_uri)


def is_system_browser(redirect_uri: str) -> bool:
    """True for a listener on this computer, any port and path, as a system browser sign-in uses."""
    parts = urlsplit(redirect_uri)
    return (
        parts.scheme == "http"
        and parts.hostname in ("localhost", "127.0.0.1")
        and parts.username is None
        and not parts.fragment
    )


def form_targets(redirect_uri: str) -> str:
    """The origin of a redirect address, for a page's `form-action`: browsers check redirects too."""
    parts = urlsplit(redirect_uri)
    return f"{parts.scheme}://{parts.netloc}"


class Consents:
    """Scopes agreed to, per account and client."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "consents.json"
        self._given: dict[str, list[str]] = read_json(self._file, {})

    def missing(self, user: User, client_id: str, scopes: Iterable[str]) -> frozenset[str]:
        """The scopes nobody agreed to yet, without those that only say who signs in."""
        wanted = bare_scopes(scopes) - IDENTITY_SCOPES
        return wanted - self._scopes(user.id, client_id) - self._scopes(EVERYBODY, client_id)

    def give(self, user: User, client_id: str, scopes: Iterable[str]) -> None:
        """`user` agrees for themselves."""
        self._add(user.id, client_id, scopes)

    def give_for_everybody(self, client_id: str, scopes: Iterable[str]) -> None:
        """An administrator agrees for the whole organisation."""
        self._add(EVERYBODY, client_id, scopes)

    def withdraw(self, client_id: str) -> None:
        """Forgets every agreement to that application."""
        suffix = f" {client_id}"
        self._given = {key: value for key, value in self._given.items() if not key.endswith(suffix)}
        write_json(self._file, self._given)

    def _scopes(self, who: str, client_id: str) -> frozenset[str]:
        return frozenset(self._given.get(f"{who} {client_id}", ()))

    def _add(self, who: str, client_id: str, scopes: Iterable[str]) -> None:
        agreed = self._scopes(who, client_id) | (bare_scopes(scopes) - IDENTITY_SCOPES)
        self._given[f"{who} {client_id}"] = sorted(agreed)
        write_json(self._file, self._given)


def may_consent_alone(user: User, scopes: Iterable[str]) -> bool:
    """Everybody may here, but the account made to show the administrator's approval."""
    needs_administrator = bool(bare_scopes(scopes) & ADMINISTRATOR_SCOPES)
    return user.hurdle != Hurdle.ADMIN_CONSENT or not needs_administrator
