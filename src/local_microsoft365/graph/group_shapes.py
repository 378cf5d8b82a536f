"""A group as Graph describes it."""

from __future__ import annotations

from typing import Any

from local_microsoft365.people import People
from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.ids import security_identifier

Facts = dict[str, Any]


def group_facts(group: Group, people: People) -> Facts:
    """The default properties of a group, and those that are shown only when selected."""
    facts = group.facts
    return {
        "id": group.id,
        "deletedDateTime": group.deleted,
        "classification": facts.get("classification"),
        "createdDateTime": group.created,
        "creationOptions": [],
        "description": facts.get("description"),
        "displayName": facts["displayName"],
        "expirationDateTime": None,
        "groupTypes": facts.get("groupTypes") or [],
        "isAssignableToRole": facts.get("isAssignableToRole"),
        "mail": facts.get("mail"),
        "mailEnabled": facts["mailEnabled"],
        "mailNickname": group.alias,
        "membershipRule": None,
        "membershipRuleProcessingState": None,
        "onPremisesDomainName": None,
        "onPremisesLastSyncDateTime": None,
        "onPremisesNetBiosName": None,
        "onPremisesSamAccountName": None,
        "onPremisesSecurityIdentifier": None,
        "onPremisesSyncEnabled": None,
        "organizationId": people.tenant.id,
        "preferredDataLocation": facts.get("preferredDataLocation"),
        "preferredLanguage": facts.get("preferredLanguage"),
        "proxyAddresses": [f"SMTP:{facts['mail']}"] if facts.get("mail") else [],
        "renewedDateTime": group.created,
        "resourceBehaviorOptions": facts.get("resourceBehaviorOptions") or [],
        "resourceProvisioningOptions": [],
        "securityEnabled": facts["securityEnabled"],
        "securityIdentifier": security_identifier(group.id),
        "theme": facts.get("theme"),
        "uniqueName": group.unique_name,
        "visibility": facts.get("visibility"),
        "onPremisesProvisioningErrors": [],
        "serviceProvisioningErrors": [],
    }


def exchange_facts(group: Group) -> Facts:
    """What is shown of a group only when it is asked for by name."""
    names = (
        "allowExternalSenders", "autoSubscribeNewMembers", "hideFromAddressLists",
        "hideFromOutlookClients", "isSubscribedByMail",
    )  # fmt: skip
    return {name: group.facts.get(name, False) for name in names} | {"isArchived": False}


def directory_group(group: Group, people: People) -> Facts:
    """A group among other directory objects."""
    return {"@odata.type": "#microsoft.graph.group", **group_facts(group, people)}
