"""Refusals of the sign-in service, shaped as Entra words them.

Numbers, `error` and `suberror`: Microsoft Entra's list of authentication error codes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import JSONResponse

from local_microsoft365.clock import Clock

# number -> (error, suberror, text)
_USUAL: dict[int, tuple[str, str | None, str]] = {
    16000: ("interaction_required", None, "Several accounts are signed in and none was chosen."),
    50011: ("invalid_request", None, "The redirect URI does not match those of the application."),
    50020: ("invalid_grant", None, "The account is of another organisation."),
    50034: ("invalid_grant", None, "The user account does not exist in this directory."),
    50053: ("invalid_grant", None, "The account is locked: too many wrong passwords."),
    50055: ("invalid_grant", "user_password_expired", "The password is expired."),
    50057: ("invalid_grant", None, "The user account is disabled."),
    50058: ("login_required", None, "A silent sign-in was asked but nobody is signed in."),
    50076: ("invalid_grant", "basic_action", "Multi-factor authentication must be used."),
    50105: ("invalid_grant", None, "The user is not assigned to the application."),
    50126: ("invalid_grant", None, "Invalid username or password."),
    50148: ("invalid_grant", None, "The code_verifier does not fit the challenge's form."),
    50173: ("invalid_grant", "bad_token", "The grant was revoked; a fresh one is needed."),
    53000: ("invalid_grant", "message_only", "The device is not compliant with the policy."),
    53003: ("invalid_grant", "message_only", "Access is blocked by Conditional Access policies."),
    54005: ("invalid_grant", None, "The authorization code was already redeemed."),
    65001: ("invalid_grant", "consent_required", "Nobody consented to the application yet."),
    65004: ("access_denied", None, "The user declined to consent to the application."),
    70000: ("invalid_grant", "bad_token", "The grant is malformed or was made for another client."),
    70003: ("unsupported_grant_type", None, "The grant type is not supported."),
    70008: ("invalid_grant", None, "The authorization code is unknown or expired."),
    70011: ("invalid_scope", None, "A scope is not valid."),
    70016: ("authorization_pending", None, "The user has not finished signing in yet."),
    70019: ("bad_verification_code", None, "The device code is not known."),
    70020: ("expired_token", None, "The device code is expired."),
    90002: ("invalid_request", None, "The tenant was not found."),
    90014: ("invalid_request", None, "A required field is missing."),
    90094: ("access_denied", None, "An administrator must consent to the application."),
    90072: ("invalid_grant", None, "The account does not belong to this organisation."),
    500112: ("invalid_grant", None, "The reply address differs from the one of the authorization."),
    500200: ("invalid_request", None, "The account is a personal Microsoft account."),
    501481: ("invalid_grant", None, "The code_verifier does not match the code_challenge."),
    530036: ("invalid_grant", "message_only", "Device code flow is blocked by a policy."),
    530084: ("invalid_grant", "message_only", "A policy requires token protection."),
    700025: ("invalid_client", None, "The client is public: it must not send a secret."),
    700016: ("unauthorized_client", None, "The application was not found in the directory."),
    700082: ("invalid_grant", "bad_token", "The refresh token is expired by inactivity."),
    9002325: ("invalid_request", None, "Proof Key for Code Exchange is required."),
}


@dataclass(eq=False)  # an exception's traceback is set after it is made
class Refusal(Exception):
    """Why no token is given. `code` is the AADSTS number, 0 for answers that carry none."""

    error: str
    code: int
    text: str
    suberror: str | None = None
    claims: str | None = None
    status: int = 400

    @property
    def description(self) -> str:
        return f"AADSTS{self.code}: {self.text}" if self.code else self.text


def refusal(number: int, /, **changes: Any) -> Refusal:
    """The usual refusal of that AADSTS number, with what differs here."""
    error, suberror, text = _USUAL[number]
    return replace(Refusal(error, number, text, suberror), **changes)


def refusal_answer(refused: Refusal, clock: Clock) -> JSONResponse:
    """The token endpoint's JSON for a refusal."""
    now = clock.now().strftime("%Y-%m-%d %H:%M:%SZ")
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    trailer = f" Trace ID: {trace} Correlation ID: {correlation} Timestamp: {now}"
    body: dict[str, Any] = {
        "error": refused.error,
        "error_description": refused.description + trailer,
        "error_codes": [refused.code] if refused.code else [],
        "timestamp": now,
        "trace_id": trace,
        "correlation_id": correlation,
    }
    optional = {"suberror": refused.suberror, "claims": refused.claims}
    body |= {name: value for name, value in optional.items() if value}
    return JSONResponse(body, status_code=refused.status, headers={"Cache-Control": "no-store"})
