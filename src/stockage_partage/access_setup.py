"""An organisation's access set up on this workstation: tried before it is written into the settings file."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stockage_partage import disk
from stockage_partage.closing import Closing
from stockage_partage.errors import GroupNameRefused, SettingsRefused, SignInNeeded, Trouble
from stockage_partage.session import http_client_of, sign_in_of
from stockage_partage.settings import CLOUDS, FILE_NAME, Settings

if TYPE_CHECKING:
    from stockage_partage.activation.account_service import AccountService
    from stockage_partage.graph.graph_client import GraphClient
    from stockage_partage.graph.library.creation_right import AccessRights

#: A domain of the organisation, or its identifier.
_TENANT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?", re.ASCII)
#: Asked for to see whether groups may be read; nobody has one of that name.
_NO_GROUP = "stockage-partage-verification"
#: The name of a company's group is asked about with that raison sociale.
_ANY_COMPANY = "BIJOU SA"


def wanted_settings(settings: Settings, client_id: str, tenant: str) -> Settings:
    """The settings with that registration. `tenant` "" stands for any organisation.

    Raises SettingsRefused, naming CLIENT_ID or AUTHORITY, for what is neither an identifier nor a domain.
    """
    try:
        client = str(uuid.UUID(client_id.strip()))
    except ValueError as error:
        raise SettingsRefused("CLIENT_ID", client_id) from error
    wanted = tenant.strip() or "organizations"
    if not _TENANT.fullmatch(wanted):
        raise SettingsRefused("AUTHORITY", tenant)
    authority, graph_url = CLOUDS["mondial"]
    if settings.client_id:  # of a national cloud, or a local one: its hosts stay
        authority, graph_url = settings.authority, settings.graph_url
    host = urlsplit(authority).netloc
    return replace(
        settings, client_id=client, authority=f"https://{host}/{wanted}", graph_url=graph_url
    )


class AccessTrial(Closing):
    """Somebody signs in with settings that are not kept yet."""

    def __init__(self, settings: Settings) -> None:
        from stockage_partage.activation.account_service import AccountService
        from stockage_partage.activation.facts_reader import LocalState

        self.settings = settings
        self._http_client = http_client_of(settings)
        self._sign_in = sign_in_of(settings, self._http_client)
        self.service: AccountService = AccountService(self._sign_in, LocalState())

    @property
    def consent_url(self) -> str:
        """Where an administrator approves the application for the organisation."""
        return self._sign_in.consent_url

    def check_rights(self) -> AccessRights:
        """What who signed in may do. Nothing is created. Raises SignInNeeded, ConsentMissing, Offline…"""
        from stockage_partage.graph.graph_client import GraphClient
        from stockage_partage.graph.library.creation_right import AccessRights, creation_right
        from stockage_partage.graph.library.groups import Groups

        account = self._sign_in.account()
        if account is None:
            raise SignInNeeded
        graph = GraphClient(self._http_client, self._sign_in, self.settings.graph_url)
        Groups(graph).by_unique_name(_NO_GROUP)
        return AccessRights(
            account.username,
            creation_right(graph, self._reading_settings(graph)),
            _name_refused(graph),
        )

    def _reading_settings(self, graph: GraphClient) -> GraphClient | None:
        """Reads the settings of groups; None where the organisation has not granted that."""
        from stockage_partage.graph.library.creation_right import SETTINGS_PERMISSION

        token = self._sign_in.token_if_granted(SETTINGS_PERMISSION)
        return graph.holding(token) if token is not None else None

    def close(self) -> None:
        """Closes the connections; who signed in stays so, as the settings will ask."""
        self._http_client.close()


def _name_refused(graph: GraphClient) -> Trouble | None:
    from stockage_partage.graph.library.creation_right import check_name
    from stockage_partage.graph.library.names import group_display_name, mail_nickname

    try:
        check_name(graph, group_display_name(_ANY_COMPANY), mail_nickname(_ANY_COMPANY, _NO_GROUP))
    except GroupNameRefused as refused:
        return refused
    return None


def keep(settings: Settings, folder: Path) -> Path:
    """Writes the registration into the settings file; every other line of it stays. Where it is.

    Raises FolderRefused, DiskFull, FileOpenElsewhere.
    """
    place = folder / FILE_NAME
    wanted = {
        "client_id": settings.client_id,
        "authority": settings.authority,
        "graph_url": settings.graph_url,
    }
    with disk.as_troubles():
        lines = place.read_text("utf-8-sig").splitlines() if place.exists() else []
        kept = [line for line in lines if _key_of(line) not in wanted]
        disk.private_folder(folder)
        # A JSON text is a TOML text too, as long as it holds nothing but what addresses do.
        written = [f"{key} = {json.dumps(value)}" for key, value in wanted.items()]
        with disk.replace_whole(place) as file:
            file.write("\n".join([*written, *kept, ""]).encode())
    return place


def _key_of(line: str) -> str:
    return line.partition("=")[0].strip().strip('"').lower()
