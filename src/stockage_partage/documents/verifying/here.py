"""The journal gone through on this workstation, against the end that it saw last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stockage_partage.company.journal.journal import KeptHeads
from stockage_partage.documents.verifying.timestamps import timestamps_in

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.journal.entries import JournalHead
    from stockage_partage.company.journal.verification import CheckedDocument, VerificationResult


class VerificationHere:
    """One run for one company. `kept`: the end that this workstation knew before, None for none.

    `folder`: this person's own on this workstation.
    """

    def __init__(self, database: CompanyDatabase, folder: Path) -> None:
        self._database = database
        self._heads = KeptHeads(folder)
        self._company_id = database.company.get().id
        self.kept = self._heads.of(self._company_id)

    def run(
        self,
        look: Callable[[CheckedDocument, VerificationResult], object],
        known: JournalHead | None = None,
    ) -> VerificationResult:
        """Goes through everything. `look` and what is raised: as `JournalVerification.run` says.

        `known`: an end that somebody kept elsewhere.
        """
        ends = [each for each in (self.kept, known) if each is not None]
        stamps = timestamps_in(self._database.journal)
        return self._database.verification(ends).run(look, stamps)

    def keep(self, result: VerificationResult) -> None:
        """The end that was found is the one to compare with from now on. Raises FolderRefused, DiskFull…"""
        self._heads.keep(self._company_id, result.head)
