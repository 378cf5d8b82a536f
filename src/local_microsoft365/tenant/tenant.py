"""The whole local organisation: its groups, sites and files, and what can be made to go wrong."""

from __future__ import annotations

import secrets
from pathlib import Path

from local_microsoft365.clock import Clock
from local_microsoft365.people import People, User
from local_microsoft365.tenant.blobs import Blobs
from local_microsoft365.tenant.changes import WRITES, Delta, Effects, Kind
from local_microsoft365.tenant.groups import Group, Groups
from local_microsoft365.tenant.item import Item, Spot
from local_microsoft365.tenant.items import Items
from local_microsoft365.tenant.members import Extensions, Members, Part
from local_microsoft365.tenant.moves import Moves
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sessions import Sessions
from local_microsoft365.tenant.sites import Site, Sites
from local_microsoft365.tenant.store import Store
from local_microsoft365.tenant.switches import Switches
from local_microsoft365.tenant.tree import Tree


class Tenant:
    """Opened on a folder, which holds all of it: closing and opening again loses nothing."""

    def __init__(self, folder: Path, people: People, clock: Clock, provisioning_s: float) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.people = people
        self.clock = clock
        self.store = Store(folder / "monde.sqlite")
        self.blobs = Blobs(folder / "contenus")
        self.switches = Switches(self.store)
        self.effects = Effects(self.store, clock)
        self.members = Members(self.store, people)
        self.extensions = Extensions(self.store)
        self.sites = Sites(self.store, clock, self.effects, provisioning_s)
        self.groups = Groups(self.store, clock, self.members, self.sites, self.switches)
        self.tree = Tree(self.store)
        self.items = Items(
            self.store, clock, self.blobs, self.tree, self.effects, self.sites, self.switches
        )
        self.moves = Moves(self.store, clock, self.tree, self.items, self.effects)
        self.delta = Delta(self.store, self.tree, self.effects)
        self.sessions = Sessions(self.store, clock, self.blobs, self.tree, self.items, people)
        self.signing_key = self._signing_key()

    @classmethod
    def open(
        cls, folder: Path, people: People, clock: Clock, provisioning_s: float = 0.0
    ) -> Tenant:
        """The world kept in `folder`, made when there is none. Seconds before a library is ready."""
        return cls(folder, people, clock, provisioning_s)

    def close(self) -> None:
        """Lets go of the folder."""
        self.store.close()

    # --- what a test looks at ---------------------------------------------------------------

    def writes(self, path: str) -> int:
        """How many times a content was stored at this path (`Sage/Clients/…`), in any drive."""
        return sum(effect.kind in WRITES for effect in self.effects.of(path))

    def files(self, drive: str | None = None) -> dict[str, Item]:
        """Every live file by its path, in one drive or in all."""
        roots = [self.tree.root(site.drive) for site in self.sites.all()]
        return {
            "/".join(self.tree.path(item)): item
            for root in roots
            if drive in (None, root.drive)
            for item in self.tree.below(root)
            if not item.folder
        }

    def content(self, item: Item) -> bytes:
        """The bytes of a file."""
        return self.blobs.path(item.blob or "").read_bytes()

    def may_enter(self, user: User, site: Site) -> bool:
        """True when this person sees the files of a site."""
        try:
            group = self.groups.get(site.group)
        except Refused:
            return False
        if not group.private:
            return True
        return self.members.holds(group.id, user, Part.OWNERS, Part.MEMBERS)

    def group_name(self, site: Site) -> str:
        """What people read above a site."""
        row = self.store.row(
            "SELECT json_extract(facts, '$.displayName') AS name FROM groups WHERE id = ?",
            site.group,
        )
        return str(row["name"]) if row else site.alias

    # --- what a fault script does -----------------------------------------------------------

    def delete_group(self, group_id: str | None = None) -> None:
        """Somebody deletes a group, or every group."""
        for group in self._chosen(group_id):
            self.groups.delete(group)

    def lose_rights(self, user: User, group_id: str | None = None) -> None:
        """Somebody is taken out of a group, or of every group; public ones become private."""
        for group in self._chosen(group_id):
            self.members.exclude(group.id, user.id)
            self.groups.change(group, {"visibility": "Private"}, user)

    def fill_quota(self, full: bool = True) -> None:
        """No drive takes another byte, or all do again."""
        self.switches.set(drive_bytes=0 if full else type(self.switches.now).drive_bytes)

    def expire_upload_sessions(self) -> None:
        """Every upload under way has to start over."""
        self.sessions.expire_all()

    def rewrite_next_pdf(self, how_many: int = 1) -> None:
        """The service lengthens the next PDFs that it receives."""
        self.switches.set(rewrite_next=how_many)

    def set_naming_policy(
        self, prefix: str = "", suffix: str = "", blocked_words: tuple[str, ...] = ()
    ) -> None:
        """Demands prefix and suffix of group names, refuses words; without arguments: none."""
        self.switches.set(name_prefix=prefix, name_suffix=suffix, blocked_words=blocked_words)

    def forbid_creation(self, forbidden: bool = True) -> None:
        """Nobody but administrators creates groups, or whoever may does again."""
        self.switches.set(creation_forbidden=forbidden)

    def forget_delta_tokens(self) -> None:
        """Every delta token given so far is too old."""
        self.delta.forget()

    def lock(self, path: str, by: str = "another program") -> None:
        """Somebody holds the file open, in every drive that has it. Empty `by` lets it go."""
        for item in self._at(path):
            self.store.update("items", ("id", item.id), locked_by=by or None)

    def archive(self, path: str, status: str = "fullyArchived") -> None:
        """An administrator archives the file, or it is `reactivating`; "" when it can be read again."""
        for item in self._at(path):
            self.items.touch(item, Kind.CHANGED, archive=status or None)

    def lock_record(self, path: str, locked: bool = True) -> None:
        """A retention label makes the file a record that nobody renames, moves or deletes."""
        for item in self._at(path):
            self.items.touch(item, Kind.CHANGED, record=int(locked))

    def move_site(self, alias: str, group_id: str | None = None) -> None:
        """The site of the group, or of the only one, gets another address; the old one leads there."""
        [group] = self._chosen(group_id)
        self.sites.move(self.sites.of_group(group.id), alias)

    def trim_versions(self, path: str) -> None:
        """The library's limits remove what the file held before."""
        for item in self._at(path):
            self.moves.trim(item)

    def make_odd(self, path: str, facet: str) -> None:
        """The item is no file: a `package` (a notebook), a `shortcut`, or something `nameless`."""
        for item in self._at(path):
            self.items.touch(item, Kind.CHANGED, facet=facet)

    def _at(self, path: str) -> list[Item]:
        found: list[Item] = []
        for site in self.sites.all():
            spot = Spot(self.tree.root(site.drive), tuple(path.split("/")))
            try:
                found.append(self.tree.find(spot))
            except Refused as refused:
                if refused.why is not Why.ITEM_NOT_FOUND:
                    raise
        return found

    def _chosen(self, group_id: str | None) -> list[Group]:
        return [group for group in self.groups.all() if group_id in (None, group.id)]

    def _signing_key(self) -> bytes:
        row = self.store.row("SELECT value FROM switches WHERE name = 'signing key'")
        if row is not None:
            return bytes.fromhex(row["value"])
        key = secrets.token_bytes(32)
        self.store.insert("switches", name="signing key", value=key.hex())
        return key
