"""What an application asks of the sign-in service, read once into facts: a posted form, scopes, an authorization.

The case of a scope's letters does not matter; Entra answers with Graph's own. A scope may be named after its
resource, `https://graph.microsoft.com/User.Read`; this computer's own Graph is a resource too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

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


class Prompt(StrEnum):
    """How much the person must be asked."""

    AUTOMATIC = ""
    NONE = "none"
    LOGIN = "login"
    SELECT_ACCOUNT = "select_account"
    CONSENT = "consent"


class ResponseMode(StrEnum):
    """How the answer goes back to the application."""

    QUERY = "query"
    FRAGMENT = "fragment"
    FORM_POST = "form_post"


@dataclass(frozen=True)
class ClaimsAsked:
    """The part of a `claims` parameter that changes what we do."""

    fresh_since: float = 0.0  # sign in again if the session is older (seconds since 1970)
    contexts: tuple[str, ...] = ()  # authentication contexts that the token must carry
    capabilities: tuple[str, ...] = ()  # what the client can handle, such as CP1

    @classmethod
    def read(cls, text: str | None) -> ClaimsAsked:
        """Reads the JSON of a `claims` parameter. Raises Refusal when it is none."""
        try:
            asked = json.loads(text or "{}")
            access = asked.get("access_token", {})
            nbf = float(_value(access.get("nbf"), 0))
            contexts = _values(access.get("acrs"))
            capabilities = _values(access.get("xms_cc"))
        except (ValueError, AttributeError, TypeError) as error:
            raise refusal(90014, text="The claims parameter is not valid.") from error
        return cls(nbf, contexts, capabilities)

    def in_token(self) -> dict[str, Any]:
        """The claims to write into an access token."""
        wanted = {"acrs": list(self.contexts), "xms_cc": list(self.capabilities)}
        return {name: values for name, values in wanted.items() if values}


@dataclass(frozen=True)
class AuthorizationAsked:
    """One request to the authorize endpoint, checked."""

    tenant: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    state: str | None
    nonce: str | None
    mode: ResponseMode
    prompt: Prompt
    login_hint: str
    client_info: bool
    claims: ClaimsAsked

    @classmethod
    def read(cls, tenant: str, query: Mapping[str, str]) -> AuthorizationAsked:
        """Raises Refusal, to be sent to the redirect address (already checked by the caller)."""
        if query.get("response_type") != "code":
            raise Refusal(
                "unsupported_response_type", 700054, "Only response_type code is allowed."
            )
        if not query.get("code_challenge") or query.get("code_challenge_method") != "S256":
            raise refusal(9002325)
        scopes = scopes_of(query.get("scope", ""))
        if not scopes:
            raise refusal(90014, text="The request must contain the parameter: 'scope'.")
        return cls(
            tenant=tenant,
            client_id=query.get("client_id", ""),
            redirect_uri=query.get("redirect_uri", ""),
            scopes=scopes,
            challenge=query["code_challenge"],
            state=query.get("state"),
            nonce=query.get("nonce"),
            mode=response_mode(query),
            prompt=_prompt(query.get("prompt", "")),
            login_hint=query.get("login_hint", ""),
            client_info=query.get("client_info") == "1",
            claims=ClaimsAsked.read(query.get("claims")),
        )


def response_mode(query: Mapping[str, str]) -> ResponseMode:
    """The mode asked, `query` when absent or unknown."""
    try:
        return ResponseMode(query.get("response_mode", "query"))
    except ValueError:
        return ResponseMode.QUERY


def _prompt(word: str) -> Prompt:
    try:
        return Prompt(word)
    except ValueError as error:
        raise refusal(90014, text="The value of 'prompt' is not supported.") from error


def _value(wanted: Any, absent: Any) -> Any:
    return absent if wanted is None else wanted.get("value", absent)


def _values(wanted: Any) -> tuple[str, ...]:
    if wanted is None:
        return ()
    values = wanted.get("values") or [wanted["value"]] if "value" in wanted else wanted["values"]
    return tuple(str(value) for value in values)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a urlencoded body; the last one wins when repeated, absent reads as empty."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True))
