"""The kinds of documents of the trade, the folders and parts of the online tree that they belong to.

The French labels are data of the domain: names of folders, the same for every user, whatever
language the window speaks. Source: the suite's own lists of document types.

How long the law has a document kept is told, and nothing is ever deleted for it: ten years from the close of
the fiscal year, for what accounts rest upon. Nothing is told of an employee's documents and of attachments
without a type: other rules hold there, and personal data must not be kept for ever because a program said so.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from stockage_partage.applications import Application
from stockage_partage.company.document_records import BESIDE_A_PIECE, DocumentRow
from stockage_partage.company.fiscal_years import FiscalStart, retention_end
from stockage_partage.documents.tree.segments import folded


class Domain(StrEnum):
    """The side of the trade a document belongs to."""

    SALES = "ventes"
    PURCHASES = "achats"
    INTERNAL = "internes"
    STOCKS = "stocks"
    ACCOUNTING = "comptable"


class ThirdPartyKind(StrEnum):
    """The four kinds of third parties of the suite, in its order; the database's own words."""

    CUSTOMER = "clients"
    SUPPLIER = "fournisseurs"
    EMPLOYEE = "salaries"
    OTHER = "autres"


#: The folder of each kind, directly under the root of the tree.
THIRD_PARTY_FOLDERS: dict[ThirdPartyKind, str] = dict(
    zip(ThirdPartyKind, ("Clients", "Fournisseurs", "Salariés", "Autres"), strict=True)
)

#: Kind of third party -> the side of the trade its documents are on; the other kinds are on neither.
DOMAIN_OF_KIND: dict[str, Domain] = {
    ThirdPartyKind.CUSTOMER: Domain.SALES,
    ThirdPartyKind.SUPPLIER: Domain.PURCHASES,
}

#: The folder of each domain, under a third party or (internal, stocks) under the root.
DOMAIN_FOLDERS: dict[Domain, str] = {
    domain: f"Documents {domain}" + ("s" if domain is Domain.ACCOUNTING else "")
    for domain in Domain
}

#: Everything is under this folder of the group's library.
ROOT = "Sage"
ATTACHED = "Documents attachés"
TO_TRANSMIT = "A transmettre"
#: After the name of a piece, that of another form of it: the same invoice in another file.
OTHER_FORM = "autre-forme"
#: Likewise that of the PDF inside it that shows it to people.
READABLE = "lisible"
#: Likewise that of a message on what became of the invoice; its code and its moment follow.
LIFE_CYCLE = "cycle-de-vie"
ARCHIVING = "Archivage"
ARTICLES = "Articles"
RECOVERY = "Recouvrement"
INTERVENTION = "Intervention"

#: The folder of each application's archives.
APPLICATION_FOLDERS: dict[Application, str] = {
    Application.COMPTABILITE: "Comptabilité",
    Application.GESTION_COMMERCIALE: "Gestion commerciale",
    Application.PAIE: "Paie",
    Application.IMMOBILISATIONS: "Immobilisations",
    Application.MOYENS_DE_PAIEMENT: "Moyens de paiement",
}


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type of document. `word` is kept in the database, `label` is the folder's.

    `folder` is the plural one of accounting states (`Relevés`); the others have none.
    """

    word: str
    label: str
    domain: Domain
    folder: str = ""


_LABELS: dict[Domain, tuple[str, ...]] = {
    Domain.SALES: (
        "Devis",
        "Bon de commande",
        "Préparation de livraison",
        "Bon de livraison",
        "Bon de retour",
        "Bon d'avoir",
        # A posted invoice is the same document at a later moment: same label, or it would move.
        "Facture",
        "Facture de retour",
        "Facture d'avoir",
    ),
    Domain.PURCHASES: (
        "Préparation de commande",
        "Bon de commande",
        "Bon de livraison",
        "Bon de retour",
        "Bon d'avoir",
        "Facture",
        "Facture de retour",
        "Facture d'avoir",
    ),
    Domain.STOCKS: (
        "Mouvement d'entrée",
        "Mouvement de sortie",
        "Virement de dépôt à dépôt",
        "Dépréciation",
        "Préparation de fabrication",
        "Ordre de fabrication",
        "Bon de fabrication",
    ),
    Domain.ACCOUNTING: ("Relevé", "Lettre", "Rappel", RECOVERY),
}

_PLURAL_FOLDERS = {"Relevé": "Relevés", "Lettre": "Lettres", "Rappel": "Rappels"}

#: What people also call a type; only where no other type could be meant.
_SYNONYMS = {"avoir": "facture-d-avoir", "facture-comptabilisee": "facture"}


def word_of(label: str) -> str:
    """`Facture d'avoir` -> `facture-d-avoir`: the label without accents, for machines."""
    bare = unicodedata.normalize("NFD", label.casefold())
    kept = (c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return "-".join("".join(kept).split())


TYPES: tuple[DocumentType, ...] = tuple(
    DocumentType(word_of(label), label, domain, _PLURAL_FOLDERS.get(label, ""))
    for domain, labels in _LABELS.items()
    for label in labels
)

_BY_DOMAIN = {(t.domain, t.word): t for t in TYPES}


def internal_type(label: str) -> DocumentType:
    """A type of internal document: the seven of them are named by each company."""
    return DocumentType(word_of(label), label, Domain.INTERNAL)


def find_type(name: str, domain: Domain) -> DocumentType | None:
    """The type a person or a program names by word, label or synonym; None when there is none."""
    word = word_of(name)
    return _BY_DOMAIN.get((domain, _SYNONYMS.get(word, word)))


def type_name(kind: DocumentType) -> str:
    """`achats/facture`, `internes/Note de frais`: the one name that leaves no doubt."""
    return f"{kind.domain}/{kind.label if kind.domain is Domain.INTERNAL else kind.word}"


def named_type(name: str) -> DocumentType | None:
    """The type of such a name; None for a plain word, or when that domain has no such type."""
    domain, slash, word = (part.strip() for part in name.partition("/"))
    if not slash or domain.casefold() not in set(Domain):
        return None
    if domain.casefold() == Domain.INTERNAL:
        return internal_type(word) if word_of(word) else None
    return find_type(word, Domain(domain.casefold()))


@lru_cache(maxsize=256)
def domains_of(name: str) -> tuple[Domain, ...]:
    """The domains that know a type of that name; empty for a name nobody knows."""
    return tuple(domain for domain in Domain if find_type(name, domain) is not None)


def domain_in(path: str) -> Domain | None:
    """The domain whose folder a path goes through; None where it goes through none."""
    folders = path.split("/")
    return next((each for each in Domain if DOMAIN_FOLDERS[each] in folders), None)


def kept_until(row: DocumentRow, start: FiscalStart) -> date | None:
    """The last day of the legal retention; None where nobody can tell, or where another rule holds.

    `start`: the day on which the company's fiscal years begin.
    """
    if row.date is None or not row.type or row.attached not in ("", *BESIDE_A_PIECE):
        return None
    if row.third_party_kind == ThirdPartyKind.EMPLOYEE.value:
        return None
    return retention_end(row.date, start)


class TreePart(StrEnum):
    """One box of the assistants; the database's own words (`sp_delta.part`)."""

    THIRD_PARTY_FILES = "third_party_files"
    SALES = "sales"
    PURCHASES = "purchases"
    ACCOUNTING = "accounting"
    ARTICLES = "articles"
    STOCKS_INTERNAL = "stocks_internal"
    ARCHIVES = "archives"
    ELSEWHERE = "elsewhere"  # below « Sage », outside the tree that the applications make


ALL_PARTS = frozenset(TreePart)

_PART_OF_DOMAIN = {
    Domain.SALES: TreePart.SALES,
    Domain.PURCHASES: TreePart.PURCHASES,
    Domain.INTERNAL: TreePart.STOCKS_INTERNAL,
    Domain.STOCKS: TreePart.STOCKS_INTERNAL,
    Domain.ACCOUNTING: TreePart.ACCOUNTING,
}
_KINDS = frozenset(folded(name) for name in THIRD_PARTY_FOLDERS.values())
_AT_THE_TOP = {
    folded(ARCHIVING): TreePart.ARCHIVES,
    folded(ARTICLES): TreePart.ARTICLES,
    folded(DOMAIN_FOLDERS[Domain.INTERNAL]): TreePart.STOCKS_INTERNAL,
    folded(DOMAIN_FOLDERS[Domain.STOCKS]): TreePart.STOCKS_INTERNAL,
}
_OF_A_THIRD_PARTY = {folded(ATTACHED): TreePart.THIRD_PARTY_FILES} | {
    folded(DOMAIN_FOLDERS[domain]): part for domain, part in _PART_OF_DOMAIN.items()
}


def part_of(path: str) -> TreePart | None:
    """The part that a file's path belongs to; None for a file that is not below « Sage »."""
    root, *below = (folded(segment) for segment in path.split("/"))
    if root != folded(ROOT) or not below:
        return None
    if below[0] in _KINDS:
        return (
            _OF_A_THIRD_PARTY.get(below[2], TreePart.ELSEWHERE)
            if len(below) > 3
            else TreePart.ELSEWHERE
        )
    return _AT_THE_TOP.get(below[0], TreePart.ELSEWHERE) if len(below) > 1 else TreePart.ELSEWHERE
