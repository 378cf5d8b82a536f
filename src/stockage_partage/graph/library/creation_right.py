"""May this person create groups? What the directory tells of it, without anything being created."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stockage_partage import errors
from stockage_partage.graph.http.responses import Operation

if TYPE_CHECKING:
    from stockage_partage.graph.graph_client import GraphClient

#: The permission that opens the organisation's settings of groups; the program does without it.
SETTINGS_PERMISSION = "GroupSettings.Read.All"
#: The template of those settings, « Group.Unified »: the same in every organisation.
_TEMPLATE = "62375ab9-6b52-47ed-826b-58e47e0e304b"
#: Roles that create groups whatever the organisation has decided, by the ids of their templates.
_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
        "fdd7a751-b60b-444a-984c-02652fe8fa1c",  # Groups Administrator
        "fe930be7-5e62-47db-91af-98c3a49a38b1",  # User Administrator
        "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",  # SharePoint Administrator
        "29232cdf-9323-42fd-ade2-1d097af3e4de",  # Exchange Administrator
        "69091246-20e8-4a56-aa4d-066075b2a7a8",  # Teams Administrator
        "9360feb5-f418-4baa-8175-e2a00bac4301",  # Directory Writers
    }
)
# Casting to roles is an advanced query of the directory.
_MY_ROLES = (
    "/me/transitiveMemberOf/microsoft.graph.directoryRole"
    "?$select=id,displayName,roleTemplateId&$count=true"
)


class CreationRight(StrEnum):
    """Whether somebody may create groups, and by what."""

    BY_ROLE = "by_role"
    EVERYBODY = "everybody"  # the organisation keeps it to nobody
    AS_MEMBER = "as_member"  # of the one group whose members may
    REFUSED = "refused"
    UNTOLD = "untold"  # the settings of groups may not be read


@dataclass(frozen=True, slots=True)
class AccessRights:
    """What somebody may do who has signed in; nothing was created to know it.

    `name_refused`: why the organisation would not let a group bear a name as ours do; None when it would.
    """

    account: str
    creation: CreationRight
    name_refused: errors.Trouble | None


def creation_right(graph: GraphClient, settings: GraphClient | None) -> CreationRight:
    """What roles and settings tell of who is signed in; three small requests at most.

    `settings`: the same person with SETTINGS_PERMISSION, None where nobody granted it. Raises as a look
    at one's own account does.
    """
    found = graph.get(_MY_ROLES, Operation.ACCOUNT, headers={"ConsistencyLevel": "eventual"})
    if any(role.get("roleTemplateId") in _ROLES for role in found["value"]):
        return CreationRight.BY_ROLE
    if settings is None:
        return CreationRight.UNTOLD
    try:
        values = _values(settings)
    except errors.RightsLost:  # the directory keeps them from that account
        return CreationRight.UNTOLD
    if values.get("EnableGroupCreation", "").lower() != "false":
        return CreationRight.EVERYBODY
    allowed = values.get("GroupCreationAllowedGroupId", "")
    if not allowed:
        return CreationRight.REFUSED
    asked = {"groupIds": [allowed]}
    inside = graph.post("/me/checkMemberGroups", Operation.ACCOUNT, json=asked)["value"]
    return CreationRight.AS_MEMBER if allowed in inside else CreationRight.REFUSED


def check_name(graph: GraphClient, display_name: str, mail_nickname: str) -> None:
    """Asks whether a group may bear that name. Raises GroupNameRefused, GroupAliasTaken."""
    asked = {
        "entityType": "Group",
        "displayName": display_name,
        "mailNickname": mail_nickname,
    }
    graph.post("/directoryObjects/validateProperties", Operation.GROUP, json=asked)


def _values(settings: GraphClient) -> dict[str, str]:
    """The settings of groups by their names; none while everything is by default."""
    for each in settings.pages("/groupSettings", Operation.ACCOUNT):
        if each.get("templateId") == _TEMPLATE:
            return {pair["name"]: pair["value"] or "" for pair in each.get("values") or ()}
    return {}
