"""Does to a request what the script of faults says; it answers in the style of the origin that was asked.

Before the effect: any status (`429`, `503`, `507`… with `retry_after`, `code`, `message`), `cut` (the
connection is closed), `hang` (no answer for `seconds`, then cut), `expired-token`,
`conditional-access`, `sign-in-refused` (`number`: of AADSTS, at a token or a page), `quota-full`.
After the effect: `503-after` (any status: what was asked is done, the answer is lost), `cut-after`, `hang-after`.
Around it: `slow` (answers `seconds` later), `rate-limit` (adds `RateLimit-*`: `limit`, `remaining`,
`reset`).
Something happens in the organisation, then the request is served: `revoked` (sessions ended),
`claims-challenge`, `session-lost` (upload sessions forgotten), `rewrite` (the service lengthens the
PDF), `group-deleted`, `rights-lost`, `creation-forbidden`, `name-policy` (`prefix`, `suffix`,
`blocked_words`), `library-full`, `delta-expired`, `consent-withdrawn`; of the file `item` (its path in the
library): `archived` (`status`, "" once reactivated), `record-locked`, `versions-trimmed`; of the site:
`site-moved` (`to`: the last part of its new address).
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_microsoft365 import texts
from local_microsoft365.clock import Clock
from local_microsoft365.faults import Asked, Fault, Faults
from local_microsoft365.html import notice
from local_microsoft365.https_server import TRANSPORT
from local_microsoft365.people import People, User
from local_microsoft365.signin.refusals import Refusal, refusal, refusal_answer
from local_microsoft365.signin.registration import CLIENT_ID, Consents
from local_microsoft365.tenant.tenant import Tenant
from local_microsoft365.tokens import TokenBook, TokenRefused, challenge_header

AFTER = "-after"
Options = Any
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


@dataclass(frozen=True)
class Reach:
    """What a fault may change in the organisation."""

    people: People
    world: Tenant
    tokens: TokenBook
    consents: Consents
    clock: Clock
    login: str


@dataclass(frozen=True)
class _Call:
    """One request under way."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def serve(self) -> None:
        await self.app(self.scope, self.receive, self.send)

    async def serve_without_answer(self) -> None:
        """The effect happens; whoever asked hears nothing."""

        async def lost(_: Message) -> None:
            return

        await self.app(self.scope, self.receive, lost)

    async def drain(self) -> None:
        """Takes the whole body first: a refusal while it is being sent would look like a cut."""
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return

    async def pause(self, seconds: float) -> None:
        """Waits, but not for a peer that is gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._transport.is_closing():
            await asyncio.sleep(min(left, 0.05))

    async def cut(self) -> None:
        """Closes the connection under the request."""
        self._transport.abort()
        # Told only now: an answer sent on a closed connection goes nowhere, as it must.
        while (await self.receive())["type"] != "http.disconnect":
            continue

    @property
    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport = self.scope["state"][TRANSPORT]
        return transport


class Saboteur:
    """Serves requests, or spoils them as the script says."""

    def __init__(self, faults: Faults, reach: Reach) -> None:
        self._faults = faults
        self._reach = reach
        self._deeds: dict[str, Callable[[Fault, Asked, _Call], Awaitable[None]]] = {
            "cut": self._cut,
            "cut-after": self._cut_after,
            "hang": self._hang,
            "hang-after": self._hang_after,
            "slow": self._slow,
            "rate-limit": self._rate_limit,
        }

    async def serve(
        self, asked: Asked, app: ASGIApp, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Serves the request by `app`, unless a fault is due."""
        call = _Call(app, scope, receive, send)
        fault = self._faults.due(asked)
        if fault is None:
            await call.serve()
            return
        asked.fault = fault.do
        if fault.do in self._deeds:
            await self._deeds[fault.do](fault, asked, call)
        elif fault.do in EVENTS:
            EVENTS[fault.do](self._reach, asked.user, fault.options)
            await call.serve()
        else:
            await self._refuse(fault, asked, call)

    async def _refuse(self, fault: Fault, asked: Asked, call: _Call) -> None:
        if fault.do.endswith(AFTER):
            await call.serve_without_answer()
        else:
            await call.drain()
        answer = refusal_for(
            fault.do.removesuffix(AFTER), asked, fault.options, self._reach.clock, self._reach.login
        )
        await answer(call.scope, call.receive, call.send)

    async def _cut(self, fault: Fault, asked: Asked, call: _Call) -> None:
        asked.record()
        await call.cut()

    async def _cut_after(self, fault: Fault, asked: Asked, call: _Call) -> None:
        await call.serve_without_answer()
        asked.record()
        await call.cut()

    async def _hang(self, fault: Fault, asked: Asked, call: _Call) -> None:
        await call.drain()
        await call.pause(float(fault.options.get("seconds", 60)))
        asked.record()
        await call.cut()

    async def _hang_after(self, fault: Fault, asked: Asked, call: _Call) -> None:
        await call.serve_without_answer()
        await call.pause(float(fault.options.get("seconds", 60)))
        asked.record()
        await call.cut()

    async def _slow(self, fault: Fault, asked: Asked, call: _Call) -> None:
        await call.pause(float(fault.options.get("seconds", 2)))
        await call.serve()

    async def _rate_limit(self, fault: Fault, asked: Asked, call: _Call) -> None:
        options = {"limit": 1250, "remaining": 100, "reset": 30} | dict(fault.options)
        headers = [
            (f"ratelimit-{name}".encode(), str(options[name]).encode())
            for name in ("limit", "remaining", "reset")
        ]

        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await call.send(message)

        await call.app(call.scope, call.receive, labelled)


def _everybody_or(user: User | None, reach: Reach) -> list[User]:
    return [user] if user else list(reach.people)


def _revoked(reach: Reach, user: User | None, options: Options) -> None:
    for one in _everybody_or(user, reach):
        reach.tokens.revoke(one)


def _challenged(reach: Reach, user: User | None, options: Options) -> None:
    for one in _everybody_or(user, reach):
        reach.tokens.challenge(one)


def _rights_lost(reach: Reach, user: User | None, options: Options) -> None:
    for one in _everybody_or(user, reach):
        reach.world.lose_rights(one)


def _name_policy(reach: Reach, user: User | None, options: Options) -> None:
    reach.world.set_naming_policy(
        options.get("prefix", "GRP "),
        options.get("suffix", ""),
        tuple(options.get("blocked_words", ())),
    )


# What happens in the organisation just before the request is served.
EVENTS: dict[str, Callable[[Reach, User | None, Options], None]] = {
    "revoked": _revoked,
    "claims-challenge": _challenged,
    "session-lost": lambda reach, user, options: reach.world.expire_upload_sessions(),
    "rewrite": lambda reach, user, options: reach.world.rewrite_next_pdf(),
    "group-deleted": lambda reach, user, options: reach.world.delete_group(),
    "rights-lost": _rights_lost,
    "creation-forbidden": lambda reach, user, options: reach.world.forbid_creation(),
    "name-policy": _name_policy,
    "library-full": lambda reach, user, options: reach.world.fill_quota(),
    "delta-expired": lambda reach, user, options: reach.world.forget_delta_tokens(),
    "archived": lambda reach, user, options: reach.world.archive(
        options["item"], options.get("status", "fullyArchived")
    ),
    "record-locked": lambda reach, user, options: reach.world.lock_record(options["item"]),
    "versions-trimmed": lambda reach, user, options: reach.world.trim_versions(options["item"]),
    "site-moved": lambda reach, user, options: reach.world.move_site(options["to"]),
    "consent-withdrawn": lambda reach, user, options: reach.consents.withdraw(CLIENT_ID),
}


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
