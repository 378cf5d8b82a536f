"""What a person's files may hang on: a third party, a document, an article, the application's archive.

The suite's own archives are zip files and nothing else. An `AttachRequest` is what a person says the files
should hang on, before it is known whether it exists.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import BinaryIO

from stockage_partage.activation.states import Function
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, DocumentRow, ThirdParty
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.documents.tree.document_types import (
    DOMAIN_OF_KIND,
    DocumentType,
    Domain,
    ThirdPartyKind,
    domain_in,
    domains_of,
    find_type,
    named_type,
)
from stockage_partage.documents.tree.filing_plan import (
    Archive,
    Article,
    Attachment,
    DocumentFacts,
    NumberedFile,
    ThirdPartyFolder,
    document_key,
    plan,
)
from stockage_partage.documents.tree.segments import Naming
from stockage_partage.errors import DetailsMissing, TargetUnknown

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ARCHIVE_SUFFIX = ".zip"


class TargetKind(StrEnum):
    """What the files hang on, in the order it is offered."""

    THIRD_PARTY = "third_party"
    DOCUMENT = "document"
    ARTICLE = "article"
    ARCHIVE = "archive"


#: What the application must be allowed to do (the table of decision 0003).
NEEDED: dict[TargetKind, Function] = {
    TargetKind.THIRD_PARTY: Function.ATTACH_TO_THIRD_PARTY,
    TargetKind.DOCUMENT: Function.ATTACH_TO_DOCUMENT,
    TargetKind.ARTICLE: Function.ATTACH_TO_DOCUMENT,
    TargetKind.ARCHIVE: Function.ARCHIVE,
}

_NAME = "x"  # any file's name: the folders do not depend on it


@dataclass(frozen=True, slots=True)
class AttachTarget:
    """One place to attach to. `name` is what the register says that it hangs on.

    `to_transmit`: « A transmettre » instead of « Documents attachés », for documents only.
    """

    kind: TargetKind
    owner: ThirdPartyFolder | NumberedFile | Article | Archive
    name: str
    third_party: ThirdParty | None = None
    to_transmit: bool = False

    @property
    def function(self) -> Function:
        """What the application must be allowed to do."""
        return NEEDED[self.kind]

    @property
    def attached(self) -> AttachmentKind:
        """What the register says of a document attached there."""
        if self.kind is TargetKind.ARCHIVE:
            return AttachmentKind.ARCHIVE
        return AttachmentKind.TO_TRANSMIT if self.to_transmit else AttachmentKind.ATTACHED

    def place(self, file: str) -> DocumentFacts:
        """Where a file of that name goes."""
        if isinstance(self.owner, Archive):
            return replace(self.owner, file=file)
        return Attachment(self.owner, file, self.to_transmit)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that the files go into, from the library's root."""
        return plan(self.place(_NAME)).folders


def third_party(db: CompanyDatabase, code: str) -> AttachTarget:
    """The place for files of a third party. Raises TargetUnknown for a code nobody has."""
    known = db.third_parties.get(code)
    if known is None:
        raise TargetUnknown("third_party")
    owner = ThirdPartyFolder(ThirdPartyKind(known.kind), known.code)
    return AttachTarget(TargetKind.THIRD_PARTY, owner, f"tiers:{known.code}", known)


def piece(
    db: CompanyDatabase,
    code: str | None,
    number: str,
    document_type: str | None = None,
    day: date | None = None,
) -> AttachTarget:
    """The place for files of a document named by hand: the register's own, else by its facts.

    Raises TargetUnknown (no such third party or type, or a state that takes no files) and
    DetailsMissing (type, number or date), which the register may make up for.
    """
    owner = third_party(db, code).third_party if code else None
    number = number.strip()
    if not number:
        raise DetailsMissing(("number",))
    known = _known(db, owner, number, document_type, day)
    if known is not None:
        return _on(_piece_of(known, owner), known.key, owner)
    missing = [word for word, given in (("type", document_type), ("date", day)) if not given]
    if missing or document_type is None or day is None:
        raise DetailsMissing(tuple(missing))
    kind = _type(document_type, owner)
    # The suite keeps its numbers in capitals.
    facts = NumberedFile(
        kind, number.upper(), day, _third_parties(owner, kind), naming=Naming.READABLE
    )
    return _on(facts, document_key(facts), owner)


def document(db: CompanyDatabase, row: DocumentRow) -> AttachTarget:
    """The place for files of a document of the register; what is attached leads to what it hangs on.

    Raises TargetUnknown for one without a place, and for a state that takes no files.
    """
    if row.attached:
        return _same_as(db, row)
    if row.key is None or row.path is None:
        raise TargetUnknown("not_placed")
    owner = db.third_parties.get(row.third_party_code) if row.third_party_code else None
    known = NumberedDocument(
        row.id, row.key, row.path, row.type, row.number, row.date, row.third_party_code
    )
    return _on(_piece_of(known, owner), known.key, owner)


def article(family: str, reference: str) -> AttachTarget:
    """The place for files of an article of the catalogue, whose codes the suite keeps in capitals.

    Raises DetailsMissing when the family or the reference is empty.
    """
    family, reference = family.strip().upper(), reference.strip().upper()
    missing = [
        word
        for word, given in (("family", family), ("reference", reference))
        if not given.strip(". ")
    ]
    if missing:
        raise DetailsMissing(tuple(missing))
    name = f"article:{family}/{reference}"
    return AttachTarget(TargetKind.ARTICLE, Article(family, reference), name)


def archive(application: Application, year: int) -> AttachTarget:
    """The application's own archive of that year."""
    owner = Archive(application, year, _NAME)
    return AttachTarget(TargetKind.ARCHIVE, owner, f"archive:{application}/{year:04d}")


def _same_as(db: CompanyDatabase, row: DocumentRow) -> AttachTarget:
    kind, _, name = row.attached_to.partition(":")
    if kind == "tiers":
        return third_party(db, name)
    if kind == "article":
        return article(*name.split("/", 1))
    if kind == "piece":
        found = db.pieces.keyed(name)
        if found is not None:
            owner = db.third_parties.get(found.third_party_code)
            on = _on(_piece_of(found, owner), found.key, owner)
            return replace(on, to_transmit=row.attached == AttachmentKind.TO_TRANSMIT)
    raise TargetUnknown("document")


def _known(
    db: CompanyDatabase,
    owner: ThirdParty | None,
    number: str,
    document_type: str | None,
    day: date | None,
) -> NumberedDocument | None:
    """The one document of the register that fits; none when several do, and a person must say more."""
    found = db.pieces.numbered(number, owner.code if owner else "")
    found = [each for each in found if each.number == number] or found
    if document_type is not None:
        word = _type(document_type, owner).word
        found = [each for each in found if each.type == word]
    if day is not None:
        found = [each for each in found if each.date == day]
    return found[0] if len(found) == 1 else None


def _on(facts: NumberedFile, key: str, owner: ThirdParty | None) -> AttachTarget:
    return AttachTarget(TargetKind.DOCUMENT, facts, f"piece:{key}", owner)


def _piece_of(known: NumberedDocument, owner: ThirdParty | None) -> NumberedFile:
    """The facts that give the folder in which the document itself is."""
    domain = domain_in(known.path)
    if domain is Domain.ACCOUNTING:
        raise TargetUnknown("state")
    kind = find_type(known.type, domain) if domain is not None else None
    if kind is None or known.date is None or not known.number:
        raise TargetUnknown("type")
    facts = NumberedFile(kind, known.number, known.date, _third_parties(owner, kind))
    folders = tuple(known.path.split("/")[:-1])
    each = (replace(facts, naming=naming) for naming in Naming)
    return next((piece for piece in each if plan(piece).folders == folders), facts)


def types_for(owner: ThirdParty | None) -> tuple[Domain, ...]:
    """The domains whose types a document of this third party may have."""
    if owner is None:
        return (Domain.STOCKS,)
    domain = DOMAIN_OF_KIND.get(owner.kind)
    return (domain,) if domain is not None else (Domain.SALES, Domain.PURCHASES)


def _type(name: str, owner: ThirdParty | None) -> DocumentType:
    exact = named_type(name)
    if domains_of(name) == (Domain.ACCOUNTING,) or (exact and exact.domain is Domain.ACCOUNTING):
        raise TargetUnknown("state")
    if exact is not None:
        return exact
    found = [kind for d in types_for(owner) if (kind := find_type(name, d)) is not None]
    if len(found) == 1 or (found and owner is not None):
        return found[0]
    if owner is None and not found and domains_of(name):
        raise DetailsMissing(("third_party",))
    raise TargetUnknown("type")


def _third_parties(owner: ThirdParty | None, kind: DocumentType) -> ThirdPartyFolder | None:
    if owner is None or kind.domain is Domain.STOCKS:
        return None
    return ThirdPartyFolder(ThirdPartyKind(owner.kind), owner.code)


def is_archive(name: str, content: BinaryIO) -> bool:
    """True for a whole zip archive of that suffix. Its list of files is not read: it may be huge.

    Begins as one and ends with the mark that only a complete one has: a copy cut short lacks it.
    """
    if not name.lower().endswith(ARCHIVE_SUFFIX):
        return False
    content.seek(0)
    begins = content.read(4) in _STARTS
    content.seek(0)
    return begins and zipfile.is_zipfile(content)


@dataclass(frozen=True, slots=True)
class AttachRequest:
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

    def target(self, db: CompanyDatabase, application: Application) -> AttachTarget:
        """The place itself. Raises TargetUnknown, DetailsMissing and the database troubles."""
        match self.kind:
            case TargetKind.THIRD_PARTY:
                if not self.third_party:
                    raise DetailsMissing(("third_party",))
                return third_party(db, self.third_party)
            case TargetKind.DOCUMENT:
                return self._document(db)
            case TargetKind.ARTICLE:
                return article(self.family, self.reference)
            case TargetKind.ARCHIVE:
                if not self.year:
                    raise DetailsMissing(("year",))
                return archive(application, self.year)

    def _document(self, db: CompanyDatabase) -> AttachTarget:
        if self.document_id is None:
            kind, day = self.document_type or None, self.day
            found = piece(db, self.third_party or None, self.number, kind, day)
            return replace(found, to_transmit=self.to_transmit)
        row = db.register.get(self.document_id)
        if row is None:
            raise TargetUnknown("document")
        found = document(db, row)
        on_piece = found.kind is TargetKind.DOCUMENT
        return replace(found, to_transmit=self.to_transmit) if on_piece else found
