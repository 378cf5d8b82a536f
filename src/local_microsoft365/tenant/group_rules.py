"""What the directory demands of a group's names and kinds, and of who may create one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from local_microsoft365.people import GLOBAL_ADMINISTRATOR, GROUPS_ADMINISTRATOR, User
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.switches import Settings

USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
# Roles that create groups whatever the policy, and that naming policies and quotas do not bind.
MANAGE_GROUPS = frozenset({GLOBAL_ADMINISTRATOR, GROUPS_ADMINISTRATOR, USER_ADMINISTRATOR})
FREE_OF_NAMING_POLICY = frozenset({GLOBAL_ADMINISTRATOR, USER_ADMINISTRATOR})

LONGEST_DISPLAY_NAME = 256
LONGEST_ALIAS = 64
_REQUIRED = ("displayName", "mailEnabled", "mailNickname", "securityEnabled")
_BAD_ALIAS = re.compile(r'[^\x21-\x7e]|[@()\\\[\]";:<>,]')
_VISIBILITIES = ("Private", "Public", "HiddenMembership")


def manages_groups(user: User) -> bool:
    """True for the administrators of any group."""
    return not MANAGE_GROUPS.isdisjoint(user.roles)


def check_may_create(user: User, settings: Settings, owned: int) -> None:
    """Raises Refused when this person may not create one more group; `owned` objects exist already."""
    if manages_groups(user):
        return
    if settings.creation_forbidden or not user.may_create_groups:
        raise Refused(Why.NOT_ENOUGH_RIGHTS)
    if settings.directory_quota is not None and owned >= settings.directory_quota:
        raise Refused(Why.DIRECTORY_QUOTA)


def check_new_group(body: Mapping[str, Any]) -> None:
    """Raises Refused(BAD_VALUE) unless the body describes a group that the directory can create."""
    for name in _REQUIRED:
        if body.get(name) is None:
            _bad(f"A value is required for property '{name}' of resource 'Group'.")
    kinds = body.get("groupTypes") or []
    if not set(kinds) <= {"Unified", "DynamicMembership"}:
        _bad("Invalid value specified for property 'groupTypes' of resource 'Group'.")
    if body["mailEnabled"] is True and "Unified" not in kinds:
        _bad(
            "The service does not currently support writes of mail-enabled groups. Please ensure "
            "that the mail-enablement property is unset and the security-enablement property is set."
        )
    if "Unified" in kinds and body["mailEnabled"] is not True:
        _bad("Group Type must be provided and valid: a Unified group is mail enabled.")


def check_values(body: Mapping[str, Any]) -> None:
    """Raises Refused(BAD_VALUE) for a property whose value can't be, at creation or later."""
    for name, longest in (("displayName", LONGEST_DISPLAY_NAME), ("mailNickname", LONGEST_ALIAS)):
        value = body.get(name, "x")
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            _invalid(name)
    if _BAD_ALIAS.search(body.get("mailNickname", "x")):
        _invalid("mailNickname")
    if body.get("visibility", "Public") not in (None, *_VISIBILITIES):
        _invalid("visibility")
    for name in ("mailEnabled", "securityEnabled"):
        if not isinstance(body.get(name, True), bool):
            _invalid(name)


def check_naming_policy(name: str, user: User, settings: Settings) -> None:
    """Raises Refused for a display name that the organisation's naming policy does not allow."""
    if not FREE_OF_NAMING_POLICY.isdisjoint(user.roles):
        return
    prefix, suffix = settings.name_prefix, settings.name_suffix
    if not (name.startswith(prefix) and name.endswith(suffix)):
        detail = {
            "target": "displayName",
            "suggestedPropertyValue": f"{prefix}{name}{suffix}",
            "code": "MissingPrefixSuffix",
            "prefix": prefix,
            "suffix": suffix,
        }
        raise Refused(Why.MISSING_PREFIX_SUFFIX, details=(detail,))
    bare = name.removeprefix(prefix).removesuffix(suffix).strip().lower()
    if bare in {word.lower() for word in settings.blocked_words}:
        detail = {"target": "displayName", "code": "ContainsBlockedWord"}
        raise Refused(Why.BLOCKED_WORD, details=(detail,))


def _invalid(name: str) -> None:
    _bad(f"Invalid value specified for property '{name}' of resource 'Group'.", name)


def _bad(message: str, target: str | None = None) -> None:
    details = ({"target": target, "code": "InvalidValue"},) if target else ()
    raise Refused(Why.BAD_VALUE, message, details)
