"""A local Microsoft 365, a token for it, and the published description."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tokens import DEFAULT_SCOPES

EVERYTHING = (
    *DEFAULT_SCOPES,
    "Sites.ReadWrite.All",
    "GroupSettings.Read.All",
    "Policy.Read.All",
    "LicenseAssignment.Read.All",
)


@pytest.fixture
def authority_file(microsoft365: LocalMicrosoft365) -> Path:
    """The certificate authority to trust, and nothing else."""
    return Path(microsoft365.certificate.authority)


@pytest.fixture
def token(microsoft365: LocalMicrosoft365) -> str:
    """An access token of the administrator, with every scope there is."""
    user = microsoft365.people.with_role("administrateur")
    issuer = f"{microsoft365.addresses.login}/{microsoft365.people.tenant.id}/v2.0"
    return microsoft365.tokens.access_token(user, "conformance", EVERYTHING, issuer)


@pytest.fixture
def without_other_bundles(monkeypatch: pytest.MonkeyPatch, authority_file: Path) -> None:
    """The clients read the environment: there, only our own authority is named, and no proxy."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(authority_file))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
