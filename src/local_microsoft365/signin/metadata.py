"""What a client learns before it starts: OpenID metadata, keys, instance discovery."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from local_microsoft365.signin.identity_provider import ANY_TENANT, IdentityProvider
from local_microsoft365.signin.refusals import refusal, refusal_answer


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
