"""Device code: what the application asks, and the page where the person types the code."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_microsoft365 import texts
from local_microsoft365.html import alert, button, field, heading, page
from local_microsoft365.signin.authorize import Interactive
from local_microsoft365.signin.devices import LIFE_S
from local_microsoft365.signin.forms import form_of
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.refusals import Refusal, refusal, refusal_answer
from local_microsoft365.signin.scopes import scopes_of

PATH = "/common/oauth2/deviceauth"


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
        address = self._desk.addresses.login + PATH
        message = texts.DEVICE_MESSAGE.format(address=address, code=device.user_code)
        return JSONResponse(
            {
                "user_code": device.user_code,
                "device_code": device.device_code,
                "verification_uri": address,
                "expires_in": LIFE_S,
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
    form = f'<form method="post" action="{PATH}">{entry}{send}</form>'
    return page(texts.DEVICE, heading(texts.DEVICE, texts.DEVICE_HINT) + alert(problem) + form)
