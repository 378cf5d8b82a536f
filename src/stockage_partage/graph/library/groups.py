"""The company's Microsoft 365 group: found, created exactly once, restored, renamed.

The group is created by an upsert on its unique name, which is harmless to repeat; after an unclear
answer we look again instead of asking again. Names are not unique in a directory: only `id` and
`unique_name` decide.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.own_hosts import OwnHosts
from stockage_partage.graph.http.responses import Operation
from stockage_partage.graph.library.names import odata_string, url_literal

_SELECT = "$select=id,displayName,mailNickname,uniqueName,createdDateTime"
# The directory answers « does not exist » for seconds after a creation.
_REPLICATION_WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
_REPLICATION_AGE_S = 900.0


@dataclass(frozen=True, slots=True)
class DirectoryGroup:
    """A group of the directory. `unique_name` None: nobody gave it one. `created_at` is aware."""

    id: str
    display_name: str
    mail_nickname: str
    unique_name: str | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentLibrary:
    """The group's document library, ready for use. `url` opens it in a browser."""

    drive_id: str
    url: str


class Groups:
    """Questions and orders about groups, with the person's own rights."""

    def __init__(
        self,
        graph: GraphClient,
        wait: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._graph = graph
        self._wait = wait
        self._monotonic = monotonic
        self._made: dict[str, float] = {}  # group id -> when this process created it

    @property
    def hosts(self) -> OwnHosts:
        """Which addresses are of the organisation's own SharePoint."""
        return self._graph.hosts

    # --- finding ---------------------------------------------------------------------------------

    def by_unique_name(self, name: str) -> DirectoryGroup | None:
        """The group that bears this alternate key."""
        found = self._graph.find(_by_key(name) + f"?{_SELECT}", Operation.GROUP)
        return _group(found) if found else None

    def by_id(self, group_id: str) -> DirectoryGroup | None:
        """The group of this id; None when it is deleted or was never there."""
        found = self._graph.find(f"/groups/{quote(group_id)}?{_SELECT}", Operation.GROUP)
        return _group(found) if found else None

    def named(self, display_name: str) -> tuple[DirectoryGroup, ...]:
        """Every group of this name, written with an en dash or with a hyphen."""
        spellings = dict.fromkeys((display_name, display_name.replace("–", "-")))
        condition = " or ".join(f"displayName eq {odata_string(name)}" for name in spellings)
        path = f"/groups?$filter={quote(condition, safe='')}&{_SELECT}"
        return tuple(_group(entry) for entry in self._graph.pages(path, Operation.GROUP))

    # --- creating --------------------------------------------------------------------------------

    def create(
        self, unique_name: str, display_name: str, mail_nickname: str, description: str
    ) -> DirectoryGroup:
        """The group of this unique name, created if it was not there.

        Raises GroupCreationForbidden, GroupNameRefused, GroupAliasTaken, DirectoryQuotaReached,
        ConsentMissing, GroupGone when our own deleted group stands in the way, GroupUpsertMissing when
        the service has no such creation, and the passing troubles when nothing shows that it was created.
        """
        found = self.by_unique_name(unique_name)
        if found is not None:
            return found
        body = _creation(display_name, mail_nickname, description)
        try:
            made = self._upsert(unique_name, body)
        except (errors.Offline, errors.ServiceUnavailable, errors.GroupAliasTaken) as trouble:
            # It may have been done all the same, or by another workstation at the same moment.
            found = self.by_unique_name(unique_name)
            if found is not None:
                return found
            if isinstance(trouble, errors.GroupAliasTaken) and self._is_deleted(unique_name):
                raise errors.GroupGone(restorable=True, detail=trouble.detail) from trouble
            raise
        if made is None:  # 204: somebody created it between our look and our order
            return self._replicated(unique_name)
        group = _group(made)
        self._made[group.id] = self._monotonic()
        return group

    def _upsert(self, unique_name: str, body: dict[str, Any]) -> Any:
        """What the service answers; asked twice when it says that there is no such group.

        A directory that has not spread the group yet says the same as one without the upsert.
        """

        def ask() -> Any:
            return self._graph.patch(
                _by_key(unique_name),
                Operation.GROUP_CREATION,
                headers={"Prefer": "create-if-missing"},
                json=body,
            )

        try:
            return ask()
        except errors.GroupUpsertMissing:
            self._wait(_REPLICATION_WAITS_S[0])
            if self.by_unique_name(unique_name) is not None:
                return None
            return ask()

    def adopt(self, group: DirectoryGroup, unique_name: str) -> DirectoryGroup:
        """Gives an existing group its unique name, then the group as it is. Immutable once set."""
        if group.unique_name != unique_name:
            self.set_unique_name(group.id, unique_name)
        return self.by_unique_name(unique_name) or self._replicated(unique_name)

    def set_unique_name(self, group_id: str, unique_name: str) -> None:
        """Raises RightsLost when the person may not change that group."""
        self._change(group_id, {"uniqueName": unique_name})

    def rename(self, group_id: str, name: str) -> None:
        """Changes the displayed name only. Raises GroupNameRefused, RightsLost."""
        self._change(group_id, {"displayName": name})

    # --- deleted ---------------------------------------------------------------------------------

    def deleted(
        self, *, unique_name: str | None = None, id: str | None = None
    ) -> DirectoryGroup | None:
        """A group deleted less than 30 days ago, by its id or by its unique name."""
        if id is not None:
            path = f"/directory/deletedItems/{quote(id)}"
            found = self._graph.find(path, Operation.GROUP)
            return _group(found) if found else None
        path = f"/directory/deletedItems/microsoft.graph.group?{_SELECT}"
        for entry in self._graph.pages(path, Operation.GROUP):
            if entry.get("uniqueName") == unique_name:
                return _group(entry)
        return None

    def _is_deleted(self, unique_name: str) -> bool:
        try:
            return self.deleted(unique_name=unique_name) is not None
        except errors.RightsLost:
            return False

    def is_restorable(self, group_id: str) -> bool:
        """True when the group was deleted and can still come back; False when nobody may tell us."""
        try:
            return self.deleted(id=group_id) is not None
        except errors.RightsLost:
            return False

    def restore(self, group_id: str) -> DirectoryGroup:
        """Undoes the deletion. Raises RightsLost, GroupAliasTaken."""
        made = self._graph.post(
            f"/directory/deletedItems/{quote(group_id)}/restore", Operation.GROUP
        )
        group = _group(made)
        self._made[group.id] = self._monotonic()
        return group

    # --- library ---------------------------------------------------------------------------------

    def library(self, group_id: str) -> DocumentLibrary:
        """The group's library, once it answers. One look, to be repeated every 5 s or slower.

        Raises BeingPrepared, GroupGone, RightsLost, LicenceForLibraryMissing.
        """
        path = f"/groups/{quote(group_id)}/drive?$select=id,webUrl,driveType"
        try:
            drive = self._graph.get(path, Operation.LIBRARY)
            self._graph.get(f"/drives/{quote(drive['id'])}/root?$select=id", Operation.LIBRARY)
        except (errors.BeingPrepared, errors.RightsLost):
            self._check_not_gone(group_id)
            raise
        self._graph.hosts.learn(drive["webUrl"])
        return DocumentLibrary(drive["id"], drive["webUrl"])

    def _check_not_gone(self, group_id: str) -> None:
        age = self._monotonic() - self._made.get(group_id, float("-inf"))
        if age < _REPLICATION_AGE_S:
            raise errors.BeingPrepared("just created")
        if self.by_id(group_id) is None:
            raise errors.GroupGone(restorable=self.is_restorable(group_id))

    # --- the inside ------------------------------------------------------------------------------

    def _replicated(self, unique_name: str) -> DirectoryGroup:
        for wait_s in _REPLICATION_WAITS_S:
            found = self.by_unique_name(unique_name)
            if found is not None:
                return found
            self._wait(wait_s)
        raise errors.ServiceUnavailable("the directory has not spread the group yet")

    def _change(self, group_id: str, change: dict[str, str]) -> None:
        self._graph.patch(f"/groups/{quote(group_id)}", Operation.GROUP, json=change)


def _by_key(unique_name: str) -> str:
    return f"/groups(uniqueName={url_literal(unique_name)})"


def _creation(display_name: str, mail_nickname: str, description: str) -> dict[str, Any]:
    return {
        "displayName": display_name,
        "mailNickname": mail_nickname,
        "description": description,
        "groupTypes": ["Unified"],
        "mailEnabled": True,
        "securityEnabled": False,
        "visibility": "Private",
        "resourceBehaviorOptions": ["WelcomeEmailDisabled"],
    }


def _group(found: dict[str, Any]) -> DirectoryGroup:
    created = found.get("createdDateTime")
    return DirectoryGroup(
        id=found["id"],
        display_name=found.get("displayName") or "",
        mail_nickname=found.get("mailNickname") or "",
        unique_name=found.get("uniqueName"),
        created_at=datetime.fromisoformat(created) if created else None,
    )
