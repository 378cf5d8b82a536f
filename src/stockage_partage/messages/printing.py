"""What is said of print templates and of the watched folder, and by the commands `imprimer` and `modeles`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from stockage_partage.activation.states import Functions, PanelState
from stockage_partage.applications import Application
from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintOutcome,
    PrintResult,
    WaitReason,
)
from stockage_partage.documents.printing.templates import FilingMode, PrintTemplate, TickReason
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.errors import FolderRefused, StorageInactive, Trouble
from stockage_partage.messages.documents import DOMAINS, shown, type_label
from stockage_partage.messages.names import the_application
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import after_colon, number, plural, quoted, typeset
from stockage_partage.messages.waiting_reasons import remark

FILINGS: dict[FilingMode, str] = {
    FilingMode.NEVER: "Jamais",
    FilingMode.OFFERED: "Proposé",
    FilingMode.COMPULSORY: "Obligatoire",
}
FILING_HELP: dict[FilingMode, str] = {
    FilingMode.NEVER: "À l’impression, la case d’envoi est décochée et grisée.",
    FilingMode.OFFERED: "À l’impression, la case d’envoi est cochée, et peut être décochée.",
    FilingMode.COMPULSORY: "À l’impression, la case d’envoi est cochée et grisée.",
}
#: What accounting prints are states.
TEMPLATE_DOMAINS = DOMAINS | {Domain.ACCOUNTING: "États comptables"}

# --- « Modèles » ---------------------------------------------------------------------------------

TEMPLATES_HELP = (
    "Ce qui est classé dans Microsoft 365 quand on imprime. "
    "Ces choix valent pour toute la société, sur tous les postes."
)


NOT_PUT_BACK = typeset(
    "Le choix n’a pas été rétabli : quelqu’un l’a encore changé depuis. Ce qui est affiché est en vigueur."
)


def template_changed(template: PrintTemplate, filing: FilingMode) -> str:
    """Said of a choice that holds from now on, while it can still be taken back."""
    return typeset(
        f"{template_name(template)} : « {FILINGS[filing]} », dès la prochaine impression."
    )


def choice_name(template: PrintTemplate, filing: FilingMode) -> str:
    """What a screen reader says of one choice: « Ventes, Facture : Proposé »."""
    return typeset(f"{template_name(template)} : {FILINGS[filing]}")


def template_name(template: PrintTemplate) -> str:
    """« Ventes, Facture »: a label alone is often in several domains."""
    return f"{TEMPLATE_DOMAINS[template.kind.domain]}, {type_label(template.kind.word)}"


def closed(state: PanelState) -> str:
    """Why nothing can be chosen on the page; empty when it can."""
    if state.functions is Functions.ALL:
        return ""
    application = the_application(state.facts.application)
    if state.functions is Functions.LIMITED:
        return typeset(
            f"Option non acquise pour {application} : ses impressions ne sont pas classées. "
            "Les choix déjà faits sont gardés."
        )
    return typeset(
        "Le stockage n’est pas activé : rien n’est classé à l’impression, et les choix déjà faits "
        "sont gardés. Activez-le dans « Échanges de données »."
    )


_NO_TEMPLATE: dict[Application, str] = {
    Application.COMPTABILITE: "Aucun modèle : ce qu’imprime la Comptabilité n’est pas classé.",
    Application.GESTION_COMMERCIALE: "Aucun modèle : ce qu’imprime la Gestion commerciale n’est pas classé.",
    Application.PAIE: "Aucun modèle : ce qu’imprime la Paie n’est pas classé.",
    Application.IMMOBILISATIONS: "Aucun modèle : ce qu’impriment les Immobilisations n’est pas classé.",
    Application.MOYENS_DE_PAIEMENT: "Aucun modèle : ce qu’impriment les Moyens de paiement n’est pas classé.",
}


def no_template(state: PanelState) -> str:
    """An application that prints nothing of the tree."""
    return typeset(_NO_TEMPLATE[state.facts.application])


# --- the watched folder --------------------------------------------------------------------------

FOLDER = "Dossier surveillé"
FOLDER_HELP = (
    "Les PDF que votre logiciel imprime dans ce dossier sont classés sans que personne y pense."
)
NO_FOLDER = "Aucun"
FOLDER_READING = "Lecture…"
CREATE = "Créer le dossier"
CHOOSE = "Choisir…"
OPEN = "Ouvrir"
STOP = "Ne plus surveiller"
CHOOSE_TITLE = "Choisir le dossier à surveiller"
SYNCHRONISED = typeset(
    "Ce dossier est copié dans un espace en ligne personnel (OneDrive, iCloud) : les impressions, bulletins de paie compris, y partent aussi. Choisissez de préférence un autre dossier."
)
FULL_TITLE = typeset("Surveiller ce dossier ?")
WATCH = "Surveiller"


def already_there(folder: Path, count: int) -> list[str]:
    """Said before a folder that is not empty is watched: what becomes of its PDF."""
    return [
        typeset(f"Le dossier {quoted(shown(folder.name))} contient déjà {number(count)} PDF."),
        "Ils seront tous pris, classés et déplacés dans des sous-dossiers.",
        "Pour les laisser où ils sont, choisissez un dossier vide.",
    ]


def place(folder: PurePath) -> str:
    """A folder in full. After « \\ », unlike after « / », a line is not broken of itself."""
    return shown(str(folder)).replace("\\", "\\\u200b")


def watched(folder: PurePath) -> str:
    """Said once a folder is watched."""
    return typeset(f"Le dossier « {shown(folder.name)} » est surveillé.")


def not_watched(folder: PurePath) -> str:
    """Said once a folder is watched no more."""
    return typeset(f"Le dossier « {shown(folder.name)} » n’est plus surveillé.")


#: Beside the button that would open it.
NOT_THERE = "Ce dossier est introuvable."
_LOOK_FOR_IT = f"{NOT_THERE} Vérifiez qu’il existe et que son lecteur est accessible."
_BACK_LATER = (
    f"{NOT_THERE} Vérifiez qu’il existe et que son lecteur est accessible : "
    "ce qui y est imprimé sera pris dès son retour."
)

_WAITING: dict[WaitReason, str] = {
    WaitReason.EMPTY: "{file} est vide : il sera pris une fois entièrement écrit.",
    WaitReason.INCOMPLETE: "{file} est incomplet : il sera pris une fois entièrement écrit.",
    WaitReason.LOCKED: "{file} est tenu par un autre programme, ou protégé : il sera pris une fois libre.",
    WaitReason.NOT_A_PDF: "{file} n’est ni un PDF ni une facture électronique : il reste dans le dossier.",
}


def folder_state(said: FolderScan) -> str:
    """How the watched folder stands, in a sentence or two."""
    if said.state is FolderState.OFF:
        return FOLDER_HELP
    if said.state is FolderState.ABSENT:
        if said.trouble is not None:
            return f"{_LOOK_FOR_IT} {_troubled(said.trouble)}"
        return _BACK_LATER
    if said.trouble is not None:
        return " ".join(filter(None, (_troubled(said.trouble), _left(said.whole))))
    waits = _waits(said)
    return f"{FOLDER_HELP} {waits}".strip()


def folder_trouble(said: FolderScan) -> str:
    """What is wrong with the folder as a whole; empty when nothing is."""
    wrong = said.state is FolderState.ABSENT or said.trouble is not None
    return typeset(folder_state(replace(said, whole=0))) if wrong else ""


def folder_line(said: FolderScan) -> str:
    """The watched folder on one line of a terminal: what is wrong with it, or that all is well."""
    if said.folder is None:
        return folder_trouble(said) or typeset(f"{FOLDER} : aucun.")
    where, wrong = quoted(shown(str(said.folder))), folder_trouble(said)
    if not wrong:
        return typeset(f"{FOLDER} {where} : surveillé.")
    return typeset(f"{FOLDER} {where} : {after_colon(wrong)}")


_TAKEN: dict[PrintOutcome, str] = {
    PrintOutcome.KEPT: "gardé, part vers Microsoft 365",
    PrintOutcome.ALREADY_FILED: "déjà classé",
    PrintOutcome.TO_CLASSIFY: "à classer",
    PrintOutcome.LEFT_OUT: "non classé, son modèle est réglé sur Jamais",
    PrintOutcome.REFUSED: "à reprendre",
}


def taken_line(taken_print: PrintResult) -> str:
    """One print taken, on one line of a terminal."""
    said = typeset(f"{shown(taken_print.name)} : {_TAKEN[taken_print.outcome]}")
    about = remark(taken_print.particulars)
    return f"{said}. {about}" if about else said


def _troubled(trouble: Trouble) -> str:
    if isinstance(trouble, FolderRefused):
        return (
            "Le programme ne peut pas déplacer de fichiers dans ce dossier. "
            "Vérifiez vos droits, ou choisissez-en un autre."
        )
    if isinstance(trouble, StorageInactive):
        return "Le stockage n’est pas activé : rien n’est pris."
    return explain(trouble).sentence


def _left(count: int) -> str:
    if not count:
        return ""
    return plural(count, "{n} impression y attend.", "{n} impressions y attendent.")


def _waits(said: FolderScan) -> str:
    """The files left, the first by its name: « « a.pdf » est incomplet : il sera pris… »"""
    told = [(name, why) for name, why in said.waiting if why is not WaitReason.MOVING]
    if not told:
        return ""
    first, others = _waits_because(*told[0]), len(told) - 1
    if not others:
        return first
    return f"{first} {plural(others, 'Un autre fichier attend.', '{n} autres fichiers attendent.')}"


def _waits_because(name: str, why: WaitReason) -> str:
    return _WAITING[why].format(file=quoted(shown(name)))


def waiting_lines(said: FolderScan) -> list[str]:
    """Each file that waits and why, on one line of a terminal; none that is only being written."""
    return [
        typeset(_waits_because(name, why))
        for name, why in said.waiting
        if why is not WaitReason.MOVING
    ]


_BECAME: dict[PrintOutcome, tuple[str, str]] = {
    PrintOutcome.KEPT: ("pris en charge", "pris en charge"),
    PrintOutcome.ALREADY_FILED: ("déjà classé", "déjà classés"),
    PrintOutcome.TO_CLASSIFY: ("à classer", "à classer"),
    PrintOutcome.LEFT_OUT: ("non classé (modèle Jamais)", "non classés (modèle Jamais)"),
    PrintOutcome.REFUSED: ("à reprendre", "à reprendre"),
}


def taken(counts: Counter[PrintOutcome]) -> str:
    """What was taken since the window was opened: « 12 PDF pris en charge, 1 à classer »."""
    parts: list[str] = []
    for outcome, (one, many) in _BECAME.items():
        if counts[outcome]:
            what = "" if parts else "PDF "
            parts.append(plural(counts[outcome], f"{{n}} {what}{one}", f"{{n}} {what}{many}"))
    return typeset(f"Depuis l’ouverture : {', '.join(parts)}.") if parts else ""


def refusal_text(trouble: Trouble) -> str:
    """The text put beside a refused file."""
    return explain(trouble).sentence


FILES = "PDF à imprimer."
TEMPLATE = "Modèle d’impression, comme facture ou achats/facture."
PROVISIONAL = "Facture qui n’est pas encore validée."
NO_PRINTER = "Classer sans imprimer et sans ouvrir de fenêtre."
PDF = "Enregistrer le PDF à cet endroit (fichier ou dossier), sans ouvrir de fenêtre."
NOT_FILED = "Ne pas classer ; refusé pour un modèle Obligatoire."

SET = "Modèle et choix, comme facture=obligatoire ; peut être répété."

NO_SCREEN = (
    "Ce poste n’a pas d’écran pour ouvrir la fenêtre d’impression. "
    "Ajoutez --sans-imprimante pour classer, ou --pdf pour enregistrer aussi le PDF."
)
ONE_FILE = "Donnez à --pdf un dossier quand plusieurs PDF sont imprimés."
PDF_TARGET = "Donnez un nom de fichier qui se termine par .pdf, ou un dossier qui existe."
COMPULSORY = "Ce modèle est toujours classé : --ne-pas-classer n’y change rien."

_WHY: dict[TickReason | None, str] = {
    None: "Non classé, à votre demande.",
    TickReason.NEVER: "Non classé : ce modèle est réglé sur Jamais.",
    TickReason.STORAGE_INACTIVE: "Non classé : le stockage n’est pas activé pour cette société.",
    TickReason.OPTION_MISSING: "Non classé : cette application n’a pas l’option Stockage et partage.",
}


def not_filed(why: TickReason | None) -> str:
    """Why a print is not filed."""
    return typeset(_WHY[why])


def printed_line(name: str, what: str, pdf: str) -> str:
    """One line for a person about a document that is not filed; `pdf`: where it was written, if it was."""
    done = "enregistré" if pdf else "rien n’a été imprimé ni classé"
    return typeset(" · ".join(part for part in (f"{name} : {done}", what, pdf) if part))


def template_line(template: PrintTemplate, filing: FilingMode) -> str:
    """« ventes/facture  Ventes, Facture  Proposé »."""
    return f"{template.word:<36}  {template_name(template)} : {FILINGS[filing]}"


def template_lines(rows: Sequence[tuple[PrintTemplate, FilingMode]]) -> list[str]:
    """The list of print templates, one line for each, with what was chosen for it."""
    return [typeset(template_line(template, filing)) for template, filing in rows]


NO_TEMPLATE = "Cette application n’a pas de modèle d’impression."
EXAMPLE = ("facture=jamais", "facture=propose", "facture=obligatoire")


NO_PRINTERS = "Aucune imprimante n’est installée sur ce poste."


def printer_line(name: str, *, usual: bool) -> str:
    """A printer's name, marked where the system proposes it."""
    return f"{name} (par défaut)" if usual else name
