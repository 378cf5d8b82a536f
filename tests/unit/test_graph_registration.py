"""The registration's addresses and permissions, on every cloud."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from stockage_partage.graph.auth.sign_in import SCOPES, Registration, scopes_for
from stockage_partage.settings import CLOUDS


@pytest.mark.parametrize(
    "graph_url", ["https://graph.microsoft.com/v1.0", "https://localhost:8444/v1.0"]
)
def test_permissions_have_bare_names_where_that_means_graph(graph_url: str) -> None:
    assert scopes_for(graph_url) == SCOPES


@pytest.mark.parametrize("cloud", [name for name in CLOUDS if name != "mondial"])
def test_on_a_national_cloud_permissions_name_its_graph(cloud: str) -> None:
    _, graph_url = CLOUDS[cloud]
    host = urlsplit(graph_url).hostname
    assert scopes_for(graph_url) == tuple(f"https://{host}/{scope}" for scope in SCOPES)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_addresses_stay_on_the_cloud_s_own_host(cloud: str) -> None:
    authority, _ = CLOUDS[cloud]
    registration = Registration(authority, "client")
    host = urlsplit(authority).netloc
    assert registration.embedded_redirect_uri == f"https://{host}/common/oauth2/nativeclient"
    assert urlsplit(registration.consent_url).netloc == host


def test_consent_is_never_asked_of_common() -> None:
    consent = urlsplit(Registration("https://login.example/common", "client").consent_url)
    assert consent.path == "/organizations/v2.0/adminconsent"
    assert parse_qs(consent.query)["client_id"] == ["client"]
