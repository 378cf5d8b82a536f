"""Bodies of files: streamed to disk, never held whole in memory."""

from __future__ import annotations

from starlette.requests import ClientDisconnect

from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.blobs import Content
from local_microsoft365.tenant.refusals import Refused, Why


async def received(ask: Ask, most: int) -> Content:
    """The content of the request. Raises Refused when larger than `most` bytes."""
    length = ask.header("content-length")
    if length is None and ask.header("transfer-encoding") is None:
        raise Refused(Why.LENGTH_REQUIRED)
    if length is not None and int(length) > most:
        raise Refused(Why.TOO_LARGE)
    incoming = ask.world.blobs.new()
    try:
        async for piece in ask.stream():
            incoming.write(piece)
            if incoming.size > most:
                raise Refused(Why.TOO_LARGE)
    except (ClientDisconnect, Refused):
        incoming.abandon()
        raise
    return incoming.close()
