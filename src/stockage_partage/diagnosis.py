"""What is wrong with this installation: one check a thing, none hiding the next.

Each check gives the fact it found, or the trouble that `messages` explains. Nothing is changed.
"""

from __future__ import annotations

import os
import socket
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from stockage_partage.activation.licences import entitler, openid_url
from stockage_partage.company.instants import utc_now
from stockage_partage.errors import (
    CertificateRefused,
    ClockWrong,
    CompanyNotNamed,
    DateKeptWrong,
    OptionMissing,
    ProxyUnreachable,
    RightsLost,
    SignInNeeded,
    TimestampsBehind,
    Trouble,
)
from stockage_partage.graph.http.answer_headers import CLOCK_TOLERANCE_S
from stockage_partage.session import application_of, http_client_of, sign_in_of
from stockage_partage.settings import Settings
from stockage_partage.system_libraries import browser_trouble, printing_trouble, window_trouble

#: The service tells its date in whole seconds.
_SECOND = timedelta(seconds=1)
#: How far ahead of the service's date the company's own may lie.
DATE_TOLERANCE = timedelta(days=1)
#: One is fetched a day, while the program is open somewhere: a weekend and a holiday are no fault.
TIMESTAMP_PATIENCE = timedelta(days=4)
#: A fact that could not be found out.
UNKNOWN = "unknown"
#: Storage is not active: there is no library to look at.
OFF = "off"
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
    WINDOW = "window"
    BROWSER = "browser"
    PRINTING = "printing"
    DATABASE = "database"
    LIBRARY = "library"
    LICENCE = "licence"
    TIMESTAMPS = "timestamps"  # only where the settings name a service


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


@contextmanager
def with_microsoft365(settings: Settings) -> Iterator[Settings]:
    """The settings to examine: where no Microsoft 365 is configured, our own local one runs meanwhile."""
    if not settings.own_microsoft365:
        yield settings
        return
    from stockage_partage.emulator_process import EmulatorProcess

    host = EmulatorProcess(settings.data_dir)
    try:
        yield host.configure(settings)
    finally:
        host.close()


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
        (CheckName.WINDOW, lambda: _raised(window_trouble(env))),
        (CheckName.BROWSER, lambda: _raised(browser_trouble())),
        (CheckName.PRINTING, lambda: _raised(printing_trouble())),
        (CheckName.DATABASE, lambda: _database(settings)),
        (CheckName.LIBRARY, lambda: _library(settings, reaching)),
        (CheckName.LICENCE, lambda: _licence(settings, reaching)),
    ]
    return [*(_finding(name, check) for name, check in checks), *examine_timestamps(settings)]


def examine_access(settings: Settings) -> Iterator[Finding]:
    """What is between this workstation and that organisation, each as soon as it is known."""
    reaching = _Reaching(settings)
    checks: dict[CheckName, Callable[[], str]] = {
        CheckName.TRUST: lambda: _trust(settings, os.environ, reaching),
        CheckName.PROXY: lambda: _proxy(settings),
        CheckName.SIGN_IN: reaching.sign_in,
        CheckName.GRAPH: reaching.graph,
        CheckName.CLOCK: reaching.clock,
        CheckName.KEYRING: _keyring,
    }
    for name, check in checks.items():
        yield _finding(name, check)


def examine_company(settings: Settings) -> list[Finding]:
    """What is of the company alone: its database, its library, its licence. Blocks as `examine` does."""
    reaching = _Reaching(settings)
    return [
        _finding(CheckName.DATABASE, lambda: _database(settings)),
        _finding(CheckName.LIBRARY, lambda: _library(settings, reaching)),
        _finding(CheckName.LICENCE, lambda: _licence(settings, reaching)),
        *examine_timestamps(settings),
    ]


def examine_timestamps(
    settings: Settings, clock: Callable[[], datetime] = utc_now
) -> list[Finding]:
    """One finding where a service is set, none elsewhere. The service itself is not asked: an answer may be paid for."""
    if not settings.timestamp_url:
        return []
    return [_finding(CheckName.TIMESTAMPS, lambda: _last_timestamp(settings, clock()))]


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
        self.http_client = http_client_of(settings)
        self._met: dict[str, Trouble | None] = {}

    def sign_in(self) -> str:
        return self._answering(openid_url(self._settings))

    def graph(self) -> str:
        # Without a token Graph answers a refusal: that is an answer.
        return self._answering(f"{self._settings.graph_url}/me")

    def clock(self) -> str:
        """UNKNOWN when nobody told the time."""
        difference = self.http_client.clock_difference()
        if difference is None:
            for met in self._met.values():
                if isinstance(met, ClockWrong):
                    raise met
            return UNKNOWN
        if abs(difference) > CLOCK_TOLERANCE_S:
            raise ClockWrong(difference)
        return ""

    def date(self) -> datetime | None:
        """What the service's clock shows, None when it did not answer."""
        return self.http_client.clock.date()

    def _answering(self, url: str) -> str:
        if url not in self._met:
            try:
                self.http_client.send("GET", url)
                self._met[url] = None
            except Trouble as trouble:
                self._met[url] = trouble
        met = self._met[url]
        if met is not None:
            raise met
        return urlsplit(url).hostname or ""


def _keyring() -> str:
    from stockage_partage.graph.auth.sealed_file import KeyringStore

    KeyringStore().find("diagnostic")
    return ""


def _account(settings: Settings) -> str:
    sign_in = sign_in_of(settings)
    account = sign_in.account()
    if account is None or sign_in.session_ended:
        raise SignInNeeded
    return account.username


def _raised(trouble: Trouble | None) -> str:
    if trouble is not None:
        raise trouble
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


def _library(settings: Settings, reaching: _Reaching) -> str:
    """One look at the company's library, with the account of this workstation.

    UNKNOWN without an account, and where the database or Graph cannot be reached: that is said by the
    checks of their own, and one fault is told once.
    """
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.graph_client import GraphClient
    from stockage_partage.graph.library.drive import Drive

    try:
        reaching.graph()
        with CompanyDatabase.open(settings.company) as database:
            drive_id = database.activation.get().drive_id
    except Trouble:
        return UNKNOWN
    if drive_id is None:
        return OFF
    sign_in = sign_in_of(settings, reaching.http_client)
    if sign_in.account() is None or sign_in.session_ended:
        return UNKNOWN
    if not Drive(GraphClient(reaching.http_client, sign_in, settings.graph_url)).is_open(drive_id):
        raise RightsLost
    return ""


def _licence(settings: Settings, reaching: _Reaching) -> str:
    from stockage_partage.company.database import CompanyDatabase

    if not settings.company:
        raise CompanyNotNamed
    theirs = reaching.date()
    database = CompanyDatabase.open(settings.company)
    try:
        kept = database.licences.latest_seen()
        if kept is not None and theirs is not None and kept - theirs > DATE_TOLERANCE + _SECOND:
            raise DateKeptWrong(kept, theirs)
        # By the service's clock where it answers; nothing is written.
        verdict = entitler(settings, database, lambda: theirs or utc_now())(
            application_of(settings)
        )
    finally:
        database.close()
    if not verdict.granted:
        raise OptionMissing(verdict.standing)
    return verdict.valid_until.isoformat() if verdict.valid_until else ""


def _last_timestamp(settings: Settings, now: datetime) -> str:
    """When the last one was kept, "" for none yet. Raises TimestampsBehind."""
    from stockage_partage.company.database import CompanyDatabase

    if not settings.company:
        raise CompanyNotNamed
    with CompanyDatabase.open(settings.company) as database:
        standing = database.timestamps.standing()
    waiting = standing.waiting_since
    if waiting is not None and now - waiting > TIMESTAMP_PATIENCE:
        raise TimestampsBehind(standing.last)
    return standing.last.isoformat() if standing.last is not None else ""
