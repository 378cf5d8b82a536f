"""Somebody at the sign-in pages of the local Microsoft 365, with any HTTP client as browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests

MFA_CODE = "246813"


@dataclass
class Person:
    """Knows one account and fills the pages in, as their stable ids allow."""

    username: str
    password: str
    ca_file: Path

    def approve_device(self, verification_url: str, user_code: str) -> str:
        """Types the code on « another device » and signs in there; the last page's text."""
        browser = self._browser()
        page = browser.post(verification_url, data={"user_code": user_code}, timeout=20)
        return self._walk(browser, page).text

    def walk_to(self, url: str, redirect_uri: str) -> str:
        """Signs in at an authorisation address; where the browser lands, query included."""
        browser = self._browser()
        page = browser.get(url, timeout=20, allow_redirects=False)
        for _ in range(12):
            target = page.headers.get("Location", "")
            if target.startswith(redirect_uri):
                return target
            if target:
                page = browser.get(urljoin(page.url, target), timeout=20, allow_redirects=False)
            else:
                page = self._answer(browser, page, follow=False)
        raise AssertionError(f"never landed; last page: {page.text[:400]}")

    def _walk(self, browser: requests.Session, page: requests.Response) -> requests.Response:
        for _ in range(8):
            if 'name="action"' not in page.text and 'id="submit"' not in page.text:
                return page
            page = self._answer(browser, page, follow=True)
        raise AssertionError(f"the sign-in does not end: {page.text[:400]}")

    def _answer(
        self, browser: requests.Session, page: requests.Response, *, follow: bool
    ) -> requests.Response:
        action = re.search(r'<form method="post" action="([^"]+)"', page.text)
        assert action, page.text[:400]
        return browser.post(
            urljoin(page.url, action.group(1)),
            data=self._typed(page.text),
            timeout=20,
            allow_redirects=follow,
        )

    def _typed(self, text: str) -> dict[str, str]:
        if 'id="password"' in text:
            return {"password": self.password}
        if 'id="otp"' in text:
            return {"otp": MFA_CODE}
        if 'id="username"' in text:
            return {"username": self.username}
        if 'value="accept"' in text:
            return {"action": "accept"}
        return {"account": self.username}

    def _browser(self) -> requests.Session:
        browser = requests.Session()
        browser.trust_env = False
        browser.verify = str(self.ca_file)
        return browser
