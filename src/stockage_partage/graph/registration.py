"""The application as Microsoft's identity platform knows it, and the addresses that follow. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

SCOPES = ("User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All")
_BARE_NAMES_WORK = frozenset({"graph.microsoft.com", "localhost", "127.0.0.1"})


@dataclass(frozen=True, slots=True)
class Registration:
    """`authority` ends in a tenant: ``https://host/organizations``, or the id of one."""

    authority: str
    client_id: str
    scopes: tuple[str, ...] = SCOPES

    @property
    def origin(self) -> str:
        """The sign-in host, with its scheme."""
        return f"https://{urlsplit(self.authority).netloc}"

    @property
    def embedded_redirect_uri(self) -> str:
        """Where the embedded browser is caught; it is never fetched."""
        return f"{self.origin}/common/oauth2/nativeclient"

    @property
    def consent_url(self) -> str:
        """Where an administrator approves the application for the whole organisation."""
        tenant = urlsplit(self.authority).path.strip("/").split("/")[0]
        # Microsoft refuses « common » there.
        tenant = "organizations" if tenant == "common" else tenant
        query = urlencode(
            {
                "client_id": self.client_id,
                "scope": " ".join(self.scopes),
                "redirect_uri": self.embedded_redirect_uri,
            }
        )
        return f"{self.origin}/{tenant}/v2.0/adminconsent?{query}"


def scopes_for(graph_url: str) -> tuple[str, ...]:
    """The delegated permissions to ask for, named after the Graph host of a national cloud."""
    host = urlsplit(graph_url).hostname or ""
    return SCOPES if host in _BARE_NAMES_WORK else tuple(f"https://{host}/{s}" for s in SCOPES)
