"""What every work on documents needs: the company's database, its library online, and who is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.applications import Application
from stockage_partage.errors import (
    BeingPrepared,
    GroupGone,
    RightsLost,
    SignInNeeded,
    StorageInactive,
    Trouble,
)
from stockage_partage.storage.states import Function

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.drive import Drive
    from stockage_partage.graph.groups import Groups
    from stockage_partage.graph.sign_in import SignIn
    from stockage_partage.graph.upload_session import Uploads
    from stockage_partage.storage.presence import Presence
    from stockage_partage.storage.service import StorageService


@dataclass(frozen=True)
class Workplace:
    """One application on one company, on this workstation, for one person.

    `folder` is this person's own on this workstation, never shared. `clock` is aware, UTC.
    """

    application: Application
    database: CompanyDatabase
    service: StorageService
    sign_in: SignIn
    groups: Groups
    drive: Drive
    uploads: Uploads
    presence: Presence
    folder: Path
    clock: Callable[[], datetime]
    #: The settings' folder for prints, with a sub-folder for each application; None without one.
    print_folder: Path | None = None
    #: The settings' exchange folder of Sage Document Manager; None where the person chooses.
    document_manager_folder: Path | None = None

    def require(self, function: Function) -> None:
        """Raises StorageInactive or FunctionLimited when this application may not do that now."""
        self.service.require(function)

    def who(self) -> str:
        """Who does it, for the register: the account signed in, else this workstation's name."""
        account = self.sign_in.account()
        return account.username if account else self.presence.who

    def why_refused(self, refused: RightsLost) -> Trouble:
        """GroupGone when the group was deleted, which every panel then tells; else the refusal itself."""
        try:
            self.service.find_library()
        except GroupGone as gone:
            return gone
        except Trouble:
            return refused
        return refused

    def library(self) -> str:
        """The drive id of the company's library; one look online when it is not known yet.

        Raises StorageInactive, SignInNeeded, BeingPrepared, and what keeps us from looking.
        """
        activation = self.database.activation.get()
        if activation.group_id is None:
            raise StorageInactive
        if self.sign_in.account() is None:
            raise SignInNeeded
        if activation.drive_id is None:
            self.service.find_library()
            activation = self.database.activation.get()
        if activation.drive_id is None:
            raise BeingPrepared
        return activation.drive_id
