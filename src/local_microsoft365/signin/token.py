"""The token endpoint: code, refresh token, device code, and passwords for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_microsoft365.people import Hurdle, User
from local_microsoft365.signin.authorize_request import ClaimsAsked, form_of, scopes_of
from local_microsoft365.signin.grants import Grant
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.refusals import Refusal, refusal, refusal_answer
from local_microsoft365.signin.registration import may_consent_alone

Form = Mapping[str, str]
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

# What a password alone meets: hurdle -> AADSTS number. The others let it pass.
PASSWORD_HURDLES = {
    Hurdle.MFA: 50076,
    Hurdle.PASSWORD_EXPIRED: 50055,
    Hurdle.LOCKED: 50053,
    Hurdle.DISABLED: 50057,
    Hurdle.DEVICE_POLICY: 53000,
    Hurdle.BLOCKED_BY_POLICY: 53003,
}


class TokenEndpoint:
    """Turns a grant into tokens."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk
        self._grants: dict[str, Callable[[Form], Grant]] = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            DEVICE_GRANT: self._by_device_code,
            "device_code": self._by_device_code,
            "password": self._by_password,
        }

    async def __call__(self, request: Request) -> Response:
        form = await form_of(request)
        try:
            grant = self._grant(request.path_params["tenant"], form)
            request.state.signed_in = grant.user.username
            answer = self._desk.token_answer(grant)
        except Refusal as refused:
            return refusal_answer(refused, self._desk.clock)
        return JSONResponse(answer, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})

    def _grant(self, tenant: str, form: Form) -> Grant:
        if not self._desk.knows_tenant(tenant):
            raise refusal(90002)
        if form.get("client_id") != self._desk.registration.client_id:
            raise refusal(700016)
        if form.get("client_secret") or form.get("client_assertion"):
            raise refusal(700025)
        by = self._grants.get(form.get("grant_type", ""))
        if by is None:
            raise refusal(70003)
        return replace(by(form), claims=ClaimsAsked.read(form.get("claims")))

    def _by_code(self, form: Form) -> Grant:
        grant = self._desk.codes.redeem(
            form.get("code", ""),
            form["client_id"],
            form.get("redirect_uri", ""),
            form.get("code_verifier", ""),
        )
        return replace(grant, scopes=_narrowed(form, grant.scopes))

    def _by_refresh_token(self, form: Form) -> Grant:
        grant = self._desk.refresh.redeem(form.get("refresh_token", ""), form["client_id"])
        scopes = _narrowed(form, grant.scopes)
        if self._desk.consents.missing(grant.user, grant.client_id, scopes):
            raise refusal(65001)
        return replace(grant, scopes=scopes)

    def _by_device_code(self, form: Form) -> Grant:
        return self._desk.devices.redeem(form.get("device_code", ""), form["client_id"])

    def _by_password(self, form: Form) -> Grant:
        """For tests: a right password also stands for the person's consent."""
        user = self._checked(form.get("username", ""), form.get("password", ""))
        scopes = scopes_of(form.get("scope", ""))
        if not may_consent_alone(
            user, self._desk.consents.missing(user, form["client_id"], scopes)
        ):
            raise refusal(65001)
        self._desk.consents.give(user, form["client_id"], scopes)
        return Grant(user, form["client_id"], scopes)

    def _checked(self, username: str, password: str) -> User:
        user = self._desk.people.by_username(username)
        if user is None:
            raise refusal(50034)
        if password != user.password:
            raise refusal(50126)
        if user.hurdle in PASSWORD_HURDLES:
            raise refusal(PASSWORD_HURDLES[user.hurdle])
        return user


def _narrowed(form: Form, granted: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes asked now, those granted before when none is."""
    return scopes_of(form.get("scope", "")) or granted
