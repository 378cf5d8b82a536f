"""Who agreed to what, kept on disk: a person for themselves, an administrator for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from local_microsoft365.people import Hurdle, User
from local_microsoft365.secret_files import read_json, write_json
from local_microsoft365.signin.registration import ADMINISTRATOR_SCOPES
from local_microsoft365.tokens import IDENTITY_SCOPES, bare_scopes

EVERYBODY = "*"


class Consents:
    """Scopes agreed to, per account and client."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "consents.json"
        self._given: dict[str, list[str]] = read_json(self._file, {})

    def missing(self, user: User, client_id: str, scopes: Iterable[str]) -> frozenset[str]:
        """The scopes nobody agreed to yet, without those that only say who signs in."""
        wanted = bare_scopes(scopes) - IDENTITY_SCOPES
        return wanted - self._scopes(user.id, client_id) - self._scopes(EVERYBODY, client_id)

    def give(self, user: User, client_id: str, scopes: Iterable[str]) -> None:
        """`user` agrees for themselves."""
        self._add(user.id, client_id, scopes)

    def give_for_everybody(self, client_id: str, scopes: Iterable[str]) -> None:
        """An administrator agrees for the whole organisation."""
        self._add(EVERYBODY, client_id, scopes)

    def withdraw(self, client_id: str) -> None:
        """Forgets every agreement to that application."""
        suffix = f" {client_id}"
        self._given = {key: value for key, value in self._given.items() if not key.endswith(suffix)}
        write_json(self._file, self._given)

    def _scopes(self, who: str, client_id: str) -> frozenset[str]:
        return frozenset(self._given.get(f"{who} {client_id}", ()))

    def _add(self, who: str, client_id: str, scopes: Iterable[str]) -> None:
        agreed = self._scopes(who, client_id) | (bare_scopes(scopes) - IDENTITY_SCOPES)
        self._given[f"{who} {client_id}"] = sorted(agreed)
        write_json(self._file, self._given)


def may_consent_alone(user: User, scopes: Iterable[str]) -> bool:
    """Everybody may here, but the account made to show the administrator's approval."""
    needs_administrator = bool(bare_scopes(scopes) & ADMINISTRATOR_SCOPES)
    return user.hurdle != Hurdle.ADMIN_CONSENT or not needs_administrator
