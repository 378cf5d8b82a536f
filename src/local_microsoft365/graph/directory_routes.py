"""What the directory says of itself: roles, settings, plans, policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.directory_shapes import role_facts
from local_microsoft365.graph.odata import context, picked
from local_microsoft365.graph.request import Ask, answer
from local_microsoft365.graph.routing import Call, call
from local_microsoft365.people import ROLE_NAMES
from local_microsoft365.tenant.groups import CREATORS, is_kept_to_some
from local_microsoft365.tenant.refusals import Refused, Why

GROUP_UNIFIED = "62375ab9-6b52-47ed-826b-58e47e0e304b"  # the template of groups' settings
SETTING = "a1d7c3f2-54e0-4bb3-9f1c-2b6c7e0d9a11"
_DEFAULTS = {
    "EnableGroupCreation": "true",
    "GroupCreationAllowedGroupId": "",
    "PrefixSuffixNamingRequirement": "",
    "CustomBlockedWordsList": "",
    "EnableMSStandardBlockedWords": "false",
    "AllowGuestsToBeGroupOwner": "false",
    "AllowGuestsToAccessGroups": "true",
    "GuestUsageGuidelinesUrl": "",
    "UsageGuidelinesUrl": "",
    "ClassificationList": "",
    "DefaultClassification": "",
    "ClassificationDescriptions": "",
    "AllowToAddGuests": "true",
    "EnableMIPLabels": "false",
    "NewUnifiedGroupWritebackDefault": "true",
}


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", "groupSettings", settings, rights.SETTINGS_READ, kind="groupSetting")
    yield from call(
        "GET", "groupSettings/{setting}", setting, rights.SETTINGS_READ, kind="groupSetting"
    )
    yield from call(
        "GET", "groupSettingTemplates", templates, rights.SETTINGS_READ, kind="groupSettingTemplate"
    )
    yield from call(
        "GET",
        "groupSettingTemplates/{template}",
        template,
        rights.SETTINGS_READ,
        kind="groupSettingTemplate",
    )
    yield from call("GET", "subscribedSkus", skus, rights.SKUS_READ, 2, kind="subscribedSku")
    yield from call("GET", "directoryRoles", roles, rights.ME, kind="directoryRole")
    yield from call(
        "GET",
        "policies/authorizationPolicy",
        policy,
        rights.POLICY_READ,
        kind="authorizationPolicy",
    )
    yield from call("GET", "schemaExtensions", schema_extensions, rights.ME, kind="schemaExtension")


async def settings(ask: Ask) -> Response:
    """The organisation's settings of groups; none while everything is by default."""
    value = [_setting(ask)] if _values(ask) != _DEFAULTS else []
    return answer(context(ask, "groupSettings", {"value": picked(ask, value)}, entity=False))


async def setting(ask: Ask) -> Response:
    """The organisation's settings of groups, by their id.

    Raises Refused(OBJECT_NOT_FOUND) for another id, and while everything is by default.
    """
    if ask.parameters["setting"] != SETTING or _values(ask) == _DEFAULTS:
        raise Refused(Why.OBJECT_NOT_FOUND)
    return answer(context(ask, "groupSettings", picked(ask, [_setting(ask)])[0]))


async def templates(ask: Ask) -> Response:
    """The settings there may be, with their defaults."""
    return answer(
        context(ask, "groupSettingTemplates", {"value": picked(ask, [_template()])}, entity=False)
    )


async def template(ask: Ask) -> Response:
    """The template of the settings of groups, by its id. Raises Refused(OBJECT_NOT_FOUND) for another id."""
    if ask.parameters["template"] != GROUP_UNIFIED:
        raise Refused(Why.OBJECT_NOT_FOUND)
    return answer(context(ask, "groupSettingTemplates", picked(ask, [_template()])[0]))


async def skus(ask: Ask) -> Response:
    """The subscriptions that the organisation has bought: one, with SharePoint."""
    sku = {
        "accountId": ask.world.people.tenant.id,
        "accountName": ask.world.people.tenant.name,
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": len(list(ask.world.people)),
        "id": f"{ask.world.people.tenant.id}_f245ecc8-75af-4f8e-b61f-27d8114de5f3",
        "prepaidUnits": {"enabled": 25, "lockedOut": 0, "suspended": 0, "warning": 0},
        "servicePlans": [
            {
                "appliesTo": "User",
                "provisioningStatus": "Success",
                "servicePlanId": "c7699d2e-19aa-44de-8edf-1736da088ca1",
                "servicePlanName": "SHAREPOINTSTANDARD",
            }
        ],
        "skuId": "f245ecc8-75af-4f8e-b61f-27d8114de5f3",
        "skuPartNumber": "O365_BUSINESS_PREMIUM",
        "subscriptionIds": [],
    }
    return answer(context(ask, "subscribedSkus", {"value": picked(ask, [sku])}, entity=False))


async def roles(ask: Ask) -> Response:
    """The directory roles in use."""
    value = [role_facts(one) for one in ROLE_NAMES]
    return answer(context(ask, "directoryRoles", {"value": picked(ask, value)}, entity=False))


async def policy(ask: Ask) -> Response:
    """What users may do by themselves; says nothing of Microsoft 365 groups."""
    facts = {
        "id": "authorizationPolicy",
        "allowInvitesFrom": "everyone",
        "allowedToSignUpEmailBasedSubscriptions": True,
        "allowedToUseSSPR": True,
        "allowEmailVerifiedUsersToJoinOrganization": False,
        "blockMsolPowerShell": False,
        "description": "Used to manage authorization related settings across the company.",
        "displayName": "Authorization Policy",
        "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
        "defaultUserRolePermissions": {
            "allowedToCreateApps": True,
            "allowedToCreateSecurityGroups": True,
            "allowedToCreateTenants": True,
            "allowedToReadBitlockerKeysForOwnedDevice": True,
            "allowedToReadOtherUsers": True,
            "permissionGrantPoliciesAssigned": [],
        },
    }
    return answer(context(ask, "policies/authorizationPolicy", picked(ask, [facts])[0]))


async def schema_extensions(ask: Ask) -> Response:
    """None are defined here."""
    return answer(context(ask, "schemaExtensions", {"value": []}, entity=False))


def _values(ask: Ask) -> dict[str, str]:
    now = ask.world.switches.now
    naming = f"{now.name_prefix}[GroupName]{now.name_suffix}"
    some = is_kept_to_some(ask.world.people)
    return _DEFAULTS | {
        "EnableGroupCreation": "false" if now.creation_forbidden or some else "true",
        "GroupCreationAllowedGroupId": CREATORS.id if some and not now.creation_forbidden else "",
        "PrefixSuffixNamingRequirement": naming if naming != "[GroupName]" else "",
        "CustomBlockedWordsList": ",".join(now.blocked_words),
    }


def _setting(ask: Ask) -> dict[str, Any]:
    pairs = [{"name": name, "value": value} for name, value in _values(ask).items()]
    return {
        "id": SETTING,
        "displayName": "Group.Unified",
        "templateId": GROUP_UNIFIED,
        "values": pairs,
    }


def _template() -> dict[str, Any]:
    values = [
        {
            "name": name,
            "type": "System.Boolean" if value in ("true", "false") else "System.String",
            "defaultValue": value,
            "description": name,
        }
        for name, value in _DEFAULTS.items()
    ]
    return {
        "id": GROUP_UNIFIED,
        "deletedDateTime": None,
        "displayName": "Group.Unified",
        "description": "Setting templates define the different settings of groups.",
        "values": values,
    }
