"""What a person says the files should hang on, before it is known whether it exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.attaching.targets import Target, TargetKind
from stockage_partage.errors import DetailsMissing, TargetUnknown


@dataclass(frozen=True, slots=True)
class Wish:
    """One place, as it was chosen or typed. `document_id`: a document of the register, chosen there.

    `year` is the archive's; 0 where none was given.
    """

    kind: TargetKind
    third_party: str = ""
    document_id: int | None = None
    document_type: str = ""
    number: str = ""
    day: date | None = None
    to_transmit: bool = False
    family: str = ""
    reference: str = ""
    year: int = 0

    def target(self, db: CompanyDatabase, application: Application) -> Target:
        """The place itself. Raises TargetUnknown, DetailsMissing and the database troubles."""
        match self.kind:
            case TargetKind.THIRD_PARTY:
                if not self.third_party:
                    raise DetailsMissing(("third_party",))
                return targets.third_party(db, self.third_party)
            case TargetKind.DOCUMENT:
                return self._document(db)
            case TargetKind.ARTICLE:
                return targets.article(self.family, self.reference)
            case TargetKind.ARCHIVE:
                if not self.year:
                    raise DetailsMissing(("year",))
                return targets.archive(application, self.year)

    def _document(self, db: CompanyDatabase) -> Target:
        if self.document_id is None:
            kind, day = self.document_type or None, self.day
            found = targets.piece(db, self.third_party or None, self.number, kind, day)
            return replace(found, to_transmit=self.to_transmit)
        row = db.register.get(self.document_id)
        if row is None:
            raise TargetUnknown("document")
        found = targets.document(db, row)
        on_piece = found.kind is TargetKind.DOCUMENT
        return replace(found, to_transmit=self.to_transmit) if on_piece else found
