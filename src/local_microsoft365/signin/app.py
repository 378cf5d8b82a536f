"""Routes of the sign-in origin."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from local_microsoft365.html import ASSETS_PATH, asset
from local_microsoft365.signin.authorize import Interactive, Leaving
from local_microsoft365.signin.device_pages import PATH as DEVICE_PATH
from local_microsoft365.signin.device_pages import DevicePages
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.metadata import Metadata
from local_microsoft365.signin.registration import NATIVE_CLIENT_PATH
from local_microsoft365.signin.token import TokenEndpoint


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
