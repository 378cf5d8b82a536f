"""Plays the person and the browser: follows the sign-in pages as a form-filling robot would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import msal
import requests
from requests import Response

from local_microsoft365.people import User
from local_microsoft365.server import LocalMicrosoft365

SCOPES = ["User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All"]


class TrustingSession(requests.Session):
    """Trusts the local authority only, whatever the environment says."""

    def __init__(self, running: LocalMicrosoft365) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = str(running.certificate.authority)


@dataclass
class Landing:
    """Where the browser ended up, with the fields of the answer."""

    address: str
    fields: dict[str, str]


class Browser:
    """One browser with its cookies. Stops in front of a redirect that leaves the sign-in pages."""

    def __init__(self, running: LocalMicrosoft365) -> None:
        self.http = TrustingSession(running)
        self.running = running
        self.landing: Landing | None = None
        self.page = ""
        self.status = 0

    def open(self, address: str) -> Browser:
        return self._take(self.http.get(address, timeout=10, allow_redirects=False))

    def send(self, **fields: str) -> Browser:
        """Posts the page's form with what the person typed or pressed."""
        action = re.search(r'<form method="post" action="([^"]+)"', self.page)
        assert action, self.page
        address = urljoin(self.running.addresses.login, unescape(action[1]))
        return self._take(self.http.post(address, fields, timeout=10, allow_redirects=False))

    def sign_in(self, user: User) -> Browser:
        """Name, password, and consent where it is asked."""
        self.send(username=user.username, action="next").send(password=user.password, action="next")
        return self.accept() if self.shows("Autorisations demandées") else self

    def accept(self) -> Browser:
        return self.send(action="accept")

    def shows(self, title: str) -> bool:
        return f"<h1>{title}</h1>" in self.page

    @property
    def alert(self) -> str:
        found = re.search(r'role="alert">([^<]*)<', self.page)
        return unescape(found[1]) if found else ""

    @property
    def error_code(self) -> str:
        found = re.search(r'id="error-code"[^>]*>([^<]*)<', self.page)
        return found[1] if found else ""

    @property
    def answer(self) -> dict[str, str]:
        """The fields that the application received."""
        assert self.landing is not None, self.page
        return self.landing.fields

    def _take(self, response: Response) -> Browser:
        self.page, self.status = response.text, response.status_code
        self.landing = None
        if response.status_code == 302:
            parts = urlsplit(response.headers["Location"])
            fields = dict(parse_qsl(parts.query or parts.fragment))
            self.landing = Landing(response.headers["Location"], fields)
        return self


class Application:
    """A program that signs people in with the real MSAL."""

    def __init__(self, running: LocalMicrosoft365, tenant: str = "organizations") -> None:
        self.running = running
        described = running.description()
        self.native_client = f"{running.addresses.login}/common/oauth2/nativeclient"
        self.msal = msal.PublicClientApplication(
            described["client_id"],
            authority=f"{running.addresses.login}/{tenant}",
            instance_discovery=False,
            client_capabilities=["CP1"],
            http_client=TrustingSession(running),
        )

    def flow(self, scopes: list[str] | None = None, **options: Any) -> dict[str, Any]:
        options = {"redirect_uri": self.native_client} | options
        flow: dict[str, Any] = self.msal.initiate_auth_code_flow(scopes or SCOPES, **options)
        return flow

    def finish(self, flow: dict[str, Any], browser: Browser) -> dict[str, Any]:
        result: dict[str, Any] = self.msal.acquire_token_by_auth_code_flow(flow, browser.answer)
        return result

    def sign_in(self, user: User, browser: Browser | None = None, **options: Any) -> dict[str, Any]:
        """The whole flow by pages."""
        flow = self.flow(prompt="select_account", **options)
        browser = browser or Browser(self.running)
        return self.finish(flow, browser.open(flow["auth_uri"]).sign_in(user))

    def refreshed(self, **options: Any) -> dict[str, Any]:
        """Forces a refresh of the one account signed in; the error is in the answer."""
        (account,) = self.msal.get_accounts()
        result: dict[str, Any] = self.msal.acquire_token_silent_with_error(
            SCOPES, account, **({"force_refresh": True} | options)
        )
        return result


def me(running: LocalMicrosoft365, token: str) -> Response:
    """Asks Graph who a token belongs to."""
    return TrustingSession(running).get(
        f"{running.addresses.graph}/v1.0/me",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )


def token_request(running: LocalMicrosoft365, **form: str) -> Response:
    """Posts to the token endpoint without MSAL."""
    described = running.description()
    form = {"client_id": described["client_id"]} | form
    address = f"{described['authority']}/oauth2/v2.0/token"
    return TrustingSession(running).post(address, form, timeout=10)
