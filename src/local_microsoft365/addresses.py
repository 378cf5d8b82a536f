"""The three origins, as in reality: sign-in, Graph, SharePoint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Addresses:
    """Origins such as `https://localhost:8443`, without a trailing slash."""

    login: str
    graph: str
    sharepoint: str

    @classmethod
    def on_localhost(cls, login: int, graph: int, sharepoint: int) -> Addresses:
        """The origins for three ports of this computer."""
        return cls(*(f"https://localhost:{port}" for port in (login, graph, sharepoint)))
