"""The scopes that an application asks for: put as Microsoft Graph writes them, refused when it has none such.

The case of letters does not matter; Entra answers with Graph's own. A scope may be named after its
resource, `https://graph.microsoft.com/User.Read`; this computer's own Graph is a resource too.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from local_microsoft365.signin.refusals import Refusal, refusal
from local_microsoft365.tokens import GRAPH_AUDIENCE, IDENTITY_SCOPES, PUBLISHED_GRAPH

#: Everything that the registration declares; not to be mixed with scopes by name.
ALL = ".default"

# Delegated permissions of Graph v1.0 that a program about people, groups, sites, files and mail asks
# for, from Microsoft's permissions reference.
_GRAPH = (
    "Application.Read.All Application.ReadWrite.All AuditLog.Read.All Calendars.Read "
    "Calendars.Read.Shared Calendars.ReadBasic Calendars.ReadWrite Calendars.ReadWrite.Shared "
    "Channel.ReadBasic.All ChannelMessage.Read.All ChannelMessage.Send Chat.Read Chat.ReadBasic "
    "Chat.ReadWrite Contacts.Read Contacts.Read.Shared Contacts.ReadWrite "
    "Contacts.ReadWrite.Shared Device.Read Device.Read.All Directory.AccessAsUser.All "
    "Directory.Read.All Directory.ReadWrite.All Domain.Read.All Domain.ReadWrite.All Files.Read "
    "Files.Read.All Files.Read.Selected Files.ReadWrite Files.ReadWrite.All "
    "Files.ReadWrite.AppFolder Files.ReadWrite.Selected Files.SelectedOperations.Selected "
    "Group-NestingSupport.ReadWrite.All Group-PreferredDataLocation.ReadWrite.All Group.Read.All "
    "Group.ReadBasic.All Group.ReadWrite.All GroupMember.Read.All GroupMember.ReadBasic.All "
    "GroupMember.ReadWrite.All GroupSettings.Read.All GroupSettings.ReadWrite.All "
    "IMAP.AccessAsUser.All LicenseAssignment.Read.All LicenseAssignment.ReadWrite.All "
    "ListItems.SelectedOperations.Selected Lists.SelectedOperations.Selected Mail.Read "
    "Mail.Read.Shared Mail.ReadBasic Mail.ReadWrite Mail.ReadWrite.Shared Mail.Send "
    "Mail.Send.Shared MailboxSettings.Read MailboxSettings.ReadWrite Notes.Create Notes.Read "
    "Notes.Read.All Notes.ReadWrite Notes.ReadWrite.All OnlineMeetings.Read "
    "OnlineMeetings.ReadWrite Organization.Read.All Organization.ReadWrite.All People.Read "
    "People.Read.All Place.Read.All Policy.Read.All POP.AccessAsUser.All Presence.Read "
    "Presence.Read.All Presence.ReadWrite RecordsManagement.Read.All "
    "RecordsManagement.ReadWrite.All Reports.Read.All RoleManagement.Read.All "
    "RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory Sites.FullControl.All "
    "Sites.Manage.All Sites.Read.All Sites.ReadWrite.All Sites.Selected SMTP.Send Tasks.Read "
    "Tasks.Read.Shared Tasks.ReadWrite Tasks.ReadWrite.Shared Team.ReadBasic.All "
    "TermStore.Read.All TermStore.ReadWrite.All User.Read User.Read.All User.ReadBasic.All "
    "User.ReadWrite User.ReadWrite.All"
)
_KNOWN = {name.lower(): name for name in (*_GRAPH.split(), *IDENTITY_SCOPES, ALL)}
_RESOURCES = frozenset({"", PUBLISHED_GRAPH, GRAPH_AUDIENCE, f"api://{GRAPH_AUDIENCE}"})


def scopes_of(text: str) -> tuple[str, ...]:
    """The scopes of a request, each once, in the order asked. Raises Refusal (70011)."""
    scopes = tuple(dict.fromkeys(_put_right(scope) for scope in text.split()))
    names = {scope.rpartition("/")[2] for scope in scopes} - IDENTITY_SCOPES
    if ALL in names and len(names) > 1:
        raise _invalid(f"{ALL} cannot be combined with scopes by name.")
    return scopes


def _put_right(scope: str) -> str:
    resource, slash, name = scope.rpartition("/")
    known = _KNOWN.get(name.lower())
    if known is None or not _is_graph(resource):
        raise _invalid(f"The scope {scope} is not valid.")
    return f"{resource}{slash}{known}"


def _is_graph(resource: str) -> bool:
    address = resource.rstrip("/").lower()
    return address in _RESOURCES or urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


def _invalid(why: str) -> Refusal:
    return refusal(
        70011,
        text="The provided request must include a 'scope' input parameter. The provided value for "
        f"the input parameter 'scope' is not valid. {why}",
    )
