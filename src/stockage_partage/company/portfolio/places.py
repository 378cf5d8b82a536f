"""How the list writes down where a company is: a whole path, or a server's address without its secrets."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

#: `S://Compta/BIJOU.db`: a drive of Windows, and no kind of address.
_DRIVE = re.compile("[A-Za-z]://")
_SECRET = frozenset(
    ("password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret")
)
#: A user and a password before the host, as SQLAlchemy takes them: `/`, `?` and `#` may be among their characters.
_WHO = re.compile(r"\A(?P<scheme>[\w+]+://)(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@")
_USUAL_PORT = 5432


def is_server(location: str) -> bool:
    """True for the address of a server, False for a file's path."""
    return "://" in location and not _DRIVE.match(location)


def place_of(location: str) -> str:
    """The location as the list keeps it: never with a password. Raises ValueError for an odd address."""
    if not is_server(location):
        return str(Path(location).absolute())
    parts = parts_of(location)
    user = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port and parts.port != _USUAL_PORT else ""
    said = [each for each in parse_qsl(parts.query) if each[0].casefold() not in _SECRET]
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    query = urlencode(said, quote_via=quote)
    return urlunsplit(("postgresql+psycopg", f"{user}{host}{port}", parts.path, query, ""))


def holds_secret(address: str) -> bool:
    """True when a server's address says a password. Raises ValueError for an odd one."""
    parts = parts_of(address)
    said = parse_qsl(parts.query, keep_blank_values=True)
    return bool(parts.password) or any(name.casefold() in _SECRET for name, _ in said)


def place_if_any(location: str) -> str:
    """The place; "" for no location, and for an odd address, which opening refuses in its own words."""
    try:
        return place_of(location) if location else ""
    except ValueError:
        return ""


def parts_of(address: str) -> SplitResult:
    """A server's address in its parts, as opening understands it. Raises ValueError for an odd one."""

    def escaped(who: re.Match[str]) -> str:
        user, password = quote(unquote(who["user"]), safe=""), who["password"]
        secret = "" if password is None else f":{quote(unquote(password), safe='')}"
        return f"{who['scheme']}{user}{secret}@"

    try:
        parts = urlsplit(_WHO.sub(escaped, address, count=1))
        _ = parts.port
    except ValueError:
        # Not chained: the library's message may repeat the password.
        raise ValueError("an address that cannot be read") from None
    return parts


def shown(place: str, system: type[PurePath] = PurePath) -> str:
    """The place as people read it: a path as `system` writes it, or server, port and database without the user's name."""
    if not is_server(place):
        return str(system(place)) if place else ""
    parts = parts_of(place)
    return f"{parts.hostname or 'localhost'}:{parts.port or _USUAL_PORT}{parts.path}"
