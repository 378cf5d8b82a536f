"""An application at work on the tests' company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from person import Person
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.workplace import Workplace
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.graph.client import Graph
from stockage_partage.graph.door import Door
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.keys import Keys
from stockage_partage.graph.registration import Registration
from stockage_partage.graph.sign_in import SignIn
from stockage_partage.graph.token_cache import Vault
from stockage_partage.graph.upload_session import Uploads
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.presence import Presence
from stockage_partage.storage.service import StorageService


def switch_on(company: CompanyDatabase, group_id: str, drive_id: str) -> None:
    """Storage active on that group."""
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group(
        "owner", group_id, "Sage – BIJOU", None, "admin@bijou.fr", "comptabilite"
    )
    company.activation.library_seen(group_id, drive_id, "https://bijou.example/Documents")


@contextmanager
def signed_in(microsoft365: LocalMicrosoft365, folder: Path, role: str) -> Iterator[Graph]:
    """Graph with somebody of that role signed in; the session is kept in the folder."""
    told = microsoft365.description()
    ca_file = Path(told["ca_file"])
    door = Door(ca_file)
    registration = Registration(told["authority"], told["client_id"])
    sign_in = SignIn(registration, Vault(folder, Keys(deadline_s=5)), door)
    user = microsoft365.people.with_role(role)
    attempt = sign_in.begin()
    landed = Person(user.username, user.password, ca_file).walk_to(
        attempt.url, attempt.redirect_uri
    )
    sign_in.finish(attempt, dict(parse_qsl(urlsplit(landed).query)))
    yield Graph(door, sign_in, told["graph_url"])
    door.close()


def workplace_at(
    company: CompanyDatabase,
    graph: Graph,
    sign_in: SignIn,
    folder: Path,
    clock: Callable[[], datetime],
    *,
    granted: bool = True,
    application: Application = Application.COMPTABILITE,
) -> Workplace:
    """That application on that company, with or without the option."""
    standing = Standing.GRANTED if granted else Standing.ABSENT
    entitlement = Entitlement(standing, date(2026, 1, 1), date(2099, 12, 31), "BIJOU")
    presence, groups = Presence(folder), Groups(graph)
    service = StorageService(
        company, sign_in, groups, application, lambda _: entitlement, presence, clock
    )
    return Workplace(
        application, company, service, sign_in, groups, Drive(graph), Uploads(graph), presence,
        folder, clock,
    )  # fmt: skip
