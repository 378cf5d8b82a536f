"""Sites, libraries, files and folders as Graph describes them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from local_microsoft365 import texts
from local_microsoft365.addresses import Addresses
from local_microsoft365.graph.signed_links import download_url
from local_microsoft365.people import User
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.moves import Version
from local_microsoft365.tenant.sites import LIBRARY, Site
from local_microsoft365.tenant.tenant import Tenant

Facts = dict[str, Any]
#: The letter that SharePoint puts into a link for what it leads to.
_LETTERS = {
    **dict.fromkeys((".doc", ".docx"), "w"),
    **dict.fromkeys((".xls", ".xlsx"), "x"),
    **dict.fromkeys((".ppt", ".pptx"), "p"),
    **dict.fromkeys((".gif", ".jpeg", ".jpg", ".png"), "i"),
    ".pdf": "b",
}


class DriveShapes:
    """Describes what lies in one site."""

    def __init__(self, world: Tenant, addresses: Addresses, site: Site) -> None:
        self._world = world
        self._sharepoint = addresses.sharepoint
        self._site = site
        self._host = urlsplit(addresses.sharepoint).hostname or ""

    @property
    def site_id(self) -> str:
        """Host, site collection and web: the id that Graph gives a site."""
        return f"{self._host},{self._site.id},{self._site.web}"

    @property
    def site_url(self) -> str:
        """Where a browser finds the site."""
        return f"{self._sharepoint}/sites/{quote(self._site.alias)}"

    @property
    def library_url(self) -> str:
        """Where a browser finds the library."""
        return f"{self.site_url}/{quote(LIBRARY)}"

    def site(self) -> Facts:
        """The site's properties, as Graph names them."""
        name = self._group_name()
        return {
            "createdDateTime": self._site.created,
            "description": "",
            "id": self.site_id,
            "lastModifiedDateTime": self._site.created,
            "name": self._site.alias,
            "webUrl": self.site_url,
            "displayName": name,
            "root": {},
            "siteCollection": {"hostname": self._host},
        }

    def drive(self) -> Facts:
        """The library's properties as a drive, with its quota in bytes."""
        owner = {"email": "", "id": self._site.group, "displayName": self._group_name()}
        used = self._world.tree.used(self._site.drive)
        total = max(self._world.switches.now.drive_bytes, used)
        left = total - used
        return {
            "createdDateTime": self._site.created,
            "description": "",
            "id": self._site.drive,
            "lastModifiedDateTime": self._site.created,
            "name": texts.LIBRARY,
            "webUrl": self.library_url,
            "driveType": "documentLibrary",
            "createdBy": {"user": {"displayName": texts.SYSTEM_ACCOUNT}},
            "lastModifiedBy": {"user": {"displayName": texts.SYSTEM_ACCOUNT}},
            "owner": {"group": owner},
            "quota": {
                "deleted": 0,
                "remaining": left,
                "state": "normal" if left else "exceeded",
                "total": total,
                "used": used,
            },
        }

    def sharepoint_ids(self, item: Item | None = None) -> Facts:
        """SharePoint's own identifiers, shown only when selected."""
        ids = {
            "listId": self._site.library,
            "siteId": self._site.id,
            "siteUrl": self.site_url,
            "tenantId": self._world.people.tenant.id,
            "webId": self._site.web,
        }
        if item is not None:
            ids |= {"listItemId": str(item.number), "listItemUniqueId": item.guid}
        return ids

    def item(self, item: Item) -> Facts:
        """A file or a folder, whole."""
        facts: Facts = {} if item.folder else self._download(item)
        facts |= {
            "createdDateTime": item.created,
            "eTag": item.etag,
            "id": item.id,
            "lastModifiedDateTime": item.modified,
            "name": item.name,
            "webUrl": self.web_url(item),
            "cTag": item.ctag,
            "size": item.size,
            "createdBy": {"user": self.identity(item.created_by)},
            "lastModifiedBy": {"user": self.identity(item.modified_by)},
            "parentReference": self._parent(item),
            "fileSystemInfo": {
                "createdDateTime": item.fs_created,
                "lastModifiedDateTime": item.fs_modified,
            },
        }
        if item.description is not None:
            facts["description"] = item.description
        if item.locked_by is not None:
            facts["publication"] = {"level": "checkout", "versionId": f"{item.version}.0"}
        if item.archive:
            facts.pop("@microsoft.graph.downloadUrl", None)
        if item.facet:
            return _odd(facts, item)
        return facts | (self._folder(item) if item.folder else _file(item))

    def retention(self, item: Item) -> Facts:
        """The retention label of an item."""
        return {
            "name": texts.RECORD_LABEL if item.record else "",
            "isLabelAppliedExplicitly": item.record,
            "retentionSettings": {
                "behaviorDuringRetentionPeriod": "retainAsRecord" if item.record else "doNotRetain",
                "isRecordLocked": item.record,
            },
        }

    def changed(self, item: Item) -> Facts:
        """An item as delta tells of it: a business drive leaves things out."""
        if item.deleted is not None:
            return {
                "id": item.id,
                "parentReference": self._reference() | {"id": item.parent},
                "deleted": {"state": "deleted"},
            }
        facts = self.item(item)
        for name in ("cTag", "lastModifiedBy"):
            facts.pop(name)
        facts["parentReference"].pop("path", None)
        return facts

    def version(self, version: Version, item: Item) -> Facts:
        """One of the contents that a file has had."""
        return {
            "id": version.id,
            "lastModifiedDateTime": version.modified,
            "size": version.size,
            "lastModifiedBy": {"user": self.identity(version.modified_by)},
            **(self._download(item) if version.number == item.version else {}),
        }

    def web_url(self, item: Item) -> str:
        """Where a browser finds an item."""
        return "/".join((self.library_url, *(quote(name) for name in self.path(item))))

    def link_url(self, item: Item, link_id: str) -> str:
        """Where a browser finds what a sharing link shows."""
        return f"{self._sharepoint}/:{_letter(item)}:/s/{quote(self._site.alias)}/{link_id}"

    def path(self, item: Item) -> tuple[str, ...]:
        """The names down to an item."""
        return self._world.tree.path(item)

    def identity(self, user_id: str) -> Facts:
        """The person who did something; the service itself when it is nobody."""
        user: User | None = self._world.people.by_id(user_id)
        if user is None:
            return {"displayName": texts.SYSTEM_ACCOUNT}
        return {"email": user.username, "id": user.id, "displayName": user.display_name}

    def _group_name(self) -> str:
        return self._world.group_name(self._site)

    def _download(self, item: Item) -> Facts:
        url = download_url(self._world, self.site_url, item)
        return {"@microsoft.graph.downloadUrl": url}

    def _reference(self) -> Facts:
        return {
            "driveType": "documentLibrary",
            "driveId": self._site.drive,
            "siteId": self._site.id,
        }

    def _parent(self, item: Item) -> Facts:
        if item.parent is None:
            return self._reference()
        above = self.path(item)[:-1]
        address = "/".join(("", *(quote(name) for name in above))) if above else ""
        return self._reference() | {
            "id": item.parent,
            "name": above[-1] if above else LIBRARY,
            "path": f"/drives/{self._site.drive}/root:{address}",
        }

    def _folder(self, item: Item) -> Facts:
        count, size = self._world.tree.totals(item)
        facts: Facts = {"folder": {"childCount": count}, "size": size}
        return facts | ({"root": {}} if item.is_root else {})


def _file(item: Item) -> Facts:
    archive = {"archiveStatus": item.archive} if item.archive else {}
    return {"file": {"mimeType": item.mime, "hashes": {"quickXorHash": item.hash}, **archive}}


def _odd(facts: Facts, item: Item) -> Facts:
    """What is neither a file nor a folder."""
    facts.pop("@microsoft.graph.downloadUrl", None)
    if item.facet == "package":
        return facts | {"package": {"type": "oneNote"}}
    if item.facet == "shortcut":
        return facts | {"remoteItem": {"id": "elsewhere", "file": {"mimeType": item.mime}}}
    facts.pop("name")
    return facts


def _letter(item: Item) -> str:
    return "f" if item.folder else _LETTERS.get(PurePosixPath(item.name).suffix.lower(), "u")
