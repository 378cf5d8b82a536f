"""The kinds of documents of the trade, with the folder labels that the online tree uses.

The French labels are data of the domain: names of folders, the same for every user, whatever
language the window speaks. Source: the suite's own lists of document types.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from stockage_partage.applications import Application


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
