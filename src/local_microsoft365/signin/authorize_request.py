"""What an application asks of the authorize endpoint, read once into facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local_microsoft365.signin.refusals import Refusal, refusal
from local_microsoft365.signin.scopes import scopes_of


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
