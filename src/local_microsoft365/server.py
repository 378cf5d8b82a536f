"""The local Microsoft 365 as one object: start it, describe it, stop it; or run it as a process of its own.

As a process it describes itself on one line, then serves until it is stopped.
"""

from __future__ import annotations

import json
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from local_microsoft365.addresses import Addresses, Door, PortTaken, open_doors
from local_microsoft365.clock import Clock, SystemClock
from local_microsoft365.control import control_routes, faults_path
from local_microsoft365.data_folder import FolderClaim, read_json, write_json
from local_microsoft365.fault_injector import Reach, Saboteur
from local_microsoft365.faults import Faults
from local_microsoft365.graph.app import graph_app
from local_microsoft365.https_server import HttpsThread, LoopbackCertificate
from local_microsoft365.middleware import Gate, Journal, Origin
from local_microsoft365.people import DEMO, People
from local_microsoft365.sharepoint import sharepoint_app
from local_microsoft365.signin.app import signin_app
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import TokenBook

Script = Iterable[Mapping[str, Any]] | Path


class LocalMicrosoft365:
    """Sign-in, Graph and SharePoint on three ports of this computer, from `start` to `stop`.

    `port` takes that one and the two that follow; 0 takes those of the last time when they are free,
    any otherwise. `latency_ms` delays every answer. `provisioning_s` is how long a group's library
    takes to be ready. `access_life_s` is how long an access token lives.
    """

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        latency_ms: int = 0,
        provisioning_s: float = 0.0,
        faults: Script | None = None,
        journal: Path | None = None,
        *,
        clock: Clock | None = None,
        people: People = DEMO,
        access_life_s: int = 3600,
        device_interval_s: int = 5,
    ) -> None:
        self.folder = folder
        self.people = people
        self.clock = clock or SystemClock()
        self.faults = Faults(faults)
        self._port = port
        self._latency_ms = latency_ms
        self._provisioning_s = provisioning_s
        self._journal_file = journal
        self._access_life_s = access_life_s
        self._device_interval_s = device_interval_s
        self._thread: HttpsThread | None = None

    # Set by `start`.
    addresses: Addresses
    certificate: LoopbackCertificate
    tokens: TokenBook
    world: Tenant
    desk: IdentityProvider
    journal: Journal
    _secret: str

    def start(self) -> Self:
        """Returns once requests are answered. Raises PortTaken, FolderInUse."""
        self._claim = FolderClaim.take(self.folder)
        try:
            doors = self._open_doors()
            self.certificate = LoopbackCertificate.kept_in(self.folder / "tls")
            self._assemble(doors)
        except BaseException:
            self._claim.release()
            raise
        return self

    def stop(self) -> None:
        """Returns once every port is free; harmless when not started."""
        if self._thread is None:
            return
        self._thread.stop()
        self._thread = None
        self._let_go()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def description(self) -> dict[str, Any]:
        """The JSON object that `emulateur` prints first (design, command line)."""
        return {
            "login_url": self.addresses.login,
            "graph_url": f"{self.addresses.graph}/v1.0",
            "sharepoint_url": self.addresses.sharepoint,
            "authority": f"{self.addresses.login}/organizations",
            "client_id": self.desk.registration.client_id,
            "ca_file": str(self.certificate.authority),
            "defauts_url": self.addresses.login + faults_path(self._secret),
            "accounts": [
                {"username": user.username, "password": user.password, "role": user.role}
                for user in self.people
            ],
        }

    def _assemble(self, doors: Sequence[Door]) -> None:
        ports = [door.port for door in doors]
        self._secret = secrets.token_urlsafe(24)
        self.addresses = Addresses.on_localhost(*ports)
        signin = self.folder / "signin"
        self.tokens = TokenBook(signin, self.clock, self.people, self._access_life_s)
        self.world = Tenant.open(
            self.folder / "world", self.people, self.clock, self._provisioning_s
        )
        self.journal = Journal(self._journal_file)
        self.desk = IdentityProvider.opened(
            signin,
            self.people,
            self.addresses,
            self.clock,
            self.tokens,
            self._device_interval_s,
        )
        self._thread = self._answer(self._gate(ports), doors)

    def _answer(self, app: ASGIApp, doors: Sequence[Door]) -> HttpsThread:
        sockets = [opened for door in doors for opened in door.sockets]
        thread = HttpsThread(app, sockets, self.certificate)
        thread.start()
        return thread

    def _let_go(self) -> None:
        self.world.close()
        self.journal.close()
        self._claim.release()

    def _gate(self, ports: Sequence[int]) -> Gate:
        control = control_routes(self.faults, self.journal, self._secret)
        graph = graph_app(self.world, self.tokens, self.addresses)
        services: tuple[tuple[str, ASGIApp], ...] = (
            ("login", signin_app(self.desk, control)),
            ("graph", graph),
            ("sharepoint", sharepoint_app(self.world, self.addresses)),
        )
        origins = {
            port: Origin(name, app) for port, (name, app) in zip(ports, services, strict=True)
        }
        reach = Reach(
            self.people,
            self.world,
            self.tokens,
            self.desk.consents,
            self.clock,
            self.addresses.login,
        )
        saboteur = Saboteur(self.faults, reach)
        gate = Gate(origins, self.tokens, saboteur, self.journal, self.clock, self._latency_ms)
        graph.state.door = gate  # requests inside a $batch meet faults and the journal too
        return gate

    def _open_doors(self) -> tuple[Door, ...]:
        if self._port:
            return open_doors([self._port, self._port + 1, self._port + 2])
        # Links kept elsewhere name the ports: a restart should find the same ones.
        file = self.folder / "ports.json"
        remembered = read_json(file, [0, 0, 0])
        try:
            doors = open_doors(remembered)
        except PortTaken:
            doors = open_doors([0, 0, 0])
        write_json(file, [door.port for door in doors])
        return doors


def run(
    port: int = 0,
    data: Path | None = None,
    latency_ms: int = 0,
    provisioning_s: float = 5.0,
    faults: Path | None = None,
    journal: Path | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM. The first line on stdout is one JSON object.

    Without `data`, everything is forgotten at the end. Raises PortTaken, FolderInUse, BadScript.
    """
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _setting(asked_to_stop))
    with _folder(data) as folder:
        service = LocalMicrosoft365(folder, port, latency_ms, provisioning_s, faults, journal)
        with service:
            if sys.stdout is not None:  # a program without a console
                # In ASCII: whoever reads the pipe may take it for another encoding.
                sys.stdout.write(json.dumps(service.description()) + "\n")
                sys.stdout.flush()
            while not asked_to_stop.wait(0.5):  # a wait without end hides signals on Windows
                continue


def _setting(event: threading.Event) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, frame: FrameType | None) -> None:
        event.set()

    return handler


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="microsoft365-local-") as folder:
        yield Path(folder)
