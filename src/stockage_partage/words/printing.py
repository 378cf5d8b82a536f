"""What is said of print templates, of the print dialog and of the watched folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePath

from stockage_partage.documents.printing.files import Waiting
from stockage_partage.documents.printing.outcomes import FolderState, Outcome, Round, TakenPrint
from stockage_partage.documents.printing.templates import Filing, PrintTemplate
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.errors import FolderRefused, StorageInactive, Trouble
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.storage.states import Functions
from stockage_partage.words.documents import type_label
from stockage_partage.words.names import the_application
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import after_colon, plural, quoted, typeset

FILINGS: dict[Filing, str] = {
    Filing.NEVER: "Jamais",
    Filing.OFFERED: "Proposé",
    Filing.COMPULSORY: "Obligatoire",
}
FILING_HELP: dict[Filing, str] = {
    Filing.NEVER: "À l’impression, la case d’envoi est décochée et grisée.",
    Filing.OFFERED: "À l’impression, la case d’envoi est cochée, et peut être décochée.",
    Filing.COMPULSORY: "À l’impression, la case d’envoi est cochée et grisée.",
}
DOMAINS: dict[Domain, str] = {
    Domain.SALES: "Ventes",
    Domain.PURCHASES: "Achats",
    Domain.STOCKS: "Stocks",
    Domain.INTERNAL: "Documents internes",
    Domain.ACCOUNTING: "États comptables",
}

# --- « Modèles » ---------------------------------------------------------------------------------

TEMPLATES_HELP = (
    "Ce qui est classé dans Microsoft 365 quand on imprime. "
    "Ces choix valent pour toute la société, sur tous les postes."
)


def choice_name(template: PrintTemplate, filing: Filing) -> str:
    """What a screen reader says of one choice: « Ventes, Facture : Proposé »."""
    return typeset(f"{template_name(template)} : {FILINGS[filing]}")


def template_name(template: PrintTemplate) -> str:
    """« Ventes, Facture »: a label alone is often in several domains."""
    return f"{DOMAINS[template.kind.domain]}, {type_label(template.kind.word)}"


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


def no_template(state: PanelState) -> str:
    """An application that prints nothing of the tree."""
    application = the_application(state.facts.application)
    return typeset(f"Aucun modèle : ce qu’impriment {application} n’est pas classé.").replace(
        "impriment la", "imprime la"
    )


# --- the watched folder --------------------------------------------------------------------------

FOLDER = "Dossier surveillé"
FOLDER_HELP = (
    "Les PDF que votre logiciel imprime dans ce dossier sont classés sans que personne y pense."
)
NO_FOLDER = "Aucun"
CREATE = "Créer le dossier"
CHOOSE = "Choisir…"
OPEN = "Ouvrir"
STOP = "Ne plus surveiller"
CHOOSE_TITLE = "Choisir le dossier à surveiller"
FULL_TITLE = typeset("Surveiller ce dossier ?")
WATCH = "Surveiller"


def already_there(folder: Path, count: int) -> list[str]:
    """Before a folder that is not empty is watched."""
    many = plural(count, "contient déjà {n} PDF", "contient déjà {n} PDF")
    return [
        typeset(f"Le dossier {quoted(shown(folder.name))} {many}."),
        "Ils seront tous pris, classés et déplacés dans des sous-dossiers.",
        "Pour les laisser où ils sont, choisissez un dossier vide.",
    ]


def shown(name: str) -> str:
    """A file name as it can be shown, whatever bytes the disk holds."""
    return name.encode("utf-8", "replace").decode("utf-8")


def place(folder: PurePath) -> str:
    """A folder in full. After « \\ », unlike after « / », a line is not broken of itself."""
    return shown(str(folder)).replace("\\", "\\\u200b")


#: Beside the button that would open it.
NOT_THERE = "Ce dossier est introuvable."
_LOOK_FOR_IT = "Vérifiez qu’il existe et que son lecteur est accessible"

_WAITING: dict[Waiting, str] = {
    Waiting.EMPTY: "est vide : il sera pris une fois entièrement écrit.",
    Waiting.INCOMPLETE: "est incomplet : il sera pris une fois entièrement écrit.",
    Waiting.LOCKED: "est tenu par un autre programme, ou protégé : il sera pris une fois libre.",
    Waiting.NOT_A_PDF: "n’est pas un PDF : il reste dans le dossier.",
}


def folder_state(said: Round) -> str:
    """How the watched folder stands, in a sentence or two."""
    if said.state is FolderState.OFF:
        return FOLDER_HELP
    if said.state is FolderState.ABSENT:
        if said.trouble is not None:
            return f"{NOT_THERE} {_LOOK_FOR_IT}. {_troubled(said.trouble)}"
        return f"{NOT_THERE} {_LOOK_FOR_IT} : ce qui y est imprimé sera pris dès son retour."
    if said.trouble is not None:
        return " ".join(filter(None, (_troubled(said.trouble), _left(said.whole))))
    waits = _waits(said)
    return f"{FOLDER_HELP} {waits}".strip()


def folder_trouble(said: Round) -> str:
    """What is wrong with the folder as a whole; empty when nothing is."""
    wrong = said.state is FolderState.ABSENT or said.trouble is not None
    return typeset(folder_state(replace(said, whole=0))) if wrong else ""


def folder_line(said: Round) -> str:
    """The same on one line of a terminal, and that all is well again."""
    if said.folder is None:
        return folder_trouble(said) or typeset(f"{FOLDER} : aucun.")
    where = quoted(shown(str(said.folder)))
    return typeset(f"{FOLDER} {where} : {after_colon(folder_trouble(said)) or 'surveillé.'}")


_TAKEN: dict[Outcome, str] = {
    Outcome.KEPT: "gardé, part vers Microsoft 365",
    Outcome.ALREADY_FILED: "déjà classé",
    Outcome.TO_CLASSIFY: "à classer",
    Outcome.LEFT_OUT: "non classé, son modèle est réglé sur Jamais",
    Outcome.REFUSED: "à reprendre",
}


def taken_line(taken_print: TakenPrint) -> str:
    """One print taken, on one line of a terminal."""
    return typeset(f"{shown(taken_print.name)} : {_TAKEN[taken_print.outcome]}")


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


def _waits(said: Round) -> str:
    """The files left, the first by its name: « « a.pdf » est incomplet : il sera pris… »"""
    told = [(name, why) for name, why in said.waiting if why is not Waiting.MOVING]
    if not told:
        return ""
    name, why = told[0]
    sentence = f"{quoted(shown(name))} {_WAITING[why]}"
    others = len(told) - 1
    if others:
        sentence += plural(others, " Un autre fichier attend.", " {n} autres fichiers attendent.")
    return sentence


_BECAME: dict[Outcome, tuple[str, str]] = {
    Outcome.KEPT: ("pris en charge", "pris en charge"),
    Outcome.ALREADY_FILED: ("déjà classé", "déjà classés"),
    Outcome.TO_CLASSIFY: ("à classer", "à classer"),
    Outcome.LEFT_OUT: ("non classé (modèle Jamais)", "non classés (modèle Jamais)"),
    Outcome.REFUSED: ("à reprendre", "à reprendre"),
}


def taken(counts: Counter[Outcome]) -> str:
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
