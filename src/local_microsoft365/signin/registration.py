"""The one application registered in the made-up organisation, and where answers may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from local_microsoft365.addresses import Addresses

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
