"""Device codes: an application without a browser waits while the person signs in elsewhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.signin.grants import Grant
from local_microsoft365.signin.refusals import refusal

LIFE_S = 900
# Without letters and digits that are read for one another.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


@dataclass
class Device:
    """One device's wait. `user` is who signed in for it; `declined` when they refused."""

    device_code: str
    user_code: str
    client_id: str
    scopes: tuple[str, ...]
    until: float
    user: User | None = None
    declined: bool = False


class Devices:
    """Every device that waits. `interval_s` is how often each may ask."""

    def __init__(self, clock: Clock, interval_s: int) -> None:
        self.interval_s = interval_s
        self._clock = clock
        self._waiting: dict[str, Device] = {}

    def begin(self, client_id: str, scopes: tuple[str, ...]) -> Device:
        user_code = "".join(secrets.choice(_ALPHABET) for _ in range(9))
        until = self._clock.now().timestamp() + LIFE_S
        device = Device(secrets.token_urlsafe(140), user_code, client_id, scopes, until)
        self._waiting[device.device_code] = device
        return device

    def typed(self, user_code: str) -> Device | None:
        """The device whose code somebody typed, whatever spaces and case; None if unknown or late."""
        wanted = user_code.replace(" ", "").replace("-", "").upper()
        for device in self._waiting.values():
            if secrets.compare_digest(device.user_code.encode(), wanted.encode()):
                return None if self._is_late(device) else device
        return None

    def redeem(self, device_code: str, client_id: str) -> Grant:
        """The grant, once. Raises Refusal while nobody has signed in, and for ever after."""
        device = self._waiting.get(device_code)
        if device is None or device.client_id != client_id:
            raise refusal(70019)
        if device.declined:
            del self._waiting[device_code]
            raise refusal(65004, error="authorization_declined")
        if self._is_late(device):
            raise refusal(70020)
        if device.user is None:
            raise refusal(70016)
        del self._waiting[device_code]
        return Grant(device.user, client_id, device.scopes)

    def _is_late(self, device: Device) -> bool:
        return self._clock.now().timestamp() > device.until
