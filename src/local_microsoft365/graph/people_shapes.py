"""People, roles and the organisation as Graph describes them."""

from __future__ import annotations

from typing import Any

from local_microsoft365.people import ROLE_NAMES, People, User
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
