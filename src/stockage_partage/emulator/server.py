"""The local Microsoft 365 as one object: start it, describe it, stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from stockage_partage.emulator.addresses import Addresses
from stockage_partage.emulator.clock import Clock, SystemClock
from stockage_partage.emulator.control import control_routes
from stockage_partage.emulator.faults import Faults
from stockage_partage.emulator.folder_claim import FolderClaim
from stockage_partage.emulator.gate import Gate, Origin
from stockage_partage.emulator.graph.app import graph_app
from stockage_partage.emulator.journal import Journal
from stockage_partage.emulator.listening import Door, PortTaken, open_doors
from stockage_partage.emulator.people import DEMO, People
from stockage_partage.emulator.sabotage import Reach, Saboteur
from stockage_partage.emulator.secret_files import read_json, write_json
from stockage_partage.emulator.serving import HttpsThread
from stockage_partage.emulator.sharepoint.app import sharepoint_app
from stockage_partage.emulator.signin.app import signin_app
from stockage_partage.emulator.signin.desk import Desk
from stockage_partage.emulator.tls import LoopbackCertificate
from stockage_partage.emulator.tokens import DEFAULT_SCOPES, TokenBook
from stockage_partage.emulator.world import World

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
    world: World
    desk: Desk
    journal: Journal

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
        self.world.close()
        self.journal.close()
        self._claim.release()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def token_for(self, role: str, scopes: Sequence[str] = DEFAULT_SCOPES) -> str:
        """An access token as that account would get it, without the pages. For tests."""
        user = self.people.with_role(role)
        client_id = self.desk.registration.client_id
        return self.tokens.access_token(user, client_id, scopes, self.desk.issuer)

    def description(self) -> dict[str, Any]:
        """The JSON object that `emulateur` prints first (design, command line)."""
        return {
            "login_url": self.addresses.login,
            "graph_url": f"{self.addresses.graph}/v1.0",
            "sharepoint_url": self.addresses.sharepoint,
            "authority": f"{self.addresses.login}/organizations",
            "client_id": self.desk.registration.client_id,
            "ca_file": str(self.certificate.authority),
            "accounts": [
                {"username": user.username, "password": user.password, "role": user.role}
                for user in self.people
            ],
        }

    def _assemble(self, doors: Sequence[Door]) -> None:
        ports = [door.port for door in doors]
        self.addresses = Addresses.on_localhost(*ports)
        secrets = self.folder / "signin"
        self.tokens = TokenBook(secrets, self.clock, self.people, self._access_life_s)
        self.world = World.open(
            self.folder / "world", self.people, self.clock, self._provisioning_s
        )
        self.journal = Journal(self._journal_file)
        self.desk = Desk.opened(
            secrets,
            self.people,
            self.addresses,
            self.clock,
            self.tokens,
            self._device_interval_s,
        )
        sockets = [opened for door in doors for opened in door.sockets]
        self._thread = HttpsThread(self._gate(ports), sockets, self.certificate)
        self._thread.start()

    def _gate(self, ports: Sequence[int]) -> Gate:
        control = control_routes(self.faults, self.journal)
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
