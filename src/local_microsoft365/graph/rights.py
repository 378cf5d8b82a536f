"""Which delegated scopes open which call: any one of the set is enough."""

from __future__ import annotations

from local_microsoft365.graph.errors import answer_to
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tokens import Caller

Scopes = frozenset[str]

ANY: Scopes = frozenset()
_ALL_DIRECTORY = {"Directory.Read.All", "Directory.ReadWrite.All"}

ME = frozenset({"User.Read", "User.ReadWrite", "User.Read.All", "User.ReadBasic.All"}) | {
    *_ALL_DIRECTORY, "profile",
}  # fmt: skip
USERS = ME | {"Group.ReadWrite.All", "GroupMember.ReadWrite.All"}
GROUPS_READ = frozenset(
    {"Group.ReadBasic.All", "GroupMember.Read.All", "GroupMember.ReadWrite.All",
     "Group.Read.All", "Group.ReadWrite.All"}
) | _ALL_DIRECTORY  # fmt: skip
GROUPS_WRITE = frozenset({"Group.ReadWrite.All", "Directory.ReadWrite.All"})
MEMBERS_WRITE = GROUPS_WRITE | {"GroupMember.ReadWrite.All"}
NAMES_CHECK = frozenset({"Group.Read.All", "Group.ReadWrite.All"}) | _ALL_DIRECTORY
SETTINGS_READ = frozenset({"GroupSettings.Read.All", "GroupSettings.ReadWrite.All"}) | (
    _ALL_DIRECTORY
)
POLICY_READ = frozenset({"Policy.Read.All"})
SKUS_READ = frozenset({"LicenseAssignment.Read.All", "Organization.Read.All"}) | _ALL_DIRECTORY
FILES_WRITE = frozenset({"Files.ReadWrite", "Files.ReadWrite.All", "Sites.ReadWrite.All"}) | {
    "Sites.Manage.All", "Sites.FullControl.All",
}  # fmt: skip
FILES_READ = FILES_WRITE | {
    "Files.Read", "Files.Read.All", "Sites.Read.All", "Group.Read.All", "Group.ReadWrite.All",
}  # fmt: skip
SITES_READ = frozenset(
    {"Sites.Read.All", "Sites.ReadWrite.All", "Sites.Manage.All", "Sites.FullControl.All"}
)
FIELDS_WRITE = SITES_READ - {"Sites.Read.All"}

_OF_DRIVES = (FILES_READ, FILES_WRITE, SITES_READ, FIELDS_WRITE)


def check(caller: Caller, needed: Scopes) -> None:
    """Raises GraphError (403) when the token carries none of the scopes needed."""
    if needed and needed.isdisjoint(caller.scopes):
        why = Why.ACCESS_DENIED if needed in _OF_DRIVES else Why.NOT_ENOUGH_RIGHTS
        raise answer_to(Refused(why))
