"""The print templates of each application, and whether a print made with one goes to the storage. Pure.

The real product keeps these choices on each workstation; here they belong to the company (decision 0013).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.activation.states import Function, Functions, allows
from stockage_partage.applications import Application
from stockage_partage.documents.filing.destination import InvoiceSide, filed_as
from stockage_partage.documents.filing.outcomes import MissingDetail
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.documents.tree.document_types import (
    DOMAIN_OF_KIND,
    TYPES,
    DocumentType,
    Domain,
    find_type,
    word_of,
)

_VALIDATED = frozenset({"facture", "facture-de-retour", "facture-d-avoir"})
_BOTH_SIDES = frozenset(DOMAIN_OF_KIND.values())
#: What the accounting prints besides its own states: the invoices and credit notes that it records.
_OF_ACCOUNTING = frozenset({"facture", "facture-d-avoir"})


class FilingMode(StrEnum):
    """Whether a print goes to the storage; the words of the database and of the command line."""

    NEVER = "jamais"
    OFFERED = "propose"  # ticked, and the person may untick it
    COMPULSORY = "obligatoire"


#: What nobody decided: filed unless somebody unticks it, so that nothing has to be set up first.
DEFAULT = FilingMode.OFFERED


@dataclass(frozen=True, slots=True)
class PrintTemplate:
    """What one kind of document is printed with in one application."""

    application: Application
    kind: DocumentType

    @property
    def word(self) -> str:
        """`ventes/facture`: the same word in several applications, and never twice in one."""
        return f"{self.kind.domain}/{self.kind.word}"

    @property
    def is_invoice(self) -> bool:
        """What is validated: printed before, it is a provisional copy."""
        return self.kind.word in _VALIDATED


def _prints(application: Application, kind: DocumentType) -> bool:
    if application is Application.GESTION_COMMERCIALE:
        return kind.domain is not Domain.ACCOUNTING
    if application is Application.COMPTABILITE:
        invoice = kind.domain in _BOTH_SIDES and kind.word in _OF_ACCOUNTING
        return kind.domain is Domain.ACCOUNTING or invoice
    return False


_TEMPLATES: dict[Application, tuple[PrintTemplate, ...]] = {
    application: tuple(
        PrintTemplate(application, kind) for kind in TYPES if _prints(application, kind)
    )
    for application in Application
}


def templates_of(application: Application) -> tuple[PrintTemplate, ...]:
    """An application's templates in the order of the trade; none when it prints nothing of the tree."""
    return _TEMPLATES[application]


def domains_printed(application: Application) -> tuple[Domain, ...]:
    """The domains with a template, the application's own states first."""
    known = {template.kind.domain for template in templates_of(application)}
    order = (Domain.ACCOUNTING, Domain.SALES, Domain.PURCHASES, Domain.STOCKS)
    return tuple(domain for domain in order if domain in known)


def template_called(
    application: Application, name: str, domain: Domain | None = None
) -> PrintTemplate | None:
    """The one that a person or a program names: `facture`, `Facture d'avoir`, `achats/facture`.

    A name of several domains means `domain` when it is known, else the first: a sale.
    """
    side, slash, rest = name.partition("/")
    found = [
        each for each in templates_of(application) if _is_called(each, rest if slash else name)
    ]
    wanted = word_of(side) if slash else domain
    preferred = [each for each in found if each.kind.domain == wanted]
    if preferred or slash:
        return next(iter(preferred), None)
    return next(iter(found), None)


def _is_called(template: PrintTemplate, name: str) -> bool:
    return find_type(name, template.kind.domain) == template.kind


def template_read(
    application: Application,
    reading: InvoiceReading | None,
    side: InvoiceSide | MissingDetail | None,
) -> PrintTemplate | None:
    """The one that an electronic invoice was printed with; None when it does not say."""
    name = filed_as(reading)
    if name is None:
        return None
    return template_called(
        application, name, side.domain if isinstance(side, InvoiceSide) else None
    )


def template_named(application: Application, file_name: str) -> PrintTemplate | None:
    """The one whose label begins the name of a printed file, `Devis_DE0042.pdf`; the longest label wins.

    Only the template is told from a name, which decides whether it is filed; where it is filed never is.
    """
    word = word_of(file_name.rpartition(".")[0])
    longest = sorted(templates_of(application), key=lambda each: -len(each.kind.word))
    return next((each for each in longest if f"{word}-".startswith(f"{each.kind.word}-")), None)


def filing_of(chosen: Mapping[str, str], template: PrintTemplate | None) -> FilingMode:
    """What was decided for it, or the default."""
    word = chosen.get(template.word, "") if template is not None else ""
    # A word that a newer version wrote is not ours to read.
    return FilingMode(word) if word in set(FilingMode) else DEFAULT


class TickReason(StrEnum):
    """Why the box « Envoi vers votre espace de stockage Microsoft 365 » cannot be changed."""

    NEVER = "never"
    COMPULSORY = "compulsory"
    STORAGE_INACTIVE = "storage_inactive"
    OPTION_MISSING = "option_missing"


@dataclass(frozen=True, slots=True)
class FilingTick:
    """The box of a print: ticked or not, and why it is greyed when it is."""

    ticked: bool
    why: TickReason | None = None

    @property
    def free(self) -> bool:
        """The person may change it."""
        return self.why is None


def tick(filing: FilingMode, functions: Functions) -> FilingTick:
    """Storage first: what cannot be filed is never promised."""
    if not allows(functions, Function.FILE_PRINTS):
        off = functions is Functions.NONE
        return FilingTick(
            ticked=False, why=TickReason.STORAGE_INACTIVE if off else TickReason.OPTION_MISSING
        )
    if filing is FilingMode.NEVER:
        return FilingTick(ticked=False, why=TickReason.NEVER)
    if filing is FilingMode.COMPULSORY:
        return FilingTick(ticked=True, why=TickReason.COMPULSORY)
    return FilingTick(ticked=True)
