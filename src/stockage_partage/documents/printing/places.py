"""Where this workstation's prints are watched for: chosen by the person, else by the settings.

One file of the person's own data folder, so that the window and the program without a window agree.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from stockage_partage import disk
from stockage_partage.applications import Application
from stockage_partage.documents.tree.document_types import APPLICATION_FOLDERS
from stockage_partage.documents.tree.segments import clean
from stockage_partage.errors import PrintFolderTaken
from stockage_partage.graph.file_lock import FileLock

FILE_NAME = "dossiers-impression.json"
#: Says in a watched folder whose prints it receives: two companies must never mix.
MARK = ".stockage-partage.json"
#: Held while files are taken out of it, or while it is marked.
LOCK = ".stockage-partage.lock"
_NONE = ""


@dataclass(frozen=True, slots=True)
class PrintPlaces:
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
        """From now on, for this person on this workstation. Raises FolderRefused, DiskFull."""
        with disk.told():
            self.home.mkdir(parents=True, exist_ok=True)
            with FileLock(self.home / f"{FILE_NAME}.lock", timeout_s=5.0):
                everything = self._all() | {self._key: str(folder) if folder else _NONE}
                text = json.dumps(everything, ensure_ascii=False, indent=1)
                fresh = self.home / f"{FILE_NAME}.new"
                fresh.write_text(text, encoding="utf-8", errors="surrogateescape")
                fresh.replace(self.home / FILE_NAME)

    @property
    def _key(self) -> str:
        return f"{self.company_id} {self.application.value}"

    def _all(self) -> dict[str, str]:
        with suppress(OSError, ValueError):
            text = (self.home / FILE_NAME).read_text("utf-8", "surrogateescape")
            read = json.loads(text)
            if isinstance(read, dict):
                return {str(key): str(value) for key, value in read.items()}
        return {}

    def mark(self, folder: Path) -> None:
        """Makes the folder this application's, or finds that it already is.

        Raises PrintFolderTaken when it is another's, OSError when it cannot be written.
        """
        if self.root is not None and folder.parent == self.root and self.root.is_dir():
            folder.mkdir(
                exist_ok=True
            )  # a drive that is away is not made up: its own folder is there
        if self.owner(folder) is None:
            # One at a time, and whole at once: two programs never both find it their own.
            with FileLock(folder / LOCK, timeout_s=5.0):
                if self.owner(folder) is None:
                    fresh = folder / f"{MARK}.new"
                    fresh.write_text(json.dumps(self._owner), encoding="utf-8")
                    fresh.replace(folder / MARK)
        if not self.is_mine(folder):
            raise PrintFolderTaken

    def is_mine(self, folder: Path) -> bool:
        """True while the folder's mark is this application's. Raises OSError."""
        return self.owner(folder) == self._owner

    @staticmethod
    def owner(folder: Path) -> dict[str, object] | None:
        """Whose prints the folder receives; None for nobody's yet, or a mark that a kill cut short."""
        try:
            read = json.loads((folder / MARK).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return read if isinstance(read, dict) else {}

    @property
    def _owner(self) -> dict[str, object]:
        return {"societe": self.company_id, "application": self.application.value}

    def proposed(self, documents: Path, company_name: str) -> Path:
        """The folder that one click makes, in the person's own documents: never another company's."""
        base = documents / "Stockage et partage" / "Impressions"
        label = APPLICATION_FOLDERS[self.application]
        named = f"{label} – {clean(company_name)}"
        candidates = chain((label, named), (f"{named} ({number})" for number in count(2)))
        return next(base / name for name in candidates if self._is_free(base / name))

    def _is_free(self, folder: Path) -> bool:
        try:
            return self.owner(folder) in (None, self._owner)
        except OSError:
            return False
