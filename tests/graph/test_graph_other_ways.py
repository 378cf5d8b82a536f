"""Signing in by the system's browser and by another device."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from plain_browser import PlainBrowser

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.auth.account import Account, DeviceCode
from stockage_partage.graph.auth.sign_in import SignIn

Browse = Callable[..., PlainBrowser]
PAGE = "<html><body>finished</body></html>"


def never() -> bool:
    return False


def fetch(url: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


@dataclass
class SystemBrowser:
    """Opens what it is given in a thread, does something first, then signs in and lands."""

    person: PlainBrowser
    first: Callable[[str], None] = lambda redirect_uri: None
    lands: bool = True
    seen: list[tuple[int, str]] = field(default_factory=list)
    thread: threading.Thread | None = None

    def open(self, url: str) -> None:
        self.thread = threading.Thread(target=self._go, args=(url,))
        self.thread.start()

    def _go(self, url: str) -> None:
        redirect_uri = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        self.first(redirect_uri)
        if self.lands:
            landed = self.person.land(url, redirect_uri)
            self.seen.append(fetch(f"{redirect_uri}/?{urlencode(landed)}"))

    def close(self) -> None:
        assert self.thread is not None
        self.thread.join(20)


def test_the_system_browser_signs_in_and_says_that_it_is_over(
    sign_in: SignIn, browse: Browse
) -> None:
    browser = SystemBrowser(browse())
    account = sign_in.with_system_browser(never, open_url=browser.open, answer_page=PAGE)
    browser.close()
    assert account == sign_in.account()
    assert browser.seen == [(200, PAGE)]


def test_stray_requests_change_nothing(sign_in: SignIn, browse: Browse) -> None:
    strays: list[int] = []

    def bother(redirect_uri: str) -> None:
        for stray in (
            "/favicon.ico",
            "/",
            "/?code=stolen",
            "/?code=stolen&state=guessed",
            "/x?state=",
        ):
            strays.append(fetch(redirect_uri + stray)[0])
        port = urlsplit(redirect_uri).port
        assert port is not None
        with socket.create_connection(("127.0.0.1", port)) as silent:
            silent.sendall(b"\x16\x03\x01 no HTTP at all\r\n\r\n")

    browser = SystemBrowser(browse(), first=bother)
    account = sign_in.with_system_browser(never, open_url=browser.open, answer_page=PAGE)
    browser.close()
    assert account.username == "admin@bijou.example"
    assert strays == [404] * 5


def test_a_policy_that_refuses_the_embedded_browser_lets_this_one_pass(
    sign_in: SignIn, browse: Browse
) -> None:
    browser = SystemBrowser(browse("poste-non-conforme"))
    account = sign_in.with_system_browser(never, open_url=browser.open, answer_page=PAGE)
    browser.close()
    assert account.username == "nadia.roche@bijou.example"


def test_a_refusal_in_the_browser_comes_back_as_itself(sign_in: SignIn, browse: Browse) -> None:
    browser = SystemBrowser(browse(refuses=True))
    with pytest.raises(errors.ConsentDeclined):
        sign_in.with_system_browser(never, open_url=browser.open, answer_page=PAGE)
    browser.close()


def test_another_account_in_the_browser_is_refused_too(
    sign_in: SignIn, administrator: Account, browse: Browse
) -> None:
    browser = SystemBrowser(browse("utilisateur"))
    with pytest.raises(errors.WrongAccount):
        sign_in.with_system_browser(
            never, open_url=browser.open, answer_page=PAGE, expected=administrator.username
        )
    browser.close()
    assert sign_in.account() == administrator


def test_cancelling_is_prompt_and_frees_the_port(sign_in: SignIn) -> None:
    opened: list[str] = []
    started = time.monotonic()
    with pytest.raises(errors.SignInCancelled):
        sign_in.with_system_browser(lambda: bool(opened), open_url=opened.append, answer_page=PAGE)
    assert time.monotonic() - started < 2
    redirect_uri = parse_qs(urlsplit(opened[0]).query)["redirect_uri"][0]
    with pytest.raises(urllib.error.URLError):
        fetch(redirect_uri)


def test_a_person_who_never_comes_back_is_waited_for_only_so_long(sign_in: SignIn) -> None:
    with pytest.raises(errors.SignInTimedOut):
        sign_in.with_system_browser(
            never, open_url=lambda url: None, answer_page=PAGE, timeout_s=0.2
        )
    assert sign_in.account() is None


def test_a_device_code_signs_in_from_elsewhere(sign_in: SignIn, browse: Browse) -> None:
    shown: list[DeviceCode] = []

    def show(code: DeviceCode) -> None:
        shown.append(code)
        browse().approve_device(code.verification_uri, code.user_code)

    assert sign_in.with_device_code(show, never).username == "admin@bijou.example"


def test_a_device_code_waits_until_somebody_comes(sign_in: SignIn, browse: Browse) -> None:
    shown: list[DeviceCode] = []
    looked = iter(range(1000))

    def come_late() -> bool:
        if next(looked) == 3:
            browse().approve_device(shown[0].verification_uri, shown[0].user_code)
        return False

    assert sign_in.with_device_code(shown.append, come_late) == sign_in.account()


def test_a_device_code_can_be_given_up(sign_in: SignIn) -> None:
    with pytest.raises(errors.SignInCancelled):
        sign_in.with_device_code(lambda code: None, lambda: True)


def test_refusing_on_the_other_device_is_said(sign_in: SignIn, browse: Browse) -> None:
    def refuse(code: DeviceCode) -> None:
        browse(refuses=True).approve_device(code.verification_uri, code.user_code)

    with pytest.raises((errors.SignInCancelled, errors.ConsentDeclined)):
        sign_in.with_device_code(refuse, never)
    assert sign_in.account() is None


def test_a_device_code_that_nobody_used_in_time_says_so(
    sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    def let_it_pass(code: DeviceCode) -> None:
        microsoft365.clock.advance(1000)  # type: ignore[attr-defined]

    with pytest.raises(errors.SignInTimedOut):
        sign_in.with_device_code(let_it_pass, never)


def test_a_policy_that_blocks_codes_is_told_apart_from_one_that_refuses_the_person(
    sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("sign-in-refused", kind="token", number=530036)
    with pytest.raises(errors.DeviceCodeRefused, match="AADSTS530036"):
        sign_in.with_device_code(lambda code: None, never)
    assert sign_in.account() is None


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (530084, errors.TokenProtectionRequired),
        (500200, errors.PersonalAccount),
        (50105, errors.NotAssigned),
        (50020, errors.ForeignAccount),
    ],
)
def test_a_refused_code_is_told_as_what_it_is(
    sign_in: SignIn,
    browse: Browse,
    microsoft365: LocalMicrosoft365,
    number: int,
    kind: type[errors.Trouble],
) -> None:
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    microsoft365.faults.add("sign-in-refused", kind="token", number=number)
    with pytest.raises(kind):
        sign_in.finish(attempt, landed)
