"""The authorize endpoint, the address that every sign-in page posts to, and how a sign-in ends.

Its end reaches whoever asked by a redirect, a self-sending form, or a page.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from local_microsoft365 import texts
from local_microsoft365.html import button, heading, notice, page
from local_microsoft365.signin.authorize_request import (
    AuthorizationAsked,
    Prompt,
    ResponseMode,
    form_of,
    response_mode,
    scopes_of,
)
from local_microsoft365.signin.grants import Device, Grant
from local_microsoft365.signin.identity_provider import ANY_TENANT, IdentityProvider
from local_microsoft365.signin.refusals import Refusal, refusal
from local_microsoft365.signin.registration import form_targets
from local_microsoft365.signin.sessions import (
    AdminConsentAsked,
    Attempt,
    Purpose,
    Session,
    Step,
    clear_cookie,
    set_cookie,
)
from local_microsoft365.signin.steps import AttemptPages, Steps


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


def succeeded(desk: IdentityProvider, attempt: Attempt) -> Response:
    """Tells the application, or the waiting device, that the person signed in."""
    user = attempt.user
    if user is None:
        raise LookupError("a sign-in ends with an account")
    desk.attempts.end(attempt)
    asked = attempt.purpose
    if isinstance(asked, AuthorizationAsked):
        grant = Grant(user, asked.client_id, asked.scopes, asked.nonce)
        return deliver(asked, code_fields(desk, grant, asked))
    if isinstance(asked, Device):
        asked.user = user
        return notice(texts.DONE, texts.DONE_HINT)
    return _admin_consented(desk, asked)


def abandoned(desk: IdentityProvider, attempt: Attempt, refused: Refusal) -> Response:
    """Tells the application, or the waiting device, that the person gave up."""
    desk.attempts.end(attempt)
    asked = attempt.purpose
    if isinstance(asked, AuthorizationAsked):
        return deliver(asked, error_fields(refused, asked.state, cancelled=True))
    if isinstance(asked, Device):
        asked.declined = True
        return notice(texts.DECLINED, texts.DECLINED_HINT)
    if not asked.redirect_uri:
        return notice(texts.DECLINED, texts.DECLINED_HINT)
    return _redirected(asked.redirect_uri, error_fields(refused, asked.state, cancelled=True), "?")


def code_fields(desk: IdentityProvider, grant: Grant, asked: AuthorizationAsked) -> dict[str, str]:
    """The fields of a successful answer."""
    fields = {"code": desk.codes.issue(grant, asked.redirect_uri, asked.challenge)}
    if asked.client_info:
        fields["client_info"] = desk.client_info(grant.user)
    if asked.state is not None:
        fields["state"] = asked.state
    fields["session_state"] = str(uuid.uuid4())
    return fields


def error_fields(refused: Refusal, state: str | None, *, cancelled: bool = False) -> dict[str, str]:
    """The fields of an answer that says no."""
    fields = {"error": refused.error}
    if cancelled:
        fields["error_subcode"] = "cancel"
    if refused.description:
        fields["error_description"] = refused.description
    if state is not None:
        fields["state"] = state
    return fields


def deliver(asked: AuthorizationAsked, fields: Mapping[str, str]) -> Response:
    """Sends the fields to the application, by the way it asked for."""
    return delivered(asked.redirect_uri, asked.mode, fields)


def delivered(redirect_uri: str, mode: ResponseMode, fields: Mapping[str, str]) -> Response:
    """Sends the fields to `redirect_uri` in that mode: for a request that could not be read whole too."""
    if mode is ResponseMode.FORM_POST:
        return _posted(redirect_uri, fields)
    if mode is ResponseMode.FRAGMENT:
        return _redirected(redirect_uri, fields, "#")
    return _redirected(redirect_uri, fields, "&" if "?" in redirect_uri else "?")


def cancelled_by(attempt: Attempt) -> Refusal:
    """What giving up means at the step where it happened."""
    if attempt.blocked_by:
        return refusal(attempt.blocked_by, error="access_denied")
    if attempt.user is not None and attempt.step == "consent":
        return refusal(65004)
    return Refusal("access_denied", 0, "The user has cancelled the sign-in.")


def _admin_consented(desk: IdentityProvider, asked: AdminConsentAsked) -> Response:
    organisation = desk.people.tenant
    if not asked.redirect_uri:
        hint = texts.ADMIN_CONSENT_DONE_HINT.format(organisation=organisation.name)
        return notice(texts.ADMIN_CONSENT_DONE, hint)
    fields = {"admin_consent": "True", "tenant": organisation.id, "scope": " ".join(asked.scopes)}
    if asked.state is not None:
        fields["state"] = asked.state
    return _redirected(asked.redirect_uri, fields, "?")


def _redirected(address: str, fields: Mapping[str, str], separator: str) -> Response:
    query = separator + urlencode(fields) if fields else ""
    return RedirectResponse(address + query, status_code=302)


def _posted(address: str, fields: Mapping[str, str]) -> Response:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    send = f'<div class="actions">{button(texts.CONTINUE, "submit", css="main")}</div>'
    form = f'<form id="answer" method="post" action="{escape(address)}">{hidden}{send}</form>'
    body = heading(texts.SENDING_BACK, texts.SENDING_BACK_HINT) + form
    return page(texts.SENDING_BACK, body, form_targets=form_targets(address), script="continue.js")
