"""Who may create groups where the organisation keeps it to some: one security group names them.

A role that manages groups creates them all the same. The group is told among memberships alone: in the list of
groups it would stand between those that a demonstration makes.
"""

from __future__ import annotations

from local_microsoft365.people import People, User
from local_microsoft365.tenant.group_rules import manages_groups
from local_microsoft365.tenant.groups import Group

CREATORS = Group(
    id="5d3f0c52-8a94-4f0d-9c6b-1f7d0a2e6b40",
    unique_name=None,
    alias="createurs-de-groupes",
    unified=False,
    created="2020-01-06T09:00:00Z",
    deleted=None,
    facts={
        "displayName": "Créateurs de groupes",
        "description": "Les personnes qui peuvent créer des groupes Microsoft 365",
        "mailEnabled": False,
        "securityEnabled": True,
        "groupTypes": [],
    },
)


def is_creator(user: User) -> bool:
    """True for a member of that group."""
    return user.may_create_groups and not manages_groups(user)


def is_kept_to_some(people: People) -> bool:
    """True when somebody of the organisation may not create groups."""
    return any(not user.may_create_groups for user in people)
