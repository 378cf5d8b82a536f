"""Where our own mistakes go, with their trace: a file beside this person's data, never their screen.

A person reads one French sentence; whoever helps them asks for this file. It holds no document, no
token and no address: traces name code, and troubles carry none of those.
"""

from __future__ import annotations

import logging
import traceback
from datetime import datetime
from pathlib import Path

FILE_NAME = "journal-technique.txt"
#: Bytes of the file; above, it becomes the former one.
LARGEST = 512 * 1024


class TechnicalJournal(logging.Handler):
    """For records that nobody else handles. What cannot be written is let go: it helps nobody here."""

    def __init__(self, largest: int = LARGEST) -> None:
        super().__init__(logging.ERROR)
        self._largest = largest

    def emit(self, record: logging.LogRecord) -> None:
        """One record at the end of the file."""
        try:
            path = journal_path()
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > self._largest:
                path.replace(path.with_suffix(".ancien.txt"))
            with path.open("a", encoding="utf-8") as file:
                file.write(_told(record))
        except OSError:
            return


def install() -> None:
    """From now on, for this program."""
    logging.lastResort = TechnicalJournal()


def journal_path() -> Path:
    """Beside the data of the settings; of the usual place when they cannot be read."""
    from stockage_partage import settings
    from stockage_partage.errors import SettingsRefused

    try:
        return settings.load().data_dir / FILE_NAME
    except SettingsRefused:
        return settings.usual_data_dir() / FILE_NAME


def _told(record: logging.LogRecord) -> str:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    lines = [f"{now} {record.levelname} {record.name}: {record.getMessage()}\n"]
    if record.exc_info and record.exc_info[1] is not None:
        lines += traceback.format_exception(record.exc_info[1])
    return "".join(lines)
