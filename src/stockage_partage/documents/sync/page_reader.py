"""A page of changes, made ready for the register: every path known, every file understood.

A business drive tells the id of a parent and not its path, so the folders of the tree are remembered;
one that nobody has told us of is looked up by its id, once.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from stockage_partage.company.online.online_changes import OnlineChanges
from stockage_partage.company.online.online_records import (
    ChangesPage,
    DeletedItem,
    FileChange,
    FolderChange,
    NewOnlineDocument,
)
from stockage_partage.documents.tree.document_types import ROOT, part_of
from stockage_partage.documents.tree.path_parser import CodeOf, read_back
from stockage_partage.documents.tree.segments import folded, split_extension
from stockage_partage.errors import RightsLost
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.items import DriveItem

#: Files that programs leave behind: nobody's documents.
_LEFT_BEHIND = frozenset({"desktop.ini", "thumbs.db", ".ds_store"})
_CHUNK = 200
_DEEPEST = 64

Ask = Callable[[Callable[[], DriveItem | None]], DriveItem | None]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Folder id -> (parent id, name), as known before the page and as it is with it."""

    before: Mapping[str, tuple[str, str]]
    now: Mapping[str, tuple[str, str]]


class PageReader:
    """Reads pages of one library. `ask` asks the network, patiently."""

    def __init__(
        self,
        online: OnlineChanges,
        drive: Drive,
        drive_id: str,
        group_id: str,
        code_of: CodeOf,
        ask: Ask,
    ) -> None:
        self._online = online
        self._drive = drive
        self._drive_id = drive_id
        self._group_id = group_id
        self._code_of = code_of
        self._ask = ask

    def read(self, items: Sequence[DriveItem], *, enumerating: bool) -> ChangesPage:
        """The page, ready to be applied. May look a few things up online."""
        tree = self._tree(items)
        files = [
            self.file(each, f"{path}/{each.name}" if path else each.name)
            for each in items
            if _is_document(each) and (path := _path(tree.now, each.parent_id)) is not None
        ]
        return ChangesPage(
            self._group_id,
            self._drive_id,
            tuple(self._folders(items, tree)),
            (*files, *self._in_the_way(files)),
            tuple(
                DeletedItem(
                    each.id, _path(tree.before, each.id) if each.id in tree.before else None
                )
                for each in items
                if each.deleted
            ),
            enumerating,
        )

    def file(self, item: DriveItem, path: str) -> FileChange:
        """One file, with the document it becomes when none is linked to it."""
        return FileChange(
            item.id,
            path,
            item.size,
            item.quick_xor_hash or "",
            item.url,
            self._new(item.name, path) if part_of(path) else None,
            item.archived,
        )

    def looked_at(self, item_id: str) -> ChangesPage:
        """One item, looked at by its id: where it is, or that it is gone.

        Of what this account may not see, nothing is told: it may well be there.
        """
        try:
            item = self._ask(partial(self._drive.by_id, self._drive_id, item_id))
        except RightsLost:
            return ChangesPage(self._group_id, self._drive_id)
        if item is None:
            return ChangesPage(self._group_id, self._drive_id, gone=(DeletedItem(item_id),))
        if not _is_document(item):
            return ChangesPage(self._group_id, self._drive_id)
        return ChangesPage(self._group_id, self._drive_id, files=(self.file(item, _whole(item)),))

    def brought_along(self, items: Sequence[DriveItem], seen: ChangesPage) -> Iterator[ChangesPage]:
        """What lies in folders that have come into the tree whole, moved there or restored.

        Only such a folder itself is told of; one that is merely new comes with what is put in it.
        """
        unknown = {f.item_id: f.path for f in seen.folders if f.old_path is None}
        told: dict[str, int] = {}
        for each in items:
            if each.parent_id and not each.deleted:
                told[each.parent_id] = told.get(each.parent_id, 0) + 1
        for each in items:
            path = unknown.get(each.id)
            if path and part_of(f"{path}/x") and each.child_count > told.get(each.id, 0):
                yield from self._inside(path)

    def _inside(self, path: str) -> Iterator[ChangesPage]:
        files: list[FileChange] = []
        for child in self._drive.children(self._drive_id, path):
            below = f"{path}/{child.name}"
            if child.is_folder:
                yield from self._inside(below)
                continue
            if _is_document(child):
                files.append(self.file(child, below))
            if len(files) == _CHUNK:
                yield ChangesPage(self._group_id, self._drive_id, files=tuple(files))
                files = []
        if files:
            yield ChangesPage(self._group_id, self._drive_id, files=tuple(files))

    # --- the tree --------------------------------------------------------------------------------

    def _tree(self, items: Sequence[DriveItem]) -> _Tree:
        told = {
            each.id: (each.parent_id or "", each.name)
            for each in items
            if each.is_folder and not each.deleted
        }
        before: dict[str, tuple[str, str]] = {}
        wanted = {each.id for each in items if each.is_folder or each.deleted}
        wanted |= {each.parent_id for each in items if each.parent_id}
        asked: set[str] = set()
        while wanted:
            asked |= wanted
            found = self._online.folders(self._drive_id, wanted)
            before |= found
            above = {parent for parent, _ in found.values()}
            above |= {told[each][0] for each in wanted if each in told}
            wanted = above - asked - {""}
        return _Tree(before, self._with_unknown({**before, **told}, items))

    def _with_unknown(
        self, tree: dict[str, tuple[str, str]], items: Sequence[DriveItem]
    ) -> dict[str, tuple[str, str]]:
        """Looks up the folders above that nobody has told us of."""
        wanted = [each.parent_id for each in items if each.parent_id and not each.deleted]
        wanted += [parent for parent, _ in tree.values()]
        # What lies in a notebook is part of it, and no document of its own.
        gone = {each.id for each in items if not each.is_folder}
        while wanted:
            folder_id = wanted.pop()
            if not folder_id or folder_id in tree or folder_id in gone:
                continue
            item = self._folder(folder_id)
            if item is None or not item.is_folder:
                gone.add(folder_id)
                continue
            tree[folder_id] = (item.parent_id or "", item.name)
            wanted.append(item.parent_id or "")
        return tree

    def _folder(self, folder_id: str) -> DriveItem | None:
        """None when it is gone, or not shown to this account."""
        try:
            return self._ask(partial(self._drive.by_id, self._drive_id, folder_id))
        except RightsLost:
            return None

    def _folders(self, items: Sequence[DriveItem], tree: _Tree) -> Iterator[FolderChange]:
        """The folders of the tree, told of or looked up, and those that have left it."""
        told = {each.id for each in items if each.is_folder and not each.deleted}
        for folder_id in dict.fromkeys((*told, *(set(tree.now) - set(tree.before)))):
            parent_id, name = tree.now[folder_id]
            path = _path(tree.now, folder_id)
            old_path = _path(tree.before, folder_id) if folder_id in tree.before else None
            if path is not None and (_is_ours(path) or old_path is not None):
                yield FolderChange(folder_id, parent_id, name, path, old_path)

    def _in_the_way(self, files: Sequence[FileChange]) -> Iterator[FileChange]:
        """Documents whose place another file has now: where they are, when they still are.

        Their own move may only be told later; without a look they would be taken for replaced.
        """
        ids = {file.item_id for file in files}
        holders = self._online.holders(self._group_id, [file.path for file in files])
        for item_id in set(holders.values()) - ids:
            yield from self.looked_at(item_id).files

    def _new(self, name: str, path: str) -> NewOnlineDocument | None:
        if is_nobodys(name):
            return None
        told = read_back(path, self._code_of)
        return NewOnlineDocument(
            title=name,
            content_type=content_type_of(name),
            type=told.type,
            number=told.number,
            date=told.date,
            third_party_kind=told.third_party_kind,
            third_party_code=told.third_party_code,
            attached=told.attached.value,
            attached_to=told.attached_to,
            provisional=told.provisional,
            key=told.key,
            version=told.version,
        )


def is_nobodys(name: str) -> bool:
    """True for what programs leave behind: no document becomes of it."""
    return name.startswith("~$") or name.casefold() in _LEFT_BEHIND


def _is_document(item: DriveItem) -> bool:
    """Only a file is one: no notebook, no shortcut to elsewhere, nothing without a name."""
    return item.is_file and not item.deleted and bool(item.name)


def content_type_of(name: str) -> str:
    """What a file of that name is, as far as its extension tells."""
    extension = split_extension(name)[1]
    if extension == ".pdf":
        return "application/pdf"
    return mimetypes.guess_type(f"x{extension}")[0] or "application/octet-stream"


def _whole(item: DriveItem) -> str:
    return f"{item.parent_path}/{item.name}" if item.parent_path else item.name


def _is_ours(path: str) -> bool:
    return path == "" or folded(path.partition("/")[0]) == folded(ROOT)


def _path(tree: Mapping[str, tuple[str, str]], folder_id: str | None) -> str | None:
    """The path of a folder, "" for the library's root, None when part of it is not known."""
    names: list[str] = []
    while folder_id is not None and folder_id in tree and len(names) < _DEEPEST:
        parent_id, name = tree[folder_id]
        if not parent_id:  # the root, whatever it is called
            return "/".join(reversed(names))
        names.append(name)
        folder_id = parent_id
    return None
