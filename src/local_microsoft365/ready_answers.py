"""The refusals that a fault answers with, in the style of the origin that was asked."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from local_microsoft365 import texts
from local_microsoft365.clock import Clock
from local_microsoft365.faults import Asked
from local_microsoft365.html import notice
from local_microsoft365.signin.refusals import Refusal, refusal, refusal_answer
from local_microsoft365.tokens import TokenRefused, challenge_header

# status -> (code of drives, code of the directory, message)
_BY_STATUS: dict[int, tuple[str, str, str]] = {
    400: ("invalidRequest", "Request_BadRequest", "Invalid request"),
    401: ("unauthenticated", "InvalidAuthenticationToken", "Access token validation failure."),
    403: ("accessDenied", "Authorization_RequestDenied", "Insufficient privileges."),
    404: ("itemNotFound", "Request_ResourceNotFound", "The resource could not be found."),
    409: ("nameAlreadyExists", "Request_Conflict", "The specified item name already exists."),
    412: ("resourceModified", "Request_PreconditionFailed", "ETag does not match current value"),
    423: ("notAllowed", "notAllowed", "The resource you are attempting to access is locked"),
    429: ("activityLimitReached", "TooManyRequests", "Too many requests"),
    507: ("quotaLimitReached", "quotaLimitReached", "Insufficient Space Available"),
}
_UNAVAILABLE = ("serviceNotAvailable", "ServiceUnavailable", "The service is unavailable.")
_CONTEXT = {"access_token": {"acrs": {"essential": True, "value": "c1"}}}


def refusal_for(
    do: str, asked: Asked, options: Mapping[str, Any], clock: Clock, login: str
) -> Response:
    """The answer of a fault that refuses; an unknown word is our bug and raises ValueError."""
    if do == "expired-token":
        message = "Lifetime validation failed, the token is expired."
        return _token_refused(
            TokenRefused(401, "InvalidAuthenticationToken", message), clock, login
        )
    if do == "conditional-access":
        return _conditional_access(asked, clock, login)
    if do == "sign-in-refused":
        return _sign_in_refused(asked, int(options["number"]), clock)
    if do == "quota-full":
        return _quota_full(asked, clock)
    status = int(do)
    if asked.origin == "login" and asked.kind == "token":
        refused = Refusal("temporarily_unavailable", 90033, "A transient failure.", status=status)
        return _with_wait(refusal_answer(refused, clock), options)
    drive_code, directory_code, message = _BY_STATUS.get(status, _UNAVAILABLE)
    usual = directory_code if asked.kind.startswith(("group", "me")) else drive_code
    code = options.get("code", usual)
    answer = _envelope(status, code, options.get("message", message), clock)
    return _with_wait(answer, options)


def _conditional_access(asked: Asked, clock: Clock, login: str) -> Response:
    if asked.origin == "login":
        return _sign_in_refused(asked, 53003, clock)
    message = "Continuous access evaluation resulted in challenge"
    claims = json.dumps(_CONTEXT)
    return _token_refused(
        TokenRefused(401, "InvalidAuthenticationToken", message, claims), clock, login
    )


def _sign_in_refused(asked: Asked, number: int, clock: Clock) -> Response:
    """A refusal with an AADSTS number: in the token endpoint's JSON, or on a page of the sign-in."""
    if asked.kind == "token":
        return refusal_answer(refusal(number), clock)
    title, sentence, advice = texts.BLOCKED[number]
    return notice(title, f"{sentence} {advice} {texts.REFERENCE} AADSTS{number}")


def _quota_full(asked: Asked, clock: Clock) -> Response:
    if asked.kind.startswith("group"):
        message = "The directory object quota limit for the Principal has been exceeded."
        return _envelope(403, "Directory_QuotaExceeded", message, clock)
    return _envelope(507, "quotaLimitReached", "Insufficient Space Available", clock)


def _token_refused(refused: TokenRefused, clock: Clock, login: str) -> Response:
    answer = _envelope(refused.status, refused.code, refused.message, clock)
    answer.headers["WWW-Authenticate"] = challenge_header(refused, login)
    return answer


def _envelope(status: int, code: str, message: str, clock: Clock) -> Response:
    request_id = str(uuid.uuid4())
    inner = {
        "date": clock.now().strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": request_id,
    }
    body = {"error": {"code": code, "message": message, "innerError": inner}}
    return JSONResponse(body, status, {"request-id": request_id})


def _with_wait(answer: Response, options: Mapping[str, Any]) -> Response:
    """`retry_after` may be a fraction or a date; without it no header is sent."""
    if "retry_after" in options:
        answer.headers["Retry-After"] = str(options["retry_after"])
    return answer
