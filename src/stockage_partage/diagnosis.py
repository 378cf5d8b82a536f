"""What is wrong with this installation: one check a thing, none hiding the next.

Each check gives the fact it found, or the trouble that `words` explains. Nothing is changed.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from stockage_partage.errors import (
    CertificateRefused,
    ClockWrong,
    CompanyNotNamed,
    EmbeddedBrowserMissing,
    OptionMissing,
    ProxyUnreachable,
    SignInNeeded,
    Trouble,
)
from stockage_partage.session import application_of, door_of, entitler, now, sign_in_of
from stockage_partage.settings import Settings

#: Kerberos and Entra both tolerate five minutes.
CLOCK_TOLERANCE_S = 300.0
PROXY_PATIENCE_S = 10.0
ENVIRONMENT_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


class CheckName(StrEnum):
    """What is looked at, in this order."""

    SETTINGS = "settings"
    TRUST = "trust"
    PROXY = "proxy"
    SIGN_IN = "sign_in"
    GRAPH = "graph"
    CLOCK = "clock"
    KEYRING = "keyring"
    SESSION = "session"
    BROWSER = "browser"
    DATABASE = "database"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `trouble` None: all is well; `fact` is a value to show as it is."""

    name: CheckName
    fact: str = ""
    trouble: Trouble | None = None

    @property
    def fine(self) -> bool:
        """True when nothing has to be done."""
        return self.trouble is None


def examine(settings: Settings, environ: Mapping[str, str] | None = None) -> list[Finding]:
    """Every finding, in the order of CheckName. Blocks for as long as the network's timeouts."""
    env = os.environ if environ is None else environ
    reaching = _Reaching(settings)
    checks: list[tuple[CheckName, Callable[[], str]]] = [
        (CheckName.SETTINGS, lambda: _where(settings)),
        (CheckName.TRUST, lambda: _trust(settings, env, reaching)),
        (CheckName.PROXY, lambda: _proxy(settings)),
        (CheckName.SIGN_IN, reaching.sign_in),
        (CheckName.GRAPH, reaching.graph),
        (CheckName.CLOCK, reaching.clock),
        (CheckName.KEYRING, _keyring),
        (CheckName.SESSION, lambda: _account(settings)),
        (CheckName.BROWSER, _browser),
        (CheckName.DATABASE, lambda: _database(settings)),
        (CheckName.LICENCE, lambda: _licence(settings)),
    ]
    return [_finding(name, check) for name, check in checks]


def _finding(name: CheckName, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, check())
    except Trouble as trouble:
        return Finding(name, trouble=trouble)


def _where(settings: Settings) -> str:
    application_of(settings)
    return urlsplit(settings.authority).hostname or ""


def _trust(settings: Settings, env: Mapping[str, str], reaching: _Reaching) -> str:
    for service in (reaching.sign_in, reaching.graph):
        try:
            service()
        except CertificateRefused:
            raise
        except Trouble:
            continue  # its own check says it
    # The variables are ignored on purpose; seeing them named spares a long search.
    ignored = [name for name in ENVIRONMENT_BUNDLES if env.get(name)]
    own = str(settings.ca_file) if settings.ca_file else ""
    return ", ".join(part for part in (own, *ignored) if part)


def _proxy(settings: Settings) -> str:
    address = settings.graph_url or "https://graph.microsoft.com"
    host = urlsplit(address).hostname or ""
    if urllib.request.proxy_bypass(host):
        return ""
    proxy = urllib.request.getproxies().get("https", "")
    middle = urlsplit(proxy if "//" in proxy or not proxy else f"//{proxy}")
    if middle.hostname:
        try:
            socket.create_connection((middle.hostname, middle.port or 80), PROXY_PATIENCE_S).close()
        except OSError as error:
            raise ProxyUnreachable(type(error).__name__) from error
    # A proxy address may hold a password: only its host is shown.
    return middle.hostname or ""


class _Reaching:
    """The two services, asked once each, without any account."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._door = door_of(settings)
        self._met: dict[str, Trouble | None] = {}

    def sign_in(self) -> str:
        url = f"{self._settings.authority}/v2.0/.well-known/openid-configuration"
        return self._answering(url)

    def graph(self) -> str:
        # Without a token Graph answers a refusal: that is an answer.
        return self._answering(f"{self._settings.graph_url}/me")

    def clock(self) -> str:
        difference = self._door.clock_difference()
        if difference is not None and abs(difference) > CLOCK_TOLERANCE_S:
            raise ClockWrong(difference)
        return ""

    def _answering(self, url: str) -> str:
        if url not in self._met:
            try:
                self._door.send("GET", url)
                self._met[url] = None
            except Trouble as trouble:
                self._met[url] = trouble
        met = self._met[url]
        if met is not None:
            raise met
        return urlsplit(url).hostname or ""


def _keyring() -> str:
    from stockage_partage.graph.keys import Keys

    Keys().find("diagnostic")
    return ""


def _account(settings: Settings) -> str:
    sign_in = sign_in_of(settings)
    account = sign_in.account()
    if account is None or sign_in.session_ended:
        raise SignInNeeded
    return account.username


def _browser() -> str:
    if importlib.util.find_spec("PySide6.QtWebEngineWidgets") is None:
        raise EmbeddedBrowserMissing
    return ""


def _database(settings: Settings) -> str:
    from stockage_partage.company.database import CompanyDatabase

    if not settings.company:
        raise CompanyNotNamed
    database = CompanyDatabase.open(settings.company)
    try:
        database.check()
        return database.company.get().name
    finally:
        database.close()


def _licence(settings: Settings) -> str:
    from stockage_partage.company.database import CompanyDatabase

    if not settings.company:
        raise CompanyNotNamed
    database = CompanyDatabase.open(settings.company)
    try:
        verdict = entitler(settings, database, now)(application_of(settings))
    finally:
        database.close()
    if not verdict.granted:
        raise OptionMissing(verdict.standing)
    return verdict.valid_until.isoformat() if verdict.valid_until else ""
