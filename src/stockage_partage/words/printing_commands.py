"""`imprimer` and `modeles`: what their pages and answers say."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.documents.printing.templates import Filing, PrintTemplate, Why
from stockage_partage.words.printing import FILINGS, template_name
from stockage_partage.words.typography import typeset

PRINT = "Imprimer des PDF et les classer dans l’espace de stockage."
FILES = "PDF à imprimer."
TEMPLATE = "Modèle d’impression, comme facture ou achats/facture."
PROVISIONAL = "Facture qui n’est pas encore validée."
NO_PRINTER = "Classer sans imprimer et sans ouvrir de fenêtre."
PDF = "Enregistrer le PDF à cet endroit (fichier ou dossier), sans ouvrir de fenêtre."
NOT_FILED = "Ne pas classer ; refusé pour un modèle Obligatoire."

TEMPLATES = "Montrer ou régler ce qui est classé à l’impression."
SET = "Modèle et choix, comme facture=obligatoire ; peut être répété."

NO_SCREEN = (
    "Ce poste n’a pas d’écran pour ouvrir la fenêtre d’impression. "
    "Ajoutez --sans-imprimante pour classer, ou --pdf pour enregistrer aussi le PDF."
)
ONE_FILE = "Donnez à --pdf un dossier quand plusieurs PDF sont imprimés."
PDF_TARGET = "Donnez un nom de fichier qui se termine par .pdf, ou un dossier qui existe."
COMPULSORY = "Ce modèle est toujours classé : --ne-pas-classer n’y change rien."

_WHY: dict[Why | None, str] = {
    None: "Non classé, à votre demande.",
    Why.NEVER: "Non classé : ce modèle est réglé sur Jamais.",
    Why.STORAGE_INACTIVE: "Non classé : le stockage n’est pas activé pour cette société.",
    Why.OPTION_MISSING: "Non classé : cette application n’a pas l’option Stockage et partage.",
}


def not_filed(why: Why | None) -> str:
    """Why a print is not filed."""
    return typeset(_WHY[why])


def printed_line(name: str, what: str, pdf: str) -> str:
    """One line for a person about a document that is not filed; `pdf`: where it was written, if it was."""
    done = "enregistré" if pdf else "rien n’a été imprimé ni classé"
    return typeset(" · ".join(part for part in (f"{name} : {done}", what, pdf) if part))


def template_line(template: PrintTemplate, filing: Filing) -> str:
    """« ventes/facture  Ventes, Facture  Proposé »."""
    return f"{template.word:<36}  {template_name(template)} : {FILINGS[filing]}"


def template_lines(rows: Sequence[tuple[PrintTemplate, Filing]]) -> list[str]:
    """One a template."""
    return [typeset(template_line(template, filing)) for template, filing in rows]


NO_TEMPLATE = "Cette application n’a pas de modèle d’impression."
EXAMPLE = ("facture=jamais", "facture=propose", "facture=obligatoire")
