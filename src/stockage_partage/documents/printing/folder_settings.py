"""The print folder of this workstation: where it is, its own folders, and how a file moves between them.

It is chosen by the person, else by the settings, and kept in one file of the person's own data folder, so
that the window and the program without a window agree. The names of its folders are the same for every
user. A printed file moves never over another, and is never copied.

Folders that the system copies to somebody's cloud are told apart: prints, payslips among them, are no
matter of theirs. On most new Windows computers « Documents » lies in the person's own OneDrive; on macOS
it may lie in iCloud, and is closed to programs that start by themselves. A second computer would watch
the same folder.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from stockage_partage import disk
from stockage_partage.applications import Application
from stockage_partage.documents.tree.document_types import APPLICATION_FOLDERS
from stockage_partage.documents.tree.segments import clean
from stockage_partage.errors import LinkInTheWay, PrintFolderTaken
from stockage_partage.file_lock import FileLock
from stockage_partage.held_folder import HeldFolder

#: Being taken now; what a killed program left there is taken up by the next.
IN_HAND = "En cours"
#: Kept, by day: on its way, filed, or waiting to be classified. May be emptied.
DONE = "Pris en charge"
#: Prints whose template is never filed, by day.
LEFT_OUT = "Non classés"
#: Refused, each with a text beside that says why.
REFUSED = "À reprendre"

FILE_NAME = "dossiers-impression.json"
#: Says in a watched folder whose prints it receives: two companies must never mix.
MARK = ".stockage-partage.json"
#: Held while files are taken out of it, or while it is marked.
LOCK = ".stockage-partage.lock"
_NONE = ""
#: A name and what we put behind it fit every file system below this many bytes.
_LONGEST = 200
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
#: Below a person's home on macOS: iCloud, then every other one.
_MACOS = ("Library/Mobile Documents", "Library/CloudStorage")


@dataclass(frozen=True, slots=True)
class PrintFolderSettings:
    """The folder of one application on one company. `home` is this person's own data folder.

    `root` is the settings' folder, which has a sub-folder for each application; None without one.
    """

    home: Path
    company_id: str
    application: Application
    root: Path | None = None

    def current(self) -> Path | None:
        """The folder to watch now, None for none. One small read."""
        chosen = self._all().get(self._key)
        if chosen is None:
            return self.root / APPLICATION_FOLDERS[self.application] if self.root else None
        return Path(chosen) if chosen else None

    def choose(self, folder: Path | None) -> None:
        """Keeps the folder to watch for this person on this workstation; None watches none.

        Raises FolderRefused, DiskFull, FileOpenElsewhere.
        """
        with disk.as_troubles():
            disk.private_folder(self.home)
            with FileLock(self.home / f"{FILE_NAME}.lock", timeout_s=5.0):
                # The place itself: a link that is put there later is not followed.
                place = str(folder.resolve()) if folder else _NONE
                everything = self._read() | {self._key: place}
                text = json.dumps(everything, ensure_ascii=False, indent=1)
                with disk.replace_whole(self.home / FILE_NAME) as file:
                    file.write(text.encode("utf-8", "surrogateescape"))

    @property
    def _key(self) -> str:
        return f"{self.company_id} {self.application.value}"

    def _all(self) -> dict[str, str]:
        with suppress(OSError):
            return self._read()
        return {}

    def _read(self) -> dict[str, str]:
        """Raises OSError for a file that is there and cannot be read: nothing may be written over it."""
        with suppress(FileNotFoundError, ValueError):
            read = disk.read_json(self.home / FILE_NAME)
            if isinstance(read, dict):
                return {str(key): str(value) for key, value in read.items()}
        return {}

    def mark(self, folder: Path) -> None:
        """Makes the folder this application's, or finds that it already is.

        Raises PrintFolderTaken when it is another's, OSError when it cannot be written.
        """
        if self.root is not None and folder.parent == self.root and self.root.is_dir():
            # A drive that is away is not made up: its own folder is there.
            folder.mkdir(mode=0o775, exist_ok=True)
        if self.owner(folder) is None:
            # One at a time, and whole at once: two programs never both find it their own.
            with FileLock(folder / LOCK, timeout_s=5.0):
                if self.owner(folder) is None:
                    self._write_mark(folder)
                    disk.hide(folder / MARK)
                    disk.hide(folder / LOCK)
        if not self.is_mine(folder):
            raise PrintFolderTaken

    def _write_mark(self, folder: Path) -> None:
        fresh = f"{MARK}.{secrets.token_hex(4)}.new"
        with HeldFolder(folder) as held:
            with held.create(fresh) as file:
                file.write(json.dumps(self._owner).encode())
            held.replace(fresh, held, MARK)

    def is_mine(self, folder: Path) -> bool:
        """True while the folder's mark is this application's. Raises OSError."""
        return self.owner(folder) == self._owner

    @staticmethod
    def owner(folder: Path) -> dict[str, object] | None:
        """Whose prints the folder receives; None for nobody's yet, or a mark that a kill cut short.

        Raises OSError, and LinkInTheWay for a folder or a mark that is a link.
        """
        try:
            with HeldFolder(folder) as held, held.open(MARK) as file:
                read = disk.json_in(file)
        except (FileNotFoundError, ValueError):
            return None
        return read if isinstance(read, dict) else {}

    @property
    def _owner(self) -> dict[str, object]:
        return {"societe": self.company_id, "application": self.application.value}

    def proposed(self, documents: Path, company_name: str) -> Path:
        """The folder that one click makes, below `documents`: never another company's."""
        base = documents / "Stockage et partage" / "Impressions"
        label = APPLICATION_FOLDERS[self.application]
        named = f"{label} – {clean(company_name)}"
        candidates = chain((label, named), (f"{named} ({number})" for number in count(2)))
        return next(base / name for name in candidates if self._is_free(base / name))

    def _is_free(self, folder: Path) -> bool:
        try:
            return self.owner(folder) in (None, self._owner)
        except (OSError, LinkInTheWay):
            return False


def aside(folder: HeldFolder, name: str, to: HeldFolder) -> str:
    """Moves the file into `to` under its name or the next free one, which is returned.

    Raises OSError: the file is where it was. Only one program at a time may do this in a folder.
    """
    target = free_name(to, name)
    # By name alone, at once: a file that another program reads or rewrites meanwhile stays whole.
    folder.move(name, to, target)
    return target


def of_the_day(label: str, day: date) -> tuple[str, str]:
    """`Pris en charge`, `2026-11-24`."""
    return label, day.isoformat()


def free_name(folder: HeldFolder, name: str) -> str:
    """The name, or the name with ` (2)`, ` (3)`… where it is taken; a very long one is cut."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # names that no Path would take
    candidate, number = name, 1
    while folder.holds(candidate):
        number += 1
        candidate = f"{_cut(stem)} ({number}){_cut(ending)}"
    return candidate


def write_beside(folder: HeldFolder, name: str, text: str) -> None:
    """The text that says why a file was not taken, in place of an earlier one. Raises OSError."""
    name = beside(name)
    with suppress(FileNotFoundError):
        folder.remove(name)
    with folder.create(name) as file:
        # With the mark that makes every editor read it as UTF-8.
        file.write(text.encode("utf-8-sig"))


def beside(name: str) -> str:
    """The name of that text."""
    return f"{_cut(name)}.txt"


def _cut(text: str) -> str:
    raw = os.fsencode(text)
    if len(raw) <= _LONGEST:
        return text
    # In the middle of a letter, Windows would refuse to read what is left of it.
    return raw[:_LONGEST].decode(errors="ignore")


def is_synchronised(folder: Path, environ: Mapping[str, str], home: Path) -> bool:
    """True below what the system says it copies to a cloud."""
    roots = [Path(environ[name]) for name in _ONEDRIVE if environ.get(name)]
    if sys.platform == "darwin":
        roots += [home / name for name in _MACOS]
    return any(folder.is_relative_to(root) for root in roots)


def place_for_prints(documents: Path, home: Path, environ: Mapping[str, str]) -> Path:
    """Where a folder for prints is proposed: in « Documents » only where no cloud takes it, now or later."""
    own = sys.platform not in ("win32", "darwin") and not is_synchronised(documents, environ, home)
    return documents if own else home
