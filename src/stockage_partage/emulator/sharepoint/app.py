"""Routes of the SharePoint origin."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from stockage_partage.emulator.addresses import Addresses
from stockage_partage.emulator.look import ASSETS_PATH, asset
from stockage_partage.emulator.world import World


def sharepoint_app(world: World, addresses: Addresses) -> Starlette:
    """The whole origin."""
    return Starlette(routes=[Route(ASSETS_PATH + "/{name}", asset)])
