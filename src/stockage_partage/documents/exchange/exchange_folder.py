"""The folder that Sage Document Manager takes its documents from: a setting, else the person's choice.

The choice is this person's on this workstation, for each company: two companies may have two folders.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stockage_partage import disk
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import ExchangeFolderNotNamed, ExchangeFolderRefused

_FILE = "document-manager.json"


def known_folder(workplace: Workplace) -> Path | None:
    """The setting, else what this person chose last, else None. Whether it is there is not looked at."""
    if workplace.document_manager_folder is not None:
        return workplace.document_manager_folder
    chosen = _choices(workplace).get(_company(workplace))
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def remember(workplace: Workplace, folder: Path) -> None:
    """Keeps this person's choice. Raises FolderRefused, DiskFull and the database troubles."""
    choices = _choices(workplace) | {_company(workplace): str(folder.absolute())}
    with disk.told():
        workplace.folder.mkdir(parents=True, exist_ok=True)
        beside = workplace.folder / f"{_FILE}.{workplace.presence.owner}"
        beside.write_text(json.dumps(choices, ensure_ascii=False), encoding="utf-8")
        beside.replace(workplace.folder / _FILE)


def usable(folder: Path | None) -> Path:
    """The folder, once it is known and there. Raises ExchangeFolderNotNamed, ExchangeFolderRefused."""
    if folder is None:
        raise ExchangeFolderNotNamed
    if not folder.is_dir():
        raise ExchangeFolderRefused
    return folder


def _company(workplace: Workplace) -> str:
    return workplace.database.company.get().id


def _choices(workplace: Workplace) -> dict[str, Any]:
    try:
        read = json.loads((workplace.folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or spoilt: then it is asked again
        return {}
    return read if isinstance(read, dict) else {}
