"""Consulting one document: shown, opened as a private copy, saved where the person wants it.

The system is told that a copy came from elsewhere, as a browser does for what it downloads. Office then
opens it in its Protected View and runs no macro of it; macOS asks before it opens a program. Windows:
[MS-FSCC] 5.6.1, Zone.Identifier. macOS: LSFileQuarantine, setxattr(2).

What a system runs, mounts, installs or obeys instead of showing is never opened from here. The endings
are those of the attachments that Outlook blocks, those that Windows' Attachment Manager holds to be of
high risk, the types that macOS's Launch Services calls unsafe, and what Linux desktops start.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import Event

from stockage_partage import disk
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.tree.segments import clean, split_extension
from stockage_partage.documents.viewing.fetch import FetchedFile, Progress, fetch
from stockage_partage.errors import OpeningRefused

PDF = "application/pdf"
_XML = ("application/xml", "text/xml")
#: Larger documents are shown when asked for only. Bytes.
SHOWN_AT_ONCE = 10 * 1024 * 1024
#: A copy opened in another program stays so long. Seconds.
COPY_LIFE_S = 12 * 3600
_LONGEST_NAME = 120


def own_name(row: DocumentRow) -> str:
    """The document's own file name, made safe for any folder."""
    name = row.path.rpartition("/")[2] if row.path else row.title
    stem, extension = split_extension(clean(name))
    if not extension and row.content_type == PDF:
        extension = ".pdf"
    return f"{stem[: _LONGEST_NAME - len(extension)].rstrip('. ')}{extension}"


def is_pdf(row: DocumentRow) -> bool:
    """Whether its pages can be shown inside the window as they are."""
    return row.content_type == PDF or split_extension(own_name(row))[1] == ".pdf"


def may_be_invoice(row: DocumentRow) -> bool:
    """Whether it may be a structured invoice, of which a readable view can be made."""
    return row.content_type in _XML or split_extension(own_name(row))[1] == ".xml"


def may_be_opened(row: DocumentRow) -> bool:
    """False for what the system would run: it can be saved, and opened by whoever answers for it."""
    return not is_program(own_name(row))


def bytes_of(app: AppContext, document_id: int, stop: Event) -> tuple[bytes, FetchedFile]:
    """The whole document in memory, to be shown. Raises as `fetch` does."""
    content = BytesIO()
    fetched = fetch(app, document_id, content, stop=stop)
    return content.getvalue(), fetched


def private_copy(
    app: AppContext, row: DocumentRow, *, progress: Progress, stop: Event
) -> tuple[Path, FetchedFile]:
    """A copy under the document's own name that only this person can read, and nobody can write.

    Raises OpeningRefused for a program, DiskFull, FolderRefused, and as `fetch` does.
    """
    if not may_be_opened(row):
        raise OpeningRefused
    with disk.as_troubles():
        folder = private_folder(app)
    path = folder / own_name(row)
    try:
        fetched = save(app, row.id, path, progress=progress, stop=stop)
        with disk.as_troubles():
            mark_as_downloaded(path)
            path.chmod(0o400)
    except BaseException:
        with suppress(OSError):
            disk.remove_folder(folder)
        raise
    return path, fetched


def private_folder(app: AppContext) -> Path:
    """A new folder for copies that only this person can read, removed after some hours. Raises OSError."""
    return Path(tempfile.mkdtemp(dir=_copies(app)))


def save(
    app: AppContext, document_id: int, target: Path, *, progress: Progress, stop: Event
) -> FetchedFile:
    """Writes the document to `target`, replacing what the person agreed to replace.

    Nothing is under that name before the whole document is there and checked. Raises DiskFull,
    FileOpenElsewhere, FolderRefused, and as `fetch` does.
    """
    with disk.as_troubles(), disk.replace_whole(target) as content:
        return fetch(app, document_id, content, progress=progress, stop=stop)


def withdraw(app: AppContext, document_id: int, held_until: datetime | None = None) -> bool:
    """Takes back a document that is not filed yet; the journal tells who did. False: filed, or on its way.

    `held_until`: what `Outbox.hold` answered; also False when somebody decided about it since then.
    """
    return app.database.outbox.withdraw(
        document_id, held_until, by=app.who(), application=app.application.value
    )


def forget_old_copies(app: AppContext, life_s: float = COPY_LIFE_S) -> None:
    """Removes the private copies of earlier days; one still open in another program stays."""
    with suppress(OSError):
        for folder in _copies(app).iterdir():
            with suppress(OSError):  # a stray file, or one that is held: the others go all the same
                _forget(folder, time.time() - life_s)


def _forget(folder: Path, older_than: float) -> None:
    if folder.stat().st_mtime < older_than:
        disk.remove_folder(folder)


def _copies(app: AppContext) -> Path:
    folder = app.folder / "consultation"
    disk.private_folder(folder)
    return folder


#: Zone 3: the Internet.
_ZONE = "[ZoneTransfer]\r\nZoneId=3\r\n"
_QUARANTINE = b"com.apple.quarantine"
#: Downloaded, by a program that is no browser.
_FLAGS = "0081"


def mark_as_downloaded(path: Path) -> None:
    """Where the system knows such a mark. A disk that keeps none (FAT, some shares) is no trouble."""
    if sys.platform == "win32":
        with suppress(OSError), open(f"{path}:Zone.Identifier", "w", newline="") as stream:  # noqa: PTH123  # a stream of the file, which no Path names
            stream.write(_ZONE)
    elif sys.platform == "darwin":
        value = f"{_FLAGS};{int(time.time()):08x};stockage-partage;".encode()
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.setxattr(os.fsencode(path), _QUARANTINE, value, len(value), 0, 0)


_EVERYWHERE = """
    app appimage application class jar jnlp js jse mjs pl py pyc pyo pyw pyz pyzw rb sh bash csh ksh zsh
    fish tcl lua php htm html mht mhtml shtml svg svgz xht xhtml xsl xslt htc swf
"""
_WINDOWS = """
    ade adp appcontent-ms appinstaller appref-ms appx appxbundle asp aspx asx bas bat bgi cab cdxml cer
    chm cmd cnt com cpl crt der desklink deskthemepack diagcab diagcfg diagpkg dll drv dqy exe fon fxp
    gadget grp hlp hpj hta img inf ins iqy iso isp its job library-ms lnk local mad maf mag mam manifest
    maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msh1 msh1xml msh2 msh2xml mshxml msi
    msix msixbundle msp msrcincident mst msu mui mydocs ocx odc ops oqy osd pcd pif plg prf prg
    printerexport provxml ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc pst rdp reg rqy scf scr sct
    search-ms searchconnector-ms settingcontent-ms shb shs slk sys tap theme themepack tmp udl url vb vbe
    vbp vbs vcd vhd vhdx vsmacros vsto vsw vxd wax webpnp website wim wiz wmd wms wpl ws wsb wsc wsf wsh
    wvx xbap xla xlam xld xll xlm xnk xps-ms zfsendtotarget
    accda accdb accde accdr accdu mapimail diagpack cpgz onepkg gpj symlink
"""
_MACOS = """
    action applescript caction command definition dmg fileloc inetloc afploc vncloc ftploc mailloc
    mobileconfig mobileprovision mpkg osx pkg plugin prefpane qlgenerator saver scpt scptd sdef
    service sparsebundle sparseimage terminal tool webarchive webbookmark webloc wflow workflow xip
    dfont kext bundle framework dylib
"""
_LINUX = """
    deb desktop flatpak flatpakref flatpakrepo kdelnk out rpm run service snap so bin elf mount
    directory
"""
#: Their endings, with the dot, in small letters.
PROGRAMS = frozenset(f".{ending}" for ending in (_EVERYWHERE + _WINDOWS + _MACOS + _LINUX).split())
#: Windows takes `facture.{00021401-0000-0000-C000-000000000046}` for a shortcut, whatever it holds.
_CLASS = ".{"


def is_program(name: str) -> bool:
    """True when the system would run what has that name, seen as Windows sees it."""
    settled = clean(name).lower().rstrip(". ")
    dot = settled.rfind(".")
    return dot >= 0 and (settled[dot:] in PROGRAMS or settled.startswith(_CLASS, dot))
