"""What a person's files may hang on: a third party, a document, an article, the application's archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Attached, DocumentRow, ThirdParty
from stockage_partage.company.pieces import KnownPiece
from stockage_partage.documents.tree.document_types import (
    DOMAIN_FOLDERS,
    DocumentType,
    Domain,
    ThirdPartyKind,
    domains_of,
    find_type,
    named_type,
)
from stockage_partage.documents.tree.filing_plan import (
    Archive,
    Article,
    Attachment,
    DocumentFacts,
    Piece,
    Tiers,
    document_key,
    plan,
)
from stockage_partage.errors import DetailsMissing, TargetUnknown
from stockage_partage.storage.states import Function


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
class Target:
    """One place to attach to. `name` is what the register says that it hangs on.

    `to_transmit`: « A transmettre » instead of « Documents attachés », for documents only.
    """

    kind: TargetKind
    owner: Tiers | Piece | Article | Archive
    name: str
    third_party: ThirdParty | None = None
    to_transmit: bool = False

    @property
    def function(self) -> Function:
        """What the application must be allowed to do."""
        return NEEDED[self.kind]

    @property
    def attached(self) -> Attached:
        """The register's word."""
        if self.kind is TargetKind.ARCHIVE:
            return Attached.ARCHIVE
        return Attached.TO_TRANSMIT if self.to_transmit else Attached.ATTACHED

    def place(self, file: str) -> DocumentFacts:
        """Where a file of that name goes."""
        if isinstance(self.owner, Archive):
            return replace(self.owner, file=file)
        return Attachment(self.owner, file, self.to_transmit)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that the files go into, from the library's root."""
        return plan(self.place(_NAME)).folders


def third_party(db: CompanyDatabase, code: str) -> Target:
    """On a third party. Raises TargetUnknown for a code nobody has."""
    known = db.third_parties.get(code)
    if known is None:
        raise TargetUnknown("third_party")
    owner = Tiers(ThirdPartyKind(known.kind), known.code)
    return Target(TargetKind.THIRD_PARTY, owner, f"tiers:{known.code}", known)


def piece(
    db: CompanyDatabase,
    code: str | None,
    number: str,
    document_type: str | None = None,
    day: date | None = None,
) -> Target:
    """On a document named by hand: the register's own when it knows one, else by its facts.

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
    facts = Piece(kind, number.upper(), day, _tiers(owner, kind))
    return _on(facts, document_key(facts), owner)


def document(db: CompanyDatabase, row: DocumentRow) -> Target:
    """On a document of the register; what is itself attached leads to what it hangs on.

    Raises TargetUnknown for one without a place, and for a state that takes no files.
    """
    if row.attached:
        return _same_as(db, row)
    if row.key is None or row.path is None:
        raise TargetUnknown("not_placed")
    owner = db.third_parties.get(row.third_party_code) if row.third_party_code else None
    known = KnownPiece(
        row.id, row.key, row.path, row.type, row.number, row.date, row.third_party_code
    )
    return _on(_piece_of(known, owner), known.key, owner)


def article(family: str, reference: str) -> Target:
    """On an article of the catalogue, whose codes the suite keeps in capitals."""
    family, reference = family.strip().upper(), reference.strip().upper()
    missing = [
        word
        for word, given in (("family", family), ("reference", reference))
        if not given.strip(". ")
    ]
    if missing:
        raise DetailsMissing(tuple(missing))
    name = f"article:{family}/{reference}"
    return Target(TargetKind.ARTICLE, Article(family, reference), name)


def archive(application: Application, year: int) -> Target:
    """The application's own archive of that year."""
    owner = Archive(application, year, _NAME)
    return Target(TargetKind.ARCHIVE, owner, f"archive:{application}/{year:04d}")


def _same_as(db: CompanyDatabase, row: DocumentRow) -> Target:
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
            return replace(on, to_transmit=row.attached == Attached.TO_TRANSMIT)
    raise TargetUnknown("document")


def _known(
    db: CompanyDatabase,
    owner: ThirdParty | None,
    number: str,
    document_type: str | None,
    day: date | None,
) -> KnownPiece | None:
    """The one document of the register that fits; none when several do, and a person must say more."""
    found = db.pieces.numbered(number, owner.code if owner else "")
    if document_type is not None:
        word = _type(document_type, owner).word
        found = [each for each in found if each.type == word]
    if day is not None:
        found = [each for each in found if each.date == day]
    return found[0] if len(found) == 1 else None


def _on(facts: Piece, key: str, owner: ThirdParty | None) -> Target:
    return Target(TargetKind.DOCUMENT, facts, f"piece:{key}", owner)


def _piece_of(known: KnownPiece, owner: ThirdParty | None) -> Piece:
    """The facts that give the folder in which the document itself is."""
    domain = next((d for d in Domain if DOMAIN_FOLDERS[d] in known.path.split("/")), None)
    if domain is Domain.ACCOUNTING:
        raise TargetUnknown("state")
    kind = find_type(known.type, domain) if domain is not None else None
    if kind is None or known.date is None or not known.number:
        raise TargetUnknown("type")
    return Piece(kind, known.number, known.date, _tiers(owner, kind))


_DOMAIN_OF_KIND = {
    ThirdPartyKind.CUSTOMER: Domain.SALES,
    ThirdPartyKind.SUPPLIER: Domain.PURCHASES,
}


def types_for(owner: ThirdParty | None) -> tuple[Domain, ...]:
    """The domains whose types a document of this third party may have."""
    if owner is None:
        return (Domain.STOCKS,)
    domain = _DOMAIN_OF_KIND.get(ThirdPartyKind(owner.kind))
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


def _tiers(owner: ThirdParty | None, kind: DocumentType) -> Tiers | None:
    if owner is None or kind.domain is Domain.STOCKS:
        return None
    return Tiers(ThirdPartyKind(owner.kind), owner.code)
