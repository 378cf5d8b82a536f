"""Where our own mistakes go, with their trace: a file beside this person's data, never their screen.

A person reads one French sentence; whoever helps them asks for this file. It holds no document, no
token and no address: traces name code, and troubles carry none of those.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

#: Bytes of the file; above, it becomes the former one.
LARGEST = 512 * 1024


class ErrorLog(logging.Handler):
    """For records that nobody else handles. What cannot be written is let go: it helps nobody here.

    Windows and commands of one person write to it together, so not the standard library's rotating
    handler, which keeps the file open: there each process renames what the others write to (three of
    them kept a third of the records), and Windows refuses the renaming while another has it open.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        super().__init__(logging.ERROR)
        self._largest = largest

    def emit(self, record: logging.LogRecord) -> None:
        """One record at the end of the file."""
        from stockage_partage import disk

        try:
            path = journal_path()
            disk.private_folder(path.parent)
            if path.exists() and path.stat().st_size > self._largest:
                with suppress(
                    PermissionError
                ):  # another process writes to it: it grows a little more
                    path.replace(path.with_suffix(".ancien.txt"))
            with path.open("a", encoding="utf-8") as file:
                file.write(_told(record))
        except OSError:
            return


def install() -> None:
    """Sends this program's unhandled records to the error log from now on."""
    logging.lastResort = ErrorLog()


def journal_path() -> Path:
    """The log beside the data of the settings; of the usual place when they cannot be read."""
    from stockage_partage import settings
    from stockage_partage.errors import SettingsRefused

    try:
        return settings.load().data_dir / settings.ERROR_LOG
    except SettingsRefused:
        return settings.usual_data_dir() / settings.ERROR_LOG


def _told(record: logging.LogRecord) -> str:
    import traceback

    from stockage_partage.plain_text import one_line, some_lines

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    lines = [one_line(f"{now} {record.levelname} {record.name}: {record.getMessage()}") + "\n"]
    if record.exc_info and record.exc_info[1] is not None:
        # Indented, so that no line of it can be taken for a record.
        trace = "".join(traceback.format_exception(record.exc_info[1]))
        lines += [f"  {some_lines(line)}\n" for line in trace.splitlines()]
    return "".join(lines)
