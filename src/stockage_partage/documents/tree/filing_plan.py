"""Where a document belongs online, and under which name: one pure function, `plan`.

    Sage
    ├─ Archivage/<application>/<AAAA>
    ├─ Articles/<famille>/<référence>/Documents attachés
    ├─ Clients | Fournisseurs | Salariés | Autres / <N° tiers>
    │  ├─ Documents attachés
    │  ├─ Documents ventes | achats | internes / <AAAAMM> / <type>_<N° pièce> …
    │  │                                       … / <type>_<N° pièce>_autre-forme…, _cycle-de-vie_…
    │  └─ Documents comptables / <exercice> / Relevés | Lettres | Rappels
    │                          / Recouvrement / <N° dossier> / …
    └─ Documents internes | Documents stocks / <AAAAMM> / <type>_<N° pièce> …

The month is the document's own, not the print's, so that a reprint lands beside its first print.
Two different documents never get the same path, names compared without case; the same document gets
the same path on every run and every computer. `version` is 1 for the first file of a document.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from stockage_partage.applications import Application
from stockage_partage.company.fiscal_years import FiscalYear
from stockage_partage.documents.tree import segments
from stockage_partage.documents.tree.document_types import (
    APPLICATION_FOLDERS,
    ARCHIVING,
    ARTICLES,
    ATTACHED,
    DOMAIN_FOLDERS,
    INTERVENTION,
    RECOVERY,
    ROOT,
    THIRD_PARTY_FOLDERS,
    TO_TRANSMIT,
    DocumentType,
    Domain,
    ThirdPartyKind,
)
from stockage_partage.documents.tree.segments import Naming

# SharePoint refuses a decoded path of more than 400, of which 150 are kept for the site's address and the
# library's name. The suite's own lengths are far below (13, 17, 18, 35); these are what fits at worst.
_CODE = 30
_NUMBER = 28
_CASE = 24
_LABEL = 35
_FILE = 80


@dataclass(frozen=True, slots=True)
class ThirdPartyFolder:
    """A third party as far as the tree needs it."""

    kind: ThirdPartyKind
    code: str


@dataclass(frozen=True, slots=True)
class NumberedFile:
    """A numbered document of sales, purchases, internal or stocks.

    `third_party` None: internal and stock documents of nobody, directly under the root.
    `provisional_at`: when an invoice not yet validated was printed; it gets a name of its own.
    `naming`: a readable number is for who has looked whether another one has that place.
    """

    document_type: DocumentType
    number: str
    date: date
    third_party: ThirdPartyFolder | None = None
    extension: str = ".pdf"
    provisional_at: datetime | None = None
    naming: Naming = Naming.UNMISTAKABLE


@dataclass(frozen=True, slots=True)
class BesideFile:
    """A file that belongs to a piece and lies beside it: another form of the invoice, a message on it.

    `mark` stands after the piece's own name.
    """

    piece: NumberedFile
    mark: str
    extension: str = ".xml"


@dataclass(frozen=True, slots=True)
class StateFile:
    """An accounting state without a number of its own: statement, letter, reminder."""

    document_type: DocumentType
    third_party: ThirdPartyFolder
    fiscal_year: FiscalYear
    printed_at: datetime
    extension: str = ".pdf"


@dataclass(frozen=True, slots=True)
class Recovery:
    """A print of a recovery case."""

    third_party: ThirdPartyFolder
    case: str
    title: str
    printed_at: datetime
    extension: str = ".pdf"


@dataclass(frozen=True, slots=True)
class Intervention:
    """A file attached to one intervention of a recovery case."""

    third_party: ThirdPartyFolder
    case: str
    at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the catalogue."""

    family: str
    reference: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A person's file on a third party, a piece or an article. `to_transmit`: pieces only."""

    owner: ThirdPartyFolder | NumberedFile | Article
    file: str
    to_transmit: bool = False


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip of the suite's own archiving."""

    application: Application
    year: int
    file: str


DocumentFacts = (
    NumberedFile | BesideFile | StateFile | Recovery | Intervention | Attachment | Archive
)


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """The place of one file. `path` is relative to the library, separated by `/`."""

    folders: tuple[str, ...]
    name: str

    @property
    def path(self) -> str:
        """The folders and the name, separated by `/`."""
        return "/".join((*self.folders, self.name))

    @property
    def key(self) -> str:
        """The path in one way of writing: equal for two plans that SharePoint would take for one place."""
        return unicodedata.normalize("NFC", self.path.casefold())


def plan(facts: DocumentFacts, version: int = 1) -> FilingPlan:
    """The place of the `version`th file of that document."""
    match facts:
        case NumberedFile():
            return _piece(facts, version)
        case BesideFile():
            folders, stem = _piece_folders(facts.piece)
            copy = f" ({version})" if version > 1 else ""
            return FilingPlan(folders, f"{stem}_{facts.mark}{copy}{facts.extension}")
        case StateFile():
            return _state(facts, version)
        case Recovery():
            return _recovery(facts, version)
        case Intervention():
            folder = f"{INTERVENTION} {_stamp(facts.at)}"
            return _attached((*_case(facts.third_party, facts.case), folder), facts.file, version)
        case Attachment():
            return _attachment(facts, version)
        case Archive():
            folders = (ROOT, ARCHIVING, APPLICATION_FOLDERS[facts.application])
            return _attached((*folders, f"{facts.year:04d}"), facts.file, version)


def document_key(facts: DocumentFacts) -> str:
    """What makes two files versions of one document: the place of the first one."""
    return plan(facts).key


def _piece(facts: NumberedFile, version: int) -> FilingPlan:
    folders, stem = _piece_folders(facts)
    provisional = f"_provisoire_{_stamp(facts.provisional_at)}" if facts.provisional_at else ""
    return FilingPlan(folders, f"{stem}{provisional}{_later(version)}{facts.extension}")


def _piece_folders(facts: NumberedFile) -> tuple[tuple[str, ...], str]:
    kind = facts.document_type
    if kind.domain is Domain.INTERNAL:
        stem = segments.named_segment(kind.label, facts.number, _LABEL, _NUMBER, facts.naming)
    else:
        stem = segments.numbered_segment(kind.label, facts.number, _NUMBER, facts.naming)
    start = _piece_start(kind.domain, facts.third_party)
    month = f"{facts.date.year:04d}{facts.date.month:02d}"
    return (*start, DOMAIN_FOLDERS[kind.domain], month, stem), stem


def _piece_start(domain: Domain, tiers: ThirdPartyFolder | None) -> tuple[str, ...]:
    if domain is Domain.STOCKS or (domain is Domain.INTERNAL and tiers is None):
        return (ROOT,)
    if tiers is None:
        # Placing asks for the third party before it plans: arriving here is our mistake.
        raise ValueError(f"a document of {domain} belongs to a third party")
    return _third_parties(tiers)


def _state(facts: StateFile, version: int) -> FilingPlan:
    kind = facts.document_type
    folders = (
        *_third_parties(facts.third_party),
        DOMAIN_FOLDERS[Domain.ACCOUNTING],
        facts.fiscal_year.label,
        kind.folder or kind.label,
    )
    return FilingPlan(
        folders, _unnumbered(kind.label, facts.third_party, facts.printed_at, version, facts)
    )


def _recovery(facts: Recovery, version: int) -> FilingPlan:
    folder = segments.text_segment(facts.title, _LABEL, before=f"{RECOVERY} ")
    name = _unnumbered(RECOVERY, facts.third_party, facts.printed_at, version, facts)
    return FilingPlan((*_case(facts.third_party, facts.case), folder), name)


def _unnumbered(
    label: str, tiers: ThirdPartyFolder, at: datetime, version: int, facts: StateFile | Recovery
) -> str:
    stem = segments.numbered_segment(label, tiers.code, _CODE)
    return f"{stem}_{_stamp(at)}{_later(version)}{facts.extension}"


def _attachment(facts: Attachment, version: int) -> FilingPlan:
    match facts.owner:
        case ThirdPartyFolder():
            start = _third_parties(facts.owner)
        case NumberedFile():
            start, _ = _piece_folders(facts.owner)
        case Article(family, reference):
            family = segments.key_segment(family, _CODE)
            start = (ROOT, ARTICLES, family, segments.key_segment(reference, _CODE))
    folder = (
        TO_TRANSMIT if facts.to_transmit and isinstance(facts.owner, NumberedFile) else ATTACHED
    )
    return _attached((*start, folder), facts.file, version)


def _attached(folders: tuple[str, ...], file: str, version: int) -> FilingPlan:
    return FilingPlan(folders, segments.file_name(file, _FILE, version))


def _case(tiers: ThirdPartyFolder, case: str) -> tuple[str, ...]:
    number = segments.key_segment(case, _CASE)
    return (*_third_parties(tiers), DOMAIN_FOLDERS[Domain.ACCOUNTING], RECOVERY, number)


def _third_parties(tiers: ThirdPartyFolder) -> tuple[str, ...]:
    code = segments.key_segment(tiers.code, _CODE)
    return (ROOT, THIRD_PARTY_FOLDERS[tiers.kind], code)


def _stamp(at: datetime) -> str:
    # Not strftime: it writes years before 1000 with fewer digits.
    return f"{at.year:04d}{at.month:02d}{at.day:02d}-{at.hour:02d}{at.minute:02d}{at.second:02d}"


def _later(version: int) -> str:
    return f"_v{version:02d}" if version > 1 else ""
