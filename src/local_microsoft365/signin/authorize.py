"""The authorize endpoint and the address that every sign-in page posts to."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from local_microsoft365 import texts
from local_microsoft365.html import notice
from local_microsoft365.signin.answers import (
    abandoned,
    cancelled_by,
    deliver,
    delivered,
    error_fields,
    succeeded,
)
from local_microsoft365.signin.attempts import AdminConsentAsked, Attempt, Purpose, Step
from local_microsoft365.signin.authorize_request import (
    AuthorizationAsked,
    Prompt,
    ResponseMode,
    response_mode,
)
from local_microsoft365.signin.forms import form_of
from local_microsoft365.signin.identity_provider import ANY_TENANT, IdentityProvider
from local_microsoft365.signin.pages import AttemptPages
from local_microsoft365.signin.refusals import Refusal, refusal
from local_microsoft365.signin.scopes import scopes_of
from local_microsoft365.signin.sessions import Session, clear_cookie, set_cookie
from local_microsoft365.signin.steps import Steps


class Interactive:
    """Signs people in by pages."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk
        self._steps = Steps(desk)
        self._pages = AttemptPages(desk)

    async def authorize(self, request: Request) -> Response:
        """Code + PKCE. A wrong address or client ends on a page, never on a redirect."""
        query = request.query_params if request.method == "GET" else await form_of(request)
        tenant = request.path_params["tenant"]
        refused = self._unsafe(tenant, query)
        if refused is not None:
            return refused
        try:
            asked = AuthorizationAsked.read(tenant, query)
        except Refusal as wrong:
            fields = error_fields(wrong, query.get("state"))
            return delivered(query["redirect_uri"], response_mode(query), fields)
        session = self._desk.sessions.of(request)
        if asked.prompt is Prompt.NONE:
            return self._silently(asked, session)
        return self.begin(asked, session)

    async def admin_consent(self, request: Request) -> Response:
        """An administrator agrees for everybody; works for one tenant, not for `common`."""
        query, tenant = request.query_params, request.path_params["tenant"]
        if tenant.lower() in ANY_TENANT or not self._desk.knows_tenant(tenant):
            return _bad_request(90002, tenant)
        if query.get("client_id") != self._desk.registration.client_id:
            return _bad_request(700016, query.get("client_id", ""))
        address = query.get("redirect_uri", "")
        if address and not self._desk.registration.accepts(address):
            return _bad_request(50011, address)
        try:
            scopes = scopes_of(query.get("scope", ".default"))
        except Refusal:
            return _bad_request(70011, query.get("scope", ""))
        client_id = self._desk.registration.client_id
        asked = AdminConsentAsked(tenant, client_id, scopes, address, query.get("state"))
        return self.begin(asked, self._desk.sessions.of(request))

    async def answer(self, request: Request) -> Response:
        """Takes what a page posted. Reloading an old page says that it is too late."""
        attempt = self._desk.attempts.get(request.path_params["attempt"])
        if attempt is None:
            return notice(texts.LATE, texts.LATE_HINT, status=410)
        if request.method == "GET":
            return self._shown(attempt, self._desk.sessions.of(request))
        form = await form_of(request)
        session = self._desk.sessions.of(request)
        if form.get("action") == "cancel":
            return abandoned(self._desk, attempt, cancelled_by(attempt))
        problem = self._steps.answer(attempt, session, form)
        if attempt.user is not None:
            request.state.signed_in = attempt.user.username
        return self._shown(attempt, session, problem)

    def begin(self, purpose: Purpose, session: Session) -> Response:
        """The first page, or the answer at once when nothing has to be asked."""
        attempt = self._desk.attempts.begin(purpose)
        self._steps.start(attempt, session)
        return self._shown(attempt, session)

    def _shown(self, attempt: Attempt, session: Session, problem: str = "") -> Response:
        if attempt.step is Step.DONE:
            response = succeeded(self._desk, attempt)
        else:
            response = self._pages.show(attempt, session, problem)
        set_cookie(response, session)
        return response

    def _silently(self, asked: AuthorizationAsked, session: Session) -> Response:
        attempt = self._desk.attempts.begin(asked)
        self._steps.start(attempt, session)
        if attempt.step is Step.DONE:
            return succeeded(self._desk, attempt)
        self._desk.attempts.end(attempt)
        why = {
            Step.PICK: refusal(16000),
            Step.CONSENT: refusal(65001, error="interaction_required"),
        }.get(attempt.step, refusal(50058))
        return deliver(asked, error_fields(why, asked.state))

    def _unsafe(self, tenant: str, query: Mapping[str, str]) -> Response | None:
        """What makes an answer impossible to send: then a page explains it to the person."""
        registration = self._desk.registration
        if not self._desk.knows_tenant(tenant):
            return _bad_request(90002, tenant)
        if query.get("client_id") != registration.client_id:
            return _bad_request(700016, query.get("client_id", ""))
        if not registration.accepts(query.get("redirect_uri", "")):
            return _bad_request(50011, query.get("redirect_uri", ""))
        return None


class Leaving:
    """Signing out, and the places where a browser may end up."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk

    async def logout(self, request: Request) -> Response:
        """Ends the browser's session; refresh tokens already handed out stay good, as in reality."""
        self._desk.sessions.close(self._desk.sessions.of(request))
        address = request.query_params.get("post_logout_redirect_uri", "")
        response: Response = notice(texts.SIGNED_OUT, texts.SIGNED_OUT_HINT)
        if address and self._desk.registration.accepts(address):
            state = request.query_params.get("state")
            fields = {} if state is None else {"state": state}
            response = delivered(address, ResponseMode.QUERY, fields)
        clear_cookie(response)
        return response

    async def native_client(self, request: Request) -> Response:
        return notice(texts.NATIVE_CLIENT, texts.NATIVE_CLIENT_HINT)

    async def welcome(self, request: Request) -> Response:
        return notice(texts.WELCOME, texts.WELCOME_HINT)


def _bad_request(code: int, detail: str) -> Response:
    title, sentence = texts.BAD_REQUEST[code]
    return notice(title, sentence.format(detail=detail or "–"), status=400)
