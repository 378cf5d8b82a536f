"""The made-up organisation and its people.

Each account exercises one way a sign-in can go; `role` is the word by which tests and the JSON line
name it. Nothing here is secret: the passwords are shown on the sign-in page itself.
Role template ids: Microsoft Entra's list of built-in roles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"

ROLE_NAMES = {
    GLOBAL_ADMINISTRATOR: "Global Administrator",
    GROUPS_ADMINISTRATOR: "Groups Administrator",
}
MFA_CODE = "246813"


class Hurdle(StrEnum):
    """What stands between a right password and a token."""

    NONE = "none"
    MFA = "mfa"  # a code is asked after the password
    ADMIN_CONSENT = "admin-consent"  # may not consent alone
    PASSWORD_EXPIRED = "password-expired"  # noqa: S105 - a state, not a secret
    LOCKED = "locked"
    DISABLED = "disabled"
    DEVICE_POLICY = "device-policy"  # refused unless it comes by the system browser
    BLOCKED_BY_POLICY = "blocked-by-policy"  # refused from everywhere


@dataclass(frozen=True)
class Tenant:
    """The made-up organisation: its id, the domain of its people's addresses, its name."""

    id: str
    domain: str
    name: str


@dataclass(frozen=True)
class User:
    """One account. `roles` holds directory role template ids."""

    id: str
    username: str
    given_name: str
    surname: str
    role: str
    password: str
    may_create_groups: bool = False
    roles: tuple[str, ...] = ()
    hurdle: Hurdle = Hurdle.NONE

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.surname}"

    @property
    def is_administrator(self) -> bool:
        """True when this account may consent for the whole organisation."""
        return GLOBAL_ADMINISTRATOR in self.roles


@dataclass(frozen=True)
class People:
    """The organisation with its accounts, looked up by id or by name."""

    tenant: Tenant
    users: tuple[User, ...] = field(default=())

    def __iter__(self) -> Iterator[User]:
        return iter(self.users)

    def by_id(self, user_id: str) -> User | None:
        return next((user for user in self.users if user.id == user_id), None)

    def by_username(self, username: str) -> User | None:
        """The account of that sign-in name, whatever its case; None when there is none."""
        wanted = username.strip().casefold()
        return next((user for user in self.users if user.username.casefold() == wanted), None)

    def with_role(self, role: str) -> User:
        """The account that plays `role`. Raises KeyError naming a role nobody plays."""
        for user in self.users:
            if user.role == role:
                return user
        raise KeyError(role)


TENANT = Tenant("7d0c2f5e-41b9-4f0e-9a67-3c5b8e21d904", "bijou.example", "BIJOU SA")


def _user(number: int, name: str, role: str, **facts: object) -> User:
    given_name, surname, username = name.split("|")
    return User(
        id=f"b1a0c{number:03d}-6c1e-4d2a-8f55-0e9d7a4b{number:04d}",
        username=f"{username}@{TENANT.domain}",
        given_name=given_name,
        surname=surname,
        role=role,
        password=f"Demo-{username.capitalize()}-2026",
        **facts,  # type: ignore[arg-type]  # the optional fields of User, spelled below
    )


DEMO = People(
    TENANT,
    (
        _user(
            1,
            "Camille|Moreau|admin",
            "administrateur",
            may_create_groups=True,
            roles=(GLOBAL_ADMINISTRATOR,),
        ),
        _user(2, "Marie|Durand|marie.durand", "utilisateur"),
        _user(3, "Hugo|Petit|hugo.petit", "sans-groupe"),
        _user(
            4,
            "Inès|Lambert|ines.lambert",
            "gestionnaire",
            may_create_groups=True,
            roles=(GROUPS_ADMINISTRATOR,),
        ),
        _user(
            5,
            "Léa|Fontaine|lea.fontaine",
            "double-authentification",
            may_create_groups=True,
            hurdle=Hurdle.MFA,
        ),
        _user(6, "Paul|Girard|paul.girard", "accord-administrateur", hurdle=Hurdle.ADMIN_CONSENT),
        _user(
            7,
            "Nadia|Roche|nadia.roche",
            "poste-non-conforme",
            may_create_groups=True,
            hurdle=Hurdle.DEVICE_POLICY,
        ),
        _user(8, "Marc|Vidal|marc.vidal", "acces-conditionnel", hurdle=Hurdle.BLOCKED_BY_POLICY),
        _user(
            9, "Julie|Perrin|julie.perrin", "mot-de-passe-expire", hurdle=Hurdle.PASSWORD_EXPIRED
        ),
        _user(10, "Louis|Garnier|louis.garnier", "verrouille", hurdle=Hurdle.LOCKED),
        _user(11, "Sophie|Masson|sophie.masson", "desactive", hurdle=Hurdle.DISABLED),
    ),
)
