"""Routes of the sign-in origin, with what a client learns before it starts and the two ends of a device code.

A client learns the OpenID metadata, the keys and the instance discovery.
"""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_microsoft365 import texts
from local_microsoft365.html import ASSETS_PATH, alert, asset, button, field, heading, page
from local_microsoft365.signin.authorize import Interactive, Leaving
from local_microsoft365.signin.authorize_request import form_of, scopes_of
from local_microsoft365.signin.grants import DEVICE_LIFE_S
from local_microsoft365.signin.identity_provider import ANY_TENANT, IdentityProvider
from local_microsoft365.signin.refusals import Refusal, refusal, refusal_answer
from local_microsoft365.signin.registration import NATIVE_CLIENT_PATH
from local_microsoft365.signin.token import TokenEndpoint

DEVICE_PATH = "/common/oauth2/deviceauth"


def signin_app(desk: IdentityProvider, control: list[Route]) -> Starlette:
    """The whole origin; `control` are the routes that drive faults and the journal."""
    metadata, interactive, leaving = Metadata(desk), Interactive(desk), Leaving(desk)
    devices, token = DevicePages(desk, interactive), TokenEndpoint(desk)
    both = ["GET", "POST"]
    routes = [
        *control,
        Route(ASSETS_PATH + "/{name}", asset),
        Route("/", leaving.welcome),
        Route(NATIVE_CLIENT_PATH, leaving.native_client),
        Route(DEVICE_PATH, devices.page, methods=both),
        Route("/common/discovery/instance", metadata.instance),
        Route("/signin/{attempt}", interactive.answer, methods=both),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", metadata.configuration),
        Route("/{tenant}/discovery/v2.0/keys", metadata.keys),
        Route("/{tenant}/oauth2/v2.0/authorize", interactive.authorize, methods=both),
        Route("/{tenant}/oauth2/v2.0/token", token.__call__, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/devicecode", devices.begin, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/logout", leaving.logout, methods=both),
        Route("/{tenant}/v2.0/adminconsent", interactive.admin_consent),
        Route("/{tenant}/adminconsent", interactive.admin_consent),
    ]
    return Starlette(routes=routes)


class DevicePages:
    """The two ends of a device code."""

    def __init__(self, desk: IdentityProvider, interactive: Interactive) -> None:
        self._desk = desk
        self._interactive = interactive

    async def begin(self, request: Request) -> Response:
        """Hands out a code to an application."""
        form = await form_of(request)
        if not self._desk.knows_tenant(request.path_params["tenant"]):
            return refusal_answer(refusal(90002), self._desk.clock)
        if form.get("client_id") != self._desk.registration.client_id:
            return refusal_answer(refusal(700016), self._desk.clock)
        try:
            scopes = scopes_of(form.get("scope", ""))
        except Refusal as refused:
            return refusal_answer(refused, self._desk.clock)
        if not scopes:
            return refusal_answer(refusal(90014), self._desk.clock)
        device = self._desk.devices.begin(self._desk.registration.client_id, scopes)
        address = self._desk.addresses.login + DEVICE_PATH
        message = texts.DEVICE_MESSAGE.format(address=address, code=device.user_code)
        return JSONResponse(
            {
                "user_code": device.user_code,
                "device_code": device.device_code,
                "verification_uri": address,
                "expires_in": DEVICE_LIFE_S,
                "interval": self._desk.devices.interval_s,
                "message": message,
            }
        )

    async def page(self, request: Request) -> Response:
        """Asks for the code, then signs the person in for the device."""
        if request.method == "GET":
            return _code_page(request.query_params.get("otc", ""), "")
        typed = (await form_of(request)).get("user_code", "")
        device = self._desk.devices.typed(typed)
        if device is None:
            return _code_page(typed, texts.DEVICE_WRONG)
        return self._interactive.begin(device, self._desk.sessions.of(request))


def _code_page(typed: str, problem: str) -> Response:
    entry = field(
        texts.DEVICE_CODE, "user_code", typed, autocomplete="off", autocapitalize="characters"
    )
    send = f'<div class="actions">{button(texts.NEXT, "submit", css="main")}</div>'
    form = f'<form method="post" action="{DEVICE_PATH}">{entry}{send}</form>'
    return page(texts.DEVICE, heading(texts.DEVICE, texts.DEVICE_HINT) + alert(problem) + form)


class Metadata:
    """Serves the OpenID configuration, the public keys and the instance discovery."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk

    async def configuration(self, request: Request) -> JSONResponse:
        segment = request.path_params["tenant"]
        if not self._desk.knows_tenant(segment):
            return refusal_answer(refusal(90002), self._desk.clock)
        return JSONResponse(self._document(segment))

    async def keys(self, request: Request) -> JSONResponse:
        return JSONResponse(self._desk.tokens.public_keys)

    async def instance(self, request: Request) -> JSONResponse:
        login = self._desk.addresses.login
        tenant = self._desk.people.tenant.id
        return JSONResponse(
            {
                "tenant_discovery_endpoint": f"{login}/{tenant}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [
                    {
                        "preferred_network": "localhost",
                        "preferred_cache": "localhost",
                        "aliases": ["localhost"],
                    }
                ],
            }
        )

    def _document(self, segment: str) -> dict[str, Any]:
        login = self._desk.addresses.login
        base = f"{login}/{segment}"
        # Under common and organizations the issuer is a template, as in reality.
        issuer_tenant = (
            "{tenantid}" if segment.lower() in ANY_TENANT else self._desk.people.tenant.id
        )
        return {
            "issuer": f"{login}/{issuer_tenant}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["none"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "claims_supported": [
                *("sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username"),
                *("name", "tid", "ver", "oid"),
            ],
            "request_uri_parameter_supported": False,
            "frontchannel_logout_supported": True,
            "http_logout_supported": True,
            "tenant_region_scope": None if segment.lower() in ANY_TENANT else "EU",
            "msgraph_host": self._desk.addresses.graph.removeprefix("https://"),
        }
