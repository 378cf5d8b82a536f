"""What whoever helps needs to know, in one file that holds no secret, no document and no name of either.

Each part is looked at by itself, so that what is wrong in one keeps no other out. It tells words of ours,
numbers, yes and no: no path, address, name, account or text of anybody is taken over, not even one that
seems harmless, for a folder may be called after a customer, a database after its password.

Of the technical journal, what is not known to be ours is left out. A line of it is a moment, a level, a
module and a message; below it may be a trace. Messages are constants of this program with, after a colon,
the name of a class: those are kept. A trace keeps the place in the code and the class of what was raised.
Everything else (paths, names, addresses, quoted answers) may hold anything, so it goes, whatever it looks
like.
"""

from __future__ import annotations

import json
import os
import platform
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stockage_partage import __version__, disk
from stockage_partage.applications import Application
from stockage_partage.company.engine.connections import parse
from stockage_partage.company.state_records import Status
from stockage_partage.documents.repair.repairing import examine
from stockage_partage.errors import FileExists, Trouble
from stockage_partage.messages import repairing as texts
from stockage_partage.settings import CLOUDS, LOOPBACK, Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.diagnosis import Finding
    from stockage_partage.documents.context import AppContext


def gathered(
    settings: Callable[[], Settings],
    findings: Callable[[], Iterable[Finding]],
    company: Callable[[], AbstractContextManager[AppContext]],
    error_log: Path,
    stop: Event | None = None,
) -> dict[str, str]:
    """The parts by their names in the file; one that cannot be looked at says which trouble kept it from that.

    `company`: opens it, and closes it if it was not open. Raises Stopped.
    """
    parts = {
        texts.SUPPORT_READ_ME: texts.SUPPORT_INTRODUCTION,
        texts.SUPPORT_VERSIONS: as_json(versions()),
    }
    with _told() as made:
        made.update(settings_told(settings()))
    parts[texts.SUPPORT_SETTINGS] = as_json(made)
    found = [
        {
            "controle": each.name.value,
            "ok": each.fine,
            "trouble": each.trouble and each.trouble.kind,
        }
        for each in findings()
    ]
    parts[texts.SUPPORT_DIAGNOSIS] = as_json(found)
    faults: dict[str, Any] = {}
    with _told() as stands, company() as context:
        stands.update(company_told(context.database))
        for fault in examine(context, stop):
            kind = fault.trouble.kind if fault.trouble is not None else None
            faults[fault.fault.value] = kind or fault.count
    parts[texts.SUPPORT_COMPANY] = as_json(stands)
    parts[texts.SUPPORT_FAULTS] = as_json(faults)
    parts[texts.SUPPORT_JOURNAL] = journal_of(error_log)
    return parts


@contextmanager
def _told() -> Iterator[dict[str, Any]]:
    """A part under way; what stops it is told in it by its kind."""
    part: dict[str, Any] = {}
    try:
        yield part
    except Trouble as trouble:
        part["trouble"] = trouble.kind


# --- what is told of the program, its settings and a company --------------------------------------

_LIBRARIES = (
    "PySide6", "SQLAlchemy", "alembic", "psycopg", "msal", "requests", "keyring", "cryptography",
    "lxml", "pypdf", "click", "truststore", "rfc3161-client",
)  # fmt: skip
_OTHER = "autre"
_MOST = 500  # documents whose reason is counted


def versions() -> dict[str, Any]:
    """Of the program, of Python, of the system and of the libraries that are installed here."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "programme": __version__,
        "python": platform.python_version(),
        "systeme": platform.system(),
        "version_du_systeme": platform.release(),
        "machine": platform.machine(),
        "bibliotheques": found,
    }


def settings_told(settings: Settings) -> dict[str, Any]:
    """Which settings are made, and of which kind; the value only where it is one that everybody knows."""
    known = {urlsplit(address).hostname for pair in CLOUDS.values() for address in pair}

    def host(address: str) -> str | None:
        name = urlsplit(address).hostname
        if not name:
            return None
        return name if name in known or name in LOOPBACK else _OTHER

    return {
        "application": settings.application if settings.application in set(Application) else _OTHER,
        "societe": _kind_of_database(settings.company),
        "connexion": host(settings.authority),
        "graph": host(settings.graph_url),
        "microsoft_365_local": settings.own_microsoft365,
        "client_id": bool(settings.client_id),
        "ca_file": settings.ca_file is not None,
        "dossier_impression": bool(settings.print_folder),
        "dossier_sdm": bool(settings.document_manager_folder),
        "horodatage": bool(settings.timestamp_url),
    }


def _kind_of_database(company: str) -> str | None:
    if not company:
        return None
    try:
        return "fichier" if parse(company).url is None else "postgresql"
    except Trouble as trouble:
        return trouble.kind


def company_told(database: CompanyDatabase) -> dict[str, Any]:
    """Where the company stands, in numbers: nothing of what its documents say."""
    activation, counts = database.activation.get(), database.register.counters()
    pause = database.outbox.paused_until()
    blocked = database.register.search(status=Status.BLOCKED, limit=_MOST)
    return {
        "stockage": activation.stored.value,
        "groupe_connu": database.activation.known_group() is not None,
        "bibliotheque_connue": activation.drive_id is not None,
        "sante": activation.health,
        "activation_en_cours": activation.claim is not None,
        "revision": database.revision(),
        "documents": {
            "en_attente": counts.waiting,
            "envoyes": counts.filed,
            "bloques": counts.blocked,
            "a_classer": counts.to_classify,
        },
        "raisons_des_bloques": dict(Counter(row.trouble or "" for row in blocked)),
        "dernier_envoi": counts.last_filed_at and counts.last_filed_at.isoformat(),
        "pause": pause and {"jusqu_a": pause.until.isoformat(), "raison": pause.reason},
        "tiers": len(database.third_parties.all()),
        "licences": len(database.licences.installed()),
    }


# --- the file itself ------------------------------------------------------------------------------

#: The newest lines of the technical journal, however long it is.
_LINES = 5000


def as_json(value: Any) -> str:
    """A part of the file, to be read by a person as well."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def journal_of(file: Path) -> str:
    """What may be shown of the technical journal and of the one before it; empty where there is none."""
    kept = [
        line for each in (file.with_suffix(".ancien.txt"), file) for line in redacted(_lines(each))
    ]
    return "".join(f"{line}\n" for line in kept[-_LINES:])


def write(target: Path, parts: Mapping[str, str]) -> None:
    """Writes the parts, by their names in the file, readable by this person alone.

    Raises FileExists, DiskFull, FolderRefused: then nothing is there.
    """
    with disk.as_troubles():
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileExistsError as error:
            raise FileExists from error
        try:
            with os.fdopen(descriptor, "wb") as stream:
                _fill(stream, parts)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise


#: On Windows a descriptor is opened for text unless it is told otherwise.
_BINARY = getattr(os, "O_BINARY", 0)


def _fill(stream: Any, parts: Mapping[str, str]) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def _lines(file: Path) -> Iterator[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    yield from text.splitlines()


# --- the technical journal ------------------------------------------------------------------------

#: The messages that this program writes, without what is filled in; a test compares them with the code.
MESSAGES = frozenset(
    {
        "Qt's own French texts are missing",
        "a command failed",
        "a company could not be acted on",
        "a company could not be read",
        "a document could not be brought back",
        "a document could not be sent",
        "a filed document could not be looked at",
        "a look online was answered in an unexpected way",
        "a print could not be kept",
        "a round of sending failed",
        "a round of sending met something unforeseen",
        "a round of work failed",
        "an answer could not be marked",
        "an upload could not be remembered",
        "an upload under way could not be read",
        "no lock between processes",
        "the key of a removed session stays",
        "the sealed session cannot be read",
        "the sealed session could not be removed",
        "the sealed session is unusable",
        "the session is not remembered",
        "the window could not be opened",
        "unexpected",
        "work failed",
    }
)
#: Stands for what was left out.
LEFT_OUT = "…"
_RECORD = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) (?P<level>[A-Z]{4,8}) (?P<logger>[\w.]+): (?P<said>.*)"
)
_PLACE = re.compile(r'  +File "(?P<file>[^"]*)", line (?P<line>\d+), in (?P<name>[\w.<>]+)')
_RAISED = re.compile(r"  (?P<kind>[A-Za-z_][\w.]*)(?::.*)?")
_CLASS = re.compile(r"[A-Z][A-Za-z]{1,60}")
_TRACE = "  Traceback (most recent call last):"
_LINKS = (
    "  During handling of the above exception, another exception occurred:",
    "  The above exception was the direct cause of the following exception:",
)
_LONGEST = 80  # of a name in the code


def redacted(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a journal that may be shown to anybody, each as far as it is known to be ours."""
    in_trace = False
    for line in lines:
        record, place = _RECORD.fullmatch(line), _PLACE.fullmatch(line)
        if record is not None:
            in_trace = False
            said = _message(record["said"])
            yield f"{record['at']} {record['level']} {_short(record['logger'])}: {said}"
        elif line in (_TRACE, *_LINKS):
            in_trace = True
            yield line
        elif in_trace and place is not None:
            yield f"    {_file(place['file'])}:{place['line']} {_short(place['name'])}"
        elif in_trace and (raised := _RAISED.fullmatch(line)) is not None:
            # The first line of what was raised ends its trace: those below it are its message.
            in_trace = False
            yield f"  {_short(raised['kind'])}"


def _message(said: str) -> str:
    known, _, filled_in = said.partition(": ")
    if known not in MESSAGES:
        return LEFT_OUT
    if not filled_in:
        return known
    return f"{known}: {filled_in if _CLASS.fullmatch(filled_in) else LEFT_OUT}"


def _file(path: str) -> str:
    """The place in a package, without the folders of a person above it; "…" for any other file."""
    parts = re.split(r"[\\/]", path)
    for top in ("stockage_partage", "local_microsoft365", "site-packages"):
        if top in parts:
            return "/".join(parts[parts.index(top) :])
    return LEFT_OUT


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else LEFT_OUT
