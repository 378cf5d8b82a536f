"""This workstation or the company database must be put right first."""

from __future__ import annotations

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


class CompanyNotNamed(DatabaseMissing):
    """Nobody said which company: no option, no setting."""


class FileExists(SetupTrouble):
    """A file of that name is already there: nothing is written over it."""


class PrinterRefused(SetupTrouble):
    """The printer, or its driver, did not take the pages."""


class PrintFolderTaken(SetupTrouble):
    """The print folder already receives the prints of another company or application."""


class FolderRefused(SetupTrouble):
    """A folder in which this program must write cannot be written."""


class ExchangeFolderNotNamed(SetupTrouble):
    """Nobody said which folder Sage Document Manager takes its documents from."""


class ExchangeFolderRefused(SetupTrouble):
    """Sage Document Manager's exchange folder is missing or cannot be written."""


class TargetFolderRefused(SetupTrouble):
    """The folder chosen for the documents brought back cannot be made or written."""


class TargetNotAFolder(TargetFolderRefused):
    """What was chosen for the documents brought back is a file."""


class NotADatabase(SetupTrouble):
    """The file is no company database."""


class DatabaseReadOnly(SetupTrouble):
    """The database cannot be written."""


class DatabaseTooNew(SetupTrouble):
    """A newer version of the program has changed the database's structure."""


class DatabaseExists(SetupTrouble):
    """A company is already there: nothing is created over it."""


class DatabaseDamaged(SetupTrouble):
    """The database engine reports damage."""


class DiskFull(SetupTrouble):
    """No room left where we must write."""


class SettingsRefused(SetupTrouble):
    """The settings file, or a setting, cannot be used; `setting` names it."""

    def __init__(self, setting: str, detail: str = "") -> None:
        super().__init__(detail)
        self.setting = setting


class CertificateRefused(SetupTrouble):
    """The server's certificate is not trusted here; `issuer` names who signed it, when known."""

    def __init__(self, issuer: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.issuer = issuer


class ProxyUnreachable(SetupTrouble):
    """The proxy does not answer, or refuses us."""


class ClockWrong(SetupTrouble):
    """This computer's clock is too far from Microsoft's; `seconds` is ours minus theirs."""

    def __init__(self, seconds: float = 0.0, detail: str = "") -> None:
        super().__init__(detail)
        self.seconds = seconds


class ThirdPartyRefused(SetupTrouble):
    """A line of a third-party file cannot be used; `reason` is a code word, lines count from 1.

    `reason` is a word of `company.third_party_csv.Refused`, which names the field at fault.
    """

    def __init__(self, line: int, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.line = line
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


class EmbeddedBrowserMissing(SetupTrouble):
    """The embedded browser cannot start on this computer."""


class Unexpected(SetupTrouble):
    """A mistake of our own, for those who wait: it is logged with its trace elsewhere."""
