"""The command line's grammar in French: headings of the help pages, and what is wrong with a call."""

from __future__ import annotations

from stockage_partage.words.typography import NBSP, quoted

#: What the command library writes in its help pages → what a reader gets.
HELP_TEXT = (
    ("Usage:", f"Utilisation{NBSP}:"),
    ("[OPTIONS]", "[OPTIONS]"),
    ("COMMAND [ARGS]...", "COMMANDE [ARGUMENTS]…"),
    ("Options:", f"Options{NBSP}:"),
    ("Commands:", f"Commandes{NBSP}:"),
    ("Arguments:", f"Arguments{NBSP}:"),
    ("Show this message and exit.", "Montrer cette aide."),
    ("[required]", "[obligatoire]"),
    ("[default: ", f"[par défaut{NBSP}: "),
    ("; required]", f"{NBSP}; obligatoire]"),
)

SEE_HELP = "Ajoutez --help pour l’aide."


def unknown_command(name: str) -> str:
    """A command nobody knows."""
    return f"La commande {quoted(name)} n’existe pas. {SEE_HELP}"


def unknown_option(name: str) -> str:
    """An option nobody knows."""
    return f"L’option {quoted(name)} n’existe pas. {SEE_HELP}"


def missing(name: str) -> str:
    """A parameter that must be given."""
    return f"Il manque {quoted(name)}. {SEE_HELP}"


def unfit(name: str, value: str) -> str:
    """A value that does not fit."""
    given = f" ({value})" if value else ""
    return f"La valeur donnée à {quoted(name)}{given} ne convient pas. {SEE_HELP}"


UNFIT_CALL = f"Cette commande n’est pas écrite comme attendu. {SEE_HELP}"
INTERRUPTED = "Interrompu à votre demande."
