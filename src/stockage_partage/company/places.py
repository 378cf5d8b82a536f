"""Where a company is kept: its file, recognised wherever it is opened, or its server's address without secrets.

Light, free of the database library: a first look and a list of companies read it too.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path, PurePath
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_LENGTH = 32
#: `S://Compta/BIJOU.db`: a drive of Windows, and no kind of address.
_DRIVE = re.compile("[A-Za-z]://")
_SECRET = frozenset(
    ("password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret")
)
#: A user and a password before the host, as SQLAlchemy takes them: `/`, `?` and `#` may be among their characters.
_WHO = re.compile(r"\A(?P<scheme>[\w+]+://)(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@")
_USUAL_PORT = 5432


def marks_of_file(path: Path) -> frozenset[str]:
    """Two marks: the path on this computer, and the file's number on its disk.

    A share tells the same number to every computer; a renamed file keeps it. A backup that is put back
    in place has another number under the same path. The number is left out where the system has none.
    """
    # As this computer writes it: two spellings of one path are one place.
    real = os.path.normcase(os.path.realpath(path))
    marks = {f"path:{digest(computer(), real)}"}
    try:
        number = path.stat().st_ino
    except OSError:
        number = 0
    if number:
        marks.add(f"file:{digest(str(number))}")
    return frozenset(marks)


def computer() -> str:
    """The name that this computer has in its network, as `socket.gethostname` tells it."""
    if sys.platform != "win32":
        return os.uname().nodename  # the same, without loading the network's module
    from socket import gethostname

    return gethostname()


def digest(*parts: str) -> str:
    """Half a SHA-256 of `parts`, as hexadecimal text."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def is_elsewhere(known: frozenset[str], here: frozenset[str]) -> bool:
    """True when the company is known at other places only. Where nothing is known, it is here."""
    return bool(known and here) and not known & here


def sqlite_uri(path: Path, mode: str) -> str:
    """The file as SQLite's URI. `mode`: `ro` only reads, `rw` never creates, `rwc` creates.

    A share (`//server/share`) needs two more slashes: SQLite refuses a host in the URI.
    """
    text = quote(path.as_posix(), safe="/:")
    return f"file://{text if text.startswith('/') else '/' + text}?mode={mode}"


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
