"""When the company's fiscal years begin: the page « Exercices » and the command `societe exercice`."""

from __future__ import annotations

from datetime import date

from stockage_partage.company.fiscal_years import FiscalStart, FiscalYear
from stockage_partage.messages.typography import NBSP, after_colon, quoted, typeset

HELP = typeset(
    "Les relevés, les lettres et les rappels d’un tiers se classent par exercice. Indiquez quel jour "
    "commence celui de la société ; chaque exercice dure douze mois."
)
ROW_START = "Début de l’exercice"
ROW_CURRENT = "Exercice en cours"
ROW_NEXT = "Une fois enregistré"
DAY = "Jour"
MONTH = "Mois"
SAVE = "Enregistrer"
SAVING = "Enregistrement…"
UNDO = "Annuler"
NOT_OPEN = "La base de la société n’est pas encore lue."
UNDER_WAY = "L’enregistrement est en cours."
NOTHING_TO_SAVE = "Choisissez un autre jour ou un autre mois pour l’enregistrer."
READ_ONLY = "La base de la société ne peut pas être modifiée depuis ce poste."
READ_ONLY_NOTICE = typeset(
    "La base de la société ne peut pas être modifiée depuis ce poste : vous pouvez consulter le début de "
    "l’exercice, pas le modifier. Demandez à votre administrateur le droit d’écrire dans cette base ; si "
    "c’est un fichier, dans son dossier aussi."
)
LEAP_DAY = f"Les années sans 29{NBSP}février, l’exercice commence le 1er{NBSP}mars."
CHANGES_TITLE = "Ce qui change"
CHANGES = typeset(
    "Les relevés, lettres et rappels classés à partir de maintenant, d’après leur date : ils vont dans le "
    "dossier de leur exercice, pour toutes les applications de la société."
)
STAYS_TITLE = "Ce qui ne change pas"
STAYS = typeset(
    "Les documents déjà classés, même ceux qui attendent encore d’être envoyés : ils restent où ils sont. "
    "Les factures et les autres pièces se classent par mois, quel que soit l’exercice."
)
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip

COMMAND_START = typeset("Le jour où commence l’exercice, JJ-MM : 01-07 pour le 1er juillet.")
START_FORM = typeset("Donnez un jour et un mois qui existent, JJ-MM : 01-07 pour le 1er juillet.")


def day_number(day: int) -> str:
    """« 1er », « 2 »…"""
    return "1er" if day == 1 else str(day)


def start(value: FiscalStart) -> str:
    """« 1er juillet »."""
    return f"{day_number(value.day)}{NBSP}{MONTHS[value.month - 1]}"


def span(year: FiscalYear) -> str:
    """« Du 1er juillet 2026 au 30 juin 2027 »."""
    return f"Du {_long(year.first)} au {_long(year.last)}"


def folder(year: FiscalYear) -> str:
    """Where its statements go."""
    return f"Dossier {quoted(year.label)}"


def start_help(value: FiscalStart) -> str:
    """What is peculiar about that day; '' when nothing is."""
    return LEAP_DAY if _is_leap_day(value) else ""


def recorded(value: FiscalStart) -> str:
    """What is so while something else is chosen."""
    return typeset(f"Actuellement : {start(value)}.")


def saved(value: FiscalStart) -> str:
    """Said when the beginning of the fiscal years is recorded."""
    return typeset(
        f"L’exercice commence désormais le {start(value)}. Les documents déjà classés restent où ils sont."
    )


def not_saved(reason: str) -> str:
    """Said when the beginning of the fiscal years could not be recorded; `reason`: what stood in the way."""
    return typeset(f"Le début de l’exercice n’a pas été enregistré : {after_colon(reason)}")


def changed_elsewhere(value: FiscalStart) -> str:
    """Another program decided while somebody was choosing here."""
    return typeset(
        f"Le début de l’exercice vient d’être fixé au {start(value)} ailleurs que dans cette fenêtre. "
        f"Cliquez sur « {SAVE} » pour le remplacer par votre choix, ou sur « {UNDO} » pour garder le "
        f"{start(value)}."
    )


def command_lines(value: FiscalStart, year: FiscalYear) -> tuple[str, ...]:
    """What the command says to a person."""
    peculiar = (start_help(value),) if start_help(value) else ()
    return (
        f"{ROW_START}{NBSP}: {start(value)}",
        f"{ROW_CURRENT}{NBSP}: du {_long(year.first)} au {_long(year.last)} (dossier {quoted(year.label)})",
        *peculiar,
    )


def _long(day: date) -> str:
    return f"{day_number(day.day)}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def _is_leap_day(value: FiscalStart) -> bool:
    return (value.month, value.day) == (2, 29)
