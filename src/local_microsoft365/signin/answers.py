"""How the end of a sign-in reaches whoever asked: a redirect, a self-sending form, or a page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from local_microsoft365 import texts
from local_microsoft365.html import button, heading, notice, page
from local_microsoft365.signin.attempts import AdminConsentAsked, Attempt
from local_microsoft365.signin.authorize_request import AuthorizationAsked, ResponseMode
from local_microsoft365.signin.devices import Device
from local_microsoft365.signin.grants import Grant
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.refusals import Refusal, refusal
from local_microsoft365.signin.registration import form_targets


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
