"""A person in front of the local sign-in pages, without a screen: fills in the forms by their ids."""

from __future__ import annotations

import http.cookiejar
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

_MOST_PAGES = 12
_FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input[^>]*>")


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Page:
    """A page, or where it sends us."""

    url: str
    text: str
    location: str | None


class PlainBrowser:
    """One throw-away profile. `username` and `password` are typed wherever they are asked for."""

    def __init__(
        self, ca_file: Path, username: str, password: str, *, refuses: bool = False
    ) -> None:
        trust = ssl.create_default_context(cafile=ca_file)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=trust),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
            _StayHere(),
        )
        self._typed = {"username": username, "password": password, "otp": "246813"}
        self._refuses = refuses

    def land(self, url: str, redirect_uri: str) -> dict[str, str]:
        """The query with which the browser arrives at `redirect_uri`, which is not fetched."""
        page = self._get(url)
        for _ in range(_MOST_PAGES):
            if page.location and page.location.startswith(redirect_uri):
                return dict(parse_qsl(urlsplit(page.location).query))
            page = self._get(page.location) if page.location else self._answer(page, {})
        raise AssertionError(f"the sign-in goes round in circles:\n{page.text}")

    def approve_device(self, url: str, user_code: str) -> None:
        """Types the code of another device and signs in for it."""
        page = self._answer(self._get(url), {"user_code": user_code})
        for _ in range(_MOST_PAGES):
            if page.location:
                page = self._get(page.location)
            elif 'action="/signin/' in page.text:
                page = self._answer(page, {})
            else:
                return
        raise AssertionError(f"the device is never approved:\n{page.text}")

    def refusal_code(self, page: Page) -> str | None:
        """The AADSTS number that a page shows."""
        found = re.search(r'id="error-code"[^>]*>([^<]+)<', page.text)
        return found[1] if found else None

    def _answer(self, page: Page, typed: Mapping[str, str]) -> Page:
        form = _main_form(page)
        blocked = self.refusal_code(page) is not None
        inputs = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in _INPUT.findall(form[2])]
        answers = {
            one["name"]: one["value"]
            for one in inputs
            if one.get("type") == "hidden" and one["name"] != "sample"
        }
        everything = self._typed | dict(typed)
        answers |= {i["name"]: everything[i["name"]] for i in inputs if i["name"] in everything}
        action = "accept" if 'value="accept"' in form[2] else "next"
        if blocked or (self._refuses and action == "accept"):
            action = "cancel"
        data = urlencode({**answers, "action": action}).encode()
        return self._open(
            urllib.request.Request(  # noqa: S310 - https, by the caller
                urljoin(page.url, unescape(form[1])), data, headers={"Origin": _origin(page.url)}
            )
        )

    def _get(self, url: str) -> Page:
        return self._open(urllib.request.Request(url))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=10) as answer:
                return Page(request.full_url, answer.read().decode(), None)
        except urllib.error.HTTPError as answer:
            with answer:
                return Page(
                    request.full_url, answer.read().decode(), _location(request, answer.headers)
                )


def _main_form(page: Page) -> re.Match[str]:
    forms = list(_FORM.finditer(page.text))
    assert forms, page.text
    with_button = [f for f in forms if 'id="submit"' in f[2]]
    with_way_back = [f for f in forms if 'id="cancel"' in f[2]]
    return (with_button or with_way_back or forms)[0]


def _location(request: urllib.request.Request, headers: Message) -> str | None:
    location = headers.get("Location")
    return urljoin(request.full_url, location) if location else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
