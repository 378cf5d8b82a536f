"""An application at work on the tests' company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from local_microsoft365.server import LocalMicrosoft365
from person import Person
from stockage_partage.activation.activation_service import ActivationService
from stockage_partage.activation.presence import Presence
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.context import AppContext
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.upload_session import Uploads
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.settings import Settings


def switch_on(company: CompanyDatabase, group_id: str, drive_id: str) -> None:
    """Storage active on that group."""
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group(
        "owner", group_id, "Sage – BIJOU", None, "admin@bijou.fr", "comptabilite"
    )
    company.activation.library_seen(group_id, drive_id, "https://bijou.example/Documents")


@contextmanager
def signed_in(microsoft365: LocalMicrosoft365, folder: Path, role: str) -> Iterator[GraphClient]:
    """Graph with somebody of that role signed in; the session is kept in the folder."""
    told = microsoft365.description()
    ca_file = Path(told["ca_file"])
    http_client = HttpClient(ca_file)
    registration = Registration(told["authority"], told["client_id"])
    sign_in = SignIn(registration, SessionStore(folder, KeyringStore(deadline_s=5)), http_client)
    user = microsoft365.people.with_role(role)
    attempt = sign_in.begin()
    landed = Person(user.username, user.password, ca_file).walk_to(
        attempt.url, attempt.redirect_uri
    )
    sign_in.finish(attempt, dict(parse_qsl(urlsplit(landed).query)))
    yield GraphClient(http_client, sign_in, told["graph_url"])
    http_client.close()


def workplace_at(
    company: CompanyDatabase,
    graph: GraphClient,
    sign_in: SignIn,
    folder: Path,
    clock: Callable[[], datetime],
    *,
    granted: bool = True,
    application: Application = Application.COMPTABILITE,
) -> AppContext:
    """That application on that company, with or without the option."""
    standing = Standing.GRANTED if granted else Standing.ABSENT
    entitlement = Entitlement(standing, date(2026, 1, 1), date(2099, 12, 31), "BIJOU")
    presence, groups = Presence(folder), Groups(graph)
    service = ActivationService(
        company, sign_in, groups, application, lambda _: entitlement, presence, clock
    )
    return AppContext(
        application, company, service, sign_in, groups, Drive(graph), Uploads(graph), presence,
        folder, clock, Settings(folder),
    )  # fmt: skip
