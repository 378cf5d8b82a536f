"""People, roles, groups and the organisation as Graph describes them."""

from __future__ import annotations

from typing import Any

from local_microsoft365.people import ROLE_NAMES, People, User
from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.ids import security_identifier

Facts = dict[str, Any]

USUAL = (
    "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
    "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id",
)  # fmt: skip


def user_facts(user: User) -> Facts:
    """Every property known of a person; answers without `$select` show the usual ones."""
    return {
        "businessPhones": [],
        "displayName": user.display_name,
        "givenName": user.given_name,
        "jobTitle": None,
        "mail": user.username,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": "fr-FR",
        "surname": user.surname,
        "userPrincipalName": user.username,
        "id": user.id,
        "accountEnabled": True,
        "mailNickname": user.username.partition("@")[0],
        "usageLocation": "FR",
        "userType": "Member",
        "securityIdentifier": security_identifier(user.id),
        "proxyAddresses": [f"SMTP:{user.username}"],
    }


def usual_facts(user: User) -> Facts:
    """What an answer about a person shows unless it is told otherwise."""
    facts = user_facts(user)
    return {name: facts[name] for name in USUAL}


def directory_user(user: User) -> Facts:
    """A person among other directory objects."""
    return {"@odata.type": "#microsoft.graph.user", **usual_facts(user)}


def role_facts(template: str) -> Facts:
    """A directory role that somebody holds; its own id is derived from the template's."""
    name = ROLE_NAMES.get(template, "Directory role")
    return {
        "@odata.type": "#microsoft.graph.directoryRole",
        "id": f"{template[:-4]}0001",
        "deletedDateTime": None,
        "description": name,
        "displayName": name,
        "roleTemplateId": template,
    }


def organization_facts(people: People) -> Facts:
    """The organisation's properties, as Graph names them."""
    tenant = people.tenant
    return {
        "id": tenant.id,
        "deletedDateTime": None,
        "businessPhones": [],
        "city": "Paris",
        "country": None,
        "countryLetterCode": "FR",
        "createdDateTime": "2020-01-06T09:00:00Z",
        "displayName": tenant.name,
        "marketingNotificationEmails": [],
        "preferredLanguage": "fr",
        "securityComplianceNotificationMails": [],
        "technicalNotificationMails": [],
        "tenantType": "AAD",
        "assignedPlans": [],
        "provisionedPlans": [],
        "verifiedDomains": [
            {
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": True,
                "isInitial": True,
                "name": tenant.domain,
                "type": "Managed",
            }
        ],
    }


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
