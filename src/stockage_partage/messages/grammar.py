"""The command line's grammar in French: headings of the help pages, and what is wrong with a call."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.messages.typography import NBSP, quoted

COMMANDS = f"Commandes{NBSP}"
COMMAND_PIECE = "COMMANDE [ARGUMENTS]…"
#: What the command library writes on a help page, by its own English. It adds colons and brackets.
PAGE = {
    "Usage:": f"Utilisation{NBSP}:",
    "Positional arguments": f"Arguments{NBSP}",
    "Options": f"Options{NBSP}",
    "Show this message and exit.": "Montrer cette aide.",
    "default: {default}": f"par défaut{NBSP}: {{default}}",
    "required": "obligatoire",
}

SEE_HELP = "Ajoutez --help pour l’aide."
UNFIT_CALL = f"Cette commande n’est pas écrite comme attendu. {SEE_HELP}"
INTERRUPTED = "Interrompu à votre demande."

#: What would fit, for values that are written in one way.
ADVICE_BY_METAVAR = {
    "DATE": "Écrivez une date qui existe, AAAA-MM-JJ : 2026-03-15 pour le 15 mars 2026.",
    "AAAA": "Indiquez une année de quatre chiffres : 2026.",
}
PLAUSIBLE_DATE = "Indiquez une date de 1900 à 2100, AAAA-MM-JJ."
LATER_END = "Donnez une date de fin qui ne précède pas la date de début."


def unknown_command(name: str) -> str:
    """A command nobody knows."""
    return f"La commande {quoted(name)} n’existe pas. {SEE_HELP}"


def unknown_option(name: str) -> str:
    """An option nobody knows."""
    return f"L’option {quoted(name)} n’existe pas. {SEE_HELP}"


def missing(name: str) -> str:
    """A parameter that must be given."""
    return f"Il manque {quoted(name)}. {SEE_HELP}"


def unfit_option(name: str) -> str:
    """An option without its value, or with one too many."""
    return f"L’option {quoted(name)} n’est pas écrite comme attendu. {SEE_HELP}"


def unfit(name: str, value: str, known: Sequence[str] = (), advice: str = "") -> str:
    """A value that does not fit; `known` are those that do, `advice` says what would."""
    given = f" ({value})" if value else ""
    listed = f"Choisissez parmi{NBSP}: {', '.join(known)}." if known else SEE_HELP
    return f"La valeur donnée à {quoted(name)}{given} ne convient pas. {advice or listed}"


def range_advice(least: float | None, most: float | None) -> str:
    """What number fits between bounds that may be used; without an upper one, from the lower on."""
    if most is None:
        return f"Indiquez un nombre entier, {least:g} au moins."
    return f"Indiquez un nombre entier de {least:g} à {most:g}."
