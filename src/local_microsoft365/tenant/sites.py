"""Team sites and their document library, made by SharePoint some time after their group."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from local_microsoft365 import texts
from local_microsoft365.clock import Clock
from local_microsoft365.tenant.changes import Effects, Kind
from local_microsoft365.tenant.ids import drive_id, new_guid, new_item_id
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Row, Store, as_moment, as_text

LIBRARY = texts.LIBRARY_ADDRESS  # the last part of the library's address, which is not its name


@dataclass(frozen=True)
class Site:
    """A site and its library. `id` is the site collection's GUID, `drive` the library's drive id."""

    id: str
    group: str
    alias: str
    web: str
    library: str
    drive: str
    created: str
    ready: bool

    @property
    def path(self) -> str:
        """The library's path on the SharePoint host, decoded."""
        return f"sites/{self.alias}/{LIBRARY}"


class Sites:
    """Reserves an address at the group's birth; the library opens after the first look."""

    def __init__(self, store: Store, clock: Clock, effects: Effects, provisioning_s: float) -> None:
        self._store = store
        self._clock = clock
        self._effects = effects
        self.provisioning_s = provisioning_s
        self._open: dict[str, Site] = {}  # by drive; a site that is ready changes by `move` alone

    def reserve(self, group: str, alias: str) -> None:
        """Gives a new group its address, with a digit when the alias is taken."""
        address = wanted = _address(alias)
        number = 1
        while self._store.row("SELECT 1 FROM sites WHERE ? IN (alias, former)", address):
            address = f"{wanted}{number}"
            number += 1
        site, web, library = new_guid(), new_guid(), new_guid()
        self._store.insert(
            "sites",
            id=site,
            group_id=group,
            alias=address,
            web=web,
            library=library,
            drive=drive_id(site, web, library),
            created=as_text(self._clock.now()),
        )

    def of_group(self, group: str) -> Site:
        """The group's site. Raises Refused(PROVISIONING) until it is ready; looking starts it."""
        row = self._store.row("SELECT * FROM sites WHERE group_id = ?", group)
        if row is None:
            raise Refused(Why.SITE_NOT_FOUND)
        site = self._looked_at(row)
        if not site.ready:
            raise Refused(Why.PROVISIONING)
        return site

    def of_drive(self, drive: str) -> Site:
        """The site of a drive. Raises Refused(DRIVE_NOT_FOUND)."""
        if drive not in self._open:
            question = "SELECT * FROM sites WHERE drive = ?"
            self._open[drive] = self._ready(question, drive, Why.DRIVE_NOT_FOUND)
        return self._open[drive]

    def at(self, alias: str) -> Site:
        """The site of an address. Raises Refused(SITE_NOT_FOUND)."""
        return self._ready("SELECT * FROM sites WHERE alias = ?", alias, Why.SITE_NOT_FOUND)

    def move(self, site: Site, alias: str) -> None:
        """An administrator changes the address of a site; its library, its items and their ids stay."""
        with self._store.change():
            self._store.update("sites", ("id", site.id), alias=_address(alias), former=site.alias)
        self._open.pop(site.drive, None)

    def moved_to(self, alias: str) -> str | None:
        """The address of the site that had this one before; None when none had."""
        question = "SELECT alias FROM sites WHERE former = ? COLLATE NOCASE"
        row = self._store.row(question, alias)
        return str(row["alias"]) if row else None

    def by_id(self, site: str) -> Site:
        """The site of a site collection GUID. Raises Refused(SITE_NOT_FOUND)."""
        return self._ready("SELECT * FROM sites WHERE id = ?", site, Why.SITE_NOT_FOUND)

    def address_of(self, group: str) -> str:
        """The alias that the group's site has or will have."""
        row = self._store.row("SELECT alias FROM sites WHERE group_id = ?", group)
        return str(row["alias"]) if row else ""

    def all(self) -> list[Site]:
        """Every site that is ready, oldest first."""
        rows = self._store.rows("SELECT * FROM sites WHERE ready_at IS NOT NULL ORDER BY created")
        return [site for site in map(self._site, rows) if site.ready]

    def _ready(self, question: str, key: str, otherwise: Why) -> Site:
        row = self._store.row(question, key)
        site = self._looked_at(row) if row else None
        if site is None or not site.ready:
            raise Refused(otherwise)
        return site

    def _looked_at(self, row: Row) -> Site:
        if row["ready_at"] is not None:
            return self._site(row)
        ready_at = (self._clock.now() + timedelta(seconds=self.provisioning_s)).isoformat()
        with self._store.change():
            self._store.update("sites", ("id", row["id"]), ready_at=ready_at)
            self._make_root(row)
        again = self._store.row("SELECT * FROM sites WHERE id = ?", row["id"])
        return self._site(again or row)

    def _make_root(self, row: Row) -> None:
        root = new_item_id()
        now = as_text(self._clock.now())
        self._store.insert(
            "items",
            id=root,
            drive=row["drive"],
            parent=None,
            name="root",
            folded="root",
            folder=1,
            guid=new_guid(),
            created=now,
            created_by="",
            modified=now,
            modified_by="",
            fs_created=now,
            fs_modified=now,
            sequence=self._effects.add(Kind.FOLDER, row["drive"], root, ""),
        )

    def _site(self, row: Row) -> Site:
        ready_at = row["ready_at"]
        return Site(
            id=row["id"],
            group=row["group_id"],
            alias=row["alias"],
            web=row["web"],
            library=row["library"],
            drive=row["drive"],
            created=row["created"],
            ready=ready_at is not None and as_moment(ready_at) <= self._clock.now(),
        )


def _address(alias: str) -> str:
    plain = unicodedata.normalize("NFKD", alias).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9_.-]", "", plain).strip(".") or "group"
