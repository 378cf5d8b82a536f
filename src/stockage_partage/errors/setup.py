"""Troubles of this workstation or of the company database, which must be put right first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stockage_partage.errors.trouble import Trouble


class SetupTrouble(Trouble):
    """This workstation or the company database must be put right first."""


class DatabaseMissing(SetupTrouble):
    """There is no database at `place`, or its server cannot be reached; `place` may be shown."""

    def __init__(self, detail: str = "", place: str = "") -> None:
        super().__init__(detail)
        self.place = place


class DatabaseRefused(SetupTrouble):
    """The database server does not accept the user name or the password we were given."""


class DatabaseFolderMissing(SetupTrouble):
    """A company is to be made in a folder that is not there; `folder` may be shown."""

    def __init__(self, folder: str = "", detail: str = "") -> None:
        super().__init__(detail)
        self.folder = folder


class CompanyNotNamed(DatabaseMissing):
    """Nobody said which company: no option, no setting."""


class FileExists(SetupTrouble):
    """A file of that name is already there: nothing is written over it."""


class PrinterRefused(SetupTrouble):
    """The printer, or its driver, did not take the pages."""


class PrintersSilent(SetupTrouble):
    """The print system of this workstation did not say in time which printers there are."""


class PrintFolderTaken(SetupTrouble):
    """The print folder already receives the prints of another company or application."""


class FolderRefused(SetupTrouble):
    """A folder in which this program must write cannot be written."""


class ExchangeFolderNotNamed(SetupTrouble):
    """Nobody said which folder Sage Document Manager takes its documents from."""


class ExchangeFolderRefused(SetupTrouble):
    """Sage Document Manager's exchange folder is missing or cannot be written."""


class LinkInTheWay(SetupTrouble):
    """Where a folder or a file is expected, there is a link or a junction, which is not followed.

    `name` is its name, which may be shown.
    """

    def __init__(self, name: str = "", detail: str = "") -> None:
        super().__init__(detail)
        self.name = name


class TargetFolderRefused(SetupTrouble):
    """The folder chosen for the documents brought back cannot be made or written."""


class TargetNotAFolder(TargetFolderRefused):
    """What was chosen for the documents brought back is a file."""


class DossierFolderTaken(SetupTrouble):
    """The place chosen for a dossier holds something else, or a dossier of other documents."""


class NotADatabase(SetupTrouble):
    """The file is no company database."""


class DatabaseReadOnly(SetupTrouble):
    """The database cannot be written."""


class DatabaseTooNew(SetupTrouble):
    """A newer version of the program has changed the database's structure."""


class DatabaseExists(SetupTrouble):
    """A company is already there: nothing is created over it."""


class DatabaseCopied(SetupTrouble):
    """The database was known at other places only: it moved, or this is a copy. A person must say."""


class DatabaseDamaged(SetupTrouble):
    """The database engine reports damage."""


class DiskFull(SetupTrouble):
    """No room left where we must write."""


class SettingsRefused(SetupTrouble):
    """The settings file, or a setting, cannot be used; `setting` names it."""

    def __init__(self, setting: str, detail: str = "") -> None:
        super().__init__(detail)
        self.setting = setting


class SettingsFileRefused(SettingsRefused):
    """The settings file is not written as expected. `setting`: its path. `line`: from 1; None: unknown.

    `backslash`: a path's `\\` inside quotation marks is what cannot be read there.
    """

    def __init__(
        self, path: str, detail: str = "", *, line: int | None = None, backslash: bool = False
    ) -> None:
        super().__init__(path, detail)
        self.line = line
        self.backslash = backslash


class SettingUnknown(SettingsRefused):
    """The settings file names a setting that does not exist, or gives one no text; `known`: those that do."""

    def __init__(self, setting: str, known: Sequence[str], detail: str = "") -> None:
        super().__init__(setting, detail)
        self.known = tuple(known)


class CertificateRefused(SetupTrouble):
    """The server's certificate is not trusted here; `issuer` names who signed it, when known."""

    def __init__(self, issuer: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.issuer = issuer


class ProxyUnreachable(SetupTrouble):
    """The proxy does not answer, or refuses us."""


class ProxyWantsSignIn(ProxyUnreachable):
    """The proxy answers, and lets nobody through without a sign-in (Kerberos, NTLM) that we cannot give."""


class TimestampRefused(SetupTrouble):
    """The time-stamping service refused, or answered something else than a timestamp of the journal.

    `reason`: `rejected`, `certificate` (its own is not trusted here) or `other`.
    """

    def __init__(self, reason: str = "other", detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class TimestampsBehind(SetupTrouble):
    """No timestamp of the journal was kept for days; `since`: when the last one was, aware, None for none ever."""

    def __init__(self, since: datetime | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.since = since


class ClockWrong(SetupTrouble):
    """This computer's clock is too far from Microsoft's; `seconds` is ours minus theirs."""

    def __init__(self, seconds: float = 0.0, detail: str = "") -> None:
        super().__init__(detail)
        self.seconds = seconds


class DateKeptWrong(SetupTrouble):
    """The company database keeps a date ahead of the service's: `kept` and `theirs`, aware."""

    def __init__(self, kept: datetime, theirs: datetime, detail: str = "") -> None:
        super().__init__(detail)
        self.kept = kept
        self.theirs = theirs


class ThirdPartyRefused(SetupTrouble):
    """A line of a third-party file cannot be used; `reason` is a code word, lines count from 1.

    `reason` is a word of `company.third_parties.csv_file.LineRefusal`, which names the field at fault.
    """

    def __init__(self, line: int, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.line = line
        self.reason = reason


class ThirdPartyFileRefused(SetupTrouble):
    """A file of third parties cannot be used at all: `reason` is `empty` or `encoding`."""

    def __init__(self, reason: str = "empty", detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class ThirdPartyInUse(SetupTrouble):
    """A third party cannot be removed: documents of the register bear its code."""


class KeyringUnusable(SetupTrouble):
    """No keyring, or locked: the session is not remembered."""


class LicenceRefused(SetupTrouble):
    """A licence file cannot be installed; `reason` is an entitlement word."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class ServiceRefused(SetupTrouble):
    """The system did not put the person's service in place, or did not take it away."""


class IntegrationRefused(SetupTrouble):
    """The system did not take the program among the person's own, or has no such place."""


class Unexpected(SetupTrouble):
    """A mistake of our own, for those who wait: it is logged with its trace elsewhere."""


class LibraryMissing(SetupTrouble):
    """The window cannot open for want of `libraries`; `packages` bring them, () where nobody knows which do."""

    def __init__(
        self, detail: str = "", libraries: Sequence[str] = (), packages: Sequence[str] = ()
    ) -> None:
        super().__init__(detail or ", ".join(libraries))
        self.libraries = tuple(libraries)
        self.packages = tuple(packages)


class EmbeddedBrowserMissing(LibraryMissing):
    """The embedded browser cannot start on this computer."""


class PrintersMissing(LibraryMissing):
    """Printers cannot be reached from this computer; a PDF can still be written."""


class WindowAddressRefused(SetupTrouble):
    """An address of ours (`window_address`) asks for nothing that we know, or for a company unknown here."""
