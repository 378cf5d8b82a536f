"""The folder that documents are brought back to: names, half files, and what the system refuses.

Documents land in the same tree as online, with names that every system takes. SharePoint refuses nearly
what Windows refuses, but a person online, or another system, may have given a name that this disk cannot
keep. What cannot be kept is replaced; nothing read from a name leads out of the folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stockage_partage import disk
from stockage_partage.documents.tree.segments import split_extension
from stockage_partage.errors import FolderRefused, TargetFolderRefused, TargetNotAFolder
from stockage_partage.held_folder import HeldFolder, below, reachable
from stockage_partage.streams import Hash, chunks_of, copy

#: Where documents without a place are put.
TO_CLASSIFY = "À classer"

#: Bytes of UTF-8: Linux allows 255, and Windows 255 characters.
_LONGEST = 200
#: Direction marks too: with one, `fdp.exe` is seen as `exe.pdf`.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(
    r"(CON|PRN|AUX|NUL|COM[\d¹²³]|LPT[\d¹²³]|CONIN\$|CONOUT\$)( *\..*)?", re.IGNORECASE
)
_MOST = 1000
#: A document on its way, under a name that nobody takes for one.
_HALF, _ENDING = ".rapatriement-", ".partiel"
#: Longer than any run leaves one alone that it still writes: the service may ask for pauses.
_LEFT_S = 3600.0


def place_on_disk(path: str | None, title: str) -> tuple[str, ...]:
    """The folders and the name, below the folder that was chosen."""
    segments = path.split("/") if path else [TO_CLASSIFY, title]
    return tuple(name_on_disk(segment) for segment in segments)


def name_on_disk(segment: str) -> str:
    """One name, as it is where that is possible."""
    name = unicodedata.normalize("NFC", segment.encode("utf-8", "replace").decode("utf-8"))
    name = _REFUSED.sub("_", name).rstrip(". ") or "_"
    if _RESERVED.fullmatch(name) or name.startswith("~$"):
        name = f"_{name}"
    if len(name.encode()) <= _LONGEST:
        return name
    stem, extension = split_extension(name)
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    room = _LONGEST - len(extension.encode()) - 1 - len(digest)
    kept = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{kept}-{digest}{extension}"


def numbered(name: str, number: int) -> str:
    """`plan.pdf`, then `plan (2).pdf`: never over a file that is already there."""
    if number < 2:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number}).{extension}" if dot and stem else f"{name} ({number})"


class TargetFolder:
    """Several threads and programs write there at once; each name is given once.

    The folder is held open until `close`, and no link in it is followed: raises LinkInTheWay. `under`: the folder
    in it below which documents have their places; '' for itself.
    """

    def __init__(self, folder: Path, under: str = "") -> None:
        self._under = (under,) if under else ()
        with self.told():
            wanted = folder.expanduser().absolute()
            self.folder = reachable(wanted, windows=os.name == "nt")
            if self.folder.is_file():
                raise TargetNotAFolder
            disk.shared_folder(self.folder)
            self.root = HeldFolder(self.folder)
            self._drop_what_was_left()
        # Another program may bring back into the same folder, another company's documents even.
        self._run = secrets.token_hex(4)

    def close(self) -> None:
        """Nothing more is brought back."""
        self.root.close()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Around work on the folder. Raises TargetFolderRefused or DiskFull."""
        try:
            with disk.as_troubles():
                yield
        except FolderRefused as refused:
            raise TargetFolderRefused(refused.detail) from refused

    def _drop_what_was_left(self) -> None:
        """Removes halves of files left by runs that were killed: nobody has written there for an hour."""
        names: list[str] = []
        with suppress(OSError):  # a folder that cannot be looked at keeps what it has
            names = self.root.names()
        for name in names:
            if name.startswith(_HALF) and name.endswith(_ENDING):
                with suppress(OSError):  # gone meanwhile, or held: not this run's affair
                    if time.time() - self.root.stat(name).st_mtime > _LEFT_S:
                        self.root.remove(name)

    def candidates(self, path: str | None, title: str) -> Iterator[Path]:
        """Where the document may be: its own name, then ` (2)`, ` (3)`…"""
        *folders, name = place_on_disk(path, title)
        folder = self.folder.joinpath(*self._under, *folders)
        for number in range(1, _MOST):
            yield folder / numbered(name, number)

    def beside(self, name: str) -> Path:
        """Where this run alone writes something of that name before it is whole."""
        return self.folder / f"{_HALF}{name}-{self._run}{_ENDING}"

    def write(
        self,
        document_id: int,
        chunks: Iterable[bytes],
        *hashes: Hash,
        go_on: Callable[[], None] = lambda: None,
    ) -> Path:
        """The bytes, under a name that nobody takes for a document; each hash is fed with them.

        `go_on` is called before each chunk. Raises what it and `chunks` raise.
        """
        half = self.beside(str(document_id))
        self.drop(half)  # of an earlier try
        try:
            with self.told(), self.root.create(half.name) as file:
                copy(chunks, file, *hashes, go_on=go_on)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.drop(half)
            raise
        return half

    def settle(self, half: Path, final: Path) -> bool:
        """Gives a file whose bytes are right its final name. False when the name is taken, by whomever."""
        with self.told(), below(self.root, *self._folders(final)) as folder:
            return self.root.appear(half.name, folder, final.name)

    def drop(self, half: Path) -> None:
        """Not right, or not whole."""
        with suppress(OSError):
            self.root.remove(half.name)

    def relative(self, path: Path) -> str:
        """The path as the index tells it: below the folder, with the tree's own separator."""
        return "/".join(path.relative_to(self.folder).parts)

    def is_file(self, path: Path) -> bool | None:
        """Whether a file is there; False for a link or a folder, None for nothing."""
        with self.told():
            try:
                with below(self.root, *self._folders(path), make=False) as folder:
                    return stat.S_ISREG(folder.stat(path.name).st_mode)
            except FileNotFoundError:
                return None

    def read(self, path: Path) -> Iterator[bytes]:
        """A file that is there, piece by piece."""
        with (
            self.told(),
            below(self.root, *self._folders(path), make=False) as folder,
            folder.open(path.name) as file,
        ):
            yield from chunks_of(file)

    def _folders(self, path: Path) -> tuple[str, ...]:
        return path.relative_to(self.folder).parts[:-1]
