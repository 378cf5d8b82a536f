"""A dossier as one zip file: made in a folder beside it, packed at the end, and opened again to go on.

The file appears whole or not at all. A folder of the same name, with an ending of its own, holds what was fetched
until then; it goes once the file is there. Whoever asks for the same dossier again begins with what the file has.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event
from time import localtime
from typing import Any, BinaryIO, cast

from stockage_partage import disk
from stockage_partage.closing import Closing
from stockage_partage.documents.dossier.dossier_folder import (
    DOCUMENTS,
    FACTS,
    FORMAT,
    DossierFolder,
    files_of,
)
from stockage_partage.documents.export.target_folder import TargetFolder, name_on_disk
from stockage_partage.errors import DossierFolderTaken, LinkInTheWay
from stockage_partage.held_folder import as_known
from stockage_partage.streams import check, chunks_of, copy

ENDING = ".zip"
_UNDER_WAY = ".en-cours"
#: These are compressed already. The others are written smaller.
_PACKED = (".pdf", ".png", ".jpg", ".jpeg", ".zip", ".xlsx", ".docx")
#: Bytes of what a dossier says of itself.
_FACTS_LIMIT = 1024 * 1024


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
    import os

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
