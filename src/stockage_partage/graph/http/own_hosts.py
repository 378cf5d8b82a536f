"""Which addresses belong to the organisation's own SharePoint, and may be opened, shown or written to.

The company database is shared, and not trusted: an address out of it could be `file:`, a program's own
scheme, or somebody else's page, on another tenant's SharePoint too. So the hosts count that Microsoft
Graph itself told of a company's library, which this person's own file keeps. In the known clouds, whose
SharePoint hosts have known endings, that is the library's tenant; and before anybody signed in here for
that company, whom Graph would answer, any host with such an ending. Elsewhere (Bleu, whose host is not
published) it is the hosts themselves. Sources: Microsoft's lists of endpoints of each cloud.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from stockage_partage import disk
from stockage_partage.errors import AddressRefused
from stockage_partage.settings import LOOPBACK

#: Microsoft Graph's host in a cloud -> how SharePoint's hosts end there.
ENDINGS: dict[str, tuple[str, ...]] = {
    "graph.microsoft.com": (".sharepoint.com",),
    "graph.microsoft.us": (".sharepoint.us",),
    "dod-graph.microsoft.us": (".sharepoint-mil.us", ".dps.mil"),
    "microsoftgraph.chinacloudapi.cn": (".sharepoint.cn",),
}
#: Nothing that a browser and this program could read differently: no user, no backslash, no space.
_PLAIN = re.compile(
    r"https://[A-Za-z0-9.:\[\]-]+(/[^\s\\\x00-\x20\x7f]*)?(\?[^\s\\\x00-\x20\x7f]*)?"
)
_DIRECTION = re.compile("[\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
#: Of a tenant's name: its people's own libraries have hosts of their own.
_PERSONAL = "-my"


class OwnHosts:
    """The hosts of the organisation that one Graph told; safe for threads. `kept`: this person's own file.

    `company`: what this workstation opens, a file or an address; `can_ask`: whether somebody is signed
    in, to whom Graph would tell the host.
    """

    def __init__(
        self,
        graph_url: str,
        kept: Path | None = None,
        company: str = "",
        can_ask: Callable[[], bool] = lambda: False,
    ) -> None:
        self._graph = (urlsplit(graph_url).hostname or "").lower()
        self._endings = ENDINGS.get(self._graph, ())
        self._key = self._graph
        if self._endings:
            # Not in clear: the address of a database may hold its password.
            self._key += f" {hashlib.sha256(company.encode()).hexdigest()}"
        self._can_ask = can_ask
        self._kept = kept
        self._lock = threading.Lock()
        self._told: set[str] | None = None
        self._drives: dict[str, str] = {}

    def is_own(self, address: str | None) -> bool:
        """True for an https address of the organisation's own SharePoint."""
        place = _place(address)
        if place is None:
            return False
        host, port = place
        if self._graph in LOOPBACK:
            return host in LOOPBACK
        if port not in (None, 443):
            return False
        told = self._hosts_told()
        if not self._endings:
            return host in told
        if not host.endswith(self._endings):
            return False
        if not told:
            return not self._can_ask()
        return any(self._is_of_the_same(place, (each, None)) for each in told)

    @property
    def are_known(self) -> bool:
        """False while Graph told nothing yet of this company's library."""
        return self._graph in LOOPBACK or bool(self._hosts_told())

    def own(self, address: str | None) -> str | None:
        """The address, when it is such a one."""
        return address if self.is_own(address) else None

    def learn(self, address: str | None) -> None:
        """Graph itself gave that address of a library or of an item."""
        place = _place(address)
        if place is None or self._graph in LOOPBACK:
            return
        if self._endings and not place[0].endswith(self._endings):
            return
        with self._lock:
            told = self._read()
            if place[0] not in told:
                told.add(place[0])
                self._write(told)

    def check(self, drive_id: str, address: str, ask: Callable[[], str]) -> str:
        """The signed address, when the library's own vouches for its host. Raises AddressRefused.

        `ask` asks Graph for the library's own address, by its id; once for each library.
        """
        known = self._drives.get(drive_id) or ask()
        if known:
            self._drives[drive_id] = known
        if not self._is_of_the_same(_place(known), _place(address)):
            raise AddressRefused
        return address

    def _is_of_the_same(
        self, known: tuple[str, int | None] | None, given: tuple[str, int | None] | None
    ) -> bool:
        if known is None or given is None:
            return False
        if (known[0], known[1] or 443) == (given[0], given[1] or 443):
            return True
        tenants = [self._tenant(host) for host, port in (known, given) if port in (None, 443)]
        return len(tenants) == 2 and tenants[0] == tenants[1] is not None

    def _tenant(self, host: str) -> str | None:
        """`contoso` of `contoso-my.sharepoint.com`; None for a host that has no such ending."""
        for ending in self._endings:
            name = host.removesuffix(ending)
            if name != host and "." not in name:
                return name.removesuffix(_PERSONAL) + ending
        return None

    def _hosts_told(self) -> set[str]:
        with self._lock:
            return set(self._read())

    def _read(self) -> set[str]:
        if self._told is None:
            self._told = set()
            if self._kept is not None:
                with suppress(OSError, ValueError, AttributeError, TypeError):
                    hosts = disk.read_json(self._kept).get(self._key) or ()
                    self._told = {str(host) for host in hosts}
        return self._told

    def _write(self, told: set[str]) -> None:
        if self._kept is None:
            return
        content: dict[str, object] = {}
        with suppress(OSError, ValueError):
            read = disk.read_json(self._kept)
            content = read if isinstance(read, dict) else {}
        content[self._key] = sorted(told)
        # Not kept is asked again.
        with suppress(OSError), disk.replace_whole(self._kept, private=True) as file:
            file.write(json.dumps(content).encode())


def _place(address: str | None) -> tuple[str, int | None] | None:
    """Host and port of an https address that every program reads the same way, else None."""
    if address is None or not _PLAIN.fullmatch(address) or _DIRECTION.search(address):
        return None
    try:
        parts = urlsplit(address)
        return ((parts.hostname or "").lower(), parts.port) if parts.hostname else None
    except ValueError:
        return None
