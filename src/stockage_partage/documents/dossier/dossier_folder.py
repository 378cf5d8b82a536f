"""Where a dossier is made: a folder, whose it is and what arrives in it, or one zip file.

A dossier is of one question to one company's register, and says so in a file of its own: a run with the same
question goes on where an earlier one stopped, and any other folder that is not empty is refused. So all that lies
in a dossier is in its index.

A zip file appears whole or not at all. A folder of the same name, with an ending of its own, holds what was fetched
until then, and is packed at the end; it goes once the file is there. Whoever asks for the same dossier again begins
with what the file has.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from time import localtime
from typing import Any, BinaryIO, cast

from stockage_partage import disk
from stockage_partage.closing import Closing
from stockage_partage.documents.export.target_folder import TargetFolder, name_on_disk
from stockage_partage.errors import DossierFolderTaken, LinkInTheWay
from stockage_partage.held_folder import HeldFolder, as_known, below
from stockage_partage.streams import check, chunks_of, copy

FORMAT = "stockage-partage/dossier/1"
#: What the dossier says of itself, for programs.
FACTS = "dossier.json"
DOCUMENTS, VIEWS = "Documents", "Vues lisibles"
#: What systems put into any folder by themselves.
_OF_THE_SYSTEM = frozenset({"desktop.ini", "Thumbs.db", ".DS_Store", ".directory"})
ENDING = ".zip"
_UNDER_WAY = ".en-cours"
#: These are compressed already. The others are written smaller.
_PACKED = (".pdf", ".png", ".jpg", ".jpeg", ".zip", ".xlsx", ".docx")
#: Bytes of what a dossier says of itself.
_FACTS_LIMIT = 1024 * 1024


class DossierFolder(Closing):
    """Held open until `close`; no link in it is followed.

    `question`: what a dossier is of, in plain JSON. Raises DossierFolderTaken for a folder that holds something
    else, TargetFolderRefused, TargetNotAFolder, LinkInTheWay and DiskFull.
    """

    def __init__(self, folder: Path, question: Mapping[str, Any]) -> None:
        self.target = TargetFolder(folder, DOCUMENTS)
        try:
            with self.target.told():
                self._claim({"format": FORMAT, **question})
        except BaseException:
            self.target.close()
            raise

    def close(self) -> None:
        """Lets the folder go."""
        self.target.close()

    @property
    def path(self) -> Path:
        """Where it is, as people know it."""
        return as_known(self.target.folder)

    def _claim(self, facts: Mapping[str, Any]) -> None:
        root = self.target.root
        if root.holds(FACTS):
            if facts_in(root) != facts:
                raise DossierFolderTaken
            return
        if {name for name in root.names() if not _is_passing(name)} - _OF_THE_SYSTEM:
            raise DossierFolderTaken
        told = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        self._put(root, FACTS, [told.encode()])

    def put(self, path: str, chunks: Iterable[bytes]) -> str:
        """Writes a file of the program's own below the folder, in the place of an earlier run's; its SHA-256.

        What is there already, byte for byte, is left alone.
        """
        *folders, name = path.split("/")
        with self.target.told(), below(self.target.root, *folders) as folder:
            return self._put(folder, name, chunks)

    def _put(self, folder: HeldFolder, name: str, chunks: Iterable[bytes]) -> str:
        root, half, digest = self.target.root, self.target.beside("fichier").name, hashlib.sha256()
        with suppress(OSError):
            root.remove(half)
        try:
            with root.create(half) as file:
                copy(chunks, file, digest)
            if sha256_of(folder, name) != digest.hexdigest():
                root.replace(half, folder, name)
        finally:
            with suppress(OSError):
                root.remove(half)
        return digest.hexdigest()

    def spool(self, name: str) -> Spool:
        """A file of that name that is written little by little, and read before it goes."""
        with self.target.told():
            return Spool(self.target, self.target.beside(name).name)

    def made(self, name: str, fill: Callable[[BinaryIO], object]) -> str:
        """Writes a file of the program's own with what `fill` writes into it; its SHA-256."""
        spool = self.spool(name)
        try:
            with self.target.told():
                fill(spool.file)
            return self.put(name, spool.chunks())
        finally:
            spool.drop()


class Spool:
    """Bytes kept beside the dossier while it is made, so that memory does not hold them."""

    def __init__(self, target: TargetFolder, name: str) -> None:
        self._target, self._name = target, name
        self.file = target.root.create(name)

    def write(self, text: str) -> None:
        """Adds the text, in UTF-8."""
        with self._target.told():
            self.file.write(text.encode("utf-8", "replace"))

    def chunks(self) -> Iterator[bytes]:
        """All that was written; nothing is added after that."""
        with self._target.told():
            self.file.close()
            with self._target.root.open(self._name) as written:
                yield from chunks_of(written)

    def drop(self) -> None:
        """Removes it; harmless when it is gone."""
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self._target.root.remove(self._name)


@contextmanager
def spools(folder: DossierFolder, *names: str) -> Iterator[tuple[Spool, ...]]:
    """One file after the other to be filled while the body runs; none is left afterwards."""
    opened: list[Spool] = []
    try:
        for name in names:
            opened.append(folder.spool(name))
        yield tuple(opened)
    finally:
        for each in opened:
            each.drop()


def facts_in(folder: HeldFolder) -> Any:
    """What a dossier says of itself; None for what is none, or cannot be read."""
    try:
        with folder.open(FACTS) as file:
            return disk.json_in(file)
    except (OSError, ValueError, LinkInTheWay):
        return None


def sha256_of(folder: HeldFolder, name: str) -> str | None:
    """The SHA-256 of a regular file in the folder; None for anything else, or nothing."""
    digest = hashlib.sha256()
    try:
        with folder.open(name) as file:
            copy(chunks_of(file), None, digest)
    except (OSError, LinkInTheWay):
        return None
    return digest.hexdigest()


def _is_passing(name: str) -> bool:
    """True for what a run writes before it is whole, its own or that of another run."""
    return name.startswith(".") and name.endswith(".partiel")


def files_of(folder: HeldFolder, above: tuple[str, ...] = ()) -> Iterator[tuple[str, HeldFolder]]:
    """Each regular file below the folder: its path in it, and the folder that holds it, open until the next one.

    In the order of their names; links are left out, and what is not whole.
    """
    for name in sorted(folder.names()):
        mode = folder.stat(name).st_mode
        if stat.S_ISREG(mode) and not (not above and _is_passing(name)):
            yield "/".join((*above, name)), folder
        elif stat.S_ISDIR(mode):
            with suppress(LinkInTheWay), folder.child(name, make=False) as deeper:
                yield from files_of(deeper, (*above, name))


class DossierZip(Closing):
    """The file and the folder in which it is made, held open until `close`.

    Raises DossierFolderTaken for a file that is no dossier of that question, and what a folder raises.
    """

    def __init__(self, target: Path, question: Mapping[str, Any]) -> None:
        name = target.name if target.name.lower().endswith(ENDING) else target.name + ENDING
        # The folders above may be links, as a person's own often are; the file and its folder may not.
        above = target.expanduser().absolute().parent
        self._above = TargetFolder(above.resolve())
        try:
            self._name, self._stem = name, name[: -len(ENDING)]
            self._facts = {"format": FORMAT, **question}
            self._is_there = self._look()
            self.folder = DossierFolder(self._above.folder / f"{self._stem}{_UNDER_WAY}", question)
        except BaseException:
            self._above.close()
            raise

    def close(self) -> None:
        """Lets the file's folder and its own go."""
        self.folder.close()
        self._above.close()

    def _look(self) -> bool:
        with self._above.told():
            if not self._above.root.holds(self._name):
                return False
            self._above.root.refuse_link(self._name)
            try:
                with self._above.root.open(self._name) as file, zipfile.ZipFile(file) as packed:
                    said = packed.open(f"{self._stem}/{FACTS}").read(_FACTS_LIMIT)
                    if disk.json_from(said) == self._facts:
                        return True
            except (
                zipfile.BadZipFile,
                KeyError,
                ValueError,
                IsADirectoryError,
                NotImplementedError,
            ):
                pass
        raise DossierFolderTaken

    def unpack(self, stop: Event) -> None:
        """Puts the documents of a file made earlier into the folder; each is checked afterwards, as any that is there.

        Raises Stopped, and the troubles of the folder.
        """
        if not self._is_there:
            return
        begin = f"{self._stem}/{DOCUMENTS}/"
        with (
            self._above.told(),
            self._above.root.open(self._name) as file,
            zipfile.ZipFile(file) as packed,
        ):
            for each in packed.infolist():
                check(stop)
                parts = each.filename.removeprefix(begin).split("/")
                if not each.filename.startswith(begin) or not all(map(_is_safe, parts)):
                    continue
                # A file that is damaged is fetched anew.
                with (
                    suppress(zipfile.BadZipFile, zlib.error, NotImplementedError, LinkInTheWay),
                    packed.open(each) as content,
                ):
                    self._take(parts, cast("BinaryIO", content), stop)

    def _take(self, parts: list[str], content: BinaryIO, stop: Event) -> None:
        target = self.folder.target
        final = target.folder.joinpath(DOCUMENTS, *parts)
        if target.is_file(final) is not None:
            return
        half = target.write(0, chunks_of(content), go_on=partial(check, stop))
        try:
            target.settle(half, final)
        finally:
            target.drop(half)

    def pack(self, stop: Event) -> Path:
        """Writes the file anew from the folder, which goes. Raises Stopped, and the troubles of the folder."""
        above, half = self._above.root, self._above.beside("zip").name
        with self._above.told():
            try:
                with above.create(half) as file, zipfile.ZipFile(file, "w") as packed:
                    for path, holder in files_of(self.folder.target.root):
                        with holder.open(path.rpartition("/")[2]) as content:
                            _add(packed, f"{self._stem}/{path}", content, stop)
                if self._is_there:
                    above.replace(half, above, self._name)
                elif not above.appear(half, above, self._name):
                    raise DossierFolderTaken  # somebody has put a file there meanwhile
            finally:
                with suppress(OSError):
                    above.remove(half)
            self.folder.close()
            # Never through a link: it holds nothing that the file does not have.
            with suppress(OSError):
                shutil.rmtree(self.folder.target.folder)
        return as_known(self._above.folder / self._name)


def _add(packed: zipfile.ZipFile, name: str, content: BinaryIO, stop: Event) -> None:
    found = os.fstat(content.fileno())
    # The calendar of zip files begins in 1980.
    told = zipfile.ZipInfo(name, max(localtime(found.st_mtime)[:6], (1980, 1, 1, 0, 0, 0)))
    told.external_attr = (stat.S_IFREG | 0o644) << 16
    told.file_size = found.st_size
    small = name.lower().endswith(_PACKED)
    told.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
    with packed.open(told, "w") as entry:
        copy(chunks_of(content), entry, go_on=partial(check, stop))


def _is_safe(name: str) -> bool:
    """True for a name that this disk keeps as it is, and that leads nowhere else."""
    return name not in ("", ".", "..") and name == name_on_disk(name)
